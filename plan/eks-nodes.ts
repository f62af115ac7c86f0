import { HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import type { EksGpuNodePoolPlan } from "./eks-gpu-node-pool";
import { type NodePlan, planNodes } from "./node";
import type { NodePoolPlan } from "./node-pool";

/**
 * The nodes of a pool at its maximum size, as an API server shows them once EKS has made them: with every label that the
 * group gives them, and what device plugins and the kubelet say they have. `pool` is what its `ref` plans to.
 */
export function planEksNodes(
  { nodeLabels, hugePagesBytes }: EksGpuNodePoolPlan,
  pool: NodePoolPlan,
): NodePlan[] {
  return planNodes(pool).map((node) => ({
    ...node,
    labels: { ...node.labels, ...nodeLabels },
    extendedResources: {
      ...node.extendedResources,
      ...(hugePagesBytes === 0 ? {} : { [HUGE_PAGES_2MI_RESOURCE]: hugePagesBytes }),
    },
  }));
}
