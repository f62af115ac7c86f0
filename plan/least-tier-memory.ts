import { type Issue, issue } from "../units/issue";
import { formatGiB } from "../units/quantity";
import type { EngineSettings } from "./engine-settings";
import { findTiers, nameOfTiersRow } from "./kv-cache-support";
import type { TiersOfRoles } from "./kv-cache-tiers";
import { ranksPerPod } from "./parallelism";
import type { ProvedRole } from "./role-plan";

/** The unit of SGLang's sizes. */
const GIGABYTE = 1e9;

/**
 * An engine that ends unless each rank has more of the memory tier than its device has cache. Where that is not computed
 * nothing is refused. Paths begin at the service.
 */
export function checkLeastTierMemory(
  roles: readonly ProvedRole[],
  tiers: TiersOfRoles,
  question: { readonly engine: EngineSettings; readonly image: string },
): Issue[] {
  const found = findTiers(question);
  if (found === undefined || !found.row.memory.exceedsDevice) return [];
  return roles.flatMap(({ name, memory, parallelism }) => {
    const pool = tiers.get(name);
    const cache = memory.fit?.kvBytes;
    const ranks = ranksPerPod(parallelism);
    if (pool === undefined || cache === undefined || pool.memoryBytes / ranks > cache) return [];
    const rule = `gives each of ${ranks} ranks ${formatGiB(pool.memoryBytes / ranks)}, and ${nameOfTiersRow(found.row)} ends unless that is more than the ${formatGiB(cache)} of cache on its device`;
    // By one more each, since how much the device has is an estimate.
    const least = (Math.ceil(cache / GIGABYTE) + 1) * ranks;
    const wayOut = `write ${least}G or more, where the pod has room for it, or use an image of v0.5.20`;
    return [issue("engine.kvCache.tiers.memory", found.tiers.memory, rule, wayOut)];
  });
}
