import { findEngineMemory } from "../catalog/engine-memory";
import { Engine } from "../catalog/engines";
import { type Model, WeightFormat } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { formatGiB } from "../units/quantity";
import { withFormat } from "./checkpoint";
import { checkEfaSpan } from "./efa-share";
import { findKvCacheDtype } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import { findImageVersion } from "./engine-version";
import { flagNameOf } from "./engine-word";
import { findWaysOut } from "./fit-ways-out";
import { fitMemory } from "./memory-fit";
import type { MemorySettings } from "./memory-limits";
import { FitOutcome, type FitQuestion, fits, type MemoryFit } from "./memory-terms";
import { divides } from "./model-division";
import type { RoleSize } from "./model-role";
import { PLATFORM_TITLES, platformOf } from "./platform";
import { checkWeightsAlone } from "./weights-alone";

/** What is known before it runs of the memory of the devices of one role. */
export interface RoleMemory {
  /** The arithmetic; `undefined` where something that it needs is not known. */
  readonly fit: MemoryFit | undefined;
  /** Model of the devices; `undefined` on a machine without, or of an unknown one. */
  readonly device: string | undefined;
  /** Why it is not proved that the model fits; `undefined` where it is. */
  readonly unproven: string | undefined;
}

/** What the memory of a role hangs on besides its size. */
export interface MemoryContext {
  readonly engine: EngineSettings;
  /** Image of the engine, whose tag says its version. */
  readonly image: string | undefined;
  /** Id of the model. */
  readonly modelId: string;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
}

/** The memory of a role, with the refusal of what does not fit; paths begin at the service. */
export function planRoleMemory(
  role: RoleSize,
  context: MemoryContext,
): { readonly memory: RoleMemory; readonly issues: readonly Issue[] } {
  const device = role.pool.acceleratorModel;
  const question = toQuestion(role, context);
  if (typeof question === "string") {
    const issues = checkUncomputed(role, context);
    const unproven = issues[0]?.rule ?? question;
    return { memory: { fit: undefined, device, unproven }, issues };
  }
  const fit = fitMemory(question);
  if (fits(fit)) return { memory: { fit, device, unproven: findUncomputed(role) }, issues: [] };
  const issues = [explainMisfit(role, context, question, fit)];
  return { memory: { fit, device, unproven: issues[0]?.rule }, issues };
}

/** What fits by all that is computed, and takes more than that: a refusal is as certain as without, a fit is not. */
function findUncomputed({ parallelism }: RoleSize): string | undefined {
  if (parallelism.data === 1) return undefined;
  return "what the ranks of data exchange for their experts takes memory that is not computed";
}

/** What the arithmetic is asked, or why it cannot be. */
function toQuestion(
  { pool, parallelism }: RoleSize,
  { engine, image, modelId, model }: MemoryContext,
): FitQuestion | string {
  if (pool.devicesPerNode === 0)
    return `${pool.machine} has no devices, and the memory of its pods is not computed`;
  const platform = platformOf(pool);
  if (platform !== "nvidia")
    return `${pool.machine} has ${PLATFORM_TITLES[platform]}, and what ${ENGINE_TITLES[engine.name]} keeps in their memory is not computed`;
  if (model === undefined) return `the catalogue has no dimensions of ${modelId}`;
  const { acceleratorModel, deviceMemoryBytes: memoryBytes } = pool;
  if (memoryBytes === undefined) {
    return acceleratorModel === undefined
      ? `nothing is known of the devices of ${pool.machine}`
      : `no log was read that shows the memory of ${acceleratorModel}`;
  }
  const flag = findUncomputedFlag(engine);
  if (flag !== undefined) return `${flag} changes memory in a way that is not computed`;
  const loaded = toLoadedModel(model, engine.quantization);
  if (loaded === undefined)
    return `what ${engine.quantization} makes of ${model.id} is not computed`;
  const { tensor, pipeline, data, expert } = parallelism;
  const version = findImageVersion(engine.name, image);
  return {
    model: loaded,
    sharding: { tensor, pipeline, expert, ...(data === 1 ? {} : { data }) },
    engine: findEngineMemory(engine.name, version === undefined ? {} : { version }),
    device: { name: acceleratorModel ?? "device", memoryBytes },
    settings: toMemorySettings(engine),
  };
}

