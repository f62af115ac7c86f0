/**
 * GCE machine types on which models run: every one with whole NVIDIA devices since the A100, and a few without devices.
 *
 * How to refresh: the tables of each series in the pages named at the rows ("Attached NVIDIA ... GPUs", "Supported disk
 * types", "Limitations"), and for local SSDs in the page of their own. GCE writes GB for memory and means powers of 1024.
 *
 * Left out: prices (they move), fractions of a device (g4-standard-6 to -24), devices older than the A100 (N1 machines), and
 * variants of A machines without local SSDs (`-nolssd`), which Google's pages do not list.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";
import { AcceleratorModel } from "./accelerators";
import { Architecture } from "./ec2-instance-types";

/** A disk that a node of GKE boots from. https://cloud.google.com/compute/docs/disks */
export const BootDiskType = {
  /** Cheap, and slow to read images from. */
  pdStandard: "pd-standard",
  /** Solid state, with speed that grows with its size. */
  pdBalanced: "pd-balanced",
  /** Solid state, faster than `pd-balanced` at the same size. */
  pdSsd: "pd-ssd",
  /** The only disk that machines since A3 Ultra and G4 boot from. */
  hyperdiskBalanced: "hyperdisk-balanced",
} as const;
export type BootDiskType = (typeof BootDiskType)[keyof typeof BootDiskType];

/** How devices of one machine reach those of another past its processors: by copies that the network card makes, over TCP (`tcpx`, `tcpxo`) or RoCE (`rdma`). */
export type GpuDirect = "tcpx" | "tcpxo" | "rdma";

/** How the network cards for GPUDirect get onto a node: by networks that you made, or by GKE alone (`acceleratorNetworkProfile`). */
export type GpuNetworkWay = "additional-networks" | "network-profile";

/** How a machine is sold. */
export type GceSale = "on-demand" | "reservation" | "spot" | "flex-start";

/** Local SSDs of a machine: all that it comes with, or one of several numbers that it may have. */
export type LocalSsds =
  | { readonly kind: "attached"; readonly count: number; readonly sizeGiB: number }
  | { readonly kind: "chosen"; readonly counts: readonly number[]; readonly sizeGiB: number };

export interface GceMachineType {
  /** The name that GCE and the node label `node.kubernetes.io/instance-type` use. */
  readonly name: string;
  readonly architecture: Architecture;
  /** Threads. */
  readonly vcpus: number;
  /** Memory of the machine in bytes; the operating system sees less, see `plan/gke-allocatable.ts`. */
  readonly memoryBytes: number;
  /** Absent on a machine without accelerators. */
  readonly accelerator?: AcceleratorModel;
  /** What GCE and the node label `cloud.google.com/gke-accelerator` call the accelerator; absent without. */
  readonly acceleratorType?: string;
  /** Accelerators on the machine; 0 without. */
  readonly deviceCount: number;
  /** Absent on a machine that can have none. */
  readonly localSsds?: LocalSsds;
  /** Disks that a node may boot from; the first is ours when nobody says. */
  readonly bootDisks: readonly BootDiskType[];
  /** Whether volumes of Hyperdisk ML attach; to A4, A4X and G4 only those made since 2026-02-04. */
  readonly hyperdiskMl: boolean;
  /** Absent where devices reach those of other machines only through its processors. */
  readonly gpuDirect?: GpuDirect;
  /** Physical network cards: one for the node, further ones for GPUDirect. */
  readonly networkCards: number;
  /** How those for GPUDirect get onto a node of GKE; none without GPUDirect. */
  readonly gpuNetworkWays: readonly GpuNetworkWay[];
  /** The only ways in which it is sold. Absent where no limit was read, and none is checked. */
  readonly soldOnlyAs?: readonly GceSale[];
  readonly sources: readonly string[];
  readonly date: string;
  /** Whether every column was read in the sources. An unverified row is shown as such wherever it decides something. */
  readonly verified: boolean;
}

/** One line of a table: the columns that differ between the sizes of a series. Memory is in GB as GCE writes it. */
type Size = readonly [
  name: string,
  devices: number,
  vcpus: number,
  memoryGB: number,
  localSsds: LocalSsds | undefined,
  networkCards?: number,
];

