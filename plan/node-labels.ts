import { NODE_POOL_LABEL } from "../catalog/well-known";
import { type Issue, issue, joinPath } from "../units/issue";
import { checkLabelKey, checkLabelValue } from "../units/resource-name";
import { isMap } from "./value-check";

/** Labels of nodes by their keys. */
export type NodeLabels = Readonly<Record<string, string>>;

/** Who sets a label, for a message; `undefined` for a label that is the user's to set. */
export type LabelOwner = (key: string) => string | undefined;

/**
 * The label by which pods of a pool find its nodes. It is none that a cloud sets, such as `eks.amazonaws.com/nodegroup` or
 * `cloud.google.com/gke-nodepool`: a pool that is replaced gets a new name, and the pods would be replaced with it.
 */
export function toPoolLabels(name: string): NodeLabels {
  return { [NODE_POOL_LABEL]: name };
}

/** A kubelet may label its node with no other names of Kubernetes than these: https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/ (--node-labels) */
const KUBERNETES_DOMAIN = /(?:^|\.)(?:kubernetes|k8s)\.io\//;
const ALLOWED_DOMAIN = /(?:^|\.)(?:node|kubelet)\.kubernetes\.io\//;

/** What is wrong with labels that a user gives to the nodes of a pool; `findOwner` knows those of the pool and of its cloud. */
export function checkFurtherLabels(labels: unknown, findOwner: LabelOwner): Issue[] {
  if (labels === undefined) return [];
  if (!isMap(labels)) {
    return [issue("labels", labels, "must be a map of texts", "write keys and values")];
  }
  return Object.entries(labels).flatMap(([key, value]) => {
    const path = joinPath("labels", key);
    const owner = findOwner(key) ?? findKubernetes(key);
    if (owner === undefined) return [...checkLabelKey(path, key), ...checkLabelValue(path, value)];
    return [issue(path, value, `is set by ${owner}`, "leave it out, or use a key of your own")];
  });
}

function findKubernetes(key: string): string | undefined {
  const isKubernetes = KUBERNETES_DOMAIN.test(key) && !ALLOWED_DOMAIN.test(key);
  return isKubernetes ? "Kubernetes, and a kubelet that tries to does not start" : undefined;
}
