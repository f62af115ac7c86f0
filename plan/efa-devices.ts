import { type Issue, issue } from "../units/issue";
import type { NodePoolPlan } from "./node-pool";

/** The pods of one server: how many, and the devices of each. */
interface Group {
  readonly workers: number;
  readonly devicesPerPod: number;
}

type EfaPool = Pick<NodePoolPlan, "machine" | "devicesPerNode" | "efaDevicesForPods" | "zone">;

/** The pod's share of the EFA interfaces of its node, by its devices; 0 for a server of one pod, and on a pool without. */
export function countEfaDevices({ workers, devicesPerPod }: Group, pool: EfaPool): number {
  if (workers === 1 || pool.efaDevicesForPods === 0) return 0;
  return (pool.efaDevicesForPods * devicesPerPod) / pool.devicesPerNode;
}

/** An interface is whole, and all pods of a group are where the others' reach them; paths are relative to `parallelism`. */
export function checkEfaDevices(group: Group, pool: EfaPool): Issue[] {
  const share = countEfaDevices(group, pool);
  if (share === 0) return [];
  const { workers, devicesPerPod } = group;
  const { machine, devicesPerNode, efaDevicesForPods, zone } = pool;
  if (!Number.isInteger(share)) {
    const rule = `a pod with ${devicesPerPod} of the ${devicesPerNode} devices of ${machine} has ${share} of its ${efaDevicesForPods} EFA interfaces`;
    const wayOut = "use fewer hosts with more devices each, or efaDevicesPerNode 0 in the pool";
    return [issue("workers", workers, rule, wayOut)];
  }
  if (zone !== undefined) return [];
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html
  const rule = `EFA does not reach beyond a zone, and the pool names none for its nodes`;
  const wayOut = "give the pool its one zone, or efaDevicesPerNode 0 for a network without EFA";
  return [issue("workers", workers, rule, wayOut)];
}
