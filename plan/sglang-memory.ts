import type { SglangMemory } from "../catalog/engine-memory";
import { MEBIBYTE } from "../units/quantity";
import { encoderPeak, layerPeak } from "./activation-peak";
import { longestRequest, requestBytes } from "./kv-bytes-per-token";
import {
  FitOutcome,
  type MemoryFit,
  type MemoryTerm,
  type StageMemory,
  sumBytes,
} from "./memory-terms";

/** Of the tokens of full layers, how many those with a window have: https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/model_executor/pool_configurator.py */
const WINDOW_TENTHS = 8;

/** Bytes of the place of one token in the table of requests. */
const PLACE_BYTES = 4;

/**
 * What SGLang gives its pool: what is free after loading, less the part of what was free before that it leaves to steps,
 * graphs and the table of requests. It starts with whatever pool comes out, and then caps the length of requests.
 * https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/mem_cache/kv_cache_configurator.py, `_profile_available_bytes`
 */
export function fitSglang(memory: StageMemory, rules: SglangMemory): MemoryFit {
  const { device, limits, weights, weightsBytes, entry } = memory;
  const { contextLength, stepTokens, thousandths } = limits;
  const before = beforeTerms(memory, rules);
  const freeBytes = device.memoryBytes - sumBytes(before);
  const reservedBytes = Math.ceil((freeBytes * (1000 - thousandths)) / 1000);
  const kvBytes = freeBytes - weightsBytes - reservedBytes;
  // A pool of a window's layers is a fixed part of the other, so a token costs less than all its layers.
  const cell = Math.ceil(
    entry.bytes - entry.windowBytes + (entry.windowBytes * WINDOW_TENTHS) / 10,
  );
  const tokens = Math.floor(Math.max(0, kvBytes) / cell);
  const needed =
    entry.windowBytes === 0 ? requestBytes(entry, contextLength, stepTokens) : cell * contextLength;
  const later = laterTerms(memory, rules, tokens);
  const spare = reservedBytes - sumBytes(later);
  return {
    terms: [
      ...before,
      ...weights,
      {
        name: "KV cache",
        bytes: kvBytes,
        why: "what is free after loading, less what is reserved",
      },
      ...later,
      { name: "spare", bytes: spare, why: `static fraction ${thousandths / 1000} reserves it` },
    ],
    outcome: findOutcome(memory, { freeBytes, kvBytes, tokens, spare }),
    servesContext: tokens >= contextLength,
    contextLength,
    weightsBytes,
    budgetBytes: freeBytes - reservedBytes,
    shareableBytes: freeBytes,
    overheadBytes: 0,
    kvBytesPerToken: entry.bytes,
    kvBytes,
    requestBytes: needed,
    tokens,
    maximumContext: entry.windowBytes === 0 ? longestRequest(entry, kvBytes, stepTokens) : tokens,
    concurrentRequests: Math.max(0, Math.floor(kvBytes / needed)),
    marginBytes: kvBytes - needed,
    limits,
  };
}

function findOutcome(
  { weightsBytes }: StageMemory,
  {
    freeBytes,
    kvBytes,
    tokens,
    spare,
  }: { freeBytes: number; kvBytes: number; tokens: number; spare: number },
): FitOutcome {
  if (weightsBytes > freeBytes) return FitOutcome.oomWeights;
  if (kvBytes <= 0 || tokens === 0) return FitOutcome.kvTooSmall;
  return spare < 0 ? FitOutcome.oomOther : FitOutcome.starts;
}

/** Taken before the weights are loaded. */
function beforeTerms({ sharding }: StageMemory, rules: SglangMemory): MemoryTerm[] {
  return [
    { name: "runtime", bytes: rules.runtimeBytes, why: "context of CUDA and libraries" },
    ...(sharding.tensor * sharding.pipeline > 1
      ? [{ name: "communication", bytes: rules.communicationBytes, why: "buffers between devices" }]
      : []),
  ];
}

/** Taken out of what is reserved. */
function laterTerms(memory: StageMemory, rules: SglangMemory, tokens: number): MemoryTerm[] {
  const { model, sharding, limits, stage } = memory;
  const { contextLength, stepTokens, graphs, requests } = limits;
  const layers = stage.to - stage.from;
  const encoder = stage.isFirst ? encoderPeak(model, stepTokens) : { peak: 0, kept: 0 };
  const step = Math.max(layerPeak(model, sharding, stepTokens), encoder.peak) + encoder.kept;
  return [
    {
      name: "request table",
      bytes: tablePlaces(contextLength, tokens, requests) * PLACE_BYTES,
      why: `${PLACE_BYTES} bytes for each token that a running request may have`,
    },
    {
      name: "graphs",
      bytes: graphs === 0 ? 0 : graphs * layers * rules.graphBytes + 64 * MEBIBYTE,
      why: `${graphs} captured sizes x ${layers} layers`,
    },
    { name: "activations", bytes: Math.ceil(step), why: `a step of ${stepTokens} tokens` },
  ];
}

/**
 * Running requests x context. Requests are 512 for each request of the whole context that the pool holds, but 2048 to
 * 4096, and at most one for two tokens: `resolve_max_num_reqs` there.
 */
function tablePlaces(contextLength: number, tokens: number, requests: number | undefined): number {
  const most = Math.floor(tokens / 2) * contextLength;
  if (requests !== undefined) return Math.min(requests * contextLength, most);
  const estimated = Math.max(512 * tokens, 2048 * contextLength);
  return Math.min(estimated, 4096 * contextLength, most);
}
