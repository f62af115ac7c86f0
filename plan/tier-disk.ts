import type { Model } from "../catalog/models";
import { type Issue, issue, type Result } from "../units/issue";
import { formatGiB } from "../units/quantity";
import type { EngineUse } from "./defaults";
import type { FileTier } from "./kv-cache-server";
import type { RoleSize } from "./model-role";
import { isShare, toTierBytes } from "./tier-size";

/** What it hangs on besides the size of the role. */
export interface TierDiskContext {
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly row: Model | undefined;
  readonly engineUse: EngineUse;
}

/** The tier on the disk of the node of one pod. */
export interface TierDisk {
  readonly tier: FileTier | undefined;
  readonly limit: number | undefined;
}

/** Files take whole blocks, and folders some more: the engine is told a twentieth less than its volume holds. */
const FILE_TWENTIETHS = 19;

/** Sizes the tier on the disk of a pod, or says why it cannot be. Paths begin at the service. */
export function sizeTierDisk(
  role: RoleSize,
  disk: string | undefined,
  context: TierDiskContext,
): Result<TierDisk> {
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
  // Stages, and the ranks of one, are spread evenly over the pods of a server.
  const writers = Math.ceil(countWriters(role, context.row) / role.parallelism.workers);
  const tier = { bytes, bytesPerWriter: toBytesPerWriter(bytes, writers) };
  return { ok: true, value: { tier, limit: limit ?? bytes + use } };
}

/** What one of so many ranks may write to a volume of this size. */
export function toBytesPerWriter(bytes: number, writers: number): number {
  return Math.floor((bytes * FILE_TWENTIETHS) / 20 / writers);
}

/** Of a server every rank writes its part, except of latent attention, which the first of each stage writes for all. */
export function countWriters(
  { parallelism: { tensor, pipeline } }: RoleSize,
  row: Model | undefined,
): number {
  return row?.attention.kind === "mla" ? pipeline : tensor * pipeline;
}

function refuse(refusal: Issue): Result<never> {
  return { ok: false, issues: [refusal] };
}
