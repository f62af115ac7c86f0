import { BootDiskType, type GceMachineType } from "../catalog/gce-machine-types";
import { type Issue, issue } from "../units/issue";
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
export interface GkeDiskSpec {
  /** Disk that a node boots from. Defaults to the first that the machine may boot from: `hyperdisk-balanced` since A3 Ultra and on G4, else `pd-balanced`. Another one updates the nodes. */
  readonly diskType?: BootDiskType;
  /** Size of that disk in GiB, 15 or more. Defaults to 100 where local SSDs hold images and pods, else to 500. */
  readonly diskSizeGiB?: number;
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

/** With local SSDs only the operating system is on the disk; without, images of engines (10 to 20 GiB each) and weights. */
const DEFAULT_SIZE_GIB = { withLocalSsds: 100, without: 500 } as const;
/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig (diskSizeGb): since 1.36.3-gke.1480000, and 12 before */
const LEAST_SIZE_GIB = 15;

export function planGkeDisk(spec: GkeDiskSpec, machine: GceMachineType): GkeDiskPlan {
  const count = spec.localSsdCount ?? ownLocalSsds(machine);
  const use = spec.localSsdUse ?? LocalSsdUse.ephemeral;
  const isEphemeral = count > 0 && use === LocalSsdUse.ephemeral;
  return {
    type: spec.diskType ?? defaultDisk(machine),
    sizeGiB:
      spec.diskSizeGiB ?? (isEphemeral ? DEFAULT_SIZE_GIB.withLocalSsds : DEFAULT_SIZE_GIB.without),
    localSsds: count === 0 ? undefined : { count, use },
  };
}

/** The first that the catalogue names. */
function defaultDisk({ bootDisks }: GceMachineType): BootDiskType {
  return bootDisks[0] ?? BootDiskType.pdBalanced;
}

/** Those that come with a machine, whether one wants them or not. */
function ownLocalSsds({ localSsds }: GceMachineType): number {
  return localSsds?.kind === "attached" ? localSsds.count : 0;
}

/** What is wrong with the disks; without a machine only their form is checked. */
export function checkGkeDisk(spec: GkeDiskSpec, machine: GceMachineType | undefined): Issue[] {
  const { diskType, diskSizeGiB, localSsdCount, localSsdUse } = spec;
  const form = [
    ...optional(checkChoice(Object.values(BootDiskType)))("diskType", diskType),
    ...optional(checkWholeNumber(LEAST_SIZE_GIB))("diskSizeGiB", diskSizeGiB),
    ...optional(checkWholeNumber(0))("localSsdCount", localSsdCount),
    ...optional(checkChoice(Object.values(LocalSsdUse)))("localSsdUse", localSsdUse),
  ];
  if (form.length > 0 || machine === undefined) return form;
  return [
    ...checkDiskType(diskType, machine),
    ...checkLocalSsdCount(localSsdCount, machine),
    ...checkLocalSsdUse(spec, machine),
  ];
}

function checkDiskType(
  diskType: BootDiskType | undefined,
  { name, bootDisks }: GceMachineType,
): Issue[] {
  if (diskType === undefined || bootDisks.includes(diskType)) return [];
  const rule = `${name} does not boot from it`;
  return [issue("diskType", diskType, rule, `use ${bootDisks.join(" or ")}, or leave it out`)];
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
  const rule = `${name} may have 0, ${localSsds.counts.join(", ")}`;
  return [issue("localSsdCount", count, rule, "write one of these, or leave it out")];
}

function checkLocalSsdUse(spec: GkeDiskSpec, machine: GceMachineType): Issue[] {
  const count = spec.localSsdCount ?? ownLocalSsds(machine);
  if (spec.localSsdUse === undefined || count > 0) return [];
  const rule = "the nodes have no local SSDs";
  return [issue("localSsdUse", spec.localSsdUse, rule, "write localSsdCount too, or leave it out")];
}
