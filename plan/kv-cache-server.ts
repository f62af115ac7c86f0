import { Engine } from "../catalog/engines";
import type { KvCacheTiersRow } from "../catalog/kv-cache-tiers";
import type { EngineSettings } from "./engine-settings";
import { flagNameOf } from "./engine-word";
import type { KvConnector } from "./kv-connector";
import type { KvTransferVariable } from "./kv-transfer";

/** A volume of the engine's pod with a tier of its cache. */
export interface TierVolume {
  /** Name of the volume in the pod. */
  readonly name: string;
  /** Where the engine sees it. */
  readonly mountPath: string;
  /** Folder of the volume that it sees; all of it when absent. */
  readonly subPath?: string;
  /** What the volume is. */
  readonly source:
    | {
        /** A folder on the disk of the node, which goes with the pod, and its size in bytes. */
        readonly diskBytes: number;
      }
    | {
        /** Name of a claim. */
        readonly claimName: string;
      };
}

/** How a server is told of its tiers. */
export interface TierServerPlan {
  /** Arguments of the engine. */
  readonly args: readonly string[];
  /** Connectors of vLLM, which stand in one argument with that of a hand-over. */
  readonly connectors: readonly KvConnector[];
  /** Environment variables of the engine. */
  readonly environment: readonly KvTransferVariable[];
  /** Volumes with the tiers that are files. */
  readonly volumes: readonly TierVolume[];
}

/** How much a tier of files holds. */
export interface FileTier {
  readonly bytes: number;
  /** Of these, what one rank may write. */
  readonly bytesPerWriter: number;
}

/** What is told. */
export interface TierServer {
  readonly engine: EngineSettings;
  readonly row: KvCacheTiersRow;
  /** The size of the memory tier in the engine's own units: of the pod, or of each rank. */
  readonly memoryUnits: number;
  readonly disk: FileTier | undefined;
  /** The claim; without a size where that is not known. */
  readonly shared:
    | { readonly claimName: string; readonly folder: string; readonly size: FileTier | undefined }
    | undefined;
}

/**
 * Tokens of a page of the tiers of SGLang, as its guide has it: by default a page is one token, and a file too. Kernels that
 * need another number choose it themselves. https://docs.sglang.io/docs/advanced_features/hicache_best_practices
 */
export const TIER_PAGE_TOKENS = 64;

const DISK_PATH = "/kv-cache/disk";
const SHARED_PATH = "/kv-cache/shared";

/** The arguments, variables and volumes of the tiers of one server. */
export function toTierServer(server: TierServer): TierServerPlan {
  const volumes = toVolumes(server);
  switch (server.row.engine) {
    case Engine.vllm:
      return { ...toVllm(server), volumes };
    case Engine.sglang:
      return { ...toSglang(server), volumes };
    default:
      return server.row.engine satisfies never;
  }
}

function toVolumes({ disk, shared }: TierServer): TierVolume[] {
  const ofDisk = disk && {
    name: "kv-cache-disk",
    mountPath: DISK_PATH,
    source: { diskBytes: disk.bytes },
  };
  const ofClaim = shared && {
    name: "kv-cache-shared",
    mountPath: SHARED_PATH,
    subPath: shared.folder,
    source: { claimName: shared.claimName },
  };
  return [ofDisk, ofClaim].filter((volume) => volume !== undefined);
}

/** https://docs.vllm.ai/en/stable/features/kv_offloading_usage/ */
function toVllm({ row, memoryUnits, shared }: TierServer): Omit<TierServerPlan, "volumes"> {
  const cpu_bytes_to_use = memoryUnits * row.memory.unitBytes;
  const tiers = shared && [{ type: "fs", root_dir: SHARED_PATH }];
  const connector = {
    kv_connector: "OffloadingConnector",
    kv_role: "kv_both",
    kv_connector_extra_config:
      tiers === undefined
        ? { cpu_bytes_to_use }
        : { spec_name: "TieringOffloadingSpec", cpu_bytes_to_use, secondary_tiers: tiers },
  };
  return {
    args: [],
    connectors: [connector],
    // Names of files follow from hashes, which every pod has to seed alike; by itself vLLM does so for some of its
    // hash algorithms: `FileSystemTierManager` in v0.30.0.
    environment: tiers === undefined ? [] : [{ name: "PYTHONHASHSEED", value: "0" }],
  };
}

/** https://docs.sglang.io/docs/advanced_features/hicache_best_practices */
function toSglang({
  engine,
  row,
  memoryUnits,
  disk,
  shared,
}: TierServer): Omit<TierServerPlan, "volumes"> {
  const { extraArgs } = engine;
  const isPaged =
    Array.isArray(extraArgs) &&
    extraArgs.some((word) => flagNameOf(engine.name, String(word)) === "--page-size");
  const hasFiles = disk !== undefined || shared !== undefined;
  const limit = disk ?? shared?.size;
  return {
    args: [
      "--enable-hierarchical-cache",
      ...["--hicache-size", String(memoryUnits)],
      ...(isPaged ? [] : ["--page-size", String(TIER_PAGE_TOKENS)]),
      ...(hasFiles ? ["--hicache-storage-backend", "file"] : []),
    ],
    connectors: [],
    environment: [
      ...(hasFiles ? [variable("STORAGE_DIR", disk === undefined ? SHARED_PATH : DISK_PATH)] : []),
      ...(limit === undefined || !row.deletesFiles
        ? []
        : [variable("MAX_SIZE", limit.bytesPerWriter)]),
      // Each pod counts what it knows of: together they keep a twentieth of the claim free.
      ...(shared?.size === undefined || !row.deletesFiles
        ? []
        : [variable("MIN_FREE_SPACE", Math.floor(shared.size.bytes / 20))]),
    ],
  };
}

function variable(name: string, value: string | number): KvTransferVariable {
  return { name: `SGLANG_HICACHE_FILE_BACKEND_${name}`, value: String(value) };
}
