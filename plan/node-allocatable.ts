import { MEBIBYTE } from "../units/quantity";

/** A machine, as the catalogue describes it. */
export interface NodeAllocatableSpec {
  /** Processors of the machine; a whole number of 1 or more. */
  readonly vcpus: number;
  /** Memory of the machine in bytes, as the cloud sells it. */
  readonly memoryBytes: number;
  /** Most pods that the kubelet admits; each one reserves memory. */
  readonly maxPods: number;
}

/** What the scheduler gives to pods on one node, before daemon sets take their part. */
export interface NodeAllocatable {
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

/**
 * What EKS reserves of the processors for the kubelet: a share of each slice, in thousandths of a core.
 * https://github.com/awslabs/amazon-eks-ami/blob/db28da15d2b696bc08ac3aacc9675694f4a69933/files/bootstrap.sh#L251
 */
const CPU_RESERVATIONS = [
  { fromMilliCpu: 0, toMilliCpu: 1000, perTenThousand: 600 },
  { fromMilliCpu: 1000, toMilliCpu: 2000, perTenThousand: 100 },
  { fromMilliCpu: 2000, toMilliCpu: 4000, perTenThousand: 50 },
  { fromMilliCpu: 4000, toMilliCpu: Number.POSITIVE_INFINITY, perTenThousand: 25 },
] as const;

/** What EKS reserves of the memory for the kubelet: https://github.com/awslabs/amazon-eks-ami/blob/db28da15d2b696bc08ac3aacc9675694f4a69933/files/bootstrap.sh#L235 */
const RESERVED_MIB = 255;
const RESERVED_MIB_PER_POD = 11;

/** The kubelet evicts pods when less is free: https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds */
const EVICTION_MIB = 100;

/**
 * The part of the memory that hypervisor and firmware keep from the guest, in thousandths. Karpenter's
 * default, chosen so that a node is never smaller than planned: `VM_MEMORY_OVERHEAD_PERCENT` in
 * https://karpenter.sh/docs/reference/settings/
 */
const VM_OVERHEAD_PER_THOUSAND = 75;

/**
 * What pods can ask for on an EKS node, computed as Karpenter does for its reference of instance types:
 * https://karpenter.sh/docs/reference/instance-types/
 *
 * The machine's memory less what the guest never sees, the kubelet's reservation and the eviction
 * threshold, in whole MiB; the processors less the kubelet's reservation. Nothing is left on a machine
 * smaller than what is reserved: 0, never negative.
 *
 * Arm machines keep a further 64 MiB from the guest; none is in the catalogue.
 */
export function planAllocatable(spec: NodeAllocatableSpec): NodeAllocatable {
  const capacityMilliCpu = spec.vcpus * 1000;
  const overheadMiB = Math.ceil((spec.memoryBytes * VM_OVERHEAD_PER_THOUSAND) / 1000 / MEBIBYTE);
  const reservedMiB =
    overheadMiB + RESERVED_MIB + RESERVED_MIB_PER_POD * spec.maxPods + EVICTION_MIB;
  return {
    milliCpu: Math.max(0, capacityMilliCpu - reservedMilliCpu(capacityMilliCpu)),
    memoryBytes: Math.max(0, spec.memoryBytes - reservedMiB * MEBIBYTE),
  };
}

function reservedMilliCpu(capacityMilliCpu: number): number {
  let reserved = 0;
  for (const { fromMilliCpu, toMilliCpu, perTenThousand } of CPU_RESERVATIONS) {
    const slice = Math.min(capacityMilliCpu, toMilliCpu) - fromMilliCpu;
    if (slice > 0) reserved += Math.floor((slice * perTenThousand) / 10_000);
  }
  return reserved;
}
