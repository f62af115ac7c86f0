import type { EksEfaNodePoolArgs } from "../../components/eks/eks-efa-node-pool";
import type { EksGpuNodePoolArgs } from "../../components/eks/eks-gpu-node-pool";
import { CapacityType } from "../../plan/eks-capacity";
import type { EksEfaNodePoolPlan, EksEfaNodePoolSpec } from "../../plan/eks-efa-node-pool";
import { planEksEfaNodePool } from "../../plan/eks-efa-node-pool";
import type { EksGpuNodePoolPlan } from "../../plan/eks-gpu-node-pool";
import { planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import type { EksGpuNodePoolSpec } from "../../plan/eks-gpu-node-pool-spec";
import { requireValue } from "./specs";

/** The smallest valid pools on EKS, for a test to override only what it is about. */

export function eksGpuNodePoolSpec(changes: Partial<EksGpuNodePoolSpec> = {}): EksGpuNodePoolSpec {
  return { instanceType: "p5en.48xlarge", ...changes };
}

export function eksEfaNodePoolSpec(changes: Partial<EksEfaNodePoolSpec> = {}): EksEfaNodePoolSpec {
  return { instanceType: "p5en.48xlarge", availabilityZone: "us-east-1a", ...changes };
}

export function eksGpuNodePoolPlan(changes: Partial<EksGpuNodePoolSpec> = {}): EksGpuNodePoolPlan {
  return requireValue(planEksGpuNodePool("gpu", eksGpuNodePoolSpec(changes)));
}

export function eksEfaNodePoolPlan(changes: Partial<EksEfaNodePoolSpec> = {}): EksEfaNodePoolPlan {
  return requireValue(planEksEfaNodePool("efa", eksEfaNodePoolSpec(changes)));
}

/** Two machines from an On-Demand Capacity Reservation. */
export const RESERVATION = {
  capacityReservationId: "cr-0123456789abcdef0",
  capacityReservationSize: 2,
  availabilityZone: "us-east-1a",
} as const;

/** Two machines of a Capacity Block. */
export const CAPACITY_BLOCK = { ...RESERVATION, capacityType: CapacityType.capacityBlock } as const;

const CLUSTER = {
  clusterName: "serving",
  nodeRoleArn: "arn:aws:iam::000000000000:role/node",
  clusterSecurityGroupId: "sg-cluster",
} as const;

export function eksGpuNodePoolArgs(changes: Partial<EksGpuNodePoolArgs> = {}): EksGpuNodePoolArgs {
  return { ...eksGpuNodePoolSpec(), ...CLUSTER, subnetIds: ["subnet-a"], ...changes };
}

export function eksEfaNodePoolArgs(changes: Partial<EksEfaNodePoolArgs> = {}): EksEfaNodePoolArgs {
  return { ...eksEfaNodePoolSpec(), ...CLUSTER, subnetId: "subnet-a", vpcId: "vpc-1", ...changes };
}
