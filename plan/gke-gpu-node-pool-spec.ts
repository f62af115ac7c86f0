import { type Issue, issue, issuesOf } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import { checkOwnKeys } from "./foreign-keys";
import { checkGkeCapacity, type GkeCapacitySpec, planGkeCapacity } from "./gke-capacity";
import { checkGkeDisk, type GkeDiskSpec } from "./gke-disk";
import { GKE_WIRING_KEYS } from "./gke-foreign-keys";
import { GKE_GPU_FOREIGN_KEYS } from "./gke-gpu-foreign-keys";
import { checkGkeSale, type GkeGpuMachine, requireGkeGpuMachine } from "./gke-machine";
import { checkGkeNetwork, type GkeNetworkSpec } from "./gke-network";
import { checkGkeNodeImage, type GkeNodeImageSpec } from "./gke-node-image";
import { checkGkeNodeLabels } from "./gke-node-labels";
import { checkGkeTaints, gpuTaints } from "./gke-node-taints";
import { checkGkePlacement, type GkePlacementSpec, planGkePlacement } from "./gke-placement";
import { checkGkeSize, type GkeSizeSpec, planGkeSize } from "./gke-size";
import { checkGkeUpkeep, type GkeUpkeepSpec } from "./gke-upkeep";
import type { NodeTaint } from "./node-pool-ref";
import { checkBoolean, checkKeys, isMap, optional } from "./value-check";

/** A pool of equal machines with NVIDIA devices on GKE: what it is made of and how many there are. */
export interface GkeGpuNodePoolSpec
  extends GkeCapacitySpec,
    GkeSizeSpec,
    GkeUpkeepSpec,
    GkeDiskSpec,
    GkeNetworkSpec,
    GkePlacementSpec,
    GkeNodeImageSpec {
  /** GCE machine type of every node, such as `a4-highgpu-8g`; one of the catalogue that has NVIDIA devices. One with other devices replaces the pool, one of another size with the same devices updates the nodes. */
  readonly machineType: string;
  /** Most pods on a node, 8 to 256; needs a VPC-native cluster. When absent, that of the cluster, 110 unless it says otherwise. Another number replaces the pool. https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
  readonly maxPodsPerNode?: number;
  /** Whether nodes start only what Google or the maker of the image has signed. Defaults to false: with it, a kernel module of your own does not load, such as a driver that you install. Another value replaces the pool. https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes */
  readonly secureBoot?: boolean;
  /** Further labels of the nodes. That of the pool, and those by which GKE turns on what the pool asks for, are set in any case. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further taints of the nodes. `nvidia.com/gpu=present:NoSchedule` is there in any case, and on Arm `kubernetes.io/arch=arm64:NoSchedule`. */
  readonly taints?: NodeTaint[];
}

const SPEC_KEYS = [
  ...["machineType", "maxPodsPerNode", "secureBoot", "labels", "taints"],
  ...["capacityType", "reservationName", "maxRunDurationSeconds"],
  ...["zones", "size", "minSize", "maxSize", "ignoreScalingChanges"],
  ...["autoRepair", "autoUpgrade", "maxSurge", "maxUnavailable"],
  ...["diskType", "diskSizeGiB", "localSsdCount", "localSsdUse"],
  ...["acceleratorNetworkProfile", "compactPlacement", "placementPolicyName"],
  ...["imageType", "gpuDriverVersion", "imageStreaming", "imageCacheDisk"],
] as const satisfies readonly (keyof GkeGpuNodePoolSpec)[];

/** All that a pool has, wiring included. */
export const GKE_GPU_POOL_KEYS: readonly string[] = [
  ...[...SPEC_KEYS, ...GKE_WIRING_KEYS],
  "additionalNetworks",
];

/** A pool without issues has a machine. */
export function checkGkeGpuNodePool(
  name: string,
  spec: GkeGpuNodePoolSpec,
): { readonly issues: readonly Issue[]; readonly machine: GkeGpuMachine | undefined } {
  if (!isMap(spec)) return { issues: checkKeys("", spec, SPEC_KEYS), machine: undefined };
  const required = requireGkeGpuMachine(spec.machineType);
  const machine = required.ok ? required.value : undefined;
  const zones = Array.isArray(spec.zones) ? spec.zones : [];
  const capacityIssues = checkGkeCapacity(spec, zones);
  const sizeIssues = checkGkeSize(spec, spec.capacityType);
  const isBought = machine !== undefined && capacityIssues.length === 0;
  const capacity = planGkeCapacity(spec);
  const maxSize =
    sizeIssues.length > 0 ? undefined : planGkeSize(spec, capacity.capacityType).maxSize;
  const issues = [
    ...checkPoolName(name),
    ...checkOwnKeys(spec, GKE_GPU_POOL_KEYS, GKE_GPU_FOREIGN_KEYS),
    ...issuesOf(required),
    ...capacityIssues,
    ...(isBought ? checkGkeSale(machine, spec) : []),
    ...sizeIssues,
    ...checkGkeUpkeep(spec, { capacity, isCompact: planGkePlacement(spec) !== undefined }),
    ...checkGkeDisk(spec, machine),
    ...checkGkeNetwork(spec, {
      machine,
      zones,
      additionalNetworks: "additionalNetworks" in spec ? spec.additionalNetworks : undefined,
    }),
    ...checkGkePlacement(spec, { machine, zones, capacityType: spec.capacityType, maxSize }),
    ...checkGkeNodeImage(spec, machine),
    ...optional(checkMaxPods)("maxPodsPerNode", spec.maxPodsPerNode),
    ...optional(checkBoolean)("secureBoot", spec.secureBoot),
    ...checkGkeNodeLabels(spec.labels),
    ...checkGkeTaints(spec.taints, gpuTaints(machine?.architecture)),
  ];
  return { issues, machine };
}

/**
 * A name of a node pool has at most 40 characters; `-pool` and the digits that Pulumi adds take 13.
 * https://cloud.google.com/sdk/gcloud/reference/container/node-pools/create (NAME)
 */
const NAME_MAX_LENGTH = 27;

function checkPoolName(name: string): Issue[] {
  const issues = checkDnsLabel("name", name, NAME_MAX_LENGTH);
  if (issues.length > 0 || /^[a-z]/.test(name)) return issues;
  const rule = "a node pool of GKE begins with a letter";
  return [issue("name", name, rule, `write for example pool-${name}`)];
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr */
const FEWEST_PODS = 8;
const MOST_PODS = 256;

function checkMaxPods(path: string, pods: unknown): Issue[] {
  const isLegal =
    Number.isSafeInteger(pods) && Number(pods) >= FEWEST_PODS && Number(pods) <= MOST_PODS;
  if (isLegal) return [];
  const rule = `must be a whole number from ${FEWEST_PODS} to ${MOST_PODS}`;
  return [issue(path, pods, rule, "write a number in between, or leave it out")];
}
