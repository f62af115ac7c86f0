import type { BatchDefaults, EngineMemory, SglangFraction } from "../catalog/engine-memory";
import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";
import type { Sharding } from "./weights-per-device";

/** What a user says of memory, in the words of the engine settings; whatever is absent is the engine's choice. */
export interface MemorySettings {
  /** Most tokens of one request. Defaults to the model's own maximum. */
  readonly contextLength?: number;
  /** `gpuMemoryUtilization` of vLLM or `memFractionStatic` of SGLang, above 0 and at most 1. */
  readonly memoryFraction?: number;
  /** Number format of the cache. Defaults to that of the activations. */
  readonly kvCacheDtype?: string;
  /** Most requests that run at the same time. */
  readonly maxNumSeqs?: number;
  /** Most tokens of one step: `maxNumBatchedTokens`, or `chunkedPrefillSize`; -1 puts whole prompts into one. */
  readonly stepTokens?: number;
  /** Whether no graphs are captured. */
  readonly eager?: boolean;
}

/** Every number that the engine decides by, written out. */
export interface MemoryLimits {
  /** Most tokens of one request. */
  readonly contextLength: number;
  /** Share of the memory, in thousandths and so exact. */
  readonly thousandths: number;
  /** Most tokens of one step. */
  readonly stepTokens: number;
  /** Requests of the profile run; `undefined` in SGLang when not given, which chooses by the size of its pool. */
  readonly requests: number | undefined;
  /** Captured graphs of one layer. */
  readonly graphs: number;
}

/** What decides them. */
export interface LimitsQuestion {
  readonly model: Model;
  readonly sharding: Sharding;
  readonly engine: EngineMemory;
  /** One of the equal devices of a server: its model, and its memory as CUDA reports it. */
  readonly device: { readonly name: string; readonly memoryBytes: number };
  readonly settings: MemorySettings;
}

/** Fills in what the engine chooses on a device of this memory. */
export function resolveLimits({
  model,
  sharding,
  engine,
  device,
  settings,
}: LimitsQuestion): MemoryLimits {
  const contextLength = settings.contextLength ?? model.maximumContext;
  const defaults = findBatch(engine, device);
  const given = settings.stepTokens === -1 ? contextLength : settings.stepTokens;
  if (engine.engine === Engine.vllm) {
    const whole = contextLength <= (engine.wholePrompts ?? 0) ? contextLength : 0;
    const stepTokens = given ?? Math.max(defaults.tokens, whole);
    const requests = Math.min(settings.maxNumSeqs ?? defaults.requests ?? 0, stepTokens);
    return {
      contextLength,
      thousandths: Math.round((settings.memoryFraction ?? engine.utilization / 100) * 1000),
      stepTokens,
      requests,
      graphs: settings.eager === true ? 0 : countVllmGraphs(requests, engine.graphsInBudget),
    };
  }
  const stepTokens = given ?? defaults.tokens;
  const [few = 0, many = 0] = defaults.graphBatch ?? [];
  const graphBatch = sharding.tensor < 4 ? few : many;
  const work = { stepTokens, graphBatch };
  const fraction =
    settings.memoryFraction ??
    chooseFraction(engine.fraction, device.memoryBytes, model, sharding, work);
  return {
    contextLength,
    thousandths: Math.round(fraction * 1000),
    stepTokens,
    requests: settings.maxNumSeqs,
    graphs: settings.eager === true ? 0 : sglangGraphs(graphBatch),
  };
}

/** An A100 is given less whatever its memory: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/engine/arg_utils.py */
function findBatch(
  { engine, batch }: EngineMemory,
  { memoryBytes, name }: LimitsQuestion["device"],
): BatchDefaults {
  const [smallest] = batch;
  const row =
    engine === Engine.vllm && name.startsWith("A100")
      ? smallest
      : batch.find(({ below }) => below === undefined || memoryBytes < below);
  if (row === undefined) throw new Error(`${engine} has no defaults for ${memoryBytes} bytes`);
  return row;
}