const ENGINE_TITLES: Readonly<Record<Engine, string>> = { vllm: "vLLM", sglang: "SGLang" };

/** What is refused although the rules of the engine on these devices are not known. Of a TPU only what is advertised is known. */
function checkUncomputed(role: RoleSize, { engine, model }: MemoryContext): readonly Issue[] {
  const platform = platformOf(role.pool);
  if (model === undefined || ["cpu", "google", "nvidia"].includes(platform)) return [];
  const loaded = toLoadedModel(model, engine.quantization);
  const isElsewhere = findUncomputedFlag(engine) !== undefined;
  return loaded === undefined || isElsewhere ? [] : checkWeightsAlone(role, loaded);
}

/** A method that the checkpoint has already changes nothing, and FP8 is made of BF16 while it loads. */
function toLoadedModel(model: Model, quantization: string | undefined): Model | undefined {
  if (quantization === undefined || quantization === model.weightFormat) return model;
  if (quantization !== WeightFormat.fp8 || model.weightFormat !== WeightFormat.bf16)
    return undefined;
  return withFormat(model, WeightFormat.fp8);
}

function toMemorySettings(engine: EngineSettings): MemorySettings {
  const { contextLength, batching = {}, extraArgs = [] } = engine;
  const kvCacheDtype = findKvCacheDtype(engine);
  const isVllm = engine.name === Engine.vllm;
  const memoryFraction = isVllm ? engine.gpuMemoryUtilization : engine.memFractionStatic;
  const stepTokens = isVllm ? batching.maxNumBatchedTokens : engine.chunkedPrefillSize;
  const { maxNumSeqs } = batching;
  return {
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(memoryFraction === undefined ? {} : { memoryFraction }),
    ...(kvCacheDtype === undefined ? {} : { kvCacheDtype }),
    ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }),
    ...(stepTokens === undefined ? {} : { stepTokens }),
    eager: extraArgs.some((word) => EAGER_FLAGS.includes(word)),
  };
}

const EAGER_FLAGS = ["--enforce-eager", "--disable-cuda-graph"];

/** Flags that move weights or cache elsewhere, size the cache themselves, or load a second model. */
const UNCOMPUTED_FLAGS = [
  ...["--cpu-offload-gb", "--kv-cache-memory-bytes", "--num-gpu-blocks-override", "--hf-overrides"],
  ...["--speculative-config", "--speculative-algorithm", "--speculative-draft-model-path"],
  ...[
    "--decode-context-parallel-size",
    "--data-parallel-size",
    "--dp-size",
    "--enable-dp-attention",
  ],
  ...["--max-total-tokens", "--enable-memory-saver", "--enable-sleep-mode", "--mm-encoder-tp-mode"],
  ...["--enable-lora", "--lora-paths", "--json-model-override-args", "--swa-full-tokens-ratio"],
];

function findUncomputedFlag({ name, extraArgs = [] }: EngineSettings): string | undefined {
  return extraArgs
    .map((word) => flagNameOf(name, word))
    .find((flag) => flag !== undefined && UNCOMPUTED_FLAGS.includes(flag));
}

/** The equation in numbers, at the setting that the nearest way out changes. */
function explainMisfit(
  role: RoleSize,
  { engine }: MemoryContext,
  question: FitQuestion,
  fit: MemoryFit,
): Issue {
  const isContext = fit.outcome === FitOutcome.kvTooSmall || fit.outcome === FitOutcome.starts;
  const hasCache = fit.kvBytes > 0 && isContext;
  const [path, value] = hasCache
    ? ["engine.contextLength", engine.contextLength]
    : [`roles.${role.name}.parallelism.tensor`, role.parallelism.tensor];
  return issue(path, value, describeMisfit(question, fit), describeWaysOut(role, question, engine));
}

