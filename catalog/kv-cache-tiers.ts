/**
 * Where engines keep the key-value cache besides their devices, one row per version that was read: what its tiers are
 * called, how their sizes count, and what it cannot do.
 *
 * How to refresh: read the files named in `sources` in the package of the next version, and add a row; `catalog/engine-versions.ts`
 * says how to get it. Versions without a row are taken for the newest one that has.
 *
 * Left out: LMCache, Mooncake and the other stores that are packages or servers beside the engine. Which version of them an
 * image has, or whether it has one, its tag does not say.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";
import { Engine } from "./engines";

/** A place for the cache beyond the memory of the devices. */
export type KvCacheTier = "memory" | "disk" | "shared";

export interface KvCacheTiersRow {
  readonly engine: Engine;
  /** As in the tag of its image, without the `v`. */
  readonly version: string;
  /** How the size of the memory tier counts: what one unit is, and whether one number is for the pod or for each rank in it. */
  readonly memory: {
    readonly unitBytes: number;
    readonly per: "pod" | "rank";
    /** In `/dev/shm`, which must then hold it besides all else, or in the memory of the processes. */
    readonly liesIn: "shared-memory" | "process";
    /** Whether the engine ends unless each rank has more of it than its device has cache. */
    readonly exceedsDevice: boolean;
  };
  /** Tiers that it does not have, or not so that a pod lives with them: why, and what to use instead. */
  readonly lacks: Readonly<
    Partial<Record<KvCacheTier, { readonly reason: string; readonly instead: string }>>
  >;
  /** Whether it deletes old files of a tier by itself. */
  readonly deletesFiles: boolean;
  /** Forms of attention whose caches it does not keep in tiers, or not within the size that it is told. */
  readonly lacksAttention: readonly ("sliding-window" | "indexer")[];
  readonly sources: readonly string[];
  readonly date: string;
}

const VLLM = "https://github.com/vllm-project/vllm/blob";
const SGLANG = "https://github.com/sgl-project/sglang/blob";

/** By engine, oldest first. */
const ROWS: readonly KvCacheTiersRow[] = freezeDeep([
  {
    engine: Engine.vllm,
    version: "0.11.1",
    memory: { unitBytes: GIBIBYTE, per: "pod", liesIn: "process", exceedsDevice: false },
    lacks: {
      // `_post_init_kv_transfer_config` writes num_cpu_blocks 0, and `CPUOffloadingSpec` refuses 0.
      memory: {
        reason:
          "ends at once with --kv-offloading-size: it computes no number of blocks for its own tier and then misses it",
        instead: "use an image of v0.30.0",
      },
      disk: { reason: "has no tier of files", instead: "leave it out" },
      shared: {
        reason:
          "has no tier of files (its SharedStorageConnector is an example that never deletes)",
        instead: "leave it out, or use an image of v0.30.0",
      },
    },
    deletesFiles: false,
    lacksAttention: [],
    sources: [
      `${VLLM}/v0.11.1/vllm/config/vllm.py`,
      `${VLLM}/v0.11.1/vllm/v1/kv_offload/cpu.py`,
      `${VLLM}/v0.11.1/vllm/distributed/kv_transfer/kv_connector/factory.py`,
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.vllm,
    version: "0.30.0",
    // `cpu_bytes_to_use`; `SharedOffloadRegion` maps a file of that size in /dev/shm, and ends where there is no room.
    memory: { unitBytes: 1, per: "pod", liesIn: "shared-memory", exceedsDevice: false },
    lacks: {
      // `FileSystemTierManager` has no size and deletes nothing.
      disk: {
        reason:
          "never deletes a file of its tiers, and a pod whose volume on the node's disk outgrows its limit is evicted",
        instead: "use shared with a claim, which is full without ending a pod, or leave it out",
      },
    },
    deletesFiles: false,
    lacksAttention: [],
    sources: [
      `${VLLM}/v0.30.0/vllm/v1/kv_offload/cpu/spec.py`,
      `${VLLM}/v0.30.0/vllm/v1/kv_offload/cpu/shared_offload_region.py`,
      `${VLLM}/v0.30.0/vllm/v1/kv_offload/tiering/spec.py`,
      `${VLLM}/v0.30.0/vllm/v1/kv_offload/tiering/fs/manager.py`,
      "https://docs.vllm.ai/en/stable/features/kv_offloading_usage/",
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.sglang,
    version: "0.5.2",
    // `int(host_size * 1e9 // self.size_per_token)` in each rank, and an assertion that it is more than the device has.
    memory: { unitBytes: 1e9, per: "rank", liesIn: "process", exceedsDevice: true },
    lacks: {
      // `HiCacheFile` of this version has no size and deletes nothing.
      disk: {
        reason:
          "never deletes a file of its tier, and a pod whose volume on the node's disk outgrows its limit is evicted",
        instead: "use an image of v0.5.20, or leave it out",
      },
    },
    deletesFiles: false,
    // `HiRadixCache` takes pools of plain and of latent attention alone.
    lacksAttention: ["sliding-window", "indexer"],
    sources: [
      `${SGLANG}/v0.5.2/python/sglang/srt/mem_cache/memory_pool_host.py`,
      `${SGLANG}/v0.5.2/python/sglang/srt/mem_cache/hicache_storage.py`,
      `${SGLANG}/v0.5.2/python/sglang/srt/mem_cache/hiradix_cache.py`,
      `${SGLANG}/v0.5.2/python/sglang/srt/server_args.py`,
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.sglang,
    version: "0.5.20",
    // The same, rounded up to a page, which is some MiB.
    memory: { unitBytes: 1e9, per: "rank", liesIn: "process", exceedsDevice: false },
    lacks: {},
    // `LRUFileEvictor`, in every rank that writes files of its own.
    deletesFiles: true,
    // The keys of an indexer are a pool of their own, beside what --hicache-size gives the cache.
    lacksAttention: ["indexer"],
    sources: [
      `${SGLANG}/v0.5.20/python/sglang/srt/arg_groups/fields/memory.py`,
      `${SGLANG}/v0.5.20/python/sglang/srt/mem_cache/pool_host/base.py`,
      `${SGLANG}/v0.5.20/python/sglang/srt/mem_cache/hicache_storage.py`,
      `${SGLANG}/v0.5.20/python/sglang/srt/mem_cache/storage/file/lru_file_evictor.py`,
      `${SGLANG}/v0.5.20/python/sglang/srt/mem_cache/hybrid_cache/hybrid_pool_assembler.py`,
    ],
    date: "2026-11-29",
  },
]);

/** What a version of an engine does; what the newest row says of one that has none, or of an image whose version is not known. */
export function findKvCacheTiers(engine: Engine, version: string | undefined): KvCacheTiersRow {
  const rows = ROWS.filter((row) => row.engine === engine);
  const row = rows.find((each) => each.version === version) ?? rows.at(-1);
  if (row === undefined) throw new Error(`nothing is known of tiers of ${engine}`);
  return row;
}

/** All rows, by engine, oldest first. */
export function kvCacheTiersRows(): readonly KvCacheTiersRow[] {
  return ROWS;
}
