/**
 * EC2 instance types on which models run: every one with whole NVIDIA devices since the A10G, and one without.
 *
 * Sources of every row, both generated from DescribeInstanceTypes: Karpenter's reference and its table of network limits.
 * How to refresh: `node -r ts-node/register/transpile-only scripts/compare-ec2-instance-types.ts <instance-types.md>
 * <zz_generated.vpclimits.go>` prints what differs between them and this file; the paths are in `KARPENTER` below.
 *
 * Left out: prices (they move); devices older than the A100 (G4, G5g, P3); fractions of a device (G6f);
 * p6e-gb300.36xlarge (no figure of it was read).
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";
import { AcceleratorModel } from "./accelerators";

/** Processor architecture, in Kubernetes' spelling. */
export const Architecture = {
  amd64: "amd64",
  arm64: "arm64",
} as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

/** One network card of a machine. How many there are says nothing about which of them carry EFA. */
export interface NetworkCard {
  readonly index: number;
  /** Most network interfaces on it; device indices run from 0 to one less. */
  readonly interfaces: number;
  /** Whether one of its interfaces may have an EFA device. */
  readonly efa: boolean;
}

export interface InstanceType {
  /** The name that EC2 and the node label `node.kubernetes.io/instance-type` use. */
  readonly name: string;
  readonly architecture: Architecture;
  /** What EC2 counts as processors: threads on Intel, cores on AMD since the 7th generation and on Graviton. */
  readonly vcpus: number;
  /** Memory of the machine in bytes; the operating system sees less, see `plan/eks-allocatable.ts`. */
  readonly memoryBytes: number;
  /** Absent on a machine without accelerators. */
  readonly accelerator?: AcceleratorModel;
  /** Accelerators on the machine; 0 without. */
  readonly deviceCount: number;
  /** Local NVMe disks together, in bytes; 0 without. EC2 counts in powers of 1000. */
  readonly localNvmeBytes: number;
  /** By index, from 0; card 0 has the primary interface. */
  readonly networkCards: readonly NetworkCard[];
  /** Cards that carry EFA. */
  readonly efaDevices: number;
  /** IPv4 addresses of one network interface, its own included. */
  readonly addressesPerInterface: number;
  readonly sources: readonly string[];
  readonly date: string;
  /** Whether every column was read in the sources. An unverified row is shown as such wherever it decides something. */
  readonly verified: boolean;
}

/** One line of a table: the columns that differ between the sizes of a family. Memory is in GiB, disks are in GB. */
type Size = readonly [
  size: string,
  devices: number,
  vcpus: number,
  memoryGiB: number,
  nvmeGB: number,
  networkCards: readonly NetworkCard[],
  addressesPerInterface: number,
];

type Provenance = Pick<InstanceType, "sources" | "date" | "verified">;

const KARPENTER: Provenance = {
  sources: [
    "https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/website/content/en/preview/reference/instance-types.md",
    "https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/providers/instancetype/zz_generated.vpclimits.go",
  ],
  date: "2026-08-21",
  verified: true,
};

/** Karpenter counts 17 cards and 16 EFA interfaces; which card has none was seen when instances failed to start. */
const P6_B300: Provenance = {
  ...KARPENTER,
  sources: [...KARPENTER.sources, "https://github.com/aws/aws-parallelcluster/pull/7143"],
};

/** EC2 does not show this type in most regions, so Karpenter's tables lack it. Its disks were read nowhere and are left out. */
const P6E_GB200: Provenance = {
  sources: [
    "https://takech9203.github.io/aws-news-summary/20260506-amazon-ec2-p6-b200-aws-govcloud.html",
    "https://github.com/aws/aws-parallelcluster/pull/6930",
  ],
  date: "2026-05-06",
  verified: false,
};

const GIGABYTE = 1_000_000_000;

/** A single card without EFA. */
const ena = (interfaces: number): NetworkCard[] => [{ index: 0, interfaces, efa: false }];

