/**
 * Accelerators, one row per model as engines see it.
 *
 * `memoryBytes` is what CUDA reports as the total of one device, because engines take their share of
 * that: it is 0.4 to 3 % below what clouds advertise. It is printed with two decimals of a GiB and
 * differs by up to 0.1 GiB between driver versions; of several values the rows hold the least.
 *
 * How to refresh: look for `has a total capacity of` in a PyTorch error text, or print
 * `torch.cuda.get_device_properties(0).total_memory`. `advertisedMiB` is `GpuInfo.Gpus[].MemoryInfo.SizeInMiB`
 * of `aws ec2 describe-instance-types`.
 *
 * Left out: compute and bandwidth (nothing here is decided by them), and every accelerator of
 * which no such log was read.
 */
import { GIBIBYTE } from "../units/quantity";

/** Who makes the accelerator; decides device resource, images and environment. */
export const AcceleratorVendor = {
  nvidia: "nvidia",
} as const;
export type AcceleratorVendor = (typeof AcceleratorVendor)[keyof typeof AcceleratorVendor];

/** The model of an accelerator, with its memory where one name is sold with several. */
export const AcceleratorModel = {
  h100: "H100-80",
  h200: "H200",
  b200: "B200",
} as const;
export type AcceleratorModel = (typeof AcceleratorModel)[keyof typeof AcceleratorModel];

export interface Accelerator {
  readonly model: AcceleratorModel;
  readonly vendor: AcceleratorVendor;
  /** Memory of one device as CUDA reports it, in bytes, rounded down. */
  readonly memoryBytes: number;
  /** Memory of one device as the cloud's API states it, in MiB. For people and for comparing with offers; never for a fit. */
  readonly advertisedMiB: number;
  /** Where `memoryBytes` was read. */
  readonly source: string;
  /** Day on which the source was written or read, the earlier that is known. */
  readonly date: string;
}

const ROWS = [
  {
    model: AcceleratorModel.h100,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(79.19 * GIBIBYTE),
    advertisedMiB: 81_920,
    source: "https://github.com/vllm-project/vllm/issues/33155",
    date: "2026-01-27",
  },
  {
    model: AcceleratorModel.h200,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(139.72 * GIBIBYTE),
    advertisedMiB: 144_384,
    source: "https://github.com/huggingface/blog/blob/main/gpt-oss-agentic-rl.md",
    date: "2025-11-27",
  },
  {
    model: AcceleratorModel.b200,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(178.35 * GIBIBYTE),
    advertisedMiB: 183_359,
    source: "https://github.com/stas00/ml-engineering/blob/master/debug/pytorch.md",
    date: "2026-11-22",
  },
] as const satisfies readonly Accelerator[];

const BY_MODEL: ReadonlyMap<string, Accelerator> = new Map(
  ROWS.map((row) => [row.model, Object.freeze(row)]),
);

/** The row of a model; `undefined` when the catalogue has none. */
export function findAccelerator(model: string): Accelerator | undefined {
  return BY_MODEL.get(model);
}

/** Every model in the catalogue, in the order of the rows. */
export function acceleratorModels(): string[] {
  return [...BY_MODEL.keys()];
}
