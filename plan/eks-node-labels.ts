import {
  EFA_PRESENT_LABEL,
  NODE_POOL_LABEL,
  NVIDIA_GPU_PRESENT_LABEL,
} from "../catalog/well-known";
import type { Issue } from "../units/issue";
import { checkFurtherLabels, type NodeLabels, toPoolLabels } from "./node-labels";

/** All labels that the group gives its nodes: those of the user, and those that device plugins look for. */
export function planNodeLabels(name: string, labels: NodeLabels, efaDevices: number): NodeLabels {
  return {
    ...labels,
    ...toPoolLabels(name),
    [NVIDIA_GPU_PRESENT_LABEL]: "true",
    ...(efaDevices === 0 ? {} : { [EFA_PRESENT_LABEL]: "true" }),
  };
}

const OWN_LABELS = [NODE_POOL_LABEL, NVIDIA_GPU_PRESENT_LABEL, EFA_PRESENT_LABEL];

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const EKS_DOMAIN = /^eks\.amazonaws\.com\//;

/** What is wrong with labels that a user gives to the nodes of a pool. */
export function checkNodeLabels(labels: unknown): Issue[] {
  return checkFurtherLabels(labels, findOwner);
}

function findOwner(key: string): string | undefined {
  if (OWN_LABELS.includes(key)) return "the pool itself";
  return EKS_DOMAIN.test(key) ? "EKS" : undefined;
}
