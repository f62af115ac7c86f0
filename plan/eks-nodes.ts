import { HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import type { Result } from "../units/issue";
import type { EksGpuNodePoolPlan } from "./eks-gpu-node-pool";
import { type NodePlan, planNodes } from "./node";
import { planNodePool } from "./node-pool";

/**
 * The nodes of a pool at its maximum size, as an API server shows them once EKS has made them: with every label that the
 * group gives them, and what device plugins and the kubelet say they have.
 */
export function planEksNodes({
  ref,
  nodeLabels,
  hugePagesBytes,
}: EksGpuNodePoolPlan): Result<readonly NodePlan[]> {
  const pool = planNodePool(ref);
  if (!pool.ok) return pool;
  const nodes = planNodes(pool.value).map((node) => ({
    ...node,
    labels: { ...node.labels, ...nodeLabels },
    extendedResources: {
      ...node.extendedResources,
      ...(hugePagesBytes === 0 ? {} : { [HUGE_PAGES_2MI_RESOURCE]: hugePagesBytes }),
    },
  }));
  return { ok: true, value: nodes };
}
