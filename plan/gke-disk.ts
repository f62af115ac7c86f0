import type { BootDiskType, GceMachineType } from "../catalog/gce-machine-types";
import { joinAlternatives } from "../units/alternatives";
import { type Issue, issue } from "../units/issue";
import {
  BOOT_DISK_GIB,
  checkBootDisk,
  type GkeBootDiskSpec,
  planBootDiskType,
} from "./gke-boot-disk";
import { checkChoice, checkWholeNumber, optional } from "./value-check";

/** What becomes of the local SSDs that a node has. */
export const LocalSsdUse = {
  /** Together they hold images, what pods write and `emptyDir` volumes: weights are read from them fast, and they go with the node. */
  ephemeral: "ephemeral",
  /** They are left as they are, for a driver that makes volumes of them. */
  rawBlock: "raw-block",
} as const;
export type LocalSsdUse = (typeof LocalSsdUse)[keyof typeof LocalSsdUse];

/** Where a node keeps images and what pods write. */
export interface GkeDiskSpec extends GkeBootDiskSpec {
  /** Local SSDs of a node, one of the numbers that the machine may have, or 0. Defaults to 0 where they are chosen (A2 Standard, G2, G4), as they cost extra; where they come with the machine, leave it out. Another number replaces the pool. */
  readonly localSsdCount?: number;
  /** What becomes of the local SSDs. Defaults to `ephemeral`; only where there are any. Another use replaces the pool. */
  readonly localSsdUse?: LocalSsdUse;
}

/** The disks of a node. */
export interface GkeDiskPlan {
  readonly type: BootDiskType;
  /** Size of the disk that a node boots from, in GiB. */
  readonly sizeGiB: number;
  /** How many local SSDs there are, and what for; `undefined` for none. */
  readonly localSsds: { readonly count: number; readonly use: LocalSsdUse } | undefined;
}

/** With local SSDs only the operating system is on the disk. */
const GIB_BESIDE_LOCAL_SSDS = 100;

export function planGkeDisk(spec: GkeDiskSpec, machine: GceMachineType): GkeDiskPlan {
  const count = spec.localSsdCount ?? ownLocalSsds(machine);
  const use = spec.localSsdUse ?? LocalSsdUse.ephemeral;
  const isEphemeral = count > 0 && use === LocalSsdUse.ephemeral;
  return {
    type: planBootDiskType(spec, machine),
    sizeGiB: spec.diskSizeGiB ?? (isEphemeral ? GIB_BESIDE_LOCAL_SSDS : BOOT_DISK_GIB),
    localSsds: count === 0 ? undefined : { count, use },
  };
}

/** Those that come with a machine, whether one wants them or not. */
function ownLocalSsds({ localSsds }: GceMachineType): number {
  return localSsds?.kind === "attached" ? localSsds.count : 0;
}

/** What is wrong with the disks; without a machine only their form is checked. */
export function checkGkeDisk(spec: GkeDiskSpec, machine: GceMachineType | undefined): Issue[] {
  const { localSsdCount, localSsdUse } = spec;
  const form = [
    ...checkBootDisk(spec, undefined),
    ...optional(checkWholeNumber(0))("localSsdCount", localSsdCount),
    ...optional(checkChoice(Object.values(LocalSsdUse)))("localSsdUse", localSsdUse),
  ];
  if (form.length > 0 || machine === undefined) return form;
  return [
    ...checkBootDisk(spec, machine),
    ...checkLocalSsdCount(localSsdCount, machine),
    ...checkLocalSsdUse(spec, machine),
  ];
}

function checkLocalSsdCount(
  count: number | undefined,
  { name, localSsds }: GceMachineType,
): Issue[] {
  if (count === undefined) return [];
  if (localSsds === undefined) {
    if (count === 0) return [];
    return [issue("localSsdCount", count, `${name} has no local SSDs`, "leave it out")];
  }
  if (localSsds.kind === "attached") {
    if (count === localSsds.count) return [];
    const rule = `${name} comes with ${localSsds.count}, no more and no fewer`;
    return [issue("localSsdCount", count, rule, "leave it out")];
  }
  if (count === 0 || localSsds.counts.includes(count)) return [];
  const rule = `${name} may have ${joinAlternatives([0, ...localSsds.counts])}`;
  return [issue("localSsdCount", count, rule, "write one of these, or leave it out")];
}

function checkLocalSsdUse(spec: GkeDiskSpec, machine: GceMachineType): Issue[] {
  const count = spec.localSsdCount ?? ownLocalSsds(machine);
  if (spec.localSsdUse === undefined || count > 0) return [];
  const rule = "the nodes have no local SSDs";
  return [issue("localSsdUse", spec.localSsdUse, rule, "write localSsdCount too, or leave it out")];
}