/** What the machines of a series have in common. */
type Series = Pick<GceMachineType, "bootDisks" | "hyperdiskMl"> &
  Partial<
    Pick<
      GceMachineType,
      | "architecture"
      | "accelerator"
      | "acceleratorType"
      | "gpuDirect"
      | "gpuNetworkWays"
      | "soldOnlyAs"
      | "sources"
    >
  >;

const MACHINES = "https://docs.cloud.google.com/compute/docs/accelerator-optimized-machines";
const LOCAL_SSDS = "https://docs.cloud.google.com/compute/docs/disks/local-ssd";
const GENERAL = "https://docs.cloud.google.com/compute/docs/general-purpose-machines";
/** Which machines DRANET knows, and with it the network profile. */
const DRANET =
  "https://docs.cloud.google.com/kubernetes-engine/docs/how-to/allocate-network-resources-dra";
const READ_ON = "2026-04-14";

const { pdStandard, pdBalanced, pdSsd, hyperdiskBalanced } = BootDiskType;

const attached = (count: number, sizeGiB = 375): LocalSsds => ({
  kind: "attached",
  count,
  sizeGiB,
});
const chosen = (...counts: number[]): LocalSsds => ({ kind: "chosen", counts, sizeGiB: 375 });

function toRows(series: Series, sizes: readonly Size[]): GceMachineType[] {
  const { accelerator, acceleratorType, ...common } = series;
  return sizes.map(([name, deviceCount, vcpus, memoryGB, localSsds, networkCards = 1]) => ({
    architecture: Architecture.amd64,
    gpuNetworkWays: [],
    sources: [MACHINES, LOCAL_SSDS],
    ...common,
    name,
    vcpus,
    memoryBytes: memoryGB * GIBIBYTE,
    ...(accelerator === undefined || acceleratorType === undefined
      ? {}
      : { accelerator, acceleratorType }),
    deviceCount,
    ...(localSsds === undefined ? {} : { localSsds }),
    networkCards,
    date: READ_ON,
    verified: true,
  }));
}

const A2 = { bootDisks: [pdBalanced, pdSsd, pdStandard], hyperdiskMl: true } as const;
const A3 = { bootDisks: [pdBalanced, pdSsd, hyperdiskBalanced], hyperdiskMl: true } as const;
const H100 = {
  accelerator: AcceleratorModel.h100,
  acceleratorType: "nvidia-h100-80gb",
} as const;
/** A3 Ultra and what came after it. */
const RDMA = {
  bootDisks: [hyperdiskBalanced],
  hyperdiskMl: true,
  gpuDirect: "rdma",
  gpuNetworkWays: ["additional-networks", "network-profile"],
  sources: [MACHINES, LOCAL_SSDS, DRANET],
} as const satisfies Series;

