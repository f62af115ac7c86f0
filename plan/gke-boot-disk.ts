import { BootDiskType } from "../catalog/gce-machine-types";
import { joinAlternatives } from "../units/alternatives";
import { type Issue, issue } from "../units/issue";
import { checkChoice, checkWholeNumber, optional } from "./value-check";

/** The disk that a node boots from. */
export interface GkeBootDiskSpec {
  /** Disk that a node boots from. Defaults to the first that the machine may boot from: `hyperdisk-balanced` since A3 Ultra, on G4 and on TPUs since v6e, else `pd-balanced`. Another one updates the nodes. */
  readonly diskType?: BootDiskType;
  /** Size of that disk in GiB, 15 or more. Defaults to 100 where local SSDs hold images and pods, else to 500. */
  readonly diskSizeGiB?: number;
}

/** Room for images of engines (10 to 20 GiB each) and weights, where no local SSDs hold them. */
export const BOOT_DISK_GIB = 500;
/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig (diskSizeGb): since 1.36.3-gke.1480000, and 12 before */
const LEAST_SIZE_GIB = 15;

/** What a disk is wanted for. */
export interface BootableMachine {
  readonly name: string;
  /** Disks that it may boot from, the default first. */
  readonly bootDisks: readonly BootDiskType[];
}

/** The one that is wanted, else the first that the catalogue names. */
export function planBootDiskType(
  { diskType }: GkeBootDiskSpec,
  { bootDisks }: BootableMachine,
): BootDiskType {
  return diskType ?? bootDisks[0] ?? BootDiskType.pdBalanced;
}

/** What is wrong with the disk; without a machine only its form is checked. */
export function checkBootDisk(
  { diskType, diskSizeGiB }: GkeBootDiskSpec,
  machine: BootableMachine | undefined,
): Issue[] {
  const form = [
    ...optional(checkChoice(Object.values(BootDiskType)))("diskType", diskType),
    ...optional(checkWholeNumber(LEAST_SIZE_GIB))("diskSizeGiB", diskSizeGiB),
  ];
  if (form.length > 0 || machine === undefined || diskType === undefined) return form;
  const { name, bootDisks } = machine;
  if (bootDisks.includes(diskType)) return [];
  const wayOut = `use ${joinAlternatives(bootDisks)}, or leave it out`;
  return [issue("diskType", diskType, `${name} does not boot from it`, wayOut)];
}
