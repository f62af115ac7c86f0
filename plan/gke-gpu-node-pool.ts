import { Architecture } from "../catalog/ec2-instance-types";
import { NVIDIA_GPU_RESOURCE } from "../catalog/well-known";
import type { Result } from "../units/issue";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import { planGkeAllocatable } from "./gke-allocatable";
import { type GkeCapacityPlan, planGkeCapacity } from "./gke-capacity";
import { type GkeDiskPlan, planGkeDisk } from "./gke-disk";
import { checkGkeGpuNodePool, type GkeGpuNodePoolSpec } from "./gke-gpu-node-pool-spec";
import type { GkeGpuMachine } from "./gke-machine";
import { type GkeNetworkPlan, planGkeNetwork } from "./gke-network";
import { type GkeNodeImagePlan, planGkeNodeImage } from "./gke-node-image";
import { planGkeNodeLabels } from "./gke-node-labels";
import { gpuTaints, withoutArmTaint } from "./gke-node-taints";
import { type GkePlacementPlan, planGkePlacement } from "./gke-placement";
import { type GkeSizePlan, planGkeSize } from "./gke-size";
import { type GkeUpkeepPlan, planGkeUpkeep } from "./gke-upkeep";
import { toPoolLabels } from "./node-labels";
import type { NodePoolRef, NodeTaint } from "./node-pool-ref";

/** A pool as it will exist, in our words; the component says them in those of Google. */
export interface GkeGpuNodePoolPlan {
  /** What a model needs to know of the pool. */
  readonly ref: NodePoolRef;
  /** Machine of every node. */
  readonly machine: GkeGpuMachine;
  /** How the machines are bought. */
  readonly capacity: GkeCapacityPlan;
  /** Where the nodes are, and how many. */
  readonly size: GkeSizePlan;
  /** What GKE does to nodes by itself. */
  readonly upkeep: GkeUpkeepPlan;
  /** Where nodes keep images and what pods write. */
  readonly disk: GkeDiskPlan;
  /** How devices of different nodes reach each other. */
  readonly network: GkeNetworkPlan;
  /** Where nodes stand; `undefined` for anywhere in their zones. */
  readonly placement: GkePlacementPlan;
  /** What nodes start from. */
  readonly image: GkeNodeImagePlan;
  /** Most pods on a node; `undefined` for that of the cluster. */
  readonly maxPodsPerNode: number | undefined;
  /** Whether nodes start only what is signed. */
  readonly secureBoot: boolean;
  /** Labels of every node. */
  readonly nodeLabels: Readonly<Record<string, string>>;
  /** Taints that the pool writes down. */
  readonly taints: readonly NodeTaint[];
  /** Whether GKE is told to taint the nodes by their architecture. */
  readonly taintsArm: boolean;
  /** What of the machine was not verified, for people; `undefined` where all was. */
  readonly unverified: string | undefined;
}

/** Plans the pool called `name`, or says everything that is wrong with it. */
export function planGkeGpuNodePool(
  name: string,
  spec: GkeGpuNodePoolSpec,
): Result<GkeGpuNodePoolPlan> {
  const { issues, machine } = checkGkeGpuNodePool(name, spec);
  if (issues.length > 0 || machine === undefined) return { ok: false, issues };
  return { ok: true, value: composeGkeGpuNodePool(name, spec, machine) };
}

/** The plan of a pool that was found to be without issues. */
function composeGkeGpuNodePool(
  name: string,
  spec: GkeGpuNodePoolSpec,
  machine: GkeGpuMachine,
): GkeGpuNodePoolPlan {
  const capacity = planGkeCapacity(spec);
  const size = planGkeSize(spec, capacity.capacityType);
  const placement = planGkePlacement(spec);
  const network = planGkeNetwork(spec, machine);
  const image = planGkeNodeImage(spec);
  const taints = [...gpuTaints(machine.architecture), ...(spec.taints ?? [])];
  return {
    ref: toRef(name, spec, { machine, size, taints, image }),
    machine,
    capacity,
    size,
    upkeep: planGkeUpkeep(spec, { capacity, isCompact: placement !== undefined }),
    disk: planGkeDisk(spec, machine),
    network,
    placement,
    image,
    maxPodsPerNode: spec.maxPodsPerNode,
    secureBoot: spec.secureBoot ?? false,
    nodeLabels: planGkeNodeLabels(name, spec.labels ?? {}, network.nodeLabels),
    taints: withoutArmTaint(taints),
    taintsArm: machine.architecture === Architecture.arm64,
    unverified: machine.verified
      ? undefined
      : `what is known of ${machine.name} was not all verified: ${machine.sources.join(", ")}`,
  };
}

interface RefParts {
  readonly machine: GkeGpuMachine;
  readonly size: GkeSizePlan;
  readonly taints: NodeTaint[];
  readonly image: GkeNodeImagePlan;
}

function toRef(
  name: string,
  { maxPodsPerNode }: GkeGpuNodePoolSpec,
  { machine, size, taints, image }: RefParts,
): NodePoolRef {
  const allocatable = planGkeAllocatable({
    ...machine,
    ...(maxPodsPerNode === undefined ? {} : { maxPods: maxPodsPerNode }),
    imageStreaming: image.imageStreaming,
  });
  const [zone, ...others] = size.zones;
  return {
    name,
    machineType: machine.name,
    labels: toPoolLabels(name),
    taints,
    devicesPerNode: machine.deviceCount,
    deviceResource: NVIDIA_GPU_RESOURCE,
    allocatableCpu: formatMilliCpu(allocatable.milliCpu),
    allocatableMemory: formatBytes(allocatable.memoryBytes),
    ...(zone === undefined || others.length > 0 ? {} : { zone }),
    maxSize: size.maxSize,
  };
}
