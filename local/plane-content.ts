import { planEksNodes } from "../plan/eks-nodes";
import type { EnvironmentPlan } from "../plan/environment";
import type { ClaimPlan } from "../plan/model-storage";
import { type NodePlan, planNodes } from "../plan/node";
import type { MadePool } from "../stacks/made-pools";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import type { FakeNode } from "./control-plane/nodes";
import type { FakeVolume } from "./control-plane/volumes";

/** The nodes that the pools of an environment plan to have at their maximum: those that exist, and those that it makes. */
export function toFakeNodes(
  plan: EnvironmentPlan,
  madePools: ReadonlyMap<string, MadePool> = new Map(),
): FakeNode[] {
  const nodes = Object.entries(plan.nodePools).flatMap(([name, pool]) => {
    const made = madePools.get(name);
    return made === undefined ? planNodes(pool) : planEksNodes(made.plan, pool);
  });
  return nodes.map(toFakeNode);
}

/** A node of a plan, as the plane is given it. */
export function toFakeNode({
  name,
  labels,
  taints,
  capacity,
  allocatable,
  extendedResources,
}: NodePlan): FakeNode {
  const extended = Object.fromEntries(
    Object.entries(extendedResources).map(([key, count]) => [key, String(count)]),
  );
  const toQuantities = (resources: NodePlan["capacity"]) => ({
    cpu: formatMilliCpu(resources.milliCpu),
    memory: formatBytes(resources.memoryBytes),
    ...extended,
  });
  return {
    name,
    labels,
    taints,
    capacity: toQuantities(capacity),
    allocatable: toQuantities(allocatable),
  };
}

/**
 * A volume for each claim whose volume a driver would make, as no driver runs on the local plane; in its zone, where the
 * storage has one.
 */
export function toFakeVolumes(plan: EnvironmentPlan, namespace: string): FakeVolume[] {
  return Object.values(plan.storage).flatMap(({ ref, claim, filling }) =>
    [claim, filling?.claim]
      .filter((each) => each !== undefined && each.volume === undefined)
      .flatMap((each) => (each === undefined ? [] : [toFakeVolume(each, namespace, ref.zone)])),
  );
}

function toFakeVolume(claim: ClaimPlan, namespace: string, zone: string | undefined): FakeVolume {
  return {
    name: `${namespace}-${claim.name}`,
    storageClassName: claim.storageClassName,
    capacity: claim.size,
    accessModes: [claim.accessMode],
    claim: { namespace, name: claim.name },
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Whether something of the environment needs definitions that only a cluster with a snapshot controller has. */
export function takesSnapshots(plan: EnvironmentPlan): boolean {
  return Object.values(plan.storage).some(({ filling }) => filling !== undefined);
}
