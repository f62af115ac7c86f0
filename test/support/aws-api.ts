import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "mocha";
import type { PropertyMap } from "../../local/provider/wire";
import { skip } from "./skip";

/** A request of the AWS API, as its SDKs send it. */
export interface AwsRequest {
  readonly service: "ec2" | "eks";
  readonly operation: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Its models of EC2 and EKS are those that AWS publishes. Pinned, so that a new word of theirs changes no test. */
const BOTOCORE = "1.44.8";
const ENVIRONMENT = resolve(__dirname, `../../.tools/botocore@${BOTOCORE}`);
const PYTHON = resolve(ENVIRONMENT, "bin/python");
const MILLISECONDS_TO_INSTALL = 5 * 60_000;

/** Installs botocore into an environment of its own when it is not there; else the suite is skipped with the reason. */
export function requireBotocore(context: Context): void {
  context.timeout(MILLISECONDS_TO_INSTALL);
  if (existsSync(PYTHON) && run(PYTHON, ["-c", "import botocore"]) === undefined) return;
  mkdirSync(ENVIRONMENT, { recursive: true });
  const failure =
    run("python3", ["-m", "venv", ENVIRONMENT]) ??
    run(PYTHON, ["-m", "pip", "install", "--quiet", `botocore==${BOTOCORE}`]);
  if (failure !== undefined) skip(context, `botocore ${BOTOCORE} cannot be had: ${failure}`);
}

/** What is wrong with each request by the model of its service; an empty list where nothing is. */
export function validateRequests(requests: readonly AwsRequest[]): string[][] {
  const script = resolve(__dirname, "validate-aws-requests.py");
  const result = spawnSync(PYTHON, [script], { input: JSON.stringify(requests), encoding: "utf8" });
  if (result.status !== 0) throw new Error(result.stderr);
  return JSON.parse(result.stdout);
}

/** The last line that a failed command printed; `undefined` when it did not fail. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${command} failed`;
}

/**
 * The request that the provider makes of the inputs of a launch template. They differ in the case of names, in two names,
 * in booleans (texts in the inputs, so that they can be left out) and in tags, which are a list of pairs.
 */
export function toLaunchTemplateRequest({ tags, ...inputs }: PropertyMap): AwsRequest {
  return {
    service: "ec2",
    operation: "CreateLaunchTemplate",
    params: {
      LaunchTemplateName: "pool",
      LaunchTemplateData: toApi(inputs),
      ...(tags === undefined
        ? {}
        : { TagSpecifications: [{ ResourceType: "launch-template", Tags: toPairs(tags) }] }),
    },
  };
}

/** The same for a node group, whose inputs differ in two names; the name of the group is made by Pulumi. */
export function toNodegroupRequest({ nodeRoleArn, subnetIds, ...inputs }: PropertyMap): AwsRequest {
  return {
    service: "eks",
    operation: "CreateNodegroup",
    params: { nodegroupName: "pool", nodeRole: nodeRoleArn, subnets: subnetIds, ...inputs },
  };
}

const RENAMED: Readonly<Record<string, string>> = {
  vpcSecurityGroupIds: "SecurityGroupIds",
  securityGroups: "Groups",
};

function toApi(value: unknown): unknown {
  if (value === "true" || value === "false") return value === "true";
  if (Array.isArray(value)) return value.map(toApi);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      RENAMED[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      key === "tags" ? toPairs(inner) : toApi(inner),
    ]),
  );
}

function toPairs(tags: unknown): object[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