/** What is missing and why, in GiB of one device. */
export function describeMisfit({ device, model, engine }: FitQuestion, fit: MemoryFit): string {
  const missing = Math.max(-fit.marginBytes, 0);
  const needed = [
    `${formatGiB(fit.weightsBytes)} weights`,
    ...(fit.overheadBytes === 0 ? [] : [`${formatGiB(fit.overheadBytes)} for steps and graphs`]),
    `${formatGiB(fit.requestBytes)} cache of one request of ${fit.contextLength} tokens`,
  ].join(" + ");
  const share = `the ${formatGiB(fit.budgetBytes)} that ${engine.engine} has for them (${fit.limits.thousandths / 1000} of ${formatGiB(fit.shareableBytes)})`;
  const sum = `${needed} are ${formatGiB(missing)} more than ${share}`;
  switch (fit.outcome) {
    case FitOutcome.oomWeights:
      return `${model.id} does not load: it puts ${formatGiB(fit.weightsBytes)} on each ${device.name} of ${formatGiB(device.memoryBytes)}, and ${sum}`;
    case FitOutcome.oomOther:
      return missing > 0
        ? `${model.id} does not start: ${sum}`
        : `${model.id} does not start: ${describeSpare(fit)}`;
    case FitOutcome.kvTooSmall:
      return `${model.id} does not start: ${sum}, so that the cache holds ${fit.tokens} tokens`;
    case FitOutcome.starts:
      return `${model.id} starts and cannot serve its context: ${sum}, so that the cache holds ${fit.tokens} tokens`;
    default:
      return fit.outcome satisfies never;
  }
}

/** What the engine left for the rest, and what that takes. */
function describeSpare({ terms }: MemoryFit): string {
  const spare = terms.at(-1)?.bytes ?? 0;
  return `graphs and steps take ${formatGiB(-spare)} more than what is left besides weights and cache`;
}

function describeWaysOut(
  role: RoleSize,
  question: FitQuestion,
  { kvCache }: EngineSettings,
): string {
  const { workers, data } = role.parallelism;
  const mostDevices = (role.pool.devicesPerNode * workers) / data;
  // A server of one rank on one host could be on another machine as it is.
  const machine = workers * data === 1 ? role.pool.machine : undefined;
  // By the word that the user has written, since the other one beside it is refused.
  const words = kvCache?.dtype === undefined ? {} : { cacheSetting: "kvCache.dtype" };
  const found = findWaysOut(question, { mostDevices, machine, ...words });
  // More hosts are worth their network only where more devices of the same hosts do not do.
  const fitsHere = found.some(
    (way) => way.machine === undefined && way.question.sharding !== question.sharding,
  );
  const ways = [...found.map(({ text }) => text), ...(fitsHere ? [] : findHosts(role, question))];
  return ways.length === 0
    ? "no single change makes it fit: use a smaller model"
    : `use ${ways.join(", or ")}`;
}

/** How many times as many hosts are tried. */
const HOST_FACTORS = [2, 4, 8];

/** The fewest hosts of the pool over which the model fits with all their devices: as slices, or as ranks where it has some. */
function findHosts({ pool, replicas, parallelism }: RoleSize, question: FitQuestion): string[] {
  const { tensor, pipeline, data } = parallelism;
  const [name, each] = data === 1 ? ["tensor", pipeline] : ["data", tensor * pipeline];
  for (const factor of HOST_FACTORS) {
    const workers = parallelism.workers * factor;
    const group = { workers, devicesPerPod: pool.devicesPerNode };
    const isFull = replicas * workers > (pool.maxSize ?? Number.POSITIVE_INFINITY);
    if (isFull || checkEfaSpan(group, pool).length > 0) return [];
    const size = (pool.devicesPerNode * workers) / each;
    const sharding = { ...question.sharding, [name]: size };
    if (divides(sharding, question.model) && fits(fitMemory({ ...question, sharding })))
      return [`${name} ${size} with workers ${workers}`];
  }
  return [];
}
