/**
 * What an engine takes of a device besides weights and cache, one row per change of its rules: `since` says from which
 * version on a row holds.
 *
 * How to refresh: read in the next version the defaults of utilization or static fraction, of requests and tokens of a
 * step, and what its profile run or its reserve counts; then run `llmd fit --cases` on logged cases, which prints
 * predicted beside observed for every term. A constant that was measured rather than read names the log.
 *
 * Left out: engines on devices of other makers than NVIDIA, whose defaults were not read.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";
import { Engine } from "./engines";

/** What a device of this size is given when nothing is said. */
export interface BatchDefaults {
  /** Device memory below which it holds, in bytes; absent in the last of a list. */
  readonly below?: number;
  /** Tokens of one step: `max_num_batched_tokens`, or `chunked_prefill_size`. */
  readonly tokens: number;
  /** Requests of one step in vLLM: `max_num_seqs`. */
  readonly requests?: number;
  /** Largest batch that SGLang captures as a graph, on fewer than four tensor devices and on more: `cuda_graph_max_bs`. */
  readonly graphBatch?: readonly [few: number, many: number];
}

interface EngineMemoryCommon {
  /** First version with these rules, as in the tag of its image. */
  readonly since: string;
  /** Day from which a log without a version is taken to be of it, as that of the oldest log of it that was read; absent in the first. */
  readonly seen?: string;
  /** By device memory, smallest first. */
  readonly batch: readonly BatchDefaults[];
  /** Taken on each device before anything is loaded, as the context of CUDA. */
  readonly runtimeBytes: number;
  /** Taken besides on each of several devices of one server, for NCCL and all-reduce. */
  readonly communicationBytes: number;
  /** Of one captured batch size in one layer. */
  readonly graphBytes: number;
  readonly sources: readonly string[];
  readonly date: string;
}

/** vLLM measures: its share of the device, less what a profile run had at its peak, is cache. */
export interface VllmMemory extends EngineMemoryCommon {
  readonly engine: typeof Engine.vllm;
  /** Default of `--gpu-memory-utilization`, in hundredths. */
  readonly utilization: number;
  /** Of the sampler for each request and entry of the vocabulary, at its peak. */
  readonly samplerBytes: number;
  /** Whether graphs are counted before the cache is sized, or taken from what is left over. */
  readonly graphsInBudget: boolean;
  /** Context up to which whole prompts are one step; absent where prompts are divided always. */
  readonly wholePrompts?: number;
}

/** SGLang reserves: a static fraction is weights and cache, and the rest must do for all else. */
export interface SglangMemory extends EngineMemoryCommon {
  readonly engine: typeof Engine.sglang;
  /** How the fraction is chosen when none is given. */
  readonly fraction: SglangFraction;
}

/** `tensor`: by the number of tensor devices. `size`: by device memory. `work`: by what a step and the graphs need. */
export type SglangFraction = "tensor" | "size" | "work";

export type EngineMemory = VllmMemory | SglangMemory;

const SMALL = { below: 70 * GIBIBYTE, tokens: 2048, requests: 256 } as const;

/** https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/engine/arg_utils.py, `get_batch_defaults` */
const VLLM_BATCH: readonly BatchDefaults[] = [SMALL, { tokens: 8192, requests: 1024 }];

const VLLM_ARGUMENTS = "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/engine/arg_utils.py";

const SGLANG_SMALL: BatchDefaults = { below: 35 * GIBIBYTE, tokens: 2048, graphBatch: [8, 80] };

