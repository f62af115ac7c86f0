import { engineMemories, findEngineMemory } from "../catalog/engine-memory";
import { Engine, isEngine } from "../catalog/engines";
import { GIBIBYTE } from "../units/quantity";
import { findCheckpoint, isWeightFormat } from "./checkpoint";
import { fitMemory } from "./memory-fit";
import { FitOutcome, type FitQuestion, type MemoryFit } from "./memory-terms";
import { findDeviceOfSize, findNamedDevice, visibleBytes } from "./named-device";

/** A logged start of an engine, in the shape in which such cases are collected; what is null was not stated. */
export interface FitCase {
  readonly id: string;
  /** Day of the log, as 2026-11-22. */
  readonly date?: string | null;
  readonly engine: string;
  readonly engineVersion?: string | null;
  readonly model: string;
  readonly weights?: string | null;
  readonly gpu?: string | null;
  readonly gpuInferred?: string | null;
  readonly gpuMemoryGiBReported?: number | null;
  readonly tensor?: number | null;
  readonly pipeline?: number | null;
  readonly data?: number | null;
  readonly expertParallel?: boolean | null;
  readonly gpuMemoryUtilization?: number | null;
  readonly memFractionStatic?: number | null;
  readonly kvCacheDtype?: string | null;
  readonly maxModelLen?: number | null;
  readonly maxNumSeqs?: number | null;
  readonly maxNumBatchedTokens?: number | null;
  readonly enforceEager?: boolean | null;
  /** Figures beside: of these `chunkedPrefillSize` and `cudaGraph` are settings. */
  readonly extra?: Readonly<Record<string, unknown>> | null;
}

/** What is computed of a case. */
export interface FitAnswer {
  readonly id: string;
  /** As in `FitOutcome`; `unknown` where the model, the device or the tensor size is not known. */
  readonly outcome: string;
  readonly servesContext?: boolean;
  readonly weightsGiBPerGpu?: number;
  readonly kvBytesPerTokenPerGpu?: number;
  readonly availableKvGiBPerGpu?: number;
  readonly kvTokens?: number;
  readonly maxContext?: number;
  readonly terms?: readonly { readonly name: string; readonly gib: number; readonly why: string }[];
  /** What was missing for an answer. */
  readonly reason?: string;
}

/** Answers a case by arithmetic; what was observed of it is not looked at. */
export function answerCase(logged: FitCase): FitAnswer {
  const questions = readQuestions(logged);
  if (typeof questions === "string") {
    return { id: logged.id, outcome: "unknown", reason: questions };
  }
  const answers = questions.map(fitMemory);
  // Of a log without version and day the rules that leave the least.
  const fit = answers.reduce((worst, each) => (each.kvBytes < worst.kvBytes ? each : worst));
  return { id: logged.id, ...toAnswer(fit), outcome: readOutcome(logged, fit) };
}

/** A context that was not stated was not what an engine ended for: whether the model's own one fits is `servesContext`. */
function readOutcome({ maxModelLen }: FitCase, { outcome, tokens }: MemoryFit): FitOutcome {
  const isUnstated = maxModelLen == null && outcome === FitOutcome.kvTooSmall && tokens > 0;
  return isUnstated ? FitOutcome.starts : outcome;
}

function toAnswer(fit: MemoryFit): Omit<FitAnswer, "id"> {
  return {
    outcome: fit.outcome,
    servesContext: fit.servesContext,
    weightsGiBPerGpu: toGiB(fit.weightsBytes),
    kvBytesPerTokenPerGpu: fit.kvBytesPerToken,
    availableKvGiBPerGpu: toGiB(fit.kvBytes),
    kvTokens: fit.tokens,
    maxContext: fit.maximumContext,
    terms: fit.terms.map(({ name, bytes, why }) => ({ name, gib: toGiB(bytes), why })),
  };
}

/** To four decimals: logs print two. */
export function toGiB(bytes: number): number {
  return Math.round((bytes / GIBIBYTE) * 1e4) / 1e4;
}