/** Equal cards, each with EFA. */
const efa = (count: number, interfaces: number): NetworkCard[] =>
  Array.from({ length: count }, (_, index) => ({ index, interfaces, efa: true }));

/** Card 0 is for IP alone. */
const B300_CARDS = efa(17, 4).map((card) => ({ ...card, efa: card.index > 0 }));

/** Cards with an odd index hold a single interface. */
const GB200_CARDS = efa(17, 2).map((card) =>
  card.index % 2 === 0 ? card : { ...card, interfaces: 1 },
);

const ROWS: readonly InstanceType[] = freezeDeep([
  ...toRows("g5", AcceleratorModel.a10g, [
    ["xlarge", 1, 4, 16, 250, ena(4), 15],
    ["2xlarge", 1, 8, 32, 450, ena(4), 15],
    ["4xlarge", 1, 16, 64, 600, ena(8), 30],
    ["8xlarge", 1, 32, 128, 900, efa(1, 8), 30],
    ["12xlarge", 4, 48, 192, 3_800, efa(1, 15), 50],
    ["16xlarge", 1, 64, 256, 1_900, efa(1, 8), 30],
    ["24xlarge", 4, 96, 384, 3_800, efa(1, 15), 50],
    ["48xlarge", 8, 192, 768, 7_600, efa(1, 7), 50],
  ]),
  ...toRows("g6", AcceleratorModel.l4, [
    ["xlarge", 1, 4, 16, 250, ena(4), 15],
    ["2xlarge", 1, 8, 32, 450, ena(4), 15],
    ["4xlarge", 1, 16, 64, 600, ena(8), 30],
    ["8xlarge", 1, 32, 128, 900, efa(1, 8), 30],
    ["12xlarge", 4, 48, 192, 3_760, efa(1, 8), 30],
    ["16xlarge", 1, 64, 256, 1_880, efa(1, 15), 50],
    ["24xlarge", 4, 96, 384, 3_760, efa(1, 15), 50],
    ["48xlarge", 8, 192, 768, 7_520, efa(1, 15), 50],
  ]),
  ...toRows("g6e", AcceleratorModel.l40s, [
    ["xlarge", 1, 4, 32, 250, ena(4), 15],
    ["2xlarge", 1, 8, 64, 450, ena(4), 15],
    ["4xlarge", 1, 16, 128, 600, ena(8), 30],
    ["8xlarge", 1, 32, 256, 900, efa(1, 8), 30],
    ["12xlarge", 4, 48, 384, 3_800, efa(1, 10), 30],
    ["16xlarge", 1, 64, 512, 1_900, efa(1, 15), 50],
    ["24xlarge", 4, 96, 768, 3_800, efa(2, 10), 50],
    ["48xlarge", 8, 192, 1_536, 7_600, efa(4, 10), 50],
  ]),
  ...toRows("g7", AcceleratorModel.rtxPro4500, [
    ["2xlarge", 1, 8, 32, 440, ena(4), 64],
    ["4xlarge", 1, 16, 64, 875, ena(8), 64],
    ["8xlarge", 1, 32, 128, 930, efa(1, 10), 64],
    ["12xlarge", 2, 48, 192, 1_900, efa(1, 12), 64],
    ["24xlarge", 4, 96, 384, 3_800, efa(1, 24), 64],
    ["48xlarge", 8, 192, 768, 7_600, efa(2, 12), 64],
  ]),
  ...toRows("g7e", AcceleratorModel.rtxPro6000, [
    ["2xlarge", 1, 8, 64, 1_900, ena(4), 64],
    ["4xlarge", 1, 16, 128, 1_900, ena(8), 64],
    ["8xlarge", 1, 32, 256, 1_900, efa(1, 8), 64],
    ["12xlarge", 2, 48, 512, 3_800, efa(1, 10), 64],
    ["24xlarge", 4, 96, 1_024, 7_600, efa(2, 10), 64],
    ["48xlarge", 8, 192, 2_048, 15_200, efa(4, 10), 64],
  ]),
  ...toRows("gr6", AcceleratorModel.l4, [
    ["4xlarge", 1, 16, 128, 600, ena(8), 30],
    ["8xlarge", 1, 32, 256, 900, efa(1, 8), 30],
  ]),
  // Its processors are whole cores, which is what an engine on CPU wants.
  ...toRows("m7a", undefined, [["32xlarge", 0, 128, 512, 0, ena(15), 50]]),
  ...toRows("p4d", AcceleratorModel.a100x40, [["24xlarge", 8, 96, 1_152, 8_000, efa(4, 15), 50]]),
  ...toRows("p4de", AcceleratorModel.a100x80, [["24xlarge", 8, 96, 1_152, 8_000, efa(4, 15), 50]]),
  ...toRows("p5", AcceleratorModel.h100, [
    ["4xlarge", 1, 16, 256, 3_800, efa(1, 4), 30],
    ["48xlarge", 8, 192, 2_048, 30_400, efa(32, 2), 50],
  ]),
  ...toRows("p5e", AcceleratorModel.h200, [["48xlarge", 8, 192, 2_048, 30_400, efa(32, 2), 50]]),
  ...toRows("p5en", AcceleratorModel.h200, [["48xlarge", 8, 192, 2_048, 30_400, efa(16, 4), 50]]),
  ...toRows("p6-b200", AcceleratorModel.b200, [["48xlarge", 8, 192, 2_048, 30_400, efa(8, 4), 50]]),
  ...toRows(
    "p6-b300",
    AcceleratorModel.b300,
    [["48xlarge", 8, 192, 4_096, 30_400, B300_CARDS, 50]],
    { provenance: P6_B300 },
  ),
  ...toRows("p6e-gb200", AcceleratorModel.gb200, [["36xlarge", 4, 144, 960, 0, GB200_CARDS, 50]], {
    architecture: Architecture.arm64,
    provenance: P6E_GB200,
  }),
]);

