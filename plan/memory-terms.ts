import type { KvEntry } from "./kv-bytes-per-token";
import type { LimitsQuestion, MemoryLimits } from "./memory-limits";
import type { Stage } from "./weights-per-device";

/** What is to run where. */
export type FitQuestion = LimitsQuestion;

/** What the engine does. */
export const FitOutcome = {
  /** It starts. */
  starts: "starts",
  /** The weights alone are more than the device has. */
  oomWeights: "oom-weights",
  /** What is left does not hold the cache: of one request of the context in vLLM, of anything at all in SGLang. */
  kvTooSmall: "kv-too-small",
  /** Weights fit, and mostly the cache; a step, the graphs or the table of requests do not. */
  oomOther: "oom-other",
} as const;
export type FitOutcome = (typeof FitOutcome)[keyof typeof FitOutcome];

/** One part of the memory of a device. */
export interface MemoryTerm {
  /** What it is. */
  readonly name: string;
  /** Whole bytes; those of the cache and of what is left over are negative where there is too little. */
  readonly bytes: number;
  /** Where the number comes from. */
  readonly why: string;
}

/** The memory of one device of the tightest stage, and what it holds. */
export interface MemoryFit {
  /** All of the device: their sum is its memory. */
  readonly terms: readonly MemoryTerm[];
  /** What the engine does. */
  readonly outcome: FitOutcome;
  /** Whether one request of the whole context has its keys and values in the cache. */
  readonly servesContext: boolean;
  /** Most tokens of one request. */
  readonly contextLength: number;
  /** Everything that is loaded, with the copies that sharding makes. */
  readonly weightsBytes: number;
  /** What the engine has for weights, cache and whatever it counts with them. */
  readonly budgetBytes: number;
  /** What the budget is a share of: the whole device in vLLM, what is free on it before loading in SGLang. */
  readonly shareableBytes: number;
  /** Everything in that budget besides weights and cache. */
  readonly overheadBytes: number;
  /** Keys and values of one token in all layers of the stage. */
  readonly kvBytesPerToken: number;
  /** Left for the cache; negative where even the rest is too large. */
  readonly kvBytes: number;
  /** Of one request of the whole context. */
  readonly requestBytes: number;
  /** Tokens that the cache holds, over all requests. */
  readonly tokens: number;
  /** Longest request that the cache holds. */
  readonly maximumContext: number;
  /** Requests of the whole context that the cache holds at the same time. */
  readonly concurrentRequests: number;
  /** Cache beyond one request of the whole context; negative where it is missing. */
  readonly marginBytes: number;
  /** What was decided for it, said or not. */
  readonly limits: MemoryLimits;
}

/** Whether a model can be served: it starts, and holds a request of its context. */
export function fits({ outcome, servesContext }: MemoryFit): boolean {
  return outcome === FitOutcome.starts && servesContext;
}

/** What is known of a device of one stage before its engine's own rule is asked. */
export interface StageMemory extends FitQuestion {
  readonly limits: MemoryLimits;
  readonly stage: Stage;
  /** One term for each part of the model. */
  readonly weights: readonly MemoryTerm[];
  readonly weightsBytes: number;
  readonly entry: KvEntry;
}

/** The sum of terms. */
export function sumBytes(terms: readonly MemoryTerm[]): number {
  return terms.reduce((total, { bytes }) => total + bytes, 0);
}
