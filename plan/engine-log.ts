import { Engine } from "../catalog/engines";

/** What an engine prints of its memory while it starts, in GiB and tokens; absent where the line is. */
export interface ObservedMemory {
  readonly engine: Engine | undefined;
  readonly engineVersion?: string;
  readonly model?: string;
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly maxModelLen?: number;
  readonly kvCacheDtype?: string;
  readonly memoryFraction?: number;
  readonly weightsGiBPerGpu?: number;
  readonly availableKvGiBPerGpu?: number;
  readonly kvTokens?: number;
  readonly graphsGiB?: number;
  readonly beforeLoadGiB?: number;
  readonly afterLoadGiB?: number;
  readonly outcome?: string;
}

type Reading = Exclude<keyof ObservedMemory, "engine">;

/** Where each figure stands. SGLang and old vLLM write GB and mean GiB. The last line counts, as devices of a server print alike. */
const LINES: readonly (readonly [Reading, RegExp])[] = [
  [
    "engineVersion",
    /vLLM (?:API server )?version v?(\d+\.\d+\.\d+\S*)|\(v(\d+\.\d+\.\d+\S*?)\) with config/,
  ],
  ["model", /\bmodel(?:_path)?=['"]([^'"]+)['"]|non-default args:.*?'model(?:_tag)?': '([^']+)'/],
  ["tensor", /tensor_parallel_size=(\d+)|'tensor_parallel_size': (\d+)|\btp_size=(\d+)/],
  ["pipeline", /pipeline_parallel_size=(\d+)|'pipeline_parallel_size': (\d+)|\bpp_size=(\d+)/],
  [
    "maxModelLen",
    /max_seq_len=(\d+)|max_model_len[=:' ]+(\d+)|\bcontext_length=(\d+)|context_len=(\d+)/,
  ],
  ["kvCacheDtype", /kv_cache_dtype[=:' "]+(\w+)/],
  ["memoryFraction", /gpu_memory_utilization[=:' (]+([\d.]+)|mem_fraction_static=([\d.]+)/],
  [
    "weightsGiBPerGpu",
    /[Mm]odel loading took ([\d.]+) Gi?B|model weights take ([\d.]+)GiB|Load weight end\..*mem usage=([\d.]+) GB/,
  ],
  [
    "availableKvGiBPerGpu",
    /Available KV cache memory: (-?[\d.]+) GiB|reserved for KV Cache is ([\d.]+)GiB|KV size: ([\d.]+) GB/,
  ],
  ["kvTokens", /GPU KV cache size: ([\d,]+) tokens|#tokens: (\d+)|max_total_num_tokens=(\d+)/],
  [
    "graphsGiB",
    /Graph capturing finished in .* took ([\d.]+) GiB|Estimated CUDA graph memory: ([\d.]+) GiB/,
  ],
  ["beforeLoadGiB", /Load weight begin\. avail mem=([\d.]+) GB/],
  ["afterLoadGiB", /Load weight end\..*avail mem=([\d.]+) GB/],
];

const TEXTS: readonly Reading[] = ["engineVersion", "model", "kvCacheDtype"];

/** Both halves of its pool. */
const HALVES = /K size: ([\d.]+) GB, V size: ([\d.]+) GB/;

/** Reads the lines that an engine prints while it starts, among whatever else a log holds. */
export function readEngineLog(text: string): ObservedMemory {
  const found: Partial<Record<Reading, string | number>> = {};
  for (const line of text.split("\n")) {
    for (const [name, pattern] of LINES) {
      const value = pattern
        .exec(line)
        ?.slice(1)
        .find((group) => group !== undefined);
      if (value !== undefined) found[name] = TEXTS.includes(name) ? value : toNumber(value);
    }
    const [, keys, values] = HALVES.exec(line) ?? [];
    if (keys !== undefined) found.availableKvGiBPerGpu = toNumber(keys) + Number(values);
  }
  const outcome = readOutcome(text);
  return {
    engine: readEngine(text),
    ...found,
    ...(outcome === undefined ? {} : { outcome }),
  } as ObservedMemory;
}

function toNumber(text: string): number {
  return Number(text.replaceAll(",", "").replace(/\.$/, ""));
}

function readEngine(text: string): Engine | undefined {
  if (/Load weight (begin|end)|mem_fraction_static|sglang/.test(text)) return Engine.sglang;
  return /vllm|Available KV cache memory|GPU KV cache size/i.test(text) ? Engine.vllm : undefined;
}

/** How the start ended, as far as the lines say. */
function readOutcome(text: string): string | undefined {
  if (
    /No available memory for the cache blocks|is larger than the (available KV cache|maximum number of tokens)|Not enough memory\. Please try to increase/.test(
      text,
    )
  ) {
    return "kv-too-small";
  }
  if (/OutOfMemoryError|CUDA out of memory/.test(text)) {
    return /[Mm]odel loading took|Load weight end/.test(text) ? "oom-other" : "oom-weights";
  }
  return /Application startup complete|Maximum concurrency for|max_total_num_tokens=/.test(text)
    ? "starts"
    : undefined;
}
