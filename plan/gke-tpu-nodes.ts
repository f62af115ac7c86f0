import { GKE_NODE_POOL_LABEL } from "../catalog/well-known";
import type { GkeTpuNodePoolPlan } from "./gke-tpu-node-pool";
import { type NodePlan, planNodes } from "./node";
import type { NodePoolPlan } from "./node-pool";

/**
 * The nodes of all slices, as an API server shows them once GKE has made them: with every label that the pool gives them,
 * and the node pool of GKE, by which pods of one group stay on one slice. `pool` is what its `ref` plans to.
 */
export function planGkeTpuNodes(
  { slice, nodePools, nodeLabels }: GkeTpuNodePoolPlan,
  pool: NodePoolPlan,
): NodePlan[] {
  return planNodes(pool).map((node, index) => {
    const place = slice.hosts === 1 ? 0 : Math.floor(index / slice.hosts);
    const key = nodePools[place]?.key ?? "";
    const labels = { [GKE_NODE_POOL_LABEL]: `${pool.name}-${key}`, ...nodeLabels };
    return { ...node, labels: { ...node.labels, ...labels } };
  });
}
