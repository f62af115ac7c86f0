import type { GkeTpuNodePoolArgs } from "../../components/gke/gke-tpu-node-pool";
import { type GkeTpuNodePoolPlan, planGkeTpuNodePool } from "../../plan/gke-tpu-node-pool";
import type { GkeTpuNodePoolSpec } from "../../plan/gke-tpu-node-pool-spec";
import { GKE_CLUSTER } from "./gke-pools";
import { requireValue } from "./specs";

/** The smallest valid pool of TPU slices, for a test to override only what it is about. */
export function gkeTpuNodePoolSpec(changes: Partial<GkeTpuNodePoolSpec> = {}): GkeTpuNodePoolSpec {
  return { generation: "v6e", topology: "2x4", zone: "us-central1-b", ...changes };
}

export function gkeTpuNodePoolPlan(changes: Partial<GkeTpuNodePoolSpec> = {}): GkeTpuNodePoolPlan {
  return requireValue(planGkeTpuNodePool("tpu", gkeTpuNodePoolSpec(changes)));
}

export function gkeTpuNodePoolArgs(changes: Partial<GkeTpuNodePoolArgs> = {}): GkeTpuNodePoolArgs {
  return { ...gkeTpuNodePoolSpec(), ...GKE_CLUSTER, ...changes };
}
