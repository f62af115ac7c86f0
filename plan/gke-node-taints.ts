import { type Issue, issue } from "../units/issue";
import { checkTaints, type NodeTaint } from "./node-pool-ref";

/**
 * All taints of the nodes: those that GKE sets on them in any case, each exactly once, and those of the user.
 *
 * GKE taints nodes with accelerators by itself where the cluster has other nodes when the pool is made, so that the same
 * program gives another result in a cluster that is new; written down, the taint is there either way.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create, https://github.com/hashicorp/terraform-provider-google/issues/7928
 */
export function planGkeTaints(
  own: readonly NodeTaint[],
  taints: readonly NodeTaint[],
): NodeTaint[] {
  return [...own, ...taints];
}

/** What is wrong with further taints; `own` are those that the nodes have in any case. */
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