function toRows(
  family: string,
  accelerator: AcceleratorModel | undefined,
  sizes: readonly Size[],
  { architecture = Architecture.amd64, provenance = KARPENTER }: Exception = {},
): InstanceType[] {
  return sizes.map(
    ([size, deviceCount, vcpus, memoryGiB, nvmeGB, networkCards, addressesPerInterface]) => ({
      name: `${family}.${size}`,
      architecture,
      vcpus,
      memoryBytes: memoryGiB * GIBIBYTE,
      ...(accelerator === undefined ? {} : { accelerator }),
      deviceCount,
      localNvmeBytes: nvmeGB * GIGABYTE,
      networkCards,
      efaDevices: networkCards.filter((card) => card.efa).length,
      addressesPerInterface,
      ...provenance,
    }),
  );
}

/** In what a family is not like most. */
interface Exception {
  readonly architecture?: Architecture;
  readonly provenance?: Provenance;
}

const BY_NAME: ReadonlyMap<string, InstanceType> = new Map(ROWS.map((row) => [row.name, row]));

/** The row of an instance type; `undefined` when the catalogue has none. */
export function findInstanceType(name: string): InstanceType | undefined {
  return BY_NAME.get(name);
}

/** Every instance type in the catalogue, sorted by name. */
export function instanceTypeNames(): string[] {
  return [...BY_NAME.keys()].toSorted();
}

/**
 * Why a family of accelerators cannot serve models here, by the name of one of its types; `undefined` when that is not
 * known of it. Trainium and Inferentia are devices `aws.amazon.com/neuron`, and the values of llm-d-modelservice take a
 * closed list of devices without it: https://github.com/llm-d-incubation/llm-d-modelservice
 */
export function findUnservedReason(name: string): string | undefined {
  const chip = /^(trn|inf)\d/.exec(name)?.[1];
  if (chip === undefined) return undefined;
  const accelerator = chip === "trn" ? "Trainium" : "Inferentia";
  return `has ${accelerator}, and llm-d-modelservice has no device aws.amazon.com/neuron`;
}
