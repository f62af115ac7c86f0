import { NVIDIA_GPU_RESOURCE } from "../catalog/well-known";
import type { Result } from "../units/issue";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import { planEksAllocatable } from "./eks-allocatable";
import { type EksCapacityPlan, planEksCapacity } from "./eks-capacity";
import { type EksDiskPlan, planEksDisk } from "./eks-disk";
import {
  checkEksGpuNodePool,
  DEFAULT_SYSTEM,
  type EksGpuNodePoolSpec,
  GPU_POOL_KEYS,
} from "./eks-gpu-node-pool-spec";
import type { EksMachine } from "./eks-machine";
import { mostEksPods, planEksMaxPods } from "./eks-max-pods";
import { planNodeLabels } from "./eks-node-labels";
import { planEksNodeUserData } from "./eks-node-user-data";
import { planScaleFromZeroTags, type ScaleFromZeroTag } from "./eks-scale-from-zero-tags";
import { toPoolLabels } from "./node-labels";
import { type NodePoolRef, type NodeTaint, TaintEffect } from "./node-pool-ref";

/** A pool as it will exist, in our words; the component says them in those of AWS. */
export interface EksGpuNodePoolPlan {
  /** What a model needs to know of the pool. */
  readonly ref: NodePoolRef;
  /** Machine and image of every node. */
  readonly machine: EksMachine;
  /** How many nodes there are, and how they are bought. */
  readonly capacity: EksCapacityPlan;
  /** Where nodes keep images and what pods write. */
  readonly disk: EksDiskPlan;
  /** Version of the image; `undefined` where EKS takes the newest at creation. */
  readonly releaseVersion: string | undefined;
  /** Labels of every node. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Taints of every node. */
  readonly taints: readonly NodeTaint[];
  /** Memory that a node sets aside as huge pages of 2 MiB. */
  readonly hugePagesBytes: number;
  /** As text; `undefined` where EKS has nothing to add its own to. */
  readonly userData: string | undefined;
  /** Hops that answers of the metadata service travel: 2 reach pods. */
  readonly metadataHopLimit: number;
  /** Tags of the Auto Scaling group; none where the pool never goes to zero. */
  readonly scaleFromZeroTags: readonly ScaleFromZeroTag[];
  /** What of the machine was not verified, for people; `undefined` where all was. */
  readonly unverified: string | undefined;
}

/** What EFA adds to a pool. */
export interface EfaEquipment {
  readonly devices: number;
  /** EFA-only interfaces on card 0, each of which takes the place of one with addresses for pods. */
  readonly efaOnlyOnPrimaryCard: number;
  /** Memory that the EFA driver sets aside at boot as huge pages of 2 MiB. */
  readonly hugePagesBytes: number;
}

const WITHOUT_EFA: EfaEquipment = { devices: 0, efaOnlyOnPrimaryCard: 0, hugePagesBytes: 0 };

/** Plans the pool called `name`, or says everything that is wrong with it. */
export function planEksGpuNodePool(
  name: string,
  spec: EksGpuNodePoolSpec,
): Result<EksGpuNodePoolPlan> {
  const { issues, machine } = checkEksGpuNodePool(name, spec, GPU_POOL_KEYS);
  if (issues.length > 0 || machine === undefined) return { ok: false, issues };
  return { ok: true, value: composeEksGpuNodePool(name, spec, machine, WITHOUT_EFA) };
}

/** The plan of a pool that was found to be without issues. */
export function composeEksGpuNodePool(
  name: string,
  spec: EksGpuNodePoolSpec,
  machine: EksMachine,
  efa: EfaEquipment,
): EksGpuNodePoolPlan {
  const { row } = machine;
  const capacity = planEksCapacity(spec);
  const disk = planEksDisk(spec, row);
  const taints = spec.taints ?? [DEVICE_TAINT];
  const operatingSystem = spec.operatingSystem ?? DEFAULT_SYSTEM;
  return {
    ref: toRef(name, spec, { machine, capacity, taints, efa }),
    machine,
    capacity,
    disk,
    releaseVersion: spec.releaseVersion,
    nodeLabels: planNodeLabels(name, spec.labels ?? {}, efa.devices),
    taints,
    hugePagesBytes: efa.hugePagesBytes,
    userData: planEksNodeUserData({
      operatingSystem,
      raid0: disk.raid0,
      maxPods: planMaxPods(spec, machine, efa),
    }),
    metadataHopLimit: spec.metadataHopLimit ?? 1,
    scaleFromZeroTags: planScaleFromZeroTags({
      minSize: capacity.minSize,
      efaDevices: efa.devices,
      hugePagesBytes: efa.hugePagesBytes,
      ephemeralStorageBytes: disk.ephemeralStorageBytes,
    }),
    unverified: row.verified
      ? undefined
      : `what is known of ${row.name} was not all verified: ${row.sources.join(", ")}`,
  };
}

const DEVICE_TAINT: NodeTaint = {
  key: NVIDIA_GPU_RESOURCE,
  value: "true",
  effect: TaintEffect.noSchedule,
};

/** EKS counts the addresses of a machine without knowing its interfaces, so it has to be told where EFA takes a place. */
function planMaxPods(
  { maxPods }: EksGpuNodePoolSpec,
  { row }: EksMachine,
  { efaOnlyOnPrimaryCard }: EfaEquipment,
): number | undefined {
  if (maxPods !== undefined || efaOnlyOnPrimaryCard === 0) return maxPods;
  return Math.min(planEksMaxPods(row, efaOnlyOnPrimaryCard), mostEksPods(row));
}

interface RefParts {
  readonly machine: EksMachine;
  readonly capacity: EksCapacityPlan;
  readonly taints: NodeTaint[];
  readonly efa: EfaEquipment;
}

function toRef(
  name: string,
  spec: EksGpuNodePoolSpec,
  { machine: { row }, capacity, taints, efa }: RefParts,
): NodePoolRef {
  const allocatable = planEksAllocatable({
    ...row,
    // The kubelet's memory is reserved for the pods that the machine could have, whatever it is told to take.
    maxPods: Math.max(planEksMaxPods(row), spec.maxPods ?? 0),
    hugePagesBytes: efa.hugePagesBytes,
  });
  return {
    name,
    instanceType: row.name,
    labels: toPoolLabels(name),
    taints,
    devicesPerNode: row.deviceCount,
    deviceResource: NVIDIA_GPU_RESOURCE,
    efaDevicesPerNode: efa.devices,
    allocatableCpu: formatMilliCpu(allocatable.milliCpu),
    allocatableMemory: formatBytes(allocatable.memoryBytes),
    ...(spec.availabilityZone === undefined ? {} : { zone: spec.availabilityZone }),
    maxSize: capacity.maxSize,
  };
}
