import type { AcceleratorModel } from "../catalog/accelerators";
import {
  findMachineType,
  type GceMachineType,
  type GceSale,
  machineTypeNames,
} from "../catalog/gce-machine-types";
import { joinAlternatives } from "../units/alternatives";
import { type Issue, issue, type Result } from "../units/issue";
import { findNearest } from "../units/nearest";
import { type GkeCapacitySpec, GkeCapacityType } from "./gke-capacity";

/** A machine with NVIDIA devices, as the catalogue knows it. */
export interface GkeGpuMachine extends GceMachineType {
  readonly accelerator: AcceleratorModel;
  readonly acceleratorType: string;
}

/** TPU machines, as GCE names them: `ct6e-standard-4t`, `tpu7x-standard-4t`. */
const TPU_MACHINE = /^(?:ct\d|tpu\d)/;
/** Machines with a part of a device that others have parts of too. */
const FRACTION = /^g4-standard-(?:6|12|24)$/;

/** Finds the machine of a pool, or says why there is no such pool. */
export function requireGkeGpuMachine(machineType: unknown): Result<GkeGpuMachine> {
  if (typeof machineType !== "string") {
    const rule = "a pool has one type of machine";
    return refuse(machineType, rule, 'write a GCE machine type such as "a3-megagpu-8g"');
  }
  if (TPU_MACHINE.test(machineType)) {
    return refuse(machineType, "has TPUs", "use GkeTpuNodePool");
  }
  if (FRACTION.test(machineType)) {
    return refuse(machineType, "has a fraction of a device", "use g4-standard-48 or a larger one");
  }
  const row = findMachineType(machineType);
  if (row === undefined) {
    const nearest = findNearest(machineType, machineTypeNames().filter(hasDevices));
    const describe = "make the pool yourself, and describe it to models by a NodePoolRef";
    const wayOut =
      nearest === undefined ? describe : `did you mean ${nearest}? Otherwise ${describe}`;
    return refuse(machineType, "is not in the catalogue of GCE machine types", wayOut);
  }
  const { accelerator, acceleratorType } = row;
  if (accelerator === undefined || acceleratorType === undefined) {
    return refuse(machineType, "has no devices", "use a machine with NVIDIA devices");
  }
  return { ok: true, value: { ...row, accelerator, acceleratorType } };
}

function hasDevices(name: string): boolean {
  return findMachineType(name)?.accelerator !== undefined;
}

/** What is wrong with how a machine is to be bought: some are sold in few ways. */
export function checkGkeSale(
  { name, soldOnlyAs }: GceMachineType,
  { capacityType, reservationName }: GkeCapacitySpec,
): Issue[] {
  const sale = toSale(capacityType, reservationName);
  if (soldOnlyAs === undefined || soldOnlyAs.includes(sale)) return [];
  const rule = `${name} is sold only ${joinAlternatives(soldOnlyAs.map((each) => SOLD[each]))}`;
  const wayOut = toWayOut(soldOnlyAs, sale);
  return sale === "reservation"
    ? [issue("reservationName", reservationName, rule, `leave it out, and ${wayOut}`)]
    : [issue("capacityType", capacityType, rule, wayOut)];
}

const SOLD: Readonly<Record<GceSale, string>> = {
  "on-demand": "on demand",
  reservation: "from reservations",
  spot: "as spot",
  "flex-start": "by flex-start",
};

function toWayOut(soldOnlyAs: readonly GceSale[], sale: GceSale): string {
  const types = soldOnlyAs.filter((each) => each !== "reservation");
  const reserve =
    sale === "on-demand" ? "name reservationName" : "use on-demand, and name reservationName";
  return joinAlternatives([
    ...(soldOnlyAs.includes("reservation") ? [reserve] : []),
    ...(types.length === 0 ? [] : [`use capacityType ${joinAlternatives(types)}`]),
  ]);
}

function toSale(capacityType: GkeCapacityType | undefined, reservationName: unknown): GceSale {
  if (capacityType === GkeCapacityType.spot || capacityType === GkeCapacityType.flexStart)
    return capacityType;
  return reservationName === undefined ? "on-demand" : "reservation";
}

function refuse(value: unknown, rule: string, wayOut: string): Result<never> {
  return { ok: false, issues: [issue("machineType", value, rule, wayOut)] };
}