/** One question for each set of rules that the case may be of, or what is missing. */
function readQuestions(logged: FitCase): [FitQuestion, ...FitQuestion[]] | string {
  const { engine, weights, tensor } = logged;
  if (!isEngine(engine)) return `engine ${engine}`;
  if (typeof tensor !== "number") return "tensor size";
  const format = weights ?? undefined;
  const known = isWeightFormat(format);
  if (format !== undefined && !known) return `weight format ${format}`;
  const model = findCheckpoint(logged.model, known ? format : undefined);
  if (model === undefined) return `model ${logged.model}`;
  const rules = findRules(engine, logged);
  const sharding = {
    tensor,
    pipeline: logged.pipeline ?? 1,
    expert: logged.expertParallel === true,
    ...(engine === Engine.sglang ? { attention: tensor / (logged.data ?? 1) } : {}),
  };
  const questions = rules.flatMap((row) => {
    const reserved = row.runtimeBytes + (tensor > 1 ? row.communicationBytes : 0);
    const device = findDevice(logged, reserved);
    if (device === undefined) return [];
    return [{ model, sharding, engine: row, device, settings: readSettings(logged) }];
  });
  const [first, ...others] = questions;
  if (first !== undefined) return [first, ...others];
  return ["device", logged.gpu ?? logged.gpuInferred ?? ""].join(" ").trim();
}

function findRules(engine: Engine, { engineVersion, date }: FitCase) {
  if (engineVersion != null) return [findEngineMemory(engine, { version: engineVersion })];
  if (date != null) return [findEngineMemory(engine, { day: date })];
  return engineMemories().filter((row) => row.engine === engine);
}

/** A device by name, or by what is said of one that has none. */
function findDevice(
  { gpu, gpuInferred, gpuMemoryGiBReported }: FitCase,
  reservedBytes: number,
): FitQuestion["device"] | undefined {
  const text = gpuInferred ?? "";
  const [names = ""] = text.split("(");
  const size = /^(\d+) GB class/.exec(text)?.[1];
  const row =
    gpu != null
      ? findNamedDevice(gpu)
      : (names.split("/").flatMap((name) => findNamedDevice(name) ?? [])[0] ??
        (size === undefined ? undefined : findDeviceOfSize(Number(size))));
  if (row === undefined) return undefined;
  const visible = /([\d.]+) GiB visible/.exec(text)?.[1];
  const free = /([\d.]+) GiB free before load/.exec(text)?.[1];
  if (visible !== undefined) return { name: row.model, memoryBytes: toBytes(Number(visible)) };
  if (free !== undefined) {
    return { name: row.model, memoryBytes: toBytes(Number(free)) + reservedBytes };
  }
  // nvidia-smi reports more than CUDA sees.
  const reported = toBytes(gpuMemoryGiBReported ?? Number.POSITIVE_INFINITY);
  return { name: row.model, memoryBytes: Math.min(visibleBytes(row), reported) };
}

function toBytes(gib: number): number {
  return Math.floor(gib * GIBIBYTE);
}

function readSettings(logged: FitCase): FitQuestion["settings"] {
  const { maxModelLen, maxNumSeqs, maxNumBatchedTokens, kvCacheDtype, extra } = logged;
  const fraction = logged.gpuMemoryUtilization ?? logged.memFractionStatic;
  const chunk = extra?.chunkedPrefillSize;
  const stepTokens = maxNumBatchedTokens ?? (typeof chunk === "number" ? chunk : undefined);
  return {
    ...(maxModelLen == null ? {} : { contextLength: maxModelLen }),
    ...(fraction == null ? {} : { memoryFraction: fraction }),
    ...(kvCacheDtype == null ? {} : { kvCacheDtype }),
    ...(maxNumSeqs == null ? {} : { maxNumSeqs }),
    ...(stepTokens === undefined ? {} : { stepTokens }),
    eager: logged.enforceEager === true || extra?.cudaGraph === false,
  };
}
