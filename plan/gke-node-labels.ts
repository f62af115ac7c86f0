import { GKE_DRANET_LABEL, GKE_NODE_LABELS, NODE_POOL_LABEL } from "../catalog/well-known";
import { type Issue, issue } from "../units/issue";
import { checkFurtherLabels, type NodeLabels, toPoolLabels } from "./node-labels";

/** All labels that the pool gives its nodes: those of the user, and `own`, by which a feature of GKE finds them. */
export function planGkeNodeLabels(
  name: string,
  labels: NodeLabels,
  own: NodeLabels = {},
): NodeLabels {
  return { ...labels, ...own, ...toPoolLabels(name) };
}

/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig (labels) */
const LONGEST_TOGETHER = 1024;

/** Those of a pool, or of a feature that it turns on by a property of its own. */
const OWN_LABELS = [NODE_POOL_LABEL, GKE_DRANET_LABEL];

/** What is wrong with labels that a user gives to the nodes of a pool. */
export function checkGkeNodeLabels(labels: unknown): Issue[] {
  const issues = checkFurtherLabels(labels, findOwner);
  const text = Object.entries(issues.length > 0 ? {} : (labels ?? {}))
    .flat()
    .join("");
  if (text.length <= LONGEST_TOGETHER) return issues;
  const rule = `have ${text.length} characters together, and GKE takes ${LONGEST_TOGETHER}`;
  return [issue("labels", labels, rule, "shorten them")];
}

function findOwner(key: string): string | undefined {
  if (OWN_LABELS.includes(key)) return "the pool itself";
  return GKE_NODE_LABELS.includes(key) ? "GKE" : undefined;
}
