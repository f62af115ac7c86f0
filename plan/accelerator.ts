import { AcceleratorVendor, findAccelerator } from "../catalog/accelerators";
import { DEVICE_RESOURCES } from "../catalog/well-known";
import { type Issue, issue } from "../units/issue";
import { parseBytes } from "../units/quantity";
import type { Machine, MachineChoice } from "./machine";
import { findNamedDevice } from "./named-device";
import type { NodePoolRef } from "./node-pool-ref";

/** The devices of the nodes of a pool, as far as they are known. */
export interface AcceleratorPlan {
  /** Model of the accelerator, such as `B200`; `undefined` where there is none, or it is not known. */
  readonly acceleratorModel: string | undefined;
  /** Who makes it; `undefined` where there are no devices, or nobody says whose they are. */
  readonly acceleratorVendor: AcceleratorVendor | undefined;
  /** Memory of one device in bytes, as it was written or a log shows it; `undefined` where it is not known. */
  readonly deviceMemoryBytes: number | undefined;
  /** Extended resource by which pods ask for devices; `undefined` on a machine without devices. */
  readonly deviceResource: string | undefined;
}

/** What the reference says of its devices, else what the machine has: the row in the catalogue, where there is one. */
export function planAccelerator(ref: NodePoolRef, row: Machine | undefined): AcceleratorPlan {
  const named =
    ref.acceleratorModel === undefined ? undefined : findNamedDevice(ref.acceleratorModel);
  const accelerator = row?.accelerator === undefined ? named : findAccelerator(row.accelerator);
  const vendor = ref.acceleratorVendor ?? accelerator?.vendor ?? vendorOf(ref.deviceResource);
  const memory = parseBytes("deviceMemory", ref.deviceMemory);
  return {
    acceleratorModel: accelerator?.model ?? ref.acceleratorModel,
    acceleratorVendor: vendor,
    deviceMemoryBytes: memory.ok ? memory.value : accelerator?.memoryBytes,
    deviceResource:
      ref.deviceResource ?? (vendor === undefined ? undefined : DEVICE_RESOURCES[vendor]),
  };
}

/** The vendor whose devices a resource stands for. */
function vendorOf(resource: string | undefined): AcceleratorVendor | undefined {
  return Object.values(AcceleratorVendor).find((vendor) => DEVICE_RESOURCES[vendor] === resource);
}

/** Devices that no resource stands for cannot be asked for, and words for devices that are not there say nothing. */
export function checkAccelerator(
  ref: NodePoolRef,
  { name }: MachineChoice,
  row: Machine | undefined,
): Issue[] {
  const devices = ref.devicesPerNode ?? row?.deviceCount;
  if (devices === undefined) return [];
  if (devices === 0) {
    return ACCELERATOR_KEYS.filter((key) => ref[key] !== undefined).map((key) =>
      issue(key, ref[key], `a node of ${name} has no devices`, "leave it out"),
    );
  }
  return [
    ...checkResource(ref, row, devices),
    ...checkVendor(ref, row),
    ...checkOwnWords(ref, name, row),
  ];
}

const ACCELERATOR_KEYS = [
  "deviceResource",
  "acceleratorVendor",
  "acceleratorModel",
  "deviceMemory",
] as const satisfies readonly (keyof NodePoolRef)[];

function checkResource(ref: NodePoolRef, row: Machine | undefined, devices: number): Issue[] {
  if (row !== undefined || planAccelerator(ref, row).deviceResource !== undefined) return [];
  const rule = `pods ask for the ${devices} devices of a node by it`;
  return [
    issue(
      "deviceResource",
      undefined,
      rule,
      'name it, such as "nvidia.com/gpu", or write acceleratorVendor',
    ),
  ];
}

/** Image, environment and rules follow from the vendor, and pods get what the resource stands for. */
function checkVendor(ref: NodePoolRef, row: Machine | undefined): Issue[] {
  const { acceleratorVendor: vendor } = ref;
  if (vendor === undefined) return [];
  const { acceleratorVendor: _, ...others } = ref;
  const other = planAccelerator(others, row).acceleratorVendor;
  if (other === undefined || other === vendor) return [];
  const rule = `what else is said of the devices makes them ${other}`;
  return [issue("acceleratorVendor", vendor, rule, `leave it out, or write ${other}`)];
}

/** What the catalogue knows of a machine is not written again: the two could disagree. */
function checkOwnWords(ref: NodePoolRef, name: string, row: Machine | undefined): Issue[] {
  if (row === undefined) return [];
  const wayOut = "leave it out, it is derived from the machine";
  return (["acceleratorModel", "deviceMemory"] as const)
    .filter((key) => ref[key] !== undefined)
    .map((key) => issue(key, ref[key], `the catalogue has the devices of ${name}`, wayOut));
}
