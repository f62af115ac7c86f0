import { type Issue, issue } from "../units/issue";
import type { CheckedValues } from "./checked-values";

/** Where the files of a model are, as the chart reads it. */
export interface ModelUri {
  readonly text: string;
  /** `hf`, `pvc`, `pvc+hf`, `oci`; anything else is refused. */
  readonly scheme: string;
  /** What follows the scheme. */
  readonly location: string;
}

/** `undefined` for a text that helm evaluates first. */
export function readModelUri({ modelArtifacts }: CheckedValues): ModelUri | undefined {
  const text = modelArtifacts?.uri ?? "";
  if (text.includes("{{")) return undefined;
  const [, scheme = ""] = /^([a-z+]+):\/\//.exec(text) ?? [];
  // Upstream's own example quotes the id inside the URI; the quotes are not part of it.
  const location = text.replace(`${scheme}://`, "").replace(/^"+|"+$/g, "");
  return { text, scheme, location };
}

/** What is wrong with the model of the values. */
export function checkChartModel(values: CheckedValues): Issue[] {
  const uri = readModelUri(values);
  const role = values.modelArtifacts?.labels?.["llm-d.ai/role"];
  const rule = "the chart itself sets this label, to decode or prefill";
  return [
    ...(uri === undefined ? [] : checkUri(uri)),
    ...(uri?.scheme === "oci" && uri.location !== ""
      ? checkChartImage("modelArtifacts.uri", uri.location, values.strict)
      : []),
    ...(role ? [issue("modelArtifacts.labels[llm-d.ai/role]", role, rule, "leave it out")] : []),
  ];
}

function checkUri({ text, scheme, location }: ModelUri): Issue[] {
  const fail = (rule: string, wayOut: string) => [issue("modelArtifacts.uri", text, rule, wayOut)];
  if (!["hf", "pvc", "pvc+hf", "oci"].includes(scheme)) {
    const wayOut = "write for example hf://organisation/model or pvc://claim/path/to/model";
    return fail("the scheme is hf, pvc, pvc+hf or oci", wayOut);
  }
  const segments = location.split("/").filter((segment) => segment !== "");
  if (scheme.startsWith("pvc")) {
    if (segments.length === 0) {
      return fail("the first part names the claim", `write ${scheme}://claim/organisation/model`);
    }
    if (scheme !== "pvc+hf" || segments.length !== 2) return [];
    const wayOut = "write pvc+hf://claim/path/to/hub/organisation/model";
    return fail("the path ends with organisation and model", wayOut);
  }
  if (location !== "") return [];
  const wayOut = "name the model, for example hf://organisation/model";
  return fail("something follows the scheme", wayOut);
}

/** An image is there, and under `strict` it is always the same one. */
export function checkChartImage(
  path: string,
  image: string | undefined,
  strict: boolean | undefined,
): Issue[] {
  if (!image) {
    const wayOut = "name one with its version, for example vllm/vllm-openai:v0.30.0";
    return [issue(path, image ?? "", "a container needs an image", wayOut)];
  }
  if (!strict || image.includes("@")) return [];
  const [tag] = /:[^:/]+$/.exec(image) ?? [];
  if (tag !== undefined && tag !== ":latest") return [];
  const rule =
    "with strict, an image has a fixed version, as a moving one differs between two pods of one model";
  return [issue(path, image, rule, "add a version tag, or better a digest: image@sha256:...")];
}
