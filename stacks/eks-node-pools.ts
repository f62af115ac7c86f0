import { Provider } from "@pulumi/aws/provider";
import { EksEfaNodePool } from "../components/eks/eks-efa-node-pool";
import { EksGpuNodePool } from "../components/eks/eks-gpu-node-pool";
import type { NodePoolRef } from "../plan/node-pool-ref";
import type { EksPool, EksSettings } from "./eks-pools";

/** Makes the pools of a stack on EKS, all through one provider of the region, and gives their references by name. */
export function createEksNodePools(
  eks: EksSettings,
  pools: ReadonlyMap<string, EksPool>,
): ReadonlyMap<string, NodePoolRef> {
  // With credentials of another account a refresh would find nothing, and forget the pools.
  const [, , , , account = ""] = eks.nodeRoleArn.split(":");
  const provider = new Provider("aws", { region: eks.region, allowedAccountIds: [account] });
  return new Map(
    [...pools].map(([name, pool]) => [name, createPool(eks, name, pool, provider).ref]),
  );
}

function createPool(
  eks: EksSettings,
  name: string,
  pool: EksPool,
  provider: Provider,
): EksGpuNodePool | EksEfaNodePool {
  const { clusterName, nodeRoleArn, clusterSecurityGroupId, vpcId } = eks;
  const wiring = { clusterName, nodeRoleArn, clusterSecurityGroupId };
  const options = { providers: [provider] };
  if (pool.kind === "efa") {
    const subnetId = eks.subnets[pool.spec.availabilityZone] ?? "";
    return new EksEfaNodePool(name, { ...pool.spec, ...wiring, vpcId, subnetId }, options);
  }
  const { availabilityZone } = pool.spec;
  const subnetIds = Object.entries(eks.subnets)
    .filter(([zone]) => availabilityZone === undefined || zone === availabilityZone)
    .map(([, subnetId]) => subnetId);
  return new EksGpuNodePool(name, { ...pool.spec, ...wiring, subnetIds }, options);
}
