/**
 * TPU generations that GKE sells, with their machines and the slices that can be made of them.
 *
 * A slice is a set of chips that reach each other without the network; its topology says how many there are in each
 * direction. What follows from a topology (machine, hosts, nodes) is computed by `plan/tpu-slice.ts` and stored nowhere.
 *
 * How to refresh: the tables of https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus (machines, boot disks,
 * topologies) and the page of each generation, linked at the row (memory of a chip, size of a pod). Google writes GB and
 * means powers of 1024. No page shows every column, so no row is verified: the labels and what Dynamic Workload Scheduler
 * sells are those of Google's autoscaler for GKE (package machinetypes), whose address we do not have.
 *
 * Left out: prices (they move); v2 and v3, which GKE does not sell; `ct5l-*`, the v5e without slices; `tpu7-*` and
 * `tpu7x-ultranet-4t` (no page of Google that has them was read); `ct5p-hightpu-1t` and `-2t`, which other projects list
 * and GKE's tables lack.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";
import { AcceleratorModel } from "./accelerators";
import { BootDiskType } from "./gce-machine-types";

/** A generation of TPUs, in the words of Google's pages. */
export const TpuGeneration = {
  /** The fourth. */
  v4: "v4",
  /** The fifth for serving, with a chip of 16 GiB. */
  v5e: "v5e",
  /** The fifth for training, with a chip of 95 GiB. */
  v5p: "v5p",
  /** The sixth, Trillium. */
  v6e: "v6e",
  /** The seventh, Ironwood. */
  tpu7x: "tpu7x",
} as const;
export type TpuGeneration = (typeof TpuGeneration)[keyof typeof TpuGeneration];

/** How the hosts of a slice are brought to stand together. */
export const TpuPlacement = {
  /** By a compact placement that names the topology, in the node pool itself. */
  compact: "compact",
  /** By a workload policy, a resource of its own that the node pool names. */
  workloadPolicy: "workload-policy",
} as const;
export type TpuPlacement = (typeof TpuPlacement)[keyof typeof TpuPlacement];

/** A machine with chips of one generation: one host of a slice. */
export interface TpuMachineType {
  /** The name that GCE and the node label `node.kubernetes.io/instance-type` use. */
  readonly name: string;
  /** Chips on the machine. */
  readonly chips: number;
  /** Threads. */
  readonly vcpus: number;
  /** Memory of the machine in bytes, without that of the chips. */
  readonly memoryBytes: number;
  /** The topology of a slice of this one machine. */
  readonly singleHostTopology: string;
  /** Whether several of them make larger slices. */
  readonly multiHost: boolean;
}

/** Topologies in which every dimension is a multiple of 4: they are made of cubes of 4x4x4 chips. */
export interface TpuCubes {
  /** Most cubes of one slice. */
  readonly most: number;
  /** Whether no dimension may be smaller than the one before it. */
  readonly ascending: boolean;
}

export interface TpuGenerationRow {
  readonly generation: TpuGeneration;
  /** What people and other tools call it too, in lower case. */
  readonly otherNames: readonly string[];
  /** Its chip. */
  readonly accelerator: AcceleratorModel;
  /** Value of the node label `cloud.google.com/gke-tpu-accelerator`. */
  readonly acceleratorLabel: string;
  /** By chips, most first. */
  readonly machineTypes: readonly TpuMachineType[];
  /** Topologies by name, by chips. */
  readonly topologies: readonly string[];
  /** Further topologies by rule; absent for a generation that has none. */
  readonly cubes?: TpuCubes;
  /** Disks from which its machines boot, the default first. */
  readonly bootDisks: readonly BootDiskType[];
  /** Whether Hyperdisk ML can be attached. */
  readonly hyperdiskMl: boolean;
  /** Whether Dynamic Workload Scheduler sells it, which flex-start is. */
  readonly flexStart: boolean;
  /** What a slice of several hosts needs. */
  readonly placement: TpuPlacement;
  readonly sources: readonly string[];
  readonly date: string;
  /** Whether every column was read in the sources. An unverified row is shown as such wherever it decides something. */
  readonly verified: boolean;
}

/** One line of a table. Memory is in GiB. */
type Size = readonly [
  name: string,
  chips: number,
  vcpus: number,
  memoryGiB: number,
  singleHostTopology: string,
  multiHost: boolean,
];

function toMachineTypes(sizes: readonly Size[]): TpuMachineType[] {
  return sizes.map(([name, chips, vcpus, memoryGiB, singleHostTopology, multiHost]) => ({
    name,
    chips,
    vcpus,
    memoryBytes: memoryGiB * GIBIBYTE,
    singleHostTopology,
    multiHost,
  }));
}

const PLAN_TPUS = "https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus";

const UNVERIFIED = { date: "2026-11-22", verified: false } as const;

/** A pod of v5e and v6e is a square of 16 by 16 chips: https://docs.cloud.google.com/tpu/docs/v6e */
const FLAT_TOPOLOGIES = ["1x1", "2x2", "2x4", "4x4", "4x8", "8x8", "8x16", "16x16"] as const;

/** Slices within one cube. */
const SMALL_TOPOLOGIES = ["2x2x1", "2x2x2", "2x2x4", "2x4x4"] as const;

