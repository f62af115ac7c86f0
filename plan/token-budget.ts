import { EnginePackage, type EngineVersion } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import type { EngineSettings } from "./engine-settings";
import { flagsIn } from "./engine-word";
import { isMap } from "./value-check";

const PATH = "batching.maxNumBatchedTokens";
const WHOLE_IMAGES = "--disable-chunked-mm-input";

/** Flags with which the largest image may be a smaller one, or none. */
export const IMAGE_LIMITS = [
  ...["--limit-mm-per-prompt", "--mm-processor-kwargs", "--language-model-only"],
];

/**
 * What must fit into one step of vLLM, which ends at once otherwise: a token of every request that runs, and a whole image
 * where images may not be divided. Paths are relative to `engine`.
 * https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/config/scheduler.py and
 * https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/v1/core/encoder_cache_manager.py; the same in v0.30.0.
 */
export function checkTokenBudget(
  settings: EngineSettings,
  model: Model | undefined,
  version: EngineVersion | undefined,
): Issue[] {
  const batching = isMap(settings.batching) ? settings.batching : {};
  const { maxNumBatchedTokens: tokens, maxNumSeqs: requests } = batching;
  if (version?.engine !== Engine.vllm || typeof tokens !== "number") return [];
  const image = model?.visionEncoder?.largestImageTokens;
  return [
    ...(typeof requests === "number" ? checkRequests(tokens, requests) : []),
    ...(image === undefined || dividesImages(version, settings)
      ? []
      : checkImage(tokens, image, version)),
  ];
}

function checkRequests(tokens: number, requests: number): Issue[] {
  if (tokens >= requests) return [];
  const rule = `each of ${requests} requests (maxNumSeqs) takes a token of a step`;
  return [issue(PATH, tokens, rule, `use ${requests} or more, or fewer requests`)];
}

function checkImage(tokens: number, image: number, version: EngineVersion): Issue[] {
  if (tokens >= image) return [];
  // On TPUs images cannot be divided.
  const isOptional = version.package !== EnginePackage.vllmTpu;
  const wayOut = isOptional ? `, or leave ${WHOLE_IMAGES} out` : "";
  const rule = `an image has up to ${image} tokens, and ${WHOLE_IMAGES} keeps it in one step`;
  return [issue(PATH, tokens, rule, `use ${image} or more${wayOut}`)];
}

/** Images are divided unless a flag says otherwise; the last one counts. */
function dividesImages(version: EngineVersion, settings: EngineSettings): boolean {
  const flags = flagsIn(version, settings);
  if (flags.some((flag) => IMAGE_LIMITS.includes(flag))) return true;
  return flags.lastIndexOf(WHOLE_IMAGES) <= flags.lastIndexOf("--no-disable-chunked-mm-input");
}
