import { type Issue, issue } from "../units/issue";
import { MEBIBYTE } from "../units/quantity";
import type { NodePoolPlan } from "./node-pool";

/** What one pod asks of its node to reach others by EFA. */
export interface EfaShare {
  /** EFA interfaces. */
  readonly devices: number;
  /** Huge pages of 2 MiB, in bytes. */
  readonly hugePagesBytes: number;
}

/** The pods of one server: how many, and the devices of each. */
interface Group {
  readonly workers: number;
  readonly devicesPerPod: number;
}

type EfaPool = Pick<NodePoolPlan, "machine" | "devicesPerNode" | "efaDevicesForPods" | "zone">;

const PAGE_BYTES = 2 * MEBIBYTE;
/** Set aside at boot on every node with EFA: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html */
export const EFA_HUGE_PAGES_BYTES = 5128 * PAGE_BYTES;
/** What the same page has one pod ask for. */
const MOST_HUGE_PAGES_BYTES = 5120 * MEBIBYTE;

/** A pod has as large a part of the interfaces and pages of its node as of the devices. */
export function planEfaShare(
  pool: EfaPool,
  { devicesPerPod }: Pick<Group, "devicesPerPod">,
): EfaShare {
  const pages = partOf(EFA_HUGE_PAGES_BYTES / PAGE_BYTES, devicesPerPod, pool);
  return {
    devices: partOf(pool.efaDevicesForPods, devicesPerPod, pool),
    hugePagesBytes: Math.min(Math.floor(pages) * PAGE_BYTES, MOST_HUGE_PAGES_BYTES),
  };
}

/** Whether pods of so many devices have whole interfaces: a part of one cannot be asked for. */
export function isWholeEfaShare(devicesPerPod: number, pool: EfaPool): boolean {
  return Number.isInteger(partOf(pool.efaDevicesForPods, devicesPerPod, pool));
}

function partOf(all: number, devicesPerPod: number, { devicesPerNode }: EfaPool): number {
  return (all * devicesPerPod) / devicesPerNode;
}

/** Whether the pods of one server reach each other by EFA. */
export function spansByEfa({ workers }: Pick<Group, "workers">, pool: EfaPool): boolean {
  return workers > 1 && pool.efaDevicesForPods > 0;
}

/** An interface is whole, and all pods of a group are where the others' reach them; paths are relative to `parallelism`. */
export function checkEfaSpan(group: Group, pool: EfaPool): Issue[] {
  if (!spansByEfa(group, pool)) return [];
  const { workers, devicesPerPod } = group;
  const { machine, devicesPerNode, efaDevicesForPods, zone } = pool;
  if (!isWholeEfaShare(devicesPerPod, pool)) {
    const { devices } = planEfaShare(pool, group);
    const rule = `a pod with ${devicesPerPod} of the ${devicesPerNode} devices of ${machine} has ${devices} of its ${efaDevicesForPods} EFA interfaces`;
    const wayOut = "use fewer hosts with more devices each, or efaDevicesPerNode 0 in the pool";
    return [issue("workers", workers, rule, wayOut)];
  }
  if (zone !== undefined) return [];
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html
  const rule = `EFA does not reach beyond a zone, and the pool names none for its nodes`;
  const wayOut = "give the pool its one zone, or efaDevicesPerNode 0 for a network without EFA";
  return [issue("workers", workers, rule, wayOut)];
}
