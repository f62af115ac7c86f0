import { isEngine } from "../catalog/engines";
import type { KvCacheTiersRow } from "../catalog/kv-cache-tiers";
import type { Model } from "../catalog/models";
import { type Issue, issue, type Result } from "../units/issue";
import { formatBytes, formatGiB, GIBIBYTE, parseBytes } from "../units/quantity";
import type { EngineUse } from "./defaults";
import type { EngineSettings, KvCacheTiers } from "./engine-settings";
import { checkKvCache } from "./kv-cache-check";
import { type TierServerPlan, toTierServer } from "./kv-cache-server";
import { checkTierSupport, findTiers, hasTiers, nameOfTiersRow } from "./kv-cache-support";
import type { MemoryTerm } from "./memory-terms";
import type { RoleName, RoleSize } from "./model-role";
import type { ModelSettings } from "./model-service-spec";
import { ranksPerPod } from "./ranks-per-pod";
import { checkSharedCache, sharedBytes, toSharedFolder } from "./shared-cache";
import { isShare, toTierBytes } from "./tier-size";

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
  const pods = own.map((role) => ({
    role,
    pod: sizePod(role, { tiers, row, shared: shared.value }, context),
  }));
  const issues = [...general, ...pods.flatMap(({ pod }) => (pod.ok ? [] : pod.issues))];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: new Map(pods.flatMap(({ role, pod }) => (pod.ok ? [[role.name, pod.value]] : []))),
  };
}

const NONE: Result<TiersOfRoles> = { ok: true, value: new Map() };

/** What is to be had, and of which engine. */
interface TiersQuestion {
  readonly tiers: KvCacheTiers;
  readonly row: KvCacheTiersRow;
  /** Size of `/dev/shm` for all else, in bytes. */
  readonly shared: number;
}

function sizePod(
  role: RoleSize,
  question: TiersQuestion,
  context: TiersContext,
): Result<KvCacheTiersPlan> {
  const { tiers, row, shared } = question;
  const memory = sizeMemory(role, question, context);
  const disk = sizeDisk(role, tiers, context);
  if (!memory.ok || !disk.ok) {
    return { ok: false, issues: [memory, disk].flatMap((size) => (size.ok ? [] : size.issues)) };
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
      bytes: sharedBytes(tiers.shared),
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

interface MemorySize {
  /** What the engine is told. */
  readonly units: number;
  readonly bytes: number;
  readonly terms: readonly MemoryTerm[];
}

function sizeMemory(
  role: RoleSize,
  { tiers: { memory = "" }, row, shared }: TiersQuestion,
  { engineUse }: TiersContext,
): Result<MemorySize> {
  const { memoryBytes: limit } = role.resources;
  const ranks = ranksPerPod(role.parallelism);
  const use = engineUse.memoryBytes + ranks * engineUse.memoryBytesPerRank;
  const left = limit - shared - use;
  const asked = toTierBytes(memory, left);
  const path = "engine.kvCache.tiers.memory";
  const parts = `${formatGiB(engineUse.memoryBytes)}, and ${ranks} x ${formatGiB(engineUse.memoryBytesPerRank)} for its ranks`;
  const others = `${formatGiB(shared)} in /dev/shm and ${formatGiB(use)} of the engine itself (${parts})`;
  const more = `more memory in roles.${role.name}.resources`;
  if (left <= 0) {
    const rule = `of the ${formatGiB(limit)} of the pod, ${others} leave nothing`;
    return refuse(issue(path, memory, rule, `use ${more}`));
  }
  if (asked > left) {
    const rule = `takes ${formatGiB(asked)} beside ${others}, and the pod has ${formatGiB(limit)}`;
    const most = Math.floor(left / GIBIBYTE) * GIBIBYTE;
    return refuse(
      issue(
        path,
        memory,
        rule,
        most > 0 ? `write ${formatBytes(most)} or less, or ${more}` : `use ${more}`,
      ),
    );
  }
  const { unitBytes, per } = row.memory;
  const copies = per === "rank" ? ranks : 1;
  const units = Math.floor(asked / copies / unitBytes);
  if (units === 0) {
    const rule = `is ${formatGiB(asked)}, and ${nameOfTiersRow(row)} counts whole GB for each of its ranks, which are ${copies}`;
    return refuse(
      issue(path, memory, rule, `write ${copies}G or more, where the pod has room for it`),
    );
  }
  const bytes = units * unitBytes * copies;
  const why = isShare(memory)
    ? `${memory} of the ${formatGiB(left)} that are left`
    : `${memory} as written`;
  const each = copies === 1 ? "" : `, ${copies} ranks with ${units} GB each`;
  const terms = [
    { name: "shared memory", bytes: shared, why: "/dev/shm for all else than tiers" },
    { name: "engine", bytes: use, why: `${parts}; an estimate` },
    {
      name: "cache tier",
      bytes,
      why: `${why}${each}, in ${row.memory.liesIn === "process" ? "its processes" : "/dev/shm"}`,
    },
    { name: "left over", bytes: left - bytes, why: "pages of files that are read" },
  ];
  return { ok: true, value: { units, bytes, terms } };
}

interface DiskSize {
  readonly tier: { readonly bytes: number; readonly bytesPerWriter: number } | undefined;
  readonly limit: number | undefined;
}

/** Files take whole blocks, and folders some more: the engine is told a twentieth less than its volume holds. */
const FILE_TWENTIETHS = 19;

function sizeDisk(role: RoleSize, { disk }: KvCacheTiers, context: TiersContext): Result<DiskSize> {
  const { ephemeralStorageBytes: limit } = role.resources;
  if (disk === undefined) return { ok: true, value: { tier: undefined, limit } };
  if (limit === undefined && isShare(disk)) {
    const rule = `engine.kvCache.tiers.disk is ${disk} of it`;
    const path = `roles.${role.name}.resources.ephemeralStorage`;
    return refuse(issue(path, undefined, rule, 'write an amount such as "500Gi"'));
  }
  const { diskBytes: use } = context.engineUse;
  const bytes = toTierBytes(disk, limit ?? 0);
  if (limit !== undefined && bytes + use > limit) {
    const rule = `takes ${formatGiB(bytes)} beside ${formatGiB(use)} for logs and what is compiled, and the pod has ${formatGiB(limit)} of its node's disk`;
    const wayOut = `use less, or more ephemeralStorage in roles.${role.name}.resources`;
    return refuse(issue("engine.kvCache.tiers.disk", disk, rule, wayOut));
  }
  const bytesPerWriter = Math.floor((bytes * FILE_TWENTIETHS) / 20 / countWriters(role, context));
  return { ok: true, value: { tier: { bytes, bytesPerWriter }, limit: limit ?? bytes + use } };
}

/** Every rank writes its part, except of latent attention, which the first of each stage writes for all. */
function countWriters({ parallelism }: RoleSize, { row }: TiersContext): number {
  return row?.attention.kind === "mla" ? parallelism.pipeline : ranksPerPod(parallelism);
}

function refuse(...issues: readonly Issue[]): {
  readonly ok: false;
  readonly issues: readonly Issue[];
} {
  return { ok: false, issues };
}
