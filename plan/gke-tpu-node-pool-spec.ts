import {
  findTpuGeneration,
  type TpuGeneration,
  type TpuGenerationRow,
  type TpuMachineType,
} from "../catalog/tpu-generations";
import { GOOGLE_TPU_RESOURCE } from "../catalog/well-known";
import { type Issue, issue, issuesOf } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import { checkOwnKeys } from "./foreign-keys";
import { type BootableMachine, checkBootDisk, type GkeBootDiskSpec } from "./gke-boot-disk";
import {
  checkGkeCapacity,
  type GkeCapacitySpec,
  GkeCapacityType,
  planGkeCapacity,
} from "./gke-capacity";
import { GKE_WIRING_KEYS } from "./gke-foreign-keys";
import { checkGkeNodeLabels } from "./gke-node-labels";
import { checkGkeTaints } from "./gke-node-taints";
import { checkZone } from "./gke-size";
import { checkSliceCount, type GkeSliceCountSpec, planSliceCount } from "./gke-slice-count";
import { GKE_TPU_FOREIGN_KEYS } from "./gke-tpu-foreign-keys";
import { checkGkeUpkeep, type GkeUpkeepSpec } from "./gke-upkeep";
import { type NodeTaint, TaintEffect } from "./node-pool-ref";
import { planTpuSlice, type TpuSlice } from "./tpu-slice";
import { checkKeys, isMap } from "./value-check";

/** A pool of equal TPU slices on GKE: what they are made of and how many there are. */
export interface GkeTpuNodePoolSpec
  extends GkeCapacitySpec,
    GkeSliceCountSpec,
    GkeBootDiskSpec,
    GkeUpkeepSpec {
  /** Generation of the chips. Another one replaces the pool. */
  readonly generation: TpuGeneration;
  /** Chips of a slice in each direction, such as `2x4`, or `2x2x4` for v4, v5p and TPU7x; hosts and chips per host follow from it. Another one replaces the pool. https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus */
  readonly topology: string;
  /** Machine of every host, where several make the topology, such as `ct6e-standard-4t` for a `2x4` of two. Defaults to the one with the most chips: a slice of one host serves without a group of pods. Another one replaces the pool. */
  readonly machineType?: string;
  /** Zone of the slices, such as `us-east5-b`: one that sells the generation, as few do. Another one moves the nodes. https://cloud.google.com/tpu/docs/regions-zones */
  readonly zone: string;
  /** Further labels of the nodes. That of the pool is set in any case, and those of generation and topology are set by GKE. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further taints of the nodes. `google.com/tpu=present:NoSchedule`, which keeps other pods away, is set in any case, as GKE does. */
  readonly taints?: NodeTaint[];
}

const SPEC_KEYS = [
  ...["generation", "topology", "machineType", "zone"],
  ...["sliceCount", "minSliceCount", "maxSliceCount"],
  ...["capacityType", "reservationName", "maxRunDurationSeconds"],
  ...["diskType", "diskSizeGiB", "labels", "taints"],
  ...["autoRepair", "autoUpgrade", "maxSurge", "maxUnavailable"],
] as const satisfies readonly (keyof GkeTpuNodePoolSpec)[];

/** Keys of a pool of TPU slices. */
export const TPU_POOL_KEYS: readonly string[] = [...SPEC_KEYS, ...GKE_WIRING_KEYS];

/** What nodes with TPUs have in any case. */
export const TPU_TAINT: NodeTaint = {
  key: GOOGLE_TPU_RESOURCE,
  value: "present",
  effect: TaintEffect.noSchedule,
};

/** A slice, and what is known of its generation and of its hosts. */
export interface GkeTpuMachine {
  readonly slice: TpuSlice;
  readonly row: TpuGenerationRow;
  readonly host: TpuMachineType;
}

/** A pool without issues has a machine. */
export function checkGkeTpuNodePool(
  name: string,
  spec: GkeTpuNodePoolSpec,
): { readonly issues: readonly Issue[]; readonly machine: GkeTpuMachine | undefined } {
  if (!isMap(spec)) return { issues: checkKeys("", spec, SPEC_KEYS), machine: undefined };
  const slice = planTpuSlice(spec);
  const machine = slice.ok ? findMachine(slice.value) : undefined;
  const capacity = planGkeCapacity(spec);
  const isCompact = machine !== undefined && machine.slice.hosts > 1;
  const issues = [
    ...checkOwnKeys(spec, TPU_POOL_KEYS, GKE_TPU_FOREIGN_KEYS),
    ...issuesOf(slice),
    ...checkZone("zone", spec.zone),
    ...checkGkeCapacity(spec, [spec.zone]),
    ...checkSliceCount(spec, spec.capacityType, machine?.slice.hosts ?? 1),
    ...checkBootDisk(spec, machine === undefined ? undefined : toBootable(machine)),
    ...(machine === undefined ? [] : checkSale(spec, machine)),
    ...checkGkeUpkeep(spec, { capacity, isCompact }),
    ...checkGkeNodeLabels(spec.labels),
    ...checkGkeTaints(spec.taints, [TPU_TAINT]),
    ...checkName(name, spec),
  ];
  return { issues, machine };
}

function findMachine(slice: TpuSlice): GkeTpuMachine | undefined {
  const row = findTpuGeneration(slice.generation);
  const host = row?.machineTypes.find(({ name }) => name === slice.machineType);
  return row === undefined || host === undefined ? undefined : { slice, row, host };
}

/** Every machine of a generation boots from the same disks. */
export function toBootable({ host, row }: GkeTpuMachine): BootableMachine {
  return { name: host.name, bootDisks: row.bootDisks };
}

function checkSale({ capacityType }: GkeTpuNodePoolSpec, { row }: GkeTpuMachine): Issue[] {
  if (capacityType !== GkeCapacityType.flexStart || row.flexStart) return [];
  const rule = `Dynamic Workload Scheduler, which flex-start is, has no ${row.generation}`;
  const wayOut = "use on-demand or spot, or another generation";
  return [issue("capacityType", capacityType, rule, wayOut)];
}

/** A node pool's name has at most 40 characters, of which Pulumi adds 8. https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools (name) */
const NAME_MAX_LENGTH = 32;

function checkName(name: string, spec: GkeTpuNodePoolSpec): Issue[] {
  const { most } = planSliceCount(spec, spec.capacityType);
  const digits = Number.isSafeInteger(most) ? String(most).length : 1;
  const length = NAME_MAX_LENGTH - "-slice-".length - digits;
  const issues = checkDnsLabel("name", name, length);
  if (issues.length > 0 || !/^\d/.test(name)) return issues;
  return [
    issue(
      "name",
      name,
      "a node pool of GKE begins with a letter",
      `write for example pool-${name}`,
    ),
  ];
}
