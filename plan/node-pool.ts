import { findAccelerator } from "../catalog/accelerators";
import {
  findInstanceType,
  type InstanceType,
  instanceTypeNames,
} from "../catalog/ec2-instance-types";
import { DEVICE_RESOURCES, INSTANCE_TYPE_LABEL } from "../catalog/well-known";
import { type Issue, issue, issuesOf, type Result } from "../units/issue";
import { findNearest } from "../units/nearest";
import { parseBytes, parseMilliCpu } from "../units/quantity";
import { planAllocatable } from "./node-allocatable";

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
  readonly key: string;
  /** Value of the taint. When absent, every value of the key is tolerated. */
  readonly value?: string;
  readonly effect: TaintEffect;
}

/**
 * What a model needs to know of a node pool; plain, so that a preview can show everything.
 *
 * Every pool component exposes one as `ref`. For a pool that is not ours, write it by hand:
 * `name` and `instanceType` are enough, the rest is derived from the catalogue.
 */
export interface NodePoolRef {
  /** Name of the pool, for messages and for the local control plane. */
  readonly name: string;
  /**
   * EC2 instance type of every node, such as `p6-b200.48xlarge`. When it is in the catalogue, whatever is
   * absent below is derived from its row; when it is not, `devicesPerNode`, `allocatableCpu` and
   * `allocatableMemory` are required.
   */
  readonly instanceType: string;
  /**
   * Labels that every node of this pool carries and no other node does; they become the node selector.
   * Defaults to the instance type label, which selects every pool of that machine.
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes; they become tolerations. Defaults to the taint of the device (`nvidia.com/gpu:NoSchedule`); none on a machine without devices. */
  readonly taints?: NodeTaint[];
  /** Extended resource by which pods ask for devices. Defaults to that of the accelerator's vendor. */
  readonly deviceResource?: string;
  /** Devices on one node; 0 for a CPU machine. */
  readonly devicesPerNode?: number;
  /** CPU that pods can have on one node, as a Kubernetes quantity. */
  readonly allocatableCpu?: string;
  /** Memory that pods can have on one node, as a Kubernetes quantity. */
  readonly allocatableMemory?: string;
  /** Zone of the nodes, where the pool has exactly one. */
  readonly zone?: string;
  /**
   * Most nodes that the pool can have. When absent, the size is taken as unknown: nothing is refused for lack of
   * nodes, and a roll-out does not count on a spare one.
   */
  readonly maxSize?: number;
}

/** A pool with everything known that the plan needs. */
export interface NodePoolPlan {
  readonly name: string;
  readonly instanceType: string;
  /** Model of the accelerator, such as `B200`; `undefined` for a CPU machine or one outside the catalogue. */
  readonly acceleratorModel: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** `undefined` on a machine without devices. */
  readonly deviceResource: string | undefined;
  readonly devicesPerNode: number;
  readonly efaDevicesPerNode: number;
  readonly allocatable: NodeResources;
  /** `undefined` for a machine outside the catalogue. */
  readonly capacity: NodeResources | undefined;
  readonly zone: string | undefined;
  readonly maxSize: number | undefined;
}

export interface NodeResources {
  readonly milliCpu: number;
  readonly memoryBytes: number;
}

/** Kubernetes' own default, and what EKS uses for instance types of this size: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html */
const DEFAULT_MAX_PODS = 110;

/** Fills in what a pool reference leaves out, or says what is missing or impossible. */
export function planNodePool(ref: NodePoolRef): Result<NodePoolPlan> {
  const row = findInstanceType(ref.instanceType);
  const cpu =
    ref.allocatableCpu === undefined
      ? undefined
      : parseMilliCpu("allocatableCpu", ref.allocatableCpu);
  const memory =
    ref.allocatableMemory === undefined
      ? undefined
      : parseBytes("allocatableMemory", ref.allocatableMemory);
  const issues = [
    ...(cpu === undefined ? [] : issuesOf(cpu)),
    ...(memory === undefined ? [] : issuesOf(memory)),
    ...checkMachine(ref, row),
    ...checkCount("devicesPerNode", ref.devicesPerNode, 0),
    ...checkCount("maxSize", ref.maxSize, 1),
    ...checkDeviceCount(ref, row),
  ];
  if (issues.length > 0) return { ok: false, issues };

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
        milliCpu: knownValue(cpu) ?? derived?.milliCpu ?? 0,
        memoryBytes: knownValue(memory) ?? derived?.memoryBytes ?? 0,
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
  const rule = `not in the catalogue, which has ${instanceTypeNames().join(", ")}`;
  const describe = "describe the node by devicesPerNode, allocatableCpu and allocatableMemory";
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

function checkCount(path: string, count: number | undefined, least: number): Issue[] {
  if (count === undefined || (Number.isSafeInteger(count) && count >= least)) return [];
  return [
    issue(
      path,
      count,
      `must be a whole number of ${least} or more`,
      `write ${least} or more, or leave it out`,
    ),
  ];
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

function knownValue(result: Result<number> | undefined): number | undefined {
  return result?.ok === true ? result.value : undefined;
}
