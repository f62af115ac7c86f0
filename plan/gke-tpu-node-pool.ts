import type { BootDiskType } from "../catalog/gce-machine-types";
import { TpuPlacement } from "../catalog/tpu-generations";
import { GOOGLE_TPU_RESOURCE } from "../catalog/well-known";
import type { Result } from "../units/issue";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import { planGkeAllocatable } from "./gke-allocatable";
import { BOOT_DISK_GIB, planBootDiskType } from "./gke-boot-disk";
import { type GkeCapacityPlan, planGkeCapacity } from "./gke-capacity";
import { planGkeNodeLabels } from "./gke-node-labels";
import { toRegion } from "./gke-size";
import { planSliceCount, planTpuNodePools, type TpuNodePoolPlan } from "./gke-slice-count";
import {
  checkGkeTpuNodePool,
  type GkeTpuMachine,
  type GkeTpuNodePoolSpec,
  TPU_TAINT,
  toBootable,
} from "./gke-tpu-node-pool-spec";
import { type GkeUpkeepPlan, planGkeUpkeep } from "./gke-upkeep";
import { type NodeLabels, toPoolLabels } from "./node-labels";
import type { NodePoolRef, NodeTaint } from "./node-pool-ref";
import { type TpuSlice, toTpuLabels } from "./tpu-slice";

/** Pools as they will exist, in our words; the component says them in those of Google. */
export interface GkeTpuNodePoolPlan {
  /** What a model needs to know of the pool. */
  readonly ref: NodePoolRef;
  /** What every slice is made of. */
  readonly slice: TpuSlice;
  /** The node pools of GKE: one for all slices of one host, else one for each slice. */
  readonly nodePools: readonly TpuNodePoolPlan[];
  /** How the machines are bought. */
  readonly capacity: GkeCapacityPlan;
  /** Zone of all nodes. */
  readonly zone: string;
  /** How the hosts of a slice are brought to stand together. */
  readonly placement: TpuPlacementPlan;
  /** The disk that a node boots from. */
  readonly disk: { readonly type: BootDiskType; readonly sizeGiB: number };
  /** What GKE does to nodes by itself. */
  readonly upkeep: GkeUpkeepPlan;
  /** Labels that the pool gives its nodes. */
  readonly nodeLabels: NodeLabels;
  /** Taints of every node. */
  readonly taints: readonly NodeTaint[];
  /** What of the machine was not verified, for people; `undefined` where all was. */
  readonly unverified: string | undefined;
}

/** A slice of one host is whole wherever it stands; those of several are placed by their topology. */
export type TpuPlacementPlan =
  | { readonly kind: "none" }
  | { readonly kind: "compact"; readonly topology: string }
  | { readonly kind: "workload-policy"; readonly topology: string; readonly region: string };

/** Plans the pool called `name`, or says everything that is wrong with it. */
export function planGkeTpuNodePool(
  name: string,
  spec: GkeTpuNodePoolSpec,
): Result<GkeTpuNodePoolPlan> {
  const { issues, machine } = checkGkeTpuNodePool(name, spec);
  if (issues.length > 0 || machine === undefined) return { ok: false, issues };
  const { slice, row } = machine;
  const capacity = planGkeCapacity(spec);
  const nodePools = planTpuNodePools(slice, planSliceCount(spec, spec.capacityType));
  const taints = [TPU_TAINT, ...(spec.taints ?? [])];
  return {
    ok: true,
    value: {
      ref: toRef(name, spec, machine, taints),
      slice,
      nodePools,
      capacity,
      zone: spec.zone,
      placement: planPlacement(machine, spec.zone),
      disk: {
        type: planBootDiskType(spec, toBootable(machine)),
        sizeGiB: spec.diskSizeGiB ?? BOOT_DISK_GIB,
      },
      upkeep: planGkeUpkeep(spec, { capacity, isCompact: slice.hosts > 1 }),
      nodeLabels: planGkeNodeLabels(name, spec.labels ?? {}),
      taints,
      unverified: row.verified
        ? undefined
        : `what is known of TPU ${row.generation} was not all verified: ${row.sources.join(", ")}`,
    },
  };
}

/** https://docs.cloud.google.com/kubernetes-engine/docs/concepts/tpu-ironwood */
function planPlacement({ slice, row }: GkeTpuMachine, zone: string): TpuPlacementPlan {
  const { topology, hosts } = slice;
  if (hosts === 1) return { kind: "none" };
  if (row.placement === TpuPlacement.compact) return { kind: "compact", topology };
  return { kind: "workload-policy", topology, region: toRegion(zone) };
}

function toRef(
  name: string,
  spec: GkeTpuNodePoolSpec,
  { slice, host }: GkeTpuMachine,
  taints: NodeTaint[],
): NodePoolRef {
  const { generation, topology, machineType, hosts, chipsPerHost } = slice;
  const allocatable = planGkeAllocatable(host);
  return {
    name,
    generation,
    topology,
    machineType,
    labels: { ...toPoolLabels(name), ...toTpuLabels(slice) },
    taints,
    devicesPerNode: chipsPerHost,
    deviceResource: GOOGLE_TPU_RESOURCE,
    efaDevicesPerNode: 0,
    allocatableCpu: formatMilliCpu(allocatable.milliCpu),
    allocatableMemory: formatBytes(allocatable.memoryBytes),
    zone: spec.zone,
    maxSize: planSliceCount(spec, spec.capacityType).most * hosts,
  };
}
