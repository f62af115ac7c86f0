import { type ComponentResource, log } from "@pulumi/pulumi";
import type { EksGpuNodePoolPlan } from "../../plan/eks-gpu-node-pool";

/** What whoever reads a preview must know of a pool, and would not see in it. */
export function printNotices(
  pool: ComponentResource,
  { unverified, capacity }: EksGpuNodePoolPlan,
): void {
  if (unverified !== undefined) void log.warn(unverified, pool);
  if (capacity.ignoresDesiredSize) {
    const notice =
      "its number of nodes is left to whoever scales it: run pulumi refresh before minSize or maxSize changes";
    void log.info(notice, pool);
  }
  if (capacity.deletesFirst) {
    const notice =
      "when this pool is replaced, old nodes go before new ones come, since a reservation has no room for both: the pool is gone in between";
    void log.info(notice, pool);
  }
}