/** By engine, oldest first. */
const ROWS: readonly EngineMemory[] = freezeDeep([
  {
    engine: Engine.vllm,
    since: "0",
    utilization: 90,
    batch: [{ tokens: 2048, requests: 256 }],
    wholePrompts: 32_768,
    // Logits and probabilities of four bytes each; logs print 5 to 7 for each entry together with a small step.
    samplerBytes: 7,
    graphsInBudget: false,
    // 0.05 to 0.09 GiB on one device, 0.25 on each of two.
    runtimeBytes: 80 * MEBIBYTE,
    communicationBytes: 176 * MEBIBYTE,
    // 1.12 GiB for 35 sizes of 40 layers.
    graphBytes: Math.floor(0.8 * MEBIBYTE),
    sources: [
      "https://github.com/vllm-project/vllm/issues/13061",
      "https://github.com/vllm-project/vllm/issues/11251",
    ],
    date: "2025-02-11",
  },
  {
    engine: Engine.vllm,
    since: "0.8.0",
    seen: "2025-04-30",
    utilization: 90,
    batch: VLLM_BATCH,
    // Sorts the logits of all requests: 37 to 40 bytes an entry are measured in the tables of the pull requests.
    samplerBytes: 38,
    graphsInBudget: false,
    runtimeBytes: 80 * MEBIBYTE,
    communicationBytes: 850 * MEBIBYTE,
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/vllm-project/vllm/pull/33538",
      "https://github.com/vllm-project/vllm/pull/32558",
      "https://github.com/vllm-project/vllm/issues/17327",
    ],
    date: "2026-02-02",
  },
  {
    engine: Engine.vllm,
    since: "0.17.0",
    seen: "2026-04-18",
    utilization: 90,
    batch: VLLM_BATCH,
    // No sort: logits in two and four bytes, probabilities and random numbers in four.
    samplerBytes: 14,
    graphsInBudget: false,
    runtimeBytes: 80 * MEBIBYTE,
    communicationBytes: 850 * MEBIBYTE,
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/vllm-project/vllm/pull/33538",
      "https://myoceane.fr/index.php/ai-vllm-a100-gemma-4/",
    ],
    date: "2026-04-18",
  },
  {
    engine: Engine.vllm,
    since: "0.21.0",
    seen: "2026-06-22",
    // Counts graphs before the cache, and takes a larger share in return.
    utilization: 92,
    batch: VLLM_BATCH,
    samplerBytes: 14,
    graphsInBudget: true,
    runtimeBytes: 80 * MEBIBYTE,
    communicationBytes: 850 * MEBIBYTE,
    // An estimate of whole and of divided graphs, by the size of the first two of each.
    graphBytes: Math.floor(0.4 * MEBIBYTE),
    sources: [
      "https://github.com/vllm-project/vllm/pull/38284",
      "https://github.com/vllm-project/vllm/pull/45197",
      "https://github.com/vllm-project/vllm/issues/46367",
    ],
    date: "2026-06-22",
  },
  {
    engine: Engine.vllm,
    since: "0.29.0",
    seen: "2026-11-22",
    utilization: 92,
    batch: [
      SMALL,
      { below: 160 * GIBIBYTE, tokens: 8192, requests: 1024 },
      { tokens: 16_384, requests: 1024 },
    ],
    samplerBytes: 14,
    graphsInBudget: true,
    runtimeBytes: 80 * MEBIBYTE,
    communicationBytes: 850 * MEBIBYTE,
    graphBytes: Math.floor(0.4 * MEBIBYTE),
    sources: [
      VLLM_ARGUMENTS,
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/v1/worker/gpu_worker.py",
    ],
    date: "2026-11-22",
  },
  {
    engine: Engine.sglang,
    since: "0",
    fraction: "tensor",
    batch: [
      { below: 25_000 * MEBIBYTE, tokens: 2048, graphBatch: [8, 80] },
      { tokens: 8192, graphBatch: [160, 160] },
    ],
    runtimeBytes: Math.floor(0.6 * GIBIBYTE),
    communicationBytes: Math.floor(1.65 * GIBIBYTE),
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/sgl-project/sglang/blob/v0.4.4/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/pull/4760",
    ],
    date: "2025-03-25",
  },
  {
    engine: Engine.sglang,
    since: "0.4.7",
    seen: "2025-06-23",
    fraction: "size",
    batch: [
      SGLANG_SMALL,
      { below: 90 * GIBIBYTE, tokens: 8192, graphBatch: [160, 160] },
      { below: 160 * GIBIBYTE, tokens: 8192, graphBatch: [256, 256] },
      { tokens: 16_384, graphBatch: [512, 512] },
    ],
    runtimeBytes: Math.floor(0.6 * GIBIBYTE),
    communicationBytes: Math.floor(1.65 * GIBIBYTE),
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/sgl-project/sglang/blob/v0.4.9/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/issues/7227",
    ],
    date: "2025-07-14",
  },
  {
    engine: Engine.sglang,
    since: "0.5.3",
    seen: "2025-10-07",
    fraction: "work",
    batch: [
      { below: 20 * GIBIBYTE, tokens: 2048, graphBatch: [8, 8] },
      { below: 35 * GIBIBYTE, tokens: 2048, graphBatch: [24, 80] },
      { below: 60 * GIBIBYTE, tokens: 4096, graphBatch: [32, 160] },
      { below: 160 * GIBIBYTE, tokens: 8192, graphBatch: [256, 512] },
      { tokens: 16_384, graphBatch: [512, 512] },
    ],
    runtimeBytes: Math.floor(0.6 * GIBIBYTE),
    communicationBytes: Math.floor(1.65 * GIBIBYTE),
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/sgl-project/sglang/pull/10975",
      "https://github.com/sgl-project/sglang/pull/11309",
    ],
    date: "2025-10-07",
  },
  {
    engine: Engine.sglang,
    since: "0.5.20",
    seen: "2026-11-22",
    fraction: "work",
    batch: [
      { below: 20 * GIBIBYTE, tokens: 2048, graphBatch: [8, 8] },
      { below: 35 * GIBIBYTE, tokens: 4096, graphBatch: [48, 160] },
      { below: 60 * GIBIBYTE, tokens: 4096, graphBatch: [32, 160] },
      { below: 160 * GIBIBYTE, tokens: 8192, graphBatch: [256, 512] },
      { tokens: 16_384, graphBatch: [512, 512] },
    ],
    runtimeBytes: Math.floor(0.6 * GIBIBYTE),
    communicationBytes: Math.floor(1.65 * GIBIBYTE),
    graphBytes: Math.floor(0.25 * MEBIBYTE),
    sources: [
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/arg_groups/memory_hook.py",
    ],
    date: "2026-11-22",
  },
] satisfies EngineMemory[]);

/** The rules of an engine at a version, or at the day of a log; the newest where neither is known. */
export function findEngineMemory(
  engine: Engine,
  { version, day }: { readonly version?: string; readonly day?: string } = {},
): EngineMemory {
  const rows = ROWS.filter((row) => row.engine === engine);
  const holds = (row: EngineMemory) => {
    if (version !== undefined) return compareVersions(row.since, version) <= 0;
    return day === undefined || (row.seen ?? "") <= day;
  };
  const row = rows.findLast(holds) ?? rows[0];
  if (row === undefined) throw new Error(`no rules of ${engine}`);
  return row;
}

/** All rows, by engine, oldest first. */
export function engineMemories(): readonly EngineMemory[] {
  return ROWS;
}

/** Negative when `one` is older than `other`; what follows the three numbers, as in `0.8.5.post1`, does not count. */
function compareVersions(one: string, other: string): number {
  const parts = (version: string) => version.split(".", 3).map((part) => Number.parseInt(part, 10));
  const [left, right] = [parts(one), parts(other)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
