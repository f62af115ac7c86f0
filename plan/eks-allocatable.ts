import { Architecture } from "../catalog/ec2-instance-types";
import { MEBIBYTE } from "../units/quantity";
import { allocatableMilliCpu } from "./cpu-reservation";
import type { NodeResources } from "./node-resources";

/** An EC2 instance type, as the catalogue describes it. */
export interface EksAllocatableSpec {
  /** Processors of the machine; a whole number of 1 or more. */
  readonly vcpus: number;
  /** Memory of the machine in bytes, as the cloud sells it. */
  readonly memoryBytes: number;
  /** Most pods that the kubelet admits; each one reserves memory. */
  readonly maxPods: number;
  /** Defaults to `amd64`. */
  readonly architecture?: Architecture;
  /** Huge pages that the node sets aside at boot, in bytes; pods ask for them by their own resource. Defaults to 0. */
  readonly hugePagesBytes?: number;
}

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

/** What Arm machines keep from the guest beyond that: https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/providers/instancetype/types.go#L514 */
const ARM_RESERVED_MIB = 64;

/**
 * What pods can ask for on an EKS node, computed as Karpenter does for its reference of instance types:
 * https://karpenter.sh/docs/reference/instance-types/
 *
 * The machine's memory less what the guest never sees, the kubelet's reservation and the eviction
 * threshold, in whole MiB; the processors less the kubelet's reservation. Nothing is left on a machine
 * smaller than what is reserved: 0, never negative.
 * Huge pages are not memory to the scheduler: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/nodestatus/setters.go
 */
export function planEksAllocatable(spec: EksAllocatableSpec): NodeResources {
  const { vcpus, maxPods, architecture, hugePagesBytes = 0 } = spec;
  const armMiB = architecture === Architecture.arm64 ? ARM_RESERVED_MIB : 0;
  const memoryBytes = spec.memoryBytes - armMiB * MEBIBYTE;
  const overheadMiB = Math.ceil((memoryBytes * VM_OVERHEAD_PER_THOUSAND) / 1000 / MEBIBYTE);
  const reservedMiB = overheadMiB + RESERVED_MIB + RESERVED_MIB_PER_POD * maxPods + EVICTION_MIB;
  return {
    milliCpu: allocatableMilliCpu(vcpus),
    memoryBytes: Math.max(0, memoryBytes - reservedMiB * MEBIBYTE - hugePagesBytes),
  };
}
