import type { InstanceType } from "../catalog/ec2-instance-types";
import type { Issue } from "../units/issue";
import { GIBIBYTE } from "../units/quantity";
import { checkChoice, checkWholeNumber, optional } from "./value-check";

/** What becomes of the NVMe disks that a machine has. */
export const LocalStorage = {
  /** One disk of all of them (RAID0), which holds images, pods and logs: weights are read from it fast, and it goes with the node. */
  raid0: "raid0",
  /** They are left as they are, for a driver that makes volumes of them. */
  unused: "unused",
} as const;
export type LocalStorage = (typeof LocalStorage)[keyof typeof LocalStorage];

/** Where a node keeps images and what pods write. */
export interface EksDiskSpec {
  /** Size of the EBS volume of a node in GiB, 20 or more. Defaults to 100 where local disks hold images and pods, else to 500. */
  readonly diskSizeGiB?: number;
  /** What becomes of the local NVMe disks. Defaults to `raid0`; without effect on a machine that has none. */
  readonly localStorage?: LocalStorage;
}

/** The disks of a node. */
export interface EksDiskPlan {
  /** Size of the EBS volume in GiB. */
  readonly sizeGiB: number;
  /** Whether the local disks are made one, which holds images and pods. */
  readonly raid0: boolean;
  /** Size of the disk that holds images and writable layers. */
  readonly ephemeralStorageBytes: number;
}

/** With local disks only the operating system is on the volume; without, images of engines (10 to 20 GiB each) and weights. */
const DEFAULT_SIZE_GIB = { withLocalDisks: 100, without: 500 } as const;
/** What a managed group has without a launch template: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html (diskSize) */
const LEAST_SIZE_GIB = 20;

export function planEksDisk(
  { diskSizeGiB, localStorage = LocalStorage.raid0 }: EksDiskSpec,
  { localNvmeBytes }: InstanceType,
): EksDiskPlan {
  const raid0 = localStorage === LocalStorage.raid0 && localNvmeBytes > 0;
  const sizeGiB =
    diskSizeGiB ?? (raid0 ? DEFAULT_SIZE_GIB.withLocalDisks : DEFAULT_SIZE_GIB.without);
  return {
    sizeGiB,
    raid0,
    ephemeralStorageBytes: raid0 ? localNvmeBytes : sizeGiB * GIBIBYTE,
  };
}

export function checkEksDisk({ diskSizeGiB, localStorage }: EksDiskSpec): Issue[] {
  return [
    ...optional(checkWholeNumber(LEAST_SIZE_GIB))("diskSizeGiB", diskSizeGiB),
    ...optional(checkChoice(Object.values(LocalStorage)))("localStorage", localStorage),
  ];
}
