/**
 * GCE machine types on which models run.
 *
 * How to refresh: the table of each series in the page linked at the row. GCE writes GB and means powers of 1024.
 *
 * Left out: prices (they move), networks, boot disks (decided where pools are made), and machines that nothing of ours
 * uses yet. All are x86: an Arm machine would leave pods less than `plan/gke-allocatable.ts` says.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";
import { AcceleratorModel } from "./accelerators";

export interface GceMachineType {
  /** The name that GCE and the node label `node.kubernetes.io/instance-type` use. */
  readonly name: string;
  /** Threads. */
  readonly vcpus: number;
  /** Memory of the machine in bytes; the operating system sees less, see `plan/gke-allocatable.ts`. */
  readonly memoryBytes: number;
  readonly accelerator: AcceleratorModel;
  /** Accelerators on the machine. */
  readonly deviceCount: number;
  /** Local SSDs together, in bytes. Each has 375 GiB. */
  readonly localNvmeBytes: number;
  readonly source: string;
  readonly date: string;
  /** Whether every column was read in the source. An unverified row is shown as such wherever it decides something. */
  readonly verified: boolean;
}

const ROWS: readonly GceMachineType[] = freezeDeep([
  {
    name: "a4-highgpu-8g",
    vcpus: 224,
    memoryBytes: 3968 * GIBIBYTE,
    accelerator: AcceleratorModel.b200,
    deviceCount: 8,
    localNvmeBytes: 32 * 375 * GIBIBYTE,
    // The columns are those of Google's autoscaler for GKE (package machinetypes), whose address we do not have.
    source: "https://cloud.google.com/compute/docs/accelerator-optimized-machines#a4-vms",
    date: "2026-11-22",
    verified: false,
  },
]);

const BY_NAME: ReadonlyMap<string, GceMachineType> = new Map(ROWS.map((row) => [row.name, row]));

/** The row of a machine type; `undefined` when the catalogue has none. */
export function findMachineType(name: string): GceMachineType | undefined {
  return BY_NAME.get(name);
}

/** Every machine type in the catalogue, sorted by name. */
export function machineTypeNames(): string[] {
  return [...BY_NAME.keys()];
}
