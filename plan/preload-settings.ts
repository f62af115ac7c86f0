import { type Issue, issue, joinPath } from "../units/issue";
import { checkObjectName } from "../units/resource-name";
import { checkContainerImage } from "./container-image";
import { checkKeys, checkWholeNumber, isMap, optional, withoutMisspelt } from "./value-check";

/** Which model a Job loads into the claim, once, and from where. */
export interface PreloadSettings {
  /** Id of the model on the Hugging Face Hub, such as `deepseek-ai/DeepSeek-V3.1`. */
  readonly model: string;
  /** Commit of the model, in full: 40 hexadecimal digits, as the list of its commits on the Hub shows it. It names the folder in the claim, `<model>/<revision>`; another revision is another folder and another Job, and what is served stays until its pods are exchanged. */
  readonly revision: string;
  /** Bucket and prefix that hold this revision of the model, such as `s3://weights/deepseek-v3-1` or `gs://weights/deepseek-v3-1`. Defaults to the Hub itself. Files are compared with the checksums that the bucket has of them. */
  readonly source?: string;
  /** Name of an existing Secret with a token under the key `HF_TOKEN`. When absent the model is loaded without one. Refused beside `source`. */
  readonly tokenSecretName?: string;
  /** Name of an existing service account with the right to list and to read the bucket of `source`. Defaults to that of the namespace. */
  readonly serviceAccountName?: string;
  /** Image with Python 3.11 or later, `huggingface_hub` and, for a bucket, `boto3` or `google-cloud-storage`, with an exact tag or digest. Defaults to `kserve/storage-initializer:v0.20.0`. */
  readonly image?: string;
  /** Number of the user who owns the files, 0 to 65535. Defaults to 1000, and with `fsx-lustre` to 0: its driver leaves the file system to root. https://github.com/kubernetes-sigs/aws-fsx-csi-driver/pull/348 */
  readonly userId?: number;
  /** Seconds after which the Job is given up, 60 or more. Defaults to what the files take at 32 MiB a second, and at least an hour. */
  readonly deadlineSeconds?: number;
}

const PRELOAD_KEYS = [
  ...["model", "revision", "source", "tokenSecretName", "serviceAccountName", "image"],
  ...["userId", "deadlineSeconds"],
] as const satisfies readonly (keyof PreloadSettings)[];

/** What is wrong with the settings of a preload. */
export function checkPreload(path: string, preload: unknown): Issue[] {
  const form = checkKeys(path, preload, PRELOAD_KEYS);
  if (!isMap(preload)) return form;
  const at = (key: keyof PreloadSettings) => joinPath(path, key);
  const issues = [
    ...form,
    ...checkModelId(at("model"), preload.model),
    ...checkRevision(at("revision"), preload.revision),
    ...optional(checkSource)(at("source"), preload.source),
    ...optional(checkObjectName)(at("tokenSecretName"), preload.tokenSecretName),
    ...optional(checkObjectName)(at("serviceAccountName"), preload.serviceAccountName),
    ...optional(checkContainerImage)(at("image"), preload.image),
    ...optional(checkUserId)(at("userId"), preload.userId),
    ...optional(checkWholeNumber(60))(at("deadlineSeconds"), preload.deadlineSeconds),
  ];
  if (preload.source !== undefined && preload.tokenSecretName !== undefined) {
    const rule = "a bucket is read with the rights of a service account, not with a token";
    const wayOut = "leave it out, or leave source out";
    issues.push(issue(at("tokenSecretName"), preload.tokenSecretName, rule, wayOut));
  }
  return withoutMisspelt(issues, { path, value: preload, keys: PRELOAD_KEYS });
}

/** https://github.com/huggingface/huggingface_hub/blob/v0.32.4/src/huggingface_hub/utils/_validators.py */
const MODEL_ID = /^(?:\w[\w.-]*\/)?\w[\w.-]*$/;
const MODEL_ID_MAX_LENGTH = 96;

function checkModelId(path: string, model: unknown): Issue[] {
  if (typeof model !== "string") {
    const wayOut = "write for example deepseek-ai/DeepSeek-V3.1";
    return [issue(path, model, "must be the id of a model on the Hub", wayOut)];
  }
  const id = toModelId(model);
  if (id === model) return [];
  const wayOut = `write ${id ?? "for example deepseek-ai/DeepSeek-V3.1"}`;
  return [issue(path, model, "is not the id of a model: publisher, / and name", wayOut)];
}

/** The id in an address of the Hub, in the form of other tools, or in itself. */
function toModelId(text: string): string | undefined {
  const id = text
    .replace(/^(?:hf:\/\/|https:\/\/huggingface\.co\/)/, "")
    .replace(/\/tree\/.*$|[@:][^/]*$/, "");
  const isId = MODEL_ID.test(id) && id.length <= MODEL_ID_MAX_LENGTH;
  return isId && !/--|\.\.|[.-](?:\/|$)|\.git$/.test(id) ? id : undefined;
}

const COMMIT = /^[0-9a-f]{40}$/;

function checkRevision(path: string, revision: unknown): Issue[] {
  if (typeof revision === "string" && COMMIT.test(revision)) return [];
  const lower = typeof revision === "string" ? revision.trim().toLowerCase() : "";
  const wayOut = COMMIT.test(lower)
    ? `write ${lower}`
    : "write the commit in full, as the list of commits of the model shows it";
  const rule = "must be a commit of 40 hexadecimal digits, as branches and tags move";
  return [issue(path, revision, rule, wayOut)];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html and https://cloud.google.com/storage/docs/buckets#naming */
const BUCKET = /^(?:s3|gs):\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](?:\/|$)/;

function checkSource(path: string, source: unknown): Issue[] {
  if (typeof source === "string" && BUCKET.test(source)) {
    const [, ...parts] = source
      .replace(/^\w+:\/\//, "")
      .replace(/\/$/, "")
      .split("/");
    const isPlain = parts.every((part) => !["", ".", ".."].includes(part));
    if (isPlain && !/\p{Cc}/u.test(source)) return [];
    const rule = "must name a prefix without empty parts, . and ..";
    return [issue(path, source, rule, "write it as the objects are called")];
  }
  const rule = "must be a bucket of Amazon S3 or Google Cloud Storage, with a prefix";
  return [issue(path, source, rule, "write for example s3://weights/deepseek-v3-1")];
}

function checkUserId(path: string, userId: unknown): Issue[] {
  if (Number.isSafeInteger(userId) && Number(userId) >= 0 && Number(userId) <= 65535) return [];
  const wayOut = "write the number of the user who owns the folder, or leave it out";
  return [issue(path, userId, "must be a whole number of 0 to 65535", wayOut)];
}
