import { findAccelerator } from "../catalog/accelerators";
import {
  findInstanceType,
  type InstanceType,
  instanceTypeNames,
} from "../catalog/ec2-instance-types";
import { DEVICE_RESOURCES, INSTANCE_TYPE_LABEL } from "../catalog/well-known";
import { type Issue, issue, type Result } from "../units/issue";
import { findNearest } from "../units/nearest";
import { parseBytes, parseMilliCpu } from "../units/quantity";
import { planAllocatable } from "./node-allocatable";
import { checkNodePoolRef, type NodePoolRef, type NodeTaint, TaintEffect } from "./node-pool-ref";

/** A pool with everything known that the plan needs. */
export interface NodePoolPlan {
  /** Name of the pool. */
  readonly name: string;
  /** EC2 instance type of every node. */
  readonly instanceType: string;
  /** Model of the accelerator, such as `B200`; `undefined` for a CPU machine or one outside the catalogue. */
  readonly acceleratorModel: string | undefined;
  /** Labels that every node carries; they are the node selector. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of every node; they become tolerations. */
  readonly taints: readonly NodeTaint[];
  /** Extended resource by which pods ask for devices; `undefined` on a machine without devices. */
  readonly deviceResource: string | undefined;
  /** Devices on one node; 0 on a machine without devices. */
  readonly devicesPerNode: number;
  /** EFA interfaces of one node; 0 without. */
  readonly efaDevicesPerNode: number;
  /** What pods can have on one node, before daemon sets take their part. */
  readonly allocatable: NodeResources;
  /** What one node has; `undefined` for a machine outside the catalogue. */
  readonly capacity: NodeResources | undefined;
  /** Zone of the nodes; `undefined` when it is not known, or not one. */
  readonly zone: string | undefined;
  /** Most nodes of the pool; `undefined` when it is not known. */
  readonly maxSize: number | undefined;
}

/** Processors and memory of one node. */
export interface NodeResources {
  /** Processors, in thousandths. */
  readonly milliCpu: number;
  /** Memory in bytes. */
  readonly memoryBytes: number;
}

/** Kubernetes' own default, and what EKS uses for instance types of this size: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html */
const DEFAULT_MAX_PODS = 110;

/** Fills in what a pool reference leaves out, or says what is missing or impossible. */
export function planNodePool(ref: NodePoolRef): Result<NodePoolPlan> {
  const shape = checkNodePoolRef(ref);
  if (shape.length > 0) return { ok: false, issues: shape };

  const row = findInstanceType(ref.instanceType);
  const issues = [
    ...checkMachine(ref, row),
    ...checkDeviceCount(ref, row),
    ...checkDeviceResource(ref, row),
  ];
  if (issues.length > 0) return { ok: false, issues };

  const cpu = parseMilliCpu("allocatableCpu", ref.allocatableCpu);
  const memory = parseBytes("allocatableMemory", ref.allocatableMemory);
  const derived = row === undefined ? undefined : planAllocatable(toAllocatableSpec(row));
  const accelerator = row?.accelerator === undefined ? undefined : findAccelerator(row.accelerator);
  const deviceResource =
    ref.deviceResource ??
    (accelerator === undefined ? undefined : DEVICE_RESOURCES[accelerator.vendor]);
  return {
    ok: true,
    value: {
      name: ref.name,
      instanceType: ref.instanceType,
      acceleratorModel: row?.accelerator,
      labels: ref.labels ?? { [INSTANCE_TYPE_LABEL]: ref.instanceType },
      taints: ref.taints ?? defaultTaints(deviceResource),
      deviceResource,
      devicesPerNode: ref.devicesPerNode ?? row?.deviceCount ?? 0,
      efaDevicesPerNode: row?.efaDevices ?? 0,
      allocatable: {
        milliCpu: cpu.ok ? cpu.value : (derived?.milliCpu ?? 0),
        memoryBytes: memory.ok ? memory.value : (derived?.memoryBytes ?? 0),
      },
      capacity:
        row === undefined
          ? undefined
          : { milliCpu: row.vcpus * 1000, memoryBytes: row.memoryBytes },
      zone: ref.zone,
      maxSize: ref.maxSize,
    },
  };
}

function checkMachine(ref: NodePoolRef, row: InstanceType | undefined): Issue[] {
  if (row !== undefined) return [];
  const described =
    ref.devicesPerNode !== undefined &&
    ref.allocatableCpu !== undefined &&
    ref.allocatableMemory !== undefined;
  if (described) return [];
  const nearest = findNearest(ref.instanceType, instanceTypeNames());
  const rule = "is not in the catalogue of EC2 instance types";
  const describe =
    "describe the node by devicesPerNode, deviceResource, allocatableCpu and allocatableMemory";
  return [
    issue(
      "instanceType",
      ref.instanceType,
      rule,
      nearest === undefined ? describe : `did you mean ${nearest}? Otherwise ${describe}`,
    ),
  ];
}

function checkDeviceCount(ref: NodePoolRef, row: InstanceType | undefined): Issue[] {
  if (
    row === undefined ||
    ref.devicesPerNode === undefined ||
    ref.devicesPerNode === row.deviceCount
  )
    return [];
  return [
    issue(
      "devicesPerNode",
      ref.devicesPerNode,
      `${row.name} has ${row.deviceCount}`,
      "leave it out, it is derived from the instance type",
    ),
  ];
}

/** Devices that no resource stands for cannot be asked for, and a resource without devices is never free. */
function checkDeviceResource(ref: NodePoolRef, row: InstanceType | undefined): Issue[] {
  const { deviceResource } = ref;
  const devices = ref.devicesPerNode ?? row?.deviceCount;
  if (devices === undefined) return [];
  if (devices > 0 && row === undefined && deviceResource === undefined) {
    const rule = `pods ask for the ${devices} devices of a node by it`;
    return [issue("deviceResource", undefined, rule, 'name it, such as "nvidia.com/gpu"')];
  }
  if (devices === 0 && deviceResource !== undefined) {
    const rule = `a node of ${ref.instanceType} has no devices`;
    return [issue("deviceResource", deviceResource, rule, "leave it out")];
  }
  return [];
}

function defaultTaints(deviceResource: string | undefined): NodeTaint[] {
  return deviceResource === undefined
    ? []
    : [{ key: deviceResource, effect: TaintEffect.noSchedule }];
}

function toAllocatableSpec(row: InstanceType): {
  vcpus: number;
  memoryBytes: number;
  maxPods: number;
} {
  return {
    vcpus: row.vcpus,
    memoryBytes: row.memoryBytes,
    maxPods: row.maxPods ?? DEFAULT_MAX_PODS,
  };
}
