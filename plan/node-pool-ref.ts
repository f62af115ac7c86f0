import { AcceleratorVendor } from "../catalog/accelerators";
import type { TpuGeneration } from "../catalog/tpu-generations";
import { type Issue, issue, issuesOf } from "../units/issue";
import { findNearest } from "../units/nearest";
import { checkLabelKey, checkLabelValue } from "../units/resource-name";
import { isTpuPool, MACHINE_KEYS } from "./machine";
import { planTpuSlice } from "./tpu-slice";
import {
  checkBytes,
  checkChoice,
  checkKeys,
  checkMilliCpu,
  checkRequiredText,
  checkText,
  checkWholeNumber,
  isMap,
  optional,
  withoutMisspelt,
} from "./value-check";

/** What happens to a pod that does not tolerate a taint; the words are Kubernetes' own. */
export const TaintEffect = {
  /** The pod is not placed on the node. */
  noSchedule: "NoSchedule",
  /** The pod is placed there only when nothing else is free. */
  preferNoSchedule: "PreferNoSchedule",
  /** The pod is not placed there, and one that runs there is evicted. */
  noExecute: "NoExecute",
} as const;
export type TaintEffect = (typeof TaintEffect)[keyof typeof TaintEffect];

/** A taint as the nodes of a pool carry it. */
export interface NodeTaint {
  /** Key of the taint, such as `nvidia.com/gpu`. */
  readonly key: string;
  /** Value of the taint. When absent, every value of the key is tolerated. */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: TaintEffect;
}

/**
 * What a model needs to know of a node pool; plain, so that a preview can show everything.
 *
 * Every pool component exposes one as `ref`. For a pool that is not ours, write it by hand: `name` and either
 * `instanceType`, `machineType`, or `generation` and `topology` are enough, the rest is derived from the catalogue. The
 * same holds in other languages than TypeScript, where `ref` of a pool arrives as an output that no plan can read: write
 * these and add `dependsOn`.
 */
export interface NodePoolRef {
  /** Name of the pool, for messages and for the local control plane. */
  readonly name: string;
  /**
   * EC2 instance type of every node, such as `p6-b200.48xlarge`; required where neither `machineType` nor `generation` is
   * given, refused beside them. When it is in the catalogue, whatever is absent below is derived from its row; when it is
   * not, `devicesPerNode`, `allocatableCpu`, `allocatableMemory` and, where there are devices, `acceleratorVendor` or
   * `deviceResource` are required: a machine of another cloud, or of nobody's, is described so, under any name, with
   * `labels` that only its nodes carry.
   */
  readonly instanceType?: string;
  /**
   * GCE machine type of every node, such as `a4-highgpu-8g`: what `instanceType` is on EKS, this is on GKE. Beside
   * `generation` and `topology` it chooses where several machines make the topology: `ct6e-standard-4t` for a `2x4` of two.
   */
  readonly machineType?: string;
  /** Generation of the TPU chips, for a pool of slices on GKE; with `topology` it stands in place of `machineType`, which follows from both. */
  readonly generation?: TpuGeneration;
  /** Topology of the TPU slices, such as `2x4`; required with `generation`. One of several hosts has all of them or none, which `maxSize` is held to. */
  readonly topology?: string;
  /**
   * Labels that every node of this pool carries and no other node does; they become the node selector.
   * Defaults to the label `node.kubernetes.io/instance-type`, which selects every pool of that machine; for TPUs with those
   * of GKE for generation and topology.
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes; they become tolerations. Defaults to the taint of the device, with `instanceType` of any value (`nvidia.com/gpu:NoSchedule`), on GKE of the one that it sets (`nvidia.com/gpu=present:NoSchedule`, `google.com/tpu=present:NoSchedule`); none on a machine without devices. */
  readonly taints?: NodeTaint[];
  /**
   * Whose the devices are: image, device resource, environment and the chart's accelerator type follow from it. Defaults to
   * the vendor of the machine in the catalogue, else to the one whose device resource is given.
   */
  readonly acceleratorVendor?: AcceleratorVendor;
  /** Model of the devices of a machine outside the catalogue, such as `MI300X`, for people and for what a model takes of them. When absent, nothing is known of their memory. */
  readonly acceleratorModel?: string;
  /** Memory of one device of a machine outside the catalogue as engines see it, as a Kubernetes quantity such as `128Gi`. Defaults to that of `acceleratorModel`, where the catalogue has it. */
  readonly deviceMemory?: string;
  /** Extended resource by which pods ask for devices. Defaults to that of the accelerator's vendor: `amd.com/gpu`, `gpu.intel.com/i915`, `gpu.intel.com/xe`, `habana.ai/gaudi`, `nvidia.com/gpu`. */
  readonly deviceResource?: string;
  /** Devices on one node; 0 for a machine without. Defaults to those of the machine in the catalogue. */
  readonly devicesPerNode?: number;
  /**
   * EFA interfaces that pods can ask for on one node; 0 for none. Defaults to those of the machine, which are there only
   * where the pool has been given them: pods of `prefill` and `decode`, and of servers over several hosts, ask for their
   * share only where the number is written, as pools of `EksEfaNodePool` do.
   */
  readonly efaDevicesPerNode?: number;
  /** CPU that pods can have on one node, as a Kubernetes quantity. Defaults to that of the machine in the catalogue. */
  readonly allocatableCpu?: string;
  /** Memory that pods can have on one node, as a Kubernetes quantity. Defaults to that of the machine in the catalogue. */
  readonly allocatableMemory?: string;
  /** Zone of the nodes, where the pool has exactly one; required where pods reach each other by EFA. When absent, nothing is held against it. */
  readonly zone?: string;
  /**
   * Most nodes that the pool can have. When absent, the size is taken as unknown: nothing is refused for lack of
   * nodes, and a roll-out does not count on a spare one.
   */
  readonly maxSize?: number;
}

