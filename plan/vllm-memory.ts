import type { VllmMemory } from "../catalog/engine-memory";
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

/** Tokens of one block of the cache: https://docs.vllm.ai/en/latest/api/vllm/config/cache/ */
const BLOCK_TOKENS = 16;

/**
 * What vLLM leaves for the cache: its share of the device, less weights, less what the profile run had at its peak.
 * https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/v1/worker/gpu_worker.py, `determine_available_memory`
 */
export function fitVllm(memory: StageMemory, rules: VllmMemory): MemoryFit {
  const { device, limits, weights, weightsBytes, entry } = memory;
  const { contextLength, stepTokens, thousandths } = limits;
  const budgetBytes = Math.floor((device.memoryBytes * thousandths) / 1000);
  const overhead = overheadTerms(memory, rules);
  const graphs = graphsTerm(memory, rules);
  const counted = rules.graphsInBudget ? [...overhead, graphs] : overhead;
  const overheadBytes = sumBytes(counted);
  const kvBytes = budgetBytes - weightsBytes - overheadBytes;
  const needed = requestBytes(entry, wholeBlocks(contextLength, Math.ceil), stepTokens);
  const outsideBytes = device.memoryBytes - budgetBytes;
  const graphsOutside = rules.graphsInBudget ? [] : [graphs];
  const tokens = wholeBlocks(Math.max(0, kvBytes) / entry.bytes, Math.floor);
  return {
    terms: [
      ...weights,
      ...counted,
      { name: "KV cache", bytes: kvBytes, why: "what is left of the engine's share" },
      ...graphsOutside,
      {
        name: "outside",
        bytes: outsideBytes - sumBytes(graphsOutside),
        why: `utilization ${thousandths / 1000} leaves it to others`,
      },
    ],
    outcome: findOutcome(memory, {
      overhead,
      kvBytes,
      needed,
      spare: outsideBytes - sumBytes(graphsOutside),
    }),
    servesContext: kvBytes >= needed,
    contextLength,
    weightsBytes,
    budgetBytes,
    shareableBytes: device.memoryBytes,
    overheadBytes,
    kvBytesPerToken: entry.bytes,
    kvBytes,
    requestBytes: needed,
    tokens,
    maximumContext: wholeBlocks(longestRequest(entry, kvBytes, stepTokens), Math.floor),
    concurrentRequests: Math.max(0, Math.floor(kvBytes / needed)),
    marginBytes: kvBytes - needed,
    limits,
  };
}

function wholeBlocks(tokens: number, round: (blocks: number) => number): number {
  return round(tokens / BLOCK_TOKENS) * BLOCK_TOKENS;
}

/** In the order in which the engine meets them. */
function findOutcome(
  { device, weightsBytes }: StageMemory,
  {
    overhead,
    kvBytes,
    needed,
    spare,
  }: { overhead: MemoryTerm[]; kvBytes: number; needed: number; spare: number },
): FitOutcome {
  if (weightsBytes > device.memoryBytes) return FitOutcome.oomWeights;
  if (weightsBytes + sumBytes(overhead) > device.memoryBytes) return FitOutcome.oomOther;
  if (kvBytes < needed) return FitOutcome.kvTooSmall;
  return spare < 0 ? FitOutcome.oomOther : FitOutcome.starts;
}

/** What the profile run finds besides weights. */
function overheadTerms(memory: StageMemory, rules: VllmMemory): MemoryTerm[] {
  const { model, sharding, limits, stage } = memory;
  const { stepTokens, requests = 0 } = limits;
  const encoder = stage.isFirst ? encoderPeak(model, stepTokens) : { peak: 0, kept: 0 };
  const layer = layerPeak(model, sharding, stepTokens);
  const sampler = stage.isLast ? requests * model.vocabulary * rules.samplerBytes : 0;
  const [peak, why] = [
    [layer, `one layer of ${stepTokens} tokens`] as const,
    [
      sampler,
      `sampling for ${requests} requests x ${model.vocabulary} words x ${rules.samplerBytes} bytes`,
    ] as const,
    [encoder.peak, "encoding images"] as const,
  ].reduce((largest, each) => (each[0] > largest[0] ? each : largest));
  const { communicationBytes, runtimeBytes } = rules;
  return [
    { name: "runtime", bytes: runtimeBytes, why: "context of CUDA and libraries" },
    ...(sharding.tensor * sharding.pipeline > 1
      ? [{ name: "communication", bytes: communicationBytes, why: "buffers between devices" }]
      : []),
    { name: "activations", bytes: Math.ceil(peak), why },
    ...(encoder.kept === 0
      ? []
      : [{ name: "encoded images", bytes: encoder.kept, why: "kept until their prompt is read" }]),
  ];
}

/** One for each captured size and layer, and the buffers that they share. */
function graphsTerm({ limits, stage }: StageMemory, rules: VllmMemory): MemoryTerm {
  const layers = stage.to - stage.from;
  const bytes = limits.graphs === 0 ? 0 : limits.graphs * layers * rules.graphBytes + 64 * MEBIBYTE;
  return { name: "graphs", bytes, why: `${limits.graphs} captured graphs x ${layers} layers` };
}
