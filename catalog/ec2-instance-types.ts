/**
 * EC2 instance types on which models run.
 *
 * Source of every row: Karpenter's reference, generated from DescribeInstanceTypes,
 * https://github.com/aws/karpenter-provider-aws/blob/main/website/content/en/preview/reference/instance-types.md
 * (commit 692ccdd0 of 2026-07-11, read 2026-11-22). How to refresh: open the section of the type; the
 * columns are its labels `instance-cpu`, `instance-memory` (MiB), `instance-gpu-count`, `instance-local-nvme`
 * (GB) and its resources `vpc.amazonaws.com/efa` and `pods`.
 *
 * Left out: prices (they move), network cards (decided where pools are made), and machines that
 * nothing of ours uses yet.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE, TEBIBYTE } from "../units/quantity";
import { AcceleratorModel } from "./accelerators";

/** Processor architecture, in Kubernetes' spelling. */
export const Architecture = {
  amd64: "amd64",
  arm64: "arm64",
} as const;
export type Architecture = (typeof Architecture)[keyof typeof Architecture];

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
  /** EFA interfaces on the machine; 0 without. */
  readonly efaDevices: number;
  /** Local NVMe disks together, in bytes; 0 without. EC2 counts in powers of 1000. */
  readonly localNvmeBytes: number;
  /** Most pods on one node by the addresses of its network interfaces: the VPC CNI's default, without prefix delegation. */
  readonly maxPods?: number;
  readonly source: string;
  readonly date: string;
  /** Whether every column was read in the source. An unverified row is shown as such wherever it decides something. */
  readonly verified: boolean;
}

const KARPENTER = {
  source:
    "https://github.com/aws/karpenter-provider-aws/blob/692ccdd0629e488300821443f0fa0bc3c3e08047/website/content/en/preview/reference/instance-types.md",
  date: "2026-07-11",
  verified: true,
} as const;

const GIGABYTE = 1_000_000_000;

const ROWS: readonly InstanceType[] = freezeDeep([
  {
    // Its processors are whole cores, which is what an engine on CPU wants.
    name: "m7a.32xlarge",
    architecture: Architecture.amd64,
    vcpus: 128,
    memoryBytes: 512 * GIBIBYTE,
    deviceCount: 0,
    efaDevices: 0,
    localNvmeBytes: 0,
    maxPods: 737,
    ...KARPENTER,
  },
  {
    name: "p5.48xlarge",
    architecture: Architecture.amd64,
    vcpus: 192,
    memoryBytes: 2 * TEBIBYTE,
    accelerator: AcceleratorModel.h100,
    deviceCount: 8,
    efaDevices: 32,
    localNvmeBytes: 30_400 * GIGABYTE,
    maxPods: 100,
    ...KARPENTER,
  },
  {
    name: "p5e.48xlarge",
    architecture: Architecture.amd64,
    vcpus: 192,
    memoryBytes: 2 * TEBIBYTE,
    accelerator: AcceleratorModel.h200,
    deviceCount: 8,
    efaDevices: 32,
    localNvmeBytes: 30_400 * GIGABYTE,
    maxPods: 100,
    ...KARPENTER,
  },
  {
    name: "p5en.48xlarge",
    architecture: Architecture.amd64,
    vcpus: 192,
    memoryBytes: 2 * TEBIBYTE,
    accelerator: AcceleratorModel.h200,
    deviceCount: 8,
    efaDevices: 16,
    localNvmeBytes: 30_400 * GIGABYTE,
    maxPods: 198,
    ...KARPENTER,
  },
  {
    name: "p6-b200.48xlarge",
    architecture: Architecture.amd64,
    vcpus: 192,
    memoryBytes: 2 * TEBIBYTE,
    accelerator: AcceleratorModel.b200,
    deviceCount: 8,
    efaDevices: 8,
    localNvmeBytes: 30_400 * GIGABYTE,
    maxPods: 198,
    ...KARPENTER,
  },
]);

const BY_NAME: ReadonlyMap<string, InstanceType> = new Map(ROWS.map((row) => [row.name, row]));

/** The row of an instance type; `undefined` when the catalogue has none. */
export function findInstanceType(name: string): InstanceType | undefined {
  return BY_NAME.get(name);
}

/** Every instance type in the catalogue, sorted by name. */
export function instanceTypeNames(): string[] {
  return [...BY_NAME.keys()];
}