const ROWS: readonly TpuGenerationRow[] = freezeDeep([
  {
    generation: TpuGeneration.v4,
    otherNames: ["tpu-v4-podslice"],
    accelerator: AcceleratorModel.tpuV4,
    acceleratorLabel: "tpu-v4-podslice",
    machineTypes: toMachineTypes([["ct4p-hightpu-4t", 4, 240, 407, "2x2x1", true]]),
    topologies: SMALL_TOPOLOGIES,
    // A pod has 4096 chips.
    cubes: { most: 64, ascending: false },
    bootDisks: [BootDiskType.pdBalanced],
    hyperdiskMl: false,
    flexStart: false,
    placement: TpuPlacement.compact,
    sources: [PLAN_TPUS, "https://docs.cloud.google.com/tpu/docs/v4"],
    ...UNVERIFIED,
  },
  {
    generation: TpuGeneration.v5e,
    otherNames: ["v5litepod", "v5lite", "tpu-v5-lite-podslice", "tpu-v5e-slice"],
    accelerator: AcceleratorModel.tpuV5e,
    acceleratorLabel: "tpu-v5-lite-podslice",
    machineTypes: toMachineTypes([
      ["ct5lp-hightpu-8t", 8, 224, 384, "2x4", false],
      ["ct5lp-hightpu-4t", 4, 112, 192, "2x2", true],
      ["ct5lp-hightpu-1t", 1, 24, 48, "1x1", false],
    ]),
    topologies: FLAT_TOPOLOGIES,
    bootDisks: [BootDiskType.pdBalanced],
    hyperdiskMl: true,
    flexStart: true,
    placement: TpuPlacement.compact,
    sources: [PLAN_TPUS, "https://docs.cloud.google.com/tpu/docs/v5e"],
    ...UNVERIFIED,
  },
  {
    generation: TpuGeneration.v5p,
    otherNames: ["tpu-v5p-slice"],
    accelerator: AcceleratorModel.tpuV5p,
    acceleratorLabel: "tpu-v5p-slice",
    machineTypes: toMachineTypes([["ct5p-hightpu-4t", 4, 208, 448, "2x2x1", true]]),
    topologies: SMALL_TOPOLOGIES,
    // A pod has 140 cubes, and the largest slice that is scheduled 96 of them.
    cubes: { most: 96, ascending: true },
    bootDisks: [BootDiskType.pdBalanced],
    hyperdiskMl: true,
    flexStart: true,
    placement: TpuPlacement.compact,
    sources: [PLAN_TPUS, "https://docs.cloud.google.com/tpu/docs/v5p"],
    ...UNVERIFIED,
  },
  {
    generation: TpuGeneration.v6e,
    otherNames: ["trillium", "tpu-v6e-slice"],
    accelerator: AcceleratorModel.tpuV6e,
    acceleratorLabel: "tpu-v6e-slice",
    machineTypes: toMachineTypes([
      ["ct6e-standard-8t", 8, 180, 1440, "2x4", false],
      ["ct6e-standard-4t", 4, 180, 720, "2x2", true],
      ["ct6e-standard-1t", 1, 44, 176, "1x1", false],
    ]),
    topologies: FLAT_TOPOLOGIES,
    bootDisks: [BootDiskType.hyperdiskBalanced],
    hyperdiskMl: true,
    flexStart: true,
    placement: TpuPlacement.compact,
    sources: [PLAN_TPUS, "https://docs.cloud.google.com/tpu/docs/v6e"],
    ...UNVERIFIED,
  },
  {
    generation: TpuGeneration.tpu7x,
    otherNames: ["ironwood", "v7x", "tpu-v7x"],
    accelerator: AcceleratorModel.tpu7x,
    acceleratorLabel: "tpu7x",
    machineTypes: toMachineTypes([
      // Google's page has 960 GB for four chips and its autoscaler 992. The smaller is taken, and its quarter for one chip.
      ["tpu7x-standard-4t", 4, 224, 960, "2x2x1", true],
      ["tpu7x-standard-1t", 1, 56, 240, "1x1x1", false],
    ]),
    topologies: ["1x1x1", ...SMALL_TOPOLOGIES],
    // A pod has 9216 chips.
    cubes: { most: 144, ascending: true },
    bootDisks: [BootDiskType.hyperdiskBalanced],
    hyperdiskMl: true,
    flexStart: true,
    placement: TpuPlacement.workloadPolicy,
    sources: [
      PLAN_TPUS,
      "https://docs.cloud.google.com/tpu/docs/tpu7x",
      "https://docs.cloud.google.com/kubernetes-engine/docs/concepts/tpu-ironwood",
    ],
    ...UNVERIFIED,
  },
]);

const BY_GENERATION: ReadonlyMap<string, TpuGenerationRow> = new Map(
  ROWS.map((row) => [row.generation, row]),
);

/** The row of a generation; `undefined` when the catalogue has none. */
export function findTpuGeneration(generation: string): TpuGenerationRow | undefined {
  return BY_GENERATION.get(generation);
}

/** Every generation in the catalogue, oldest first. */
export function tpuGenerations(): TpuGeneration[] {
  return ROWS.map((row) => row.generation);
}

/** The generation that is also called so, in lower case; `undefined` when none is. */
export function findTpuGenerationByOtherName(name: string): TpuGeneration | undefined {
  return ROWS.find((row) => row.otherNames.includes(name))?.generation;
}

/** The generation of which a machine has chips; `undefined` when the catalogue has no such machine. */
export function findTpuGenerationOfMachine(machineType: string): TpuGenerationRow | undefined {
  return ROWS.find((row) => row.machineTypes.some(({ name }) => name === machineType));
}

/** Every machine with TPU chips, by generation. */
export function tpuMachineTypeNames(): string[] {
  return ROWS.flatMap((row) => row.machineTypes.map(({ name }) => name));
}
