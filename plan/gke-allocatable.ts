import { Architecture } from "../catalog/ec2-instance-types";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";
import { allocatableMilliCpu } from "./cpu-reservation";
import type { NodeResources } from "./node-resources";

/** A GCE machine type, as the catalogue describes it. */
export interface GkeAllocatableSpec {
  /** Processors of the machine; a whole number of 1 or more. */
  readonly vcpus: number;
  /** Memory of the machine in bytes. */
  readonly memoryBytes: number;
  /** Defaults to `amd64`. */
  readonly architecture?: Architecture;
  /** Most pods that the kubelet admits; more than 110 reserve processors. Defaults to 110. */
  readonly maxPods?: number;
  /** Whether images are read as they are needed, which takes memory. Defaults to false. */
  readonly imageStreaming?: boolean;
}

/**
 * What GKE reserves of the memory for the kubelet: a share of each slice, in hundredths. Google's page writes GiB; nodes
 * have slices of 1000 MiB (seen: https://github.com/2i2c-org/infrastructure/issues/2121), as the autoscaler counts them:
 * https://github.com/kubernetes/autoscaler/blob/729ba955a1b62444d44848bf822004face224e8f/cluster-autoscaler/cloudprovider/gce/reserved.go
 * https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
const MEMORY_SLICES = [
  { fromMiB: 0, toMiB: 4000, percent: 25 },
  { fromMiB: 4000, toMiB: 8000, percent: 20 },
  { fromMiB: 8000, toMiB: 16_000, percent: 10 },
  { fromMiB: 16_000, toMiB: 128_000, percent: 6 },
  { fromMiB: 128_000, toMiB: Number.POSITIVE_INFINITY, percent: 2 },
] as const;

/** The kubelet evicts pods when less is free; in the same page. */
const EVICTION_MIB = 100;

/**
 * What the kernel of Google's node image keeps, by which the cluster autoscaler predicts a node: a part, what is fixed,
 * and a correction found by measuring, which has a maximum.
 * https://github.com/kubernetes/autoscaler/blob/0be995deb5071097a4d7b846e9ee9746821b6e87/cluster-autoscaler/cloudprovider/gce/gce_reserved.go
 */
const KERNEL = {
  divisor: 64,
  fixedMiB: 16,
  ioBufferMiB: 64,
  ioBufferAboveBytes: 3 * GIBIBYTE,
  correctionPerMillion: 1750,
  mostCorrectionMiB: 248,
  /** The kernel of Arm machines keeps less. */
  armPerTenThousand: 9971,
} as const;

/** GKE's kubelet reserves more than this for nodes with more pods: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes */
const USUAL_PODS = 110;
const MILLI_CPU_FOR_MORE_PODS = 400;

/** What image streaming adds to the kubelet's part, in hundredths; in the same page. */
const STREAMING_PERCENT = 4;

/**
 * What pods can ask for on a GKE node with Google's node image: the machine's memory less the kernel's part, the kubelet's
 * reservation and the eviction threshold, in whole MiB; the processors less the kubelet's reservation. Within a
 * thousandth of real nodes on x86; no node with Arm was compared.
 */
export function planGkeAllocatable(spec: GkeAllocatableSpec): NodeResources {
  const { vcpus, memoryBytes, maxPods = USUAL_PODS, imageStreaming = false } = spec;
  const mebibytes = memoryBytes / MEBIBYTE;
  const streaming = imageStreaming ? 100 + STREAMING_PERCENT : 100;
  const kubelet = Math.floor((kubeletMiB(mebibytes) * streaming) / 100);
  const left = mebibytes - kernelMiB(spec) - kubelet - EVICTION_MIB;
  const milliCpu =
    allocatableMilliCpu(vcpus) - (maxPods > USUAL_PODS ? MILLI_CPU_FOR_MORE_PODS : 0);
  return {
    milliCpu: Math.max(0, milliCpu),
    memoryBytes: Math.max(0, Math.floor(left)) * MEBIBYTE,
  };
}

function kernelMiB({ memoryBytes, architecture }: GkeAllocatableSpec): number {
  const mebibytes = memoryBytes / MEBIBYTE;
  const ioBuffer = memoryBytes > KERNEL.ioBufferAboveBytes ? KERNEL.ioBufferMiB : 0;
  const correction = (mebibytes * KERNEL.correctionPerMillion) / 1_000_000;
  const corrected = Math.min(correction, KERNEL.mostCorrectionMiB);
  const kernel = mebibytes / KERNEL.divisor + KERNEL.fixedMiB + ioBuffer + corrected;
  if (architecture !== Architecture.arm64) return kernel;
  return (kernel * KERNEL.armPerTenThousand) / 10_000;
}

function kubeletMiB(mebibytes: number): number {
  let reserved = 0;
  for (const { fromMiB, toMiB, percent } of MEMORY_SLICES) {
    const slice = Math.min(mebibytes, toMiB) - fromMiB;
    if (slice > 0) reserved += (slice * percent) / 100;
  }
  return reserved;
}