const ROWS: readonly GceMachineType[] = freezeDeep([
  ...toRows(
    { ...A2, accelerator: AcceleratorModel.a100x40, acceleratorType: "nvidia-tesla-a100" },
    [
      ["a2-highgpu-1g", 1, 12, 85, chosen(1, 2, 4, 8)],
      ["a2-highgpu-2g", 2, 24, 170, chosen(2, 4, 8)],
      ["a2-highgpu-4g", 4, 48, 340, chosen(4, 8)],
      ["a2-highgpu-8g", 8, 96, 680, chosen(8)],
      ["a2-megagpu-16g", 16, 96, 1360, chosen(8)],
    ],
  ),
  ...toRows({ ...A2, accelerator: AcceleratorModel.a100x80, acceleratorType: "nvidia-a100-80gb" }, [
    ["a2-ultragpu-1g", 1, 12, 170, attached(1)],
    ["a2-ultragpu-2g", 2, 24, 340, attached(2)],
    ["a2-ultragpu-4g", 4, 48, 680, attached(4)],
    ["a2-ultragpu-8g", 8, 96, 1360, attached(8)],
  ]),
  ...toRows({ ...A3, ...H100, soldOnlyAs: ["spot", "flex-start"] }, [
    ["a3-highgpu-1g", 1, 26, 234, attached(2)],
    ["a3-highgpu-2g", 2, 52, 468, attached(4)],
    ["a3-highgpu-4g", 4, 104, 936, attached(8)],
  ]),
  ...toRows({ ...A3, ...H100, gpuDirect: "tcpx", gpuNetworkWays: ["additional-networks"] }, [
    ["a3-highgpu-8g", 8, 208, 1872, attached(16), 5],
    ["a3-edgegpu-8g", 8, 208, 1872, attached(16), 5],
  ]),
  ...toRows(
    {
      ...A3,
      accelerator: AcceleratorModel.h100,
      acceleratorType: "nvidia-h100-mega-80gb",
      gpuDirect: "tcpxo",
      gpuNetworkWays: ["additional-networks"],
    },
    [["a3-megagpu-8g", 8, 208, 1872, attached(16), 9]],
  ),
  ...toRows(
    {
      ...RDMA,
      accelerator: AcceleratorModel.h200,
      acceleratorType: "nvidia-h200-141gb",
      soldOnlyAs: ["reservation", "spot", "flex-start"],
    },
    [["a3-ultragpu-8g", 8, 224, 2952, attached(32), 10]],
  ),
  ...toRows(
    {
      ...RDMA,
      accelerator: AcceleratorModel.b200,
      acceleratorType: "nvidia-b200",
      soldOnlyAs: ["reservation", "spot", "flex-start"],
    },
    [["a4-highgpu-8g", 8, 224, 3968, attached(32), 10]],
  ),
  ...toRows(
    {
      ...RDMA,
      architecture: Architecture.arm64,
      accelerator: AcceleratorModel.gb200,
      acceleratorType: "nvidia-gb200",
      soldOnlyAs: ["reservation"],
    },
    [["a4x-highgpu-4g", 4, 140, 884, attached(4, 3000), 6]],
  ),
  ...toRows(
    {
      ...RDMA,
      architecture: Architecture.arm64,
      accelerator: AcceleratorModel.gb300,
      acceleratorType: "nvidia-gb300",
      // Multi-networking is for virtual machines, and this is bare metal.
      gpuNetworkWays: ["network-profile"],
      soldOnlyAs: ["reservation"],
    },
    [["a4x-maxgpu-4g-metal", 4, 144, 960, attached(4, 3000), 6]],
  ),
  ...toRows(
    {
      bootDisks: [pdBalanced, pdSsd],
      hyperdiskMl: true,
      accelerator: AcceleratorModel.l4,
      acceleratorType: "nvidia-l4",
    },
    [
      ["g2-standard-4", 1, 4, 16, chosen(1)],
      ["g2-standard-8", 1, 8, 32, chosen(1)],
      ["g2-standard-12", 1, 12, 48, chosen(1)],
      ["g2-standard-16", 1, 16, 64, chosen(1)],
      ["g2-standard-24", 2, 24, 96, chosen(2)],
      ["g2-standard-32", 1, 32, 128, chosen(1)],
      ["g2-standard-48", 4, 48, 192, chosen(4)],
      ["g2-standard-96", 8, 96, 384, chosen(8)],
    ],
  ),
  ...toRows(
    {
      bootDisks: [hyperdiskBalanced],
      hyperdiskMl: true,
      accelerator: AcceleratorModel.rtxPro6000,
      acceleratorType: "nvidia-rtx-pro-6000",
    },
    [
      ["g4-standard-48", 1, 48, 180, chosen(4)],
      ["g4-standard-96", 2, 96, 360, chosen(8)],
      ["g4-standard-192", 4, 192, 720, chosen(16)],
      ["g4-standard-384", 8, 384, 1440, chosen(32), 2],
    ],
  ),
  ...toRows(
    {
      bootDisks: [pdBalanced, pdSsd, hyperdiskBalanced],
      hyperdiskMl: true,
      sources: [GENERAL],
    },
    [
      ["c3-standard-4", 0, 4, 16, undefined],
      ["c3-standard-8", 0, 8, 32, undefined],
      ["c3-standard-22", 0, 22, 88, undefined],
      ["c3-standard-44", 0, 44, 176, undefined],
      ["c3-standard-88", 0, 88, 352, undefined],
      ["c3-standard-176", 0, 176, 704, undefined],
    ],
  ),
]);

const BY_NAME: ReadonlyMap<string, GceMachineType> = new Map(ROWS.map((row) => [row.name, row]));

/** The row of a machine type; `undefined` when the catalogue has none. */
export function findMachineType(name: string): GceMachineType | undefined {
  return BY_NAME.get(name);
}

/** Every machine type in the catalogue, sorted by name. */
export function machineTypeNames(): string[] {
  return [...BY_NAME.keys()].toSorted();
}
