import type { GkeGpuNodePoolPlan } from "./gke-gpu-node-pool";
import { type NodePlan, planNodes } from "./node";
import type { NodePoolPlan } from "./node-pool";

/**
 * The nodes of a pool at its maximum size, as an API server shows them once GKE has made them: with every label that the
 * pool gives them. `pool` is what its `ref` plans to.
 */
export function planGkeGpuNodes(
  { nodeLabels }: GkeGpuNodePoolPlan,
  pool: NodePoolPlan,
): NodePlan[] {
  return planNodes(pool).map((node) => ({ ...node, labels: { ...node.labels, ...nodeLabels } }));
}
