import { Architecture } from "../catalog/ec2-instance-types";
import { ARCHITECTURE_LABEL, NVIDIA_GPU_RESOURCE } from "../catalog/well-known";
import { type Issue, issue } from "../units/issue";
import { checkTaints, type NodeTaint, TaintEffect } from "./node-pool-ref";

/** The taint that GKE sets on nodes with NVIDIA devices. https://cloud.google.com/kubernetes-engine/docs/how-to/gpus */
const DEVICE_TAINT: NodeTaint = {
  key: NVIDIA_GPU_RESOURCE,
  value: "present",
  effect: TaintEffect.noSchedule,
};

/** The taint that GKE sets on Arm nodes, by itself. https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment */
const ARM_TAINT: NodeTaint = {
  key: ARCHITECTURE_LABEL,
  value: Architecture.arm64,
  effect: TaintEffect.noSchedule,
};

/** The taints that nodes with NVIDIA devices have in any case. */
export function gpuTaints(architecture: Architecture | undefined): NodeTaint[] {
  return architecture === Architecture.arm64 ? [DEVICE_TAINT, ARM_TAINT] : [DEVICE_TAINT];
}

/** Those of them that a pool has to write down; GKE sets that of the architecture where it is told to (`taintConfig`). */
export function withoutArmTaint(taints: readonly NodeTaint[]): NodeTaint[] {
  return taints.filter(({ key }) => key !== ARCHITECTURE_LABEL);
}

/**
 * What is wrong with further taints; `own` are those that the nodes have in any case.
 *
 * GKE taints nodes with accelerators by itself where the cluster has other nodes when the pool is made, so that the same
 * program would give another result in a cluster that is new; written down once, the taint is there either way.
 * https://github.com/hashicorp/terraform-provider-google/issues/7928
 */
export function checkGkeTaints(taints: unknown, own: readonly NodeTaint[]): Issue[] {
  if (taints === undefined) return [];
  const form = checkTaints("taints", taints);
  if (form.length > 0 || !Array.isArray(taints)) return form;
  const given = taints as readonly NodeTaint[];
  return given.flatMap((taint, index) => {
    const path = `taints[${index}]`;
    const isSame = ({ key, effect }: NodeTaint) => key === taint.key && effect === taint.effect;
    if (own.some(isSame)) {
      const rule = `${taint.key}:${taint.effect} is set by the pool itself, and a second one is refused`;
      return [issue(path, taint, rule, "leave it out")];
    }
    if (given.findIndex(isSame) === index) return [];
    const rule = `${taint.key}:${taint.effect} stands in the list twice`;
    return [issue(path, taint, rule, "leave one of the two out")];
  });
}
