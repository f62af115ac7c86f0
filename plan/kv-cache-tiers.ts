import { isEngine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { issuesOf, type Result } from "../units/issue";
import { parseBytes } from "../units/quantity";
import type { EngineUse } from "./defaults";
import type { EngineSettings } from "./engine-settings";
import { checkKvCache } from "./kv-cache-check";
import { type FileTier, type TierServerPlan, toTierServer } from "./kv-cache-server";
import { checkTierSupport, findTiers, hasTiers } from "./kv-cache-support";
import type { MemoryTerm } from "./memory-terms";
import type { RoleName, RoleSize } from "./model-role";
import type { ModelSettings } from "./model-service-spec";
import type { StorageRef } from "./model-storage-spec";
import { checkSharedCache, toSharedFolder } from "./shared-cache";
import { countWriters, sizeTierDisk, toBytesPerWriter } from "./tier-disk";
import { sizeTierMemory, type TierMemoryQuestion } from "./tier-memory";

/** The tiers of the cache of one pod, and what they take of it. */
export interface KvCacheTiersPlan extends TierServerPlan {
  /** Bytes of the memory tier over all ranks, as the engine takes them. */
  readonly memoryBytes: number;
  /** Size of `/dev/shm` in bytes, with the memory tier where it lies there. */
  readonly sharedMemoryBytes: number;
  /** Disk of the node that the pod asks for and may take at most, in bytes; `undefined` where nothing is said of it. */
  readonly ephemeralStorageBytes: number | undefined;
  /** All of the memory of the pod, which their sum is. */
  readonly terms: readonly MemoryTerm[];
}

/** What the tiers hang on besides the size of the roles. */
export interface TiersContext {
  readonly model: ModelSettings;
  /** Folder of the model in the claim of its weights. */
  readonly modelPath: string;
  readonly engine: EngineSettings;
  /** Image of the engine, whose tag says its version. */
  readonly image: string | undefined;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly row: Model | undefined;
  /** Size of `/dev/shm` for all else than the tiers, as a Kubernetes quantity. */
  readonly sharedMemory: string;
  readonly engineUse: EngineUse;
}

/** The tiers of each role that has them; empty without any. */
export type TiersOfRoles = ReadonlyMap<RoleName, KvCacheTiersPlan>;

/** Plans the tiers of all roles, or says everything that is wrong with them. Paths begin at the service. */
export function planKvCacheTiers(
  roles: readonly RoleSize[],
  context: TiersContext,
): Result<TiersOfRoles> {
  // What has no form has been told with the settings, and nothing can be computed of it.
  if (!isEngine(context.engine.name) || checkKvCache(context.engine).length > 0) return NONE;
  const found = findTiers(context);
  const shared = parseBytes("sharedMemory", context.sharedMemory);
  if (found === undefined || !shared.ok) return NONE;
  // A pod that is filled by it alone has been told too.
  if (roles.some(({ resources }) => shared.value >= resources.memoryBytes)) return NONE;
  const { tiers, row } = found;
  const own = roles.filter(({ name }) => hasTiers(context.engine.name, name));
  const general = [
    ...checkTierSupport({ ...context, model: context.row, roles: own }),
    ...(tiers.shared === undefined ? [] : checkSharedCache(tiers.shared, context.model, own)),
  ];
  // A tier that is to go is not sized.
  const { disk: _, ...others } = tiers;
  const sized = general.some(({ path }) => path === DISK_PATH) ? others : tiers;
  const pods = own.map((role) => ({
    role,
    pod: sizePod(role, { tiers: sized, row, shared: shared.value }, context),
  }));
  const issues = [...general, ...pods.flatMap(({ pod }) => issuesOf(pod))];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: new Map(pods.flatMap(({ role, pod }) => (pod.ok ? [[role.name, pod.value]] : []))),
  };
}

const DISK_PATH = "engine.kvCache.tiers.disk";

const NONE: Result<TiersOfRoles> = { ok: true, value: new Map() };

function sizePod(
  role: RoleSize,
  question: TierMemoryQuestion,
  context: TiersContext,
): Result<KvCacheTiersPlan> {
  const { tiers, row, shared } = question;
  const memory = sizeTierMemory(role, question, context.engineUse);
  const disk = sizeTierDisk(role, tiers.disk, context);
  if (!memory.ok || !disk.ok) {
    return { ok: false, issues: [...issuesOf(memory), ...issuesOf(disk)] };
  }
  const { engine, image, model, modelPath } = context;
  const { units, bytes, terms } = memory.value;
  const server = toTierServer({
    engine,
    row,
    memoryUnits: units,
    disk: disk.value.tier,
    shared: tiers.shared && {
      claimName: tiers.shared.claimName,
      folder: toSharedFolder({ model, modelPath, engine, image, role }),
      size: sizeShared(tiers.shared, role, context.row),
    },
  });
  const isShared = row.memory.liesIn === "shared-memory";
  return {
    ok: true,
    value: {
      ...server,
      memoryBytes: bytes,
      sharedMemoryBytes: shared + (isShared ? bytes : 0),
      ephemeralStorageBytes: disk.value.limit,
      terms,
    },
  };
}

function sizeShared(
  claim: StorageRef,
  role: RoleSize,
  row: Model | undefined,
): FileTier | undefined {
  const bytes = parseBytes("size", claim.size);
  if (!bytes.ok) return undefined;
  return {
    bytes: bytes.value,
    bytesPerWriter: toBytesPerWriter(bytes.value, countWriters(role, row)),
  };
}
