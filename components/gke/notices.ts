import { type ComponentResource, log } from "@pulumi/pulumi";
import type { GkeCapacityPlan } from "../../plan/gke-capacity";

/** What of a pool on GKE its user has to be told. */
export interface NoticedPool {
  readonly unverified: string | undefined;
  readonly capacity: GkeCapacityPlan;
}

/** What whoever reads a preview must know of a pool, and would not see in it. */
export function printGkeNotices(
  pool: ComponentResource,
  { unverified, capacity }: NoticedPool,
): void {
  if (unverified !== undefined) void log.warn(unverified, pool);
  if (capacity.deletesFirst) {
    const notice =
      "when this pool is replaced, old nodes go before new ones come, since a reservation has no room for both: the pool is gone in between";
    void log.info(notice, pool);
  }
}
