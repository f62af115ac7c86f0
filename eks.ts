export { NodeOperatingSystem } from "./catalog/eks-images";
export * from "./components/aws-sdk";
export type { EksEfaNodePoolArgs } from "./components/eks/eks-efa-node-pool";
export { EksEfaNodePool } from "./components/eks/eks-efa-node-pool";
export type { EksGpuNodePoolArgs } from "./components/eks/eks-gpu-node-pool";
export { EksGpuNodePool } from "./components/eks/eks-gpu-node-pool";
export type { NetworkInterfacePlan, NetworkInterfaceType } from "./plan/efa-interfaces";
export { EfaInterfaceLayout } from "./plan/efa-interfaces";
export type { EksCapacityPlan, EksCapacitySpec } from "./plan/eks-capacity";
export { CapacityType } from "./plan/eks-capacity";
export type { EksDiskPlan, EksDiskSpec } from "./plan/eks-disk";
export { LocalStorage } from "./plan/eks-disk";
export type {
  EksEfaNodePoolPlan,
  EksEfaNodePoolSpec,
  PlacementGroupPlan,
} from "./plan/eks-efa-node-pool";
export { planEksEfaNodePool } from "./plan/eks-efa-node-pool";
export type { EksGpuNodePoolPlan } from "./plan/eks-gpu-node-pool";
export { planEksGpuNodePool } from "./plan/eks-gpu-node-pool";
export type { EksGpuNodePoolSpec } from "./plan/eks-gpu-node-pool-spec";
export type { EksMachine } from "./plan/eks-machine";
export type { ScaleFromZeroTag } from "./plan/eks-scale-from-zero-tags";
export type { NodePoolRef, NodeTaint } from "./plan/node-pool-ref";
export { TaintEffect } from "./plan/node-pool-ref";