const REF_KEYS = [
  ...["name", "instanceType", "machineType", "generation", "topology"],
  ...["labels", "taints", "acceleratorVendor", "acceleratorModel", "deviceMemory"],
  ...["deviceResource"],
  ...["devicesPerNode", "efaDevicesPerNode", "allocatableCpu", "allocatableMemory"],
  ...["zone", "maxSize"],
] as const satisfies readonly (keyof NodePoolRef)[];

/** What is wrong with the form of a reference: another language or a file can put anything in its place. */
export function checkNodePoolRef(ref: NodePoolRef): Issue[] {
  if (!isMap(ref)) {
    const wayOut = "write name and instanceType, or take ref of a pool";
    return [issue("", ref, "must be a node pool", wayOut)];
  }
  const issues = [
    ...checkKeys("", ref, REF_KEYS),
    ...checkRequiredText("name", ref.name),
    ...checkMachineKeys(ref),
    ...optional(checkChoice(Object.values(AcceleratorVendor)))(
      "acceleratorVendor",
      ref.acceleratorVendor,
    ),
    ...optional(checkText)("acceleratorModel", ref.acceleratorModel),
    ...optional(checkBytes)("deviceMemory", ref.deviceMemory),
    ...optional(checkText)("deviceResource", ref.deviceResource),
    ...optional(checkText)("zone", ref.zone),
    ...optional(checkLabels)("labels", ref.labels),
    ...optional(checkTaints)("taints", ref.taints),
    ...optional(checkWholeNumber(0))("devicesPerNode", ref.devicesPerNode),
    ...optional(checkWholeNumber(0))("efaDevicesPerNode", ref.efaDevicesPerNode),
    ...optional(checkMilliCpu)("allocatableCpu", ref.allocatableCpu),
    ...optional(checkBytes)("allocatableMemory", ref.allocatableMemory),
    ...optional(checkWholeNumber(1))("maxSize", ref.maxSize),
  ];
  return withoutMisspelt(issues, { path: "", value: ref, keys: REF_KEYS });
}

/** A node is one machine, of one cloud. */
function checkMachineKeys(ref: NodePoolRef): Issue[] {
  const [first, second] = MACHINE_KEYS.filter((key) => ref[key] !== undefined);
  if (isTpuPool(ref)) {
    if (ref.instanceType === undefined) return [...issuesOf(planTpuSlice(ref))];
    const rule = "a pool has one kind of machine, and that of a TPU slice is no EC2 instance type";
    return [issue("instanceType", ref.instanceType, rule, "leave it out")];
  }
  if (first === undefined) {
    // A misspelt one is not told as an absent one too.
    const keys = [...MACHINE_KEYS, "topology"];
    if (Object.keys(ref).some((key) => findNearest(key, keys) !== undefined)) return [];
    const rule =
      "a pool has instanceType (EC2), machineType (GCE), or generation and topology (TPU slices)";
    return [issue(MACHINE_KEYS[0], undefined, rule, "write one of the three")];
  }
  if (second !== undefined) {
    const rule = `a pool has one kind of machine, and ${first} stands beside it`;
    return [issue(second, ref[second], rule, "leave one of the two out")];
  }
  return checkRequiredText(first, ref[first]);
}

function checkLabels(path: string, labels: unknown): Issue[] {
  if (!isMap(labels) || Object.keys(labels).length === 0) {
    const rule = "must be a map of one label or more, since none selects every node";
    return [
      issue(path, labels, rule, "write a label that only these nodes carry, or leave it out"),
    ];
  }
  return Object.entries(labels).flatMap(([key, value]) => [
    ...checkLabelKey(`${path}.${key}`, key),
    ...checkLabelValue(`${path}.${key}`, value),
  ]);
}

const TAINT_KEYS = ["key", "value", "effect"] as const satisfies readonly (keyof NodeTaint)[];

/** What is wrong with a list of taints. */
export function checkTaints(path: string, taints: unknown): Issue[] {
  if (!Array.isArray(taints)) {
    return [issue(path, taints, "must be a list of taints", "write key and effect of each")];
  }
  return taints.flatMap((taint: unknown, index) => {
    const place = `${path}[${index}]`;
    const unknown = checkKeys(place, taint, TAINT_KEYS);
    if (!isMap(taint)) return unknown;
    const issues = [
      ...unknown,
      ...checkLabelKey(`${place}.key`, taint.key),
      ...optional(checkLabelValue)(`${place}.value`, taint.value),
      ...checkChoice(Object.values(TaintEffect))(`${place}.effect`, taint.effect),
    ];
    return withoutMisspelt(issues, { path: place, value: taint, keys: TAINT_KEYS });
  });
}
