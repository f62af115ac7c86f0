import { findUnservedReason } from "../catalog/ec2-instance-types";
import { findTpuGenerationOfMachine } from "../catalog/tpu-generations";
import { INSTANCE_TYPE_LABEL } from "../catalog/well-known";
import { type Issue, issue, type Result } from "../units/issue";
import { findNearest } from "../units/nearest";
import { parseBytes, parseMilliCpu } from "../units/quantity";
import { type AcceleratorPlan, checkAccelerator, planAccelerator } from "./accelerator";
import {
  chooseMachine,
  findMachine,
  MACHINE_CATALOGUES,
  MACHINE_KEYS,
  type Machine,
  type MachineChoice,
} from "./machine";
import { checkNodePoolRef, type NodePoolRef, type NodeTaint, TaintEffect } from "./node-pool-ref";
import type { NodeResources } from "./node-resources";
import { planTpuSlice, type TpuSlice, toTpuLabels } from "./tpu-slice";
import { isMap } from "./value-check";

/** A pool with everything known that the plan needs. */
export interface NodePoolPlan extends AcceleratorPlan {
  /** Name of the pool. */
  readonly name: string;
  /** Name of the machine as its cloud has it, such as `p6-b200.48xlarge` or `a4-highgpu-8g`. */
  readonly machine: string;
  /** Whether what is derived of the machine was read in the source that the catalogue names; true where nothing is derived. */
  readonly isVerified: boolean;
  /** Labels that every node carries; they are the node selector. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of every node; they become tolerations. */
  readonly taints: readonly NodeTaint[];
  /** Devices on one node; 0 on a machine without devices. */
  readonly devicesPerNode: number;
  /** EFA interfaces of one node; 0 without. */
  readonly efaDevicesPerNode: number;
  /** Those of them that pods ask for: the number that the reference writes, since a machine has them only where its pool was given them. */
  readonly efaDevicesForPods: number;
  /** The TPU slice that a node is a host of; `undefined` on machines without TPUs. */
  readonly slice: TpuSlice | undefined;
  /** What pods can have on one node, before daemon sets take their part. */
  readonly allocatable: NodeResources;
  /** What one node has; `undefined` for a machine outside the catalogue. */
  readonly capacity: NodeResources | undefined;
  /** Zone of the nodes; `undefined` when it is not known, or not one. */
  readonly zone: string | undefined;
  /** Most nodes of the pool; `undefined` when it is not known. */
  readonly maxSize: number | undefined;
}

/** Fills in what a pool reference leaves out, or says what is missing or impossible. */
export function planNodePool(ref: NodePoolRef): Result<NodePoolPlan> {
  const shape = checkNodePoolRef(ref);
  const choice = chooseMachine(isMap(ref) ? ref : {});
  if (shape.length > 0 || choice === undefined) return { ok: false, issues: shape };

  const row = findMachine(choice);
  const slice = findSlice(ref, choice);
  const issues = [
    ...checkMachine(ref, choice, row),
    ...checkDeviceCount(ref, row),
    ...checkAccelerator(ref, choice, row),
    ...checkWholeSlices(ref, slice),
  ];
  if (issues.length > 0) return { ok: false, issues };

  const cpu = parseMilliCpu("allocatableCpu", ref.allocatableCpu);
  const memory = parseBytes("allocatableMemory", ref.allocatableMemory);
  const accelerator = planAccelerator(ref, row);
  return {
    ok: true,
    value: {
      name: ref.name,
      machine: choice.name,
      isVerified: row?.verified ?? true,
      ...accelerator,
      labels: ref.labels ?? {
        [INSTANCE_TYPE_LABEL]: choice.name,
        ...(slice === undefined ? {} : toTpuLabels(slice)),
      },
      taints: ref.taints ?? defaultTaints(choice, accelerator.deviceResource),
      devicesPerNode: ref.devicesPerNode ?? row?.deviceCount ?? 0,
      efaDevicesPerNode: ref.efaDevicesPerNode ?? row?.efaDevices ?? 0,
      efaDevicesForPods: ref.efaDevicesPerNode ?? 0,
      slice,
      allocatable: {
        milliCpu: cpu.ok ? cpu.value : (row?.allocatable.milliCpu ?? 0),
        memoryBytes: memory.ok ? memory.value : (row?.allocatable.memoryBytes ?? 0),
      },
      capacity: row?.capacity,
      zone: ref.zone,
      maxSize: ref.maxSize,
    },
  };
}

function findSlice(ref: NodePoolRef, { key }: MachineChoice): TpuSlice | undefined {
  const slice = key === "generation" ? planTpuSlice(ref) : undefined;
  return slice?.ok === true ? slice.value : undefined;
}

/** Hosts of a slice come and go together. */
function checkWholeSlices({ maxSize }: NodePoolRef, slice: TpuSlice | undefined): Issue[] {
  if (maxSize === undefined || slice === undefined || maxSize % slice.hosts === 0) return [];
  const { generation, topology, hosts } = slice;
  const rule = `a slice of ${generation} ${topology} has ${hosts} hosts, all or none`;
  const more = Math.ceil(maxSize / hosts) * hosts;
  const wayOut = maxSize > hosts ? `write ${more - hosts} or ${more}` : `write ${more}`;
  return [issue("maxSize", maxSize, rule, wayOut)];
}

function checkMachine(
  ref: NodePoolRef,
  { key, name }: MachineChoice,
  row: Machine | undefined,
): Issue[] {
  if (row !== undefined) return [];
  const reason = findUnservedReason(name);
  if (reason !== undefined) return [issue(key, name, reason, "use a machine with NVIDIA devices")];
  const described =
    ref.devicesPerNode !== undefined &&
    ref.allocatableCpu !== undefined &&
    ref.allocatableMemory !== undefined;
  if (described) return [];
  const { title, names } = MACHINE_CATALOGUES[key];
  return [issue(key, name, `is not in the catalogue of ${title}`, suggestMachine(name, names()))];
}

function suggestMachine(name: string, names: readonly string[]): string {
  const owner = MACHINE_KEYS.find((key) => findMachine({ key, name }) !== undefined);
  if (owner === "generation") return describeSlices(name);
  if (owner !== undefined) return `write it as ${owner}`;
  const describe =
    "describe the node by devicesPerNode, deviceResource, allocatableCpu and allocatableMemory";
  const nearest = findNearest(name, names);
  return nearest === undefined ? describe : `did you mean ${nearest}? Otherwise ${describe}`;
}

/** What a machine with TPUs is part of stands on no machine. */
function describeSlices(name: string): string {
  const row = findTpuGenerationOfMachine(name);
  const machine = row?.machineTypes.find((each) => each.name === name);
  return `write generation "${row?.generation}" and the topology of its slices, such as "${machine?.singleHostTopology}"`;
}

function checkDeviceCount(ref: NodePoolRef, row: Machine | undefined): Issue[] {
  const { devicesPerNode } = ref;
  if (row === undefined || devicesPerNode === undefined || devicesPerNode === row.deviceCount)
    return [];
  const rule = `${row.name} has ${row.deviceCount}`;
  const wayOut = "leave it out, it is derived from the machine";
  return [issue("devicesPerNode", devicesPerNode, rule, wayOut)];
}

function defaultTaints({ key }: MachineChoice, deviceResource: string | undefined): NodeTaint[] {
  if (deviceResource === undefined) return [];
  const value = MACHINE_CATALOGUES[key].taintValue;
  const taint = { key: deviceResource, effect: TaintEffect.noSchedule };
  return [value === undefined ? taint : { ...taint, value }];
}
