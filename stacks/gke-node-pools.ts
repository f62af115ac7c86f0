import { Provider } from "@pulumi/gcp/provider";
import { GkeGpuNodePool } from "../components/gke/gke-gpu-node-pool";
import { GkeTpuNodePool } from "../components/gke/gke-tpu-node-pool";
import type { NodePoolRef } from "../plan/node-pool-ref";
import type { GkePool, GkeSettings } from "./gke-pools";

/** Makes the pools of a stack on GKE, all through one provider of the project, and gives their references by name. */
export function createGkeNodePools(
  gke: GkeSettings,
  pools: ReadonlyMap<string, GkePool>,
): ReadonlyMap<string, NodePoolRef> {
  const provider = new Provider("gcp", { project: gke.project });
  return new Map(
    [...pools].map(([name, pool]) => [name, createPool(gke, name, pool, provider).ref]),
  );
}

function createPool(
  gke: GkeSettings,
  name: string,
  pool: GkePool,
  provider: Provider,
): GkeGpuNodePool | GkeTpuNodePool {
  const { project, location, clusterName, nodeServiceAccount } = gke;
  const wiring = { project, location, clusterName, nodeServiceAccount };
  const options = { providers: [provider] };
  return pool.kind === "gpu"
    ? new GkeGpuNodePool(name, { ...pool.spec, ...wiring }, options)
    : new GkeTpuNodePool(name, { ...pool.spec, ...wiring }, options);
}
