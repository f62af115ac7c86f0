import { AccessMode, StorageKind } from "../catalog/storage-kinds";
import { type Issue, issue, prefixIssues } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import type { EngineSettings, KvCacheSettings, KvCacheTiers } from "./engine-settings";
import { STORAGE_REF_KEYS } from "./model-storage-spec";
import { checkTierSize } from "./tier-size";
import { checkBytes, checkChoice, checkKeys, checkText, isMap, optional } from "./value-check";

const KEYS = ["dtype", "tiers"] as const satisfies readonly (keyof KvCacheSettings)[];
const TIER_KEYS = ["memory", "disk", "shared"] as const satisfies readonly (keyof KvCacheTiers)[];

/** What is wrong with the settings of the cache by themselves, whatever the engine; the number format is checked with the other settings. Paths are relative to `engine`. */
export function checkKvCache({ kvCache, kvCacheDtype, prefixCaching }: EngineSettings): Issue[] {
  if (kvCache === undefined) return [];
  const keys = checkKeys("kvCache", kvCache, KEYS);
  if (!isMap(kvCache)) return keys;
  const { dtype, tiers } = kvCache;
  const isTwice = dtype !== undefined && kvCacheDtype !== undefined;
  return [
    ...keys,
    ...(isTwice
      ? [issue("kvCache.dtype", dtype, "is kvCacheDtype again", "leave one of the two out")]
      : []),
    ...optional(checkTiers)("kvCache.tiers", tiers),
    ...(tiers !== undefined && prefixCaching === false ? [explainPrefixes()] : []),
  ];
}

/** Both engines find what is in a tier by its prefix; SGLang ends with --disable-radix-cache beside --enable-hierarchical-cache. */
function explainPrefixes(): Issue {
  const rule = "tiers hold the beginnings of prompts that are kept, and without it none are";
  return issue("prefixCaching", false, rule, "leave it out, or kvCache.tiers");
}

function checkTiers(path: string, tiers: unknown): Issue[] {
  const keys = checkKeys(path, tiers, TIER_KEYS);
  if (!isMap(tiers)) return keys;
  const { memory, disk, shared } = tiers;
  if (keys.length === 0 && [memory, disk, shared].every((tier) => tier === undefined))
    return [issue(path, tiers, "has no tier", 'write memory such as "80%", or leave tiers out')];
  return [
    ...keys,
    ...optional(checkTierSize)(`${path}.memory`, memory),
    ...optional(checkTierSize)(`${path}.disk`, disk),
    ...optional(checkSharedForm)(`${path}.shared`, shared),
    ...(memory === undefined && keys.length === 0 ? [explainMemory(`${path}.memory`)] : []),
  ];
}

/** vLLM has `cpu_bytes_to_use` for all of its tiers, and SGLang writes files from its pool in memory. */
function explainMemory(path: string): Issue {
  const rule = "devices write to memory alone, and the other tiers are filled from there";
  return issue(path, undefined, rule, 'write an amount, or a share such as "80%"');
}

function checkSharedForm(path: string, shared: unknown): Issue[] {
  if (!isMap(shared)) {
    const wayOut = "write claimName, or take ref of a storage";
    return [issue(path, shared, "must be a claim", wayOut)];
  }
  return [
    ...checkKeys(path, shared, STORAGE_REF_KEYS),
    ...prefixIssues(path, [
      ...checkDnsLabel("claimName", shared.claimName),
      ...optional(checkChoice(Object.values(AccessMode)))("accessMode", shared.accessMode),
      ...optional(checkChoice(Object.values(StorageKind)))("kind", shared.kind),
      ...optional(checkText)("zone", shared.zone),
      ...optional(checkBytes)("size", shared.size),
    ]),
  ];
}
