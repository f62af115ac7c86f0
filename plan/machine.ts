import type { AcceleratorModel } from "../catalog/accelerators";
import {
  findInstanceType,
  type InstanceType,
  instanceTypeNames,
} from "../catalog/ec2-instance-types";
import {
  findMachineType,
  type GceMachineType,
  machineTypeNames,
} from "../catalog/gce-machine-types";
import {
  findTpuGenerationOfMachine,
  type TpuGenerationRow,
  tpuMachineTypeNames,
} from "../catalog/tpu-generations";
import { planEksAllocatable } from "./eks-allocatable";
import { planEksMaxPods } from "./eks-max-pods";
import { planGkeAllocatable } from "./gke-allocatable";
import type { NodeResources } from "./node-resources";
import { planTpuSlice, type TpuSliceInput } from "./tpu-slice";

/** A machine of the catalogue, whichever cloud sells it. */
export interface Machine {
  readonly name: string;
  /** `undefined` on a machine without devices. */
  readonly accelerator: AcceleratorModel | undefined;
  readonly deviceCount: number;
  readonly efaDevices: number;
  readonly capacity: NodeResources;
  /** What pods can have on a node of the cloud's own Kubernetes. */
  readonly allocatable: NodeResources;
  /** Whether every column of its row was read in the source that it names. */
  readonly verified: boolean;
}

/** The machines of one cloud. */
export interface MachineCatalogue {
  /** What the cloud calls them. */
  readonly title: string;
  /** Value of the taint of nodes with devices; `undefined` where nobody sets one for all pools. */
  readonly taintValue: string | undefined;
  /** The machine of this name; `undefined` when the catalogue has none. */
  find(name: string): Machine | undefined;
  /** Every machine, sorted by name. */
  names(): string[];
}

/** The property by which a pool names its machine, which says the cloud too; a slice of TPUs does by its generation. */
export const MACHINE_KEYS = ["instanceType", "machineType", "generation"] as const;
export type MachineKey = (typeof MACHINE_KEYS)[number];

/** The catalogue of each property. */
export const MACHINE_CATALOGUES: Readonly<Record<MachineKey, MachineCatalogue>> = {
  instanceType: {
    title: "EC2 instance types",
    taintValue: undefined,
    find: (name) => mapRow(findInstanceType(name), fromInstanceType),
    names: instanceTypeNames,
  },
  machineType: {
    title: "GCE machine types",
    // GKE sets it by itself: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus
    taintValue: "present",
    find: (name) => mapRow(findMachineType(name), fromMachineType),
    names: machineTypeNames,
  },
  generation: {
    title: "TPU machine types",
    // GKE sets it by itself: https://cloud.google.com/kubernetes-engine/docs/concepts/tpus
    taintValue: "present",
    find: (name) => mapRow(findTpuGenerationOfMachine(name), (row) => fromTpuRow(row, name)),
    names: tpuMachineTypeNames,
  },
};

/** The machine that a pool names, in the catalogue or not. */
export interface MachineChoice {
  readonly key: MachineKey;
  readonly name: string;
}

/** The properties that say what machine the nodes of a pool are. */
export type MachineInput = Readonly<Partial<Record<MachineKey, unknown>>> & TpuSliceInput;

/** Whether the nodes of a pool are hosts of TPU slices; the machine follows from the topology then, and `machineType` chooses where several make it. */
export function isTpuPool({ generation, topology }: MachineInput): boolean {
  return generation !== undefined || topology !== undefined;
}

/** Which property names the machine; `undefined` where none does, or both do, or not by a name, or there is no such slice. */
export function chooseMachine(ref: MachineInput): MachineChoice | undefined {
  if (isTpuPool(ref)) {
    const slice = planTpuSlice(ref);
    if (!slice.ok || ref.instanceType !== undefined) return undefined;
    return { key: "generation", name: slice.value.machineType };
  }
  const choices = MACHINE_KEYS.flatMap((key) =>
    ref[key] === undefined ? [] : [{ key, name: ref[key] }],
  );
  const [choice, ...others] = choices;
  if (choice === undefined || others.length > 0 || typeof choice.name !== "string")
    return undefined;
  return { key: choice.key, name: choice.name };
}

/** The machine in the catalogue of its cloud; `undefined` when it has none. */
export function findMachine({ key, name }: MachineChoice): Machine | undefined {
  return MACHINE_CATALOGUES[key].find(name);
}

function fromInstanceType(row: InstanceType): Machine {
  const { name, accelerator, deviceCount, efaDevices, vcpus, memoryBytes, verified } = row;
  return {
    name,
    accelerator,
    deviceCount,
    efaDevices,
    capacity: { milliCpu: vcpus * 1000, memoryBytes },
    allocatable: planEksAllocatable({ ...row, maxPods: planEksMaxPods(row) }),
    verified,
  };
}

function fromMachineType(row: GceMachineType): Machine {
  const { name, accelerator, deviceCount, vcpus, memoryBytes, verified } = row;
  return {
    name,
    accelerator,
    deviceCount,
    efaDevices: 0,
    capacity: { milliCpu: vcpus * 1000, memoryBytes },
    allocatable: planGkeAllocatable(row),
    verified,
  };
}

function fromTpuRow(
  { machineTypes, accelerator, verified }: TpuGenerationRow,
  name: string,
): Machine | undefined {
  return mapRow(
    machineTypes.find((machine) => machine.name === name),
    ({ chips, vcpus, memoryBytes }) => ({
      name,
      accelerator,
      deviceCount: chips,
      efaDevices: 0,
      capacity: { milliCpu: vcpus * 1000, memoryBytes },
      allocatable: planGkeAllocatable({ vcpus, memoryBytes }),
      verified,
    }),
  );
}

function mapRow<R>(
  row: R | undefined,
  toMachine: (row: R) => Machine | undefined,
): Machine | undefined {
  return row === undefined ? undefined : toMachine(row);
}
