import { planEksNodes } from "../plan/eks-nodes";
import type { EnvironmentPlan } from "../plan/environment";
import { planGkeGpuNodes } from "../plan/gke-nodes";
import { planGkeTpuNodes } from "../plan/gke-tpu-nodes";
import type { ClaimPlan } from "../plan/model-storage";
import { type NodePlan, planNodes } from "../plan/node";
import type { NodePoolPlan } from "../plan/node-pool";
import type { MadePools } from "../stacks/made-pools";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import type { FakeNode } from "./control-plane/nodes";
import type { FakeVolume } from "./control-plane/volumes";

/** The nodes that the pools of an environment plan to have at their maximum: those that exist, and those that it makes. */
export function toFakeNodes(plan: EnvironmentPlan, madePools?: MadePools): FakeNode[] {
  const nodes = Object.entries(plan.nodePools).flatMap(
    ([name, pool]) => planMadeNodes(name, pool, madePools) ?? planNodes(pool),
  );
  return nodes.map(toFakeNode);
}

/** The nodes of a pool that the environment makes; `undefined` for one that exists. */
function planMadeNodes(
  name: string,
  pool: NodePoolPlan,
  made: MadePools | undefined,
): NodePlan[] | undefined {
  if (made?.cloud === "eks") {
    const eks = made.pools.get(name);
    return eks === undefined ? undefined : planEksNodes(eks.plan, pool);
  }
  const gke = made?.pools.get(name);
  if (gke === undefined) return undefined;
  return gke.kind === "gpu" ? planGkeGpuNodes(gke.plan, pool) : planGkeTpuNodes(gke.plan, pool);
}

/** How large the disk of a node is no plan knows: more than any pod asks for, since without any those that ask would wait for ever. */
const NODE_DISK = "64Ti";

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
    "ephemeral-storage": NODE_DISK,
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
