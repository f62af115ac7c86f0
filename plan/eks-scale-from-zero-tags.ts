import { EFA_RESOURCE, HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import { formatBytes, GIBIBYTE } from "../units/quantity";

/** What a node offers beyond what the Cluster Autoscaler finds out by itself. */
export interface ScaleFromZeroSpec {
  readonly minSize: number;
  readonly efaDevices: number;
  readonly hugePagesBytes: number;
  /** Size of the disk that holds images and writable layers. */
  readonly ephemeralStorageBytes: number;
}

/** A tag of an Auto Scaling group. */
export interface ScaleFromZeroTag {
  /** Name of the tag among those of its pool; part of the identity of the resource. */
  readonly name: string;
  /** Key of the tag, which names the resource. */
  readonly key: string;
  /** Amount of the resource on one node, as a Kubernetes quantity. */
  readonly value: string;
}

/**
 * Tags of the Auto Scaling group from which the Cluster Autoscaler learns what a node of it would offer, while there is
 * none to look at; none for a pool that always has one. Labels and taints of a managed group it reads from EKS itself.
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function planScaleFromZeroTags(spec: ScaleFromZeroSpec): readonly ScaleFromZeroTag[] {
  if (spec.minSize > 0) return [];
  const { efaDevices, hugePagesBytes } = spec;
  const ephemeralBytes = allocatableEphemeralBytes(spec.ephemeralStorageBytes);
  return [
    ...(efaDevices === 0 ? [] : [toTag("efa", EFA_RESOURCE, String(efaDevices))]),
    ...(hugePagesBytes === 0
      ? []
      : [toTag("huge-pages", HUGE_PAGES_2MI_RESOURCE, formatBytes(hugePagesBytes))]),
    toTag("ephemeral-storage", "ephemeral-storage", formatBytes(ephemeralBytes)),
  ];
}

function toTag(name: string, resource: string, value: string): ScaleFromZeroTag {
  return { name, key: `k8s.io/cluster-autoscaler/node-template/resources/${resource}`, value };
}

/** The kubelet evicts pods when less than this part is free, and EKS reserves 1 GiB: https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/config.go#L285 */
const EVICTION_PERCENT = 10;
const RESERVED_GIB = 1;

/** In whole GiB: of 20 GiB pods get 17, as in Karpenter's reference of instance types. */
function allocatableEphemeralBytes(bytes: number): number {
  const gibibytes = Math.floor((bytes * (100 - EVICTION_PERCENT)) / 100 / GIBIBYTE);
  return Math.max(0, gibibytes - RESERVED_GIB) * GIBIBYTE;
}
