import {
  EFA_PRESENT_LABEL,
  NODE_POOL_LABEL,
  NVIDIA_GPU_PRESENT_LABEL,
} from "../catalog/well-known";
import { type Issue, issue, joinPath } from "../units/issue";
import { checkLabelKey, checkLabelValue } from "../units/resource-name";
import { isMap } from "./value-check";

type Labels = Readonly<Record<string, string>>;

/**
 * The label by which pods of a pool find its nodes. It is not `eks.amazonaws.com/nodegroup`, which EKS sets: a group that
 * is replaced gets a new name, and the pods would be replaced with it.
 */
export function toPoolLabels(name: string): Labels {
  return { [NODE_POOL_LABEL]: name };
}

/** All labels that the group gives its nodes: those of the user, and those that device plugins look for. */
export function planNodeLabels(name: string, labels: Labels, efaDevices: number): Labels {
  return {
    ...labels,
    ...toPoolLabels(name),
    [NVIDIA_GPU_PRESENT_LABEL]: "true",
    ...(efaDevices === 0 ? {} : { [EFA_PRESENT_LABEL]: "true" }),
  };
}

const OWN_LABELS = [NODE_POOL_LABEL, NVIDIA_GPU_PRESENT_LABEL, EFA_PRESENT_LABEL];

/** A kubelet may label its node with no other names of Kubernetes than these: https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/ (--node-labels) */
const KUBERNETES_DOMAIN = /(?:^|\.)(?:kubernetes|k8s)\.io\//;
const ALLOWED_DOMAIN = /(?:^|\.)(?:node|kubelet)\.kubernetes\.io\//;
/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const EKS_DOMAIN = /^eks\.amazonaws\.com\//;

/** What is wrong with labels that a user gives to the nodes of a pool. */
export function checkNodeLabels(labels: unknown): Issue[] {
  if (labels === undefined) return [];
  if (!isMap(labels)) {
    return [issue("labels", labels, "must be a map of texts", "write keys and values")];
  }
  return Object.entries(labels).flatMap(([key, value]) => {
    const path = joinPath("labels", key);
    const owner = findOwner(key);
    if (owner === undefined) return [...checkLabelKey(path, key), ...checkLabelValue(path, value)];
    return [issue(path, value, `is set by ${owner}`, "leave it out, or use a key of your own")];
  });
}

function findOwner(key: string): string | undefined {
  if (OWN_LABELS.includes(key)) return "the pool itself";
  if (EKS_DOMAIN.test(key)) return "EKS";
  const isKubernetes = KUBERNETES_DOMAIN.test(key) && !ALLOWED_DOMAIN.test(key);
  return isKubernetes ? "Kubernetes, and a kubelet that tries to does not start" : undefined;
}
