import type { GkeGpuNodePoolArgs } from "../../components/gke/gke-gpu-node-pool";
import type { GkeNodeNetwork } from "../../components/gke/gpu-node-pool";
import { type GkeGpuNodePoolPlan, planGkeGpuNodePool } from "../../plan/gke-gpu-node-pool";
import type { GkeGpuNodePoolSpec } from "../../plan/gke-gpu-node-pool-spec";
import { requireValue } from "./specs";

/** The smallest valid pools on GKE, for a test to override only what it is about. */

/** The cluster of every pool, and the account of its nodes. */
export const GKE_CLUSTER = {
  clusterName: "serving",
  location: "us-central1",
  nodeServiceAccount: "nodes@test-project.iam.gserviceaccount.com",
} as const;

/** Machines from a reservation of the same project. */
export const GKE_RESERVATION = { reservationName: "reserved" } as const;

export function gkeGpuNodePoolSpec(changes: Partial<GkeGpuNodePoolSpec> = {}): GkeGpuNodePoolSpec {
  return { machineType: "a3-megagpu-8g", zones: ["us-central1-b"], ...changes };
}

export function gkeGpuNodePoolPlan(changes: Partial<GkeGpuNodePoolSpec> = {}): GkeGpuNodePoolPlan {
  return requireValue(planGkeGpuNodePool("gpu", gkeGpuNodePoolSpec(changes)));
}

export function gkeGpuNodePoolArgs(changes: Partial<GkeGpuNodePoolArgs> = {}): GkeGpuNodePoolArgs {
  return { ...gkeGpuNodePoolSpec(), ...GKE_CLUSTER, ...changes };
}

/** Networks for GPUDirect, each with a subnetwork. */
export function gpuNetworks(count: number): GkeNodeNetwork[] {
  return Array.from({ length: count }, (_, index) => ({
    network: `gpu-${index}`,
    subnetwork: `gpu-${index}-nodes`,
  }));
}

/** The networks of a machine with RDMA: one for its second gVNIC, and one with a subnetwork for each device. */
export function rdmaNetworks(devices: number): GkeNodeNetwork[] {
  const rdma = Array.from({ length: devices }, (_, index) => ({
    network: "rdma",
    subnetwork: `rdma-${index}`,
  }));
  return [{ network: "gvnic", subnetwork: "gvnic-nodes" }, ...rdma];
}
