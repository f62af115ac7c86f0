import type { BootDiskType } from "../catalog/gce-machine-types";
import type { TpuGenerationRow } from "../catalog/tpu-generations";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { checkWholeNumber, optional } from "./value-check";

/** The disk that a node boots from, and keeps images and what pods write on. */
export interface GkeBootDiskSpec {
  /** Type of the disk, one from which the machine can boot. Defaults to the one that GKE takes by itself for that machine. */
  readonly bootDiskType?: BootDiskType;
  /** Size of the disk in GiB, 10 or more. Defaults to 500: images of engines have 10 to 20 GiB each, and weights that are not on a claim go there too. */
  readonly diskSizeGiB?: number;
}

/** The disk that a node boots from. */
export interface GkeBootDiskPlan {
  readonly type: BootDiskType;
  readonly sizeGiB: number;
}

const DEFAULT_SIZE_GIB = 500;
/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig (diskSizeGb) */
const LEAST_SIZE_GIB = 10;

/** `legal` are the disks from which the machine boots, the default first. */
export function planGkeBootDisk(
  { bootDiskType, diskSizeGiB = DEFAULT_SIZE_GIB }: GkeBootDiskSpec,
  [byDefault]: TpuGenerationRow["bootDisks"],
): GkeBootDiskPlan {
  return { type: bootDiskType ?? byDefault, sizeGiB: diskSizeGiB };
}

/** What is wrong with the disk; `machine` is what boots from it, in a message. */
export function checkGkeBootDisk(
  { bootDiskType, diskSizeGiB }: GkeBootDiskSpec,
  machine: string,
  legal: readonly BootDiskType[],
): Issue[] {
  const size = optional(checkWholeNumber(LEAST_SIZE_GIB))("diskSizeGiB", diskSizeGiB);
  if (bootDiskType === undefined || legal.includes(bootDiskType)) return size;
  const rule = `${machine} boots from ${legal.join(" or ")} alone`;
  const wayOut =
    legal.length === 1 ? `write ${legal[0]}, or leave it out` : suggestWord(bootDiskType, legal);
  return [issue("bootDiskType", bootDiskType, rule, wayOut), ...size];
}
