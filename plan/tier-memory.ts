import type { KvCacheTiersRow } from "../catalog/kv-cache-tiers";
import { type Issue, issue, type Result } from "../units/issue";
import { formatBytes, formatGiB, GIBIBYTE } from "../units/quantity";
import type { EngineUse } from "./defaults";
import type { KvCacheTiers } from "./engine-settings";
import { nameOfTiersRow } from "./kv-cache-support";
import type { MemoryTerm } from "./memory-terms";
import type { RoleSize } from "./model-role";
import { ranksPerPod } from "./parallelism";
import { isShare, toTierBytes } from "./tier-size";

/** What is to be had, and of which engine. */
export interface TierMemoryQuestion {
  readonly tiers: KvCacheTiers;
  readonly row: KvCacheTiersRow;
  /** Size of `/dev/shm` for all else, in bytes. */
  readonly shared: number;
}

/** The memory tier of one pod. */
export interface TierMemory {
  /** What the engine is told. */
  readonly units: number;
  readonly bytes: number;
  readonly terms: readonly MemoryTerm[];
}

/** Sizes the memory tier of a pod, or says why it cannot be. Paths begin at the service. */
export function sizeTierMemory(
  role: RoleSize,
  { tiers: { memory = "" }, row, shared }: TierMemoryQuestion,
  engineUse: EngineUse,
): Result<TierMemory> {
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

function refuse(refusal: Issue): Result<never> {
  return { ok: false, issues: [refusal] };
}