/** 1, 2, 4, multiples of 8 below 256 and of 16 from there to twice the requests, at most 512: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/config/vllm.py */
function countVllmGraphs(requests: number, countsBoth: boolean): number {
  const upTo = (most: number) =>
    [1, 2, 4].filter((size) => size <= most).length +
    Math.floor(Math.min(most, 255) / 8) +
    (most < 256 ? 0 : Math.floor((most - 256) / 16) + 1);
  const divided = upTo(Math.min(2 * requests, 512));
  // Whole graphs are for steps of one token a request.
  return countsBoth ? divided + upTo(Math.min(requests, 512)) : divided;
}

/** 1, 2, 4, 8, 12, multiples of 8 up to 256, of 16 up to 512: https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/arg_groups/cuda_graph_hook.py */
function sglangGraphs(most: number): number {
  return (
    [1, 2, 4, 8, 12].filter((size) => size <= most).length +
    Math.max(0, Math.floor(Math.min(most, 256) / 8) - 1) +
    Math.max(0, Math.floor((Math.min(most, 512) - 256) / 16))
  );
}

interface StepWork {
  readonly stepTokens: number;
  readonly graphBatch: number;
}

function chooseFraction(
  rule: SglangFraction,
  memoryBytes: number,
  model: Model,
  sharding: Sharding,
  work: StepWork,
): number {
  const visible = memoryBytes / MEBIBYTE;
  const byReserve = (reserved: number) =>
    Math.round(((visible - reserved) / visible) * 1000) / 1000;
  switch (rule) {
    case "tensor":
      return fractionByTensor(sharding.tensor);
    case "size":
      return byReserve(reserveBySize(memoryBytes, sharding)) * (model.visionEncoder ? 0.9 : 1);
    case "work":
      return byReserve(reserveByWork(memoryBytes, sharding, work)) * visionFactor(model);
    default:
      return rule satisfies never;
  }
}

/** https://github.com/sgl-project/sglang/blob/v0.4.4/python/sglang/srt/server_args.py */
function fractionByTensor(tensor: number): number {
  const steps = [
    [16, 0.79],
    [8, 0.81],
    [4, 0.85],
    [2, 0.87],
  ] as const;
  return steps.find(([least]) => tensor >= least)?.[1] ?? 0.88;
}

/** In MiB: https://github.com/sgl-project/sglang/blob/v0.4.9/python/sglang/srt/server_args.py */
function reserveBySize(memoryBytes: number, { tensor, pipeline }: Sharding): number {
  const devices = tensor * pipeline;
  if (memoryBytes < 35 * GIBIBYTE) return (2.8 + devices / 10) * 1024;
  if (memoryBytes < 90 * GIBIBYTE) return (9.5 + devices / 2) * 1024;
  if (memoryBytes < 160 * GIBIBYTE) return (12 + devices / 2) * 1024;
  return 32 * 1024;
}

/** In MiB: https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/arg_groups/memory_hook.py */
function reserveByWork(
  memoryBytes: number,
  { tensor, pipeline }: Sharding,
  { stepTokens, graphBatch }: StepWork,
): number {
  const reserved =
    512 + Math.max(stepTokens, 2048) * 1.5 + graphBatch * 2 + ((tensor * pipeline) / 8) * 1024;
  return memoryBytes > 60 * GIBIBYTE ? Math.max(reserved, 10 * 1024) : reserved;
}

/** 0.95, and a tenth less for each time that the encoder is larger than ViT-L: `adjust_mem_fraction_for_vlm` there. */
function visionFactor({ visionEncoder }: Model): number {
  if (visionEncoder === undefined) return 1;
  // Of one that is only counted SGLang's own default for what a config does not say holds.
  const { layers, hiddenSize } =
    visionEncoder.kind === "transformer" ? visionEncoder : { layers: 24, hiddenSize: 1024 };
  const complexity = (layers * hiddenSize ** 2) / (24 * 1024 ** 2);
  return 0.95 * Math.max(0.8, Math.min(1.05, 1 - 0.1 * (complexity - 1)));
}
