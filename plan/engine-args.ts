import { Engine } from "../catalog/engines";
import { type EngineSettings, KvCacheDtype } from "./engine-settings";
import { checkSampling, toSamplingArgs } from "./sampling";
import {
  checkBoolean,
  checkChoice,
  checkFraction,
  checkText,
  checkWholeNumber,
  isMap,
  type ValueCheck,
} from "./value-check";

/** Turns a setting into arguments of one engine. */
type Translation = (value: unknown) => string[];

/** An engine that does not have the setting: why, and the word to use with it. */
interface Lacking {
  readonly lacks: string;
  readonly instead: string;
}

export interface SettingRow {
  readonly check: ValueCheck;
  readonly vllm: Translation | Lacking;
  readonly sglang: Translation | Lacking;
}

const flag =
  (name: string): Translation =>
  (value) => [name, String(value)];
const choice =
  (name: string, words: Readonly<Record<string, string>>): Translation =>
  (value) => [name, words[String(value)] ?? String(value)];
const sampling =
  (name: string): Translation =>
  (value) =>
    toSamplingArgs(name, value);
/** SGLang has no plain fp8 and calls BF16 by its short name. */
const CACHE_FORMAT: SettingRow = {
  check: checkChoice(Object.values(KvCacheDtype)),
  vllm: flag("--kv-cache-dtype"),
  sglang: choice("--kv-cache-dtype", { fp8: "fp8_e4m3", bfloat16: "bf16" }),
};
const onOff =
  (on: readonly string[], off: readonly string[]): Translation =>
  (value) => [...(value === true ? on : off)];

/**
 * One line per setting: what it may be, and its flag in each engine.
 * vLLM: https://docs.vllm.ai/en/v0.11.1/cli/serve.html, SGLang: https://docs.sglang.ai/advanced_features/server_arguments.html
 */
export const ENGINE_SETTINGS: Readonly<Record<string, SettingRow>> = {
  contextLength: {
    check: checkWholeNumber(1),
    vllm: flag("--max-model-len"),
    sglang: flag("--context-length"),
  },
  gpuMemoryUtilization: {
    check: checkFraction({ including1: true }),
    vllm: flag("--gpu-memory-utilization"),
    sglang: {
      lacks: "SGLang divides memory by weights and cache alone (--mem-fraction-static)",
      instead: "memFractionStatic",
    },
  },
  memFractionStatic: {
    check: checkFraction({ including1: false }),
    vllm: {
      lacks: "vLLM divides memory by everything on the device (--gpu-memory-utilization)",
      instead: "gpuMemoryUtilization",
    },
    sglang: flag("--mem-fraction-static"),
  },
  kvCacheDtype: CACHE_FORMAT,
  "kvCache.dtype": CACHE_FORMAT,
  loadFormat: { check: checkText, vllm: flag("--load-format"), sglang: flag("--load-format") },
  quantization: { check: checkText, vllm: flag("--quantization"), sglang: flag("--quantization") },
  prefixCaching: {
    check: checkBoolean,
    vllm: onOff(["--enable-prefix-caching"], ["--no-enable-prefix-caching"]),
    // On is SGLang's default and has no flag.
    sglang: onOff([], ["--disable-radix-cache"]),
  },
  chunkedPrefillSize: {
    check: checkWholeNumber(-1),
    vllm: {
      lacks: "vLLM bounds a step by all its tokens (--max-num-batched-tokens)",
      instead: "batching.maxNumBatchedTokens",
    },
    sglang: flag("--chunked-prefill-size"),
  },
  "batching.maxNumSeqs": {
    check: checkWholeNumber(1),
    vllm: flag("--max-num-seqs"),
    sglang: flag("--max-running-requests"),
  },
  "batching.maxNumBatchedTokens": {
    check: checkWholeNumber(1),
    vllm: flag("--max-num-batched-tokens"),
    sglang: {
      lacks: "SGLang bounds the prompt part of a step (--chunked-prefill-size)",
      instead: "chunkedPrefillSize",
    },
  },
  // Written by many who come from other servers; refused with the words that the engines have for what it may mean.
  "batching.maxBatchSize": {
    check: checkWholeNumber(1),
    vllm: {
      lacks:
        "vLLM has no size of a batch: a step takes what runs at that time, and graphs are captured up to a size",
      instead:
        "batching.maxNumSeqs for the most requests at once, or extraArgs with --max-cudagraph-capture-size for the largest captured batch",
    },
    sglang: {
      lacks:
        "SGLang has no size of a batch: a step takes what runs at that time, and graphs are captured up to a size",
      instead:
        "batching.maxNumSeqs for the most requests at once, or extraArgs with --cuda-graph-max-bs-decode (in v0.5.2 --cuda-graph-max-bs) for the largest captured batch",
    },
  },
  sampling: {
    check: checkSampling,
    vllm: sampling("--override-generation-config"),
    sglang: sampling("--preferred-sampling-params"),
  },
  toolCallParser: {
    check: checkText,
    // Without the second flag vLLM parses only calls that the client forced.
    vllm: (value) => ["--enable-auto-tool-choice", "--tool-call-parser", String(value)],
    sglang: flag("--tool-call-parser"),
  },
  reasoningParser: {
    check: checkText,
    vllm: flag("--reasoning-parser"),
    sglang: flag("--reasoning-parser"),
  },
};

/** Settings that are no flags of their own. */
const OTHER_SETTINGS = ["name", "image", "llmdVersion", "batching", "kvCache", "extraArgs"];
export const SETTING_NAMES = [...OTHER_SETTINGS, ...Object.keys(ENGINE_SETTINGS).filter(isSetting)];

/** A word that no engine has is explained when it is written, and never suggested. */
function isSetting(name: string): boolean {
  return Object.values(Engine).some(
    (engine) => typeof ENGINE_SETTINGS[name]?.[engine] === "function",
  );
}

/** The arguments of every setting that is given, in the order of the table, `extraArgs` last. */
export function toEngineArgs(settings: EngineSettings): string[] {
  const given = flattenSettings(settings);
  const args = Object.entries(ENGINE_SETTINGS).flatMap(([name, row]) => {
    const translate = row[settings.name];
    const value = given.get(name);
    return value === undefined || typeof translate !== "function" ? [] : translate(value);
  });
  return [...args, ...(settings.extraArgs ?? [])];
}

/** The settings as the user wrote them, nested ones by their dotted name. */
export function flattenSettings(settings: EngineSettings): Map<string, unknown> {
  const own = Object.entries(settings).filter(([name]) => !OTHER_SETTINGS.includes(name));
  const batching = Object.entries(isMap(settings.batching) ? settings.batching : {}).map(
    ([name, value]) => [`batching.${name}`, value] as const,
  );
  const dtype = isMap(settings.kvCache) ? settings.kvCache.dtype : undefined;
  const all = [...own, ...batching, ["kvCache.dtype", dtype] as const];
  return new Map(all.filter(([, value]) => value !== undefined));
}

/** The number format of the cache, by whichever of its two words. */
export function findKvCacheDtype({ kvCacheDtype, kvCache }: EngineSettings): string | undefined {
  return kvCacheDtype ?? kvCache?.dtype;
}
