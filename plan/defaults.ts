import { freezeDeep } from "../units/frozen";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { GIBIBYTE } from "../units/quantity";

/** What is decided for a model where its spec says nothing, as far as it stands in the pods. */
export interface Defaults extends ShutdownTiming {
  /** Port of the engine's API. */
  readonly port: number;
  /** Size of `/dev/shm`, as a Kubernetes quantity. */
  readonly sharedMemory: string;
  /** Longest time until a pod answers its first request. */
  readonly startUpBudgetSeconds: number;
  readonly probes: {
    readonly startUp: ProbeTiming;
    readonly readiness: ProbeTiming & { readonly failureThreshold: number };
    readonly liveness: ProbeTiming & { readonly failureThreshold: number };
  };
  /** Part of a node that pods of daemon sets (network, storage drivers, monitoring) take before ours, in tenths. */
  readonly daemonTenths: number;
  /** What an engine takes of its pod besides what a setting gives it, where tiers of its cache are made of the rest. */
  readonly engineUse: EngineUse;
}

/** What an engine takes of its pod's host by itself, in bytes. */
export interface EngineUse {
  /** Memory of the server once: its API, its scheduler, the images that it is handling. */
  readonly memoryBytes: number;
  /** Memory of each process with a device: its libraries, its CUDA context, the buffers that it pins. */
  readonly memoryBytesPerRank: number;
  /** Disk of the node, for logs and what is compiled. */
  readonly diskBytes: number;
}

/** How often a probe asks, and how long it waits for the answer. */
export interface ProbeTiming {
  /** Seconds from one question to the next. */
  readonly periodSeconds: number;
  /** Seconds without an answer that count as a failure. */
  readonly timeoutSeconds: number;
}

/** How long a pod takes from the order to end to its end. */
export interface ShutdownTiming {
  /** How long it goes on serving, until it is out of all routes. */
  readonly preStopSeconds: number;
  /** How long it may take in all, `preStopSeconds` included. */
  readonly gracePeriodSeconds: number;
}

/**
 * The set of November 2026. Pods run that were made from it, so it never changes: another number is another set.
 *
 * Left out: images, which a spec names itself where they are to stay, and what belongs to the translation of a setting.
 */
const MADE_2026_11: Defaults = freezeDeep({
  port: 8000,
  // 20Gi and one hour: https://github.com/llm-d/llm-d guides/recipes/modelserver (shared memory, 120 start-up probes of 30 s).
  sharedMemory: "20Gi",
  startUpBudgetSeconds: 3600,
  // A server that answers no more is out of routing after 15 s, and killed after 30 s.
  probes: {
    startUp: { periodSeconds: 30, timeoutSeconds: 5 },
    readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
    liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  },
  // https://github.com/llm-d/llm-d guides/recipes/modelserver/components/graceful-shutdown
  preStopSeconds: 15,
  gracePeriodSeconds: 120,
  daemonTenths: 1,
  engineUse: {
    // What SGLang itself leaves of the host beside its cache there: https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/mem_cache/pool_host/base.py
    memoryBytes: 10 * GIBIBYTE,
    // Ours, as no engine documents a figure.
    memoryBytesPerRank: 4 * GIBIBYTE,
    diskBytes: 10 * GIBIBYTE,
  },
});

/** Every set by the month of its making, oldest first. */
const SETS: Readonly<Record<string, Defaults>> = { "2026-11": MADE_2026_11 };
const NEWEST = MADE_2026_11;

/** The dates of all sets, oldest first. */
export const DEFAULTS_DATES: readonly string[] = Object.keys(SETS);

/** The set of a date; the newest where none is given, or one that `checkDefaultsDate` refuses. */
export function findDefaults(date?: string): Defaults {
  return (date !== undefined && Object.hasOwn(SETS, date) ? SETS[date] : undefined) ?? NEWEST;
}

/** A set must exist: one of a later version of this library cannot be had with this one. */
export function checkDefaultsDate(path: string, date: unknown): Issue[] {
  if (DEFAULTS_DATES.some((each) => each === date)) return [];
  const wayOut = suggestWord(date, DEFAULTS_DATES);
  return [issue(path, date, "there are no defaults of this date", wayOut)];
}
