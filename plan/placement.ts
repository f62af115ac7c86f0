import { formatGiB, formatMilliCpu } from "../units/quantity";
import type { NodePoolPlan } from "./node-pool";

/** What one pod asks of a node. */
export interface PodDemand {
  readonly devices: number;
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

/**
 * Whether all pods fit on the pool at its maximum size, placed largest first, each on the first node with room.
 * With a maximum that is not known nothing can be said, and the answer is `undefined`.
 */
export function fitsPool(pool: NodePoolPlan, pods: readonly PodDemand[]): boolean | undefined {
  if (pool.maxSize === undefined) return undefined;
  const empty = { devices: pool.devicesPerNode, ...pool.allocatable };
  const nodes = Array.from({ length: Math.min(pool.maxSize, pods.length) }, () => empty);
  return pods
    .toSorted(
      (a, b) => b.devices - a.devices || b.memoryBytes - a.memoryBytes || b.milliCpu - a.milliCpu,
    )
    .every((pod) => {
      const index = nodes.findIndex((node) => hasRoom(node, pod));
      const node = nodes[index];
      if (node === undefined) return false;
      nodes[index] = subtract(node, pod);
      return true;
    });
}

/** The same pod several times. */
export function repeatPod(pod: PodDemand, count: number): PodDemand[] {
  return Array.from({ length: count }, () => pod);
}

/** Most pods of this kind that the pool holds at its maximum size; `undefined` when that is not known. */
export function countPods(pool: NodePoolPlan, pod: PodDemand): number | undefined {
  return pool.maxSize === undefined ? undefined : pool.maxSize * podsPerNode(pool, pod);
}

/** For messages: `8 devices, 32 CPU, 1024.00 GiB`. */
export function describePod({ devices, milliCpu, memoryBytes }: PodDemand): string {
  return `${devices} devices, ${formatMilliCpu(milliCpu)} CPU, ${formatGiB(memoryBytes)}`;
}

function podsPerNode(pool: NodePoolPlan, pod: PodDemand): number {
  const shares = [
    [pool.devicesPerNode, pod.devices],
    [pool.allocatable.milliCpu, pod.milliCpu],
    [pool.allocatable.memoryBytes, pod.memoryBytes],
  ] as const;
  return Math.min(
    ...shares.map(([all, each]) =>
      each === 0 ? Number.POSITIVE_INFINITY : Math.floor(all / each),
    ),
  );
}

function hasRoom(node: PodDemand, pod: PodDemand): boolean {
  return (
    node.devices >= pod.devices &&
    node.milliCpu >= pod.milliCpu &&
    node.memoryBytes >= pod.memoryBytes
  );
}

function subtract(node: PodDemand, pod: PodDemand): PodDemand {
  return {
    devices: node.devices - pod.devices,
    milliCpu: node.milliCpu - pod.milliCpu,
    memoryBytes: node.memoryBytes - pod.memoryBytes,
  };
}
