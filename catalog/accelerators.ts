/**
 * Accelerators, one row per model as engines see it.
 *
 * `memoryBytes` is what CUDA reports as the total of one device, because engines take their share of
 * that: it is 0.4 to 1 % below what the cloud advertises. Logs print it with two decimals of a GiB, and
 * those differ by up to 0.1 GiB between machines.
 *
 * How to refresh: look for `has a total capacity of` in a PyTorch error text, or print
 * `torch.cuda.get_device_properties(0).total_memory`. `advertisedMiB` is `GpuInfo.Gpus[].MemoryInfo.SizeInMiB`
 * of `aws ec2 describe-instance-types`.
 *
 * Left out: compute and bandwidth (nothing here is decided by them), and every accelerator of
 * which no such log was read.
 */
import { freezeDeep } from "../units/frozen";
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
  /** Day on which the source was written. */
  readonly date: string;
}

const ROWS: readonly Accelerator[] = freezeDeep([
  {
    model: AcceleratorModel.h100,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(79.19 * GIBIBYTE),
    advertisedMiB: 81_920,
    // Other machines print 79.11 to 79.21.
    source:
      "https://github.com/sms1097/FoundationTS/blob/0ccdb6a6a1033b13d1570bfb530dd96d0229df24/docs/proflie_training.md",
    date: "2026-01-05",
  },
  {
    model: AcceleratorModel.h200,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(139.72 * GIBIBYTE),
    advertisedMiB: 144_384,
    // Other machines print 139.80.
    source: "https://huggingface.co/blog/LinkedIn/gpt-oss-agentic-rl",
    date: "2026-01-27",
  },
  {
    model: AcceleratorModel.b200,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(178.36 * GIBIBYTE),
    advertisedMiB: 183_359,
    source:
      "https://github.com/PrimeIntellect-ai/prime-rl/blob/d8f290ef0358a804f1912bd29ea1b37cc56894b4/benchmarks/results/BENCHMARKS.md",
    date: "2026-01-16",
  },
]);

const BY_MODEL: ReadonlyMap<string, Accelerator> = new Map(ROWS.map((row) => [row.model, row]));

/** The row of a model; `undefined` when the catalogue has none. */
export function findAccelerator(model: string): Accelerator | undefined {
  return BY_MODEL.get(model);
}

/** Every model in the catalogue, in the order of the rows. */
export function acceleratorModels(): string[] {
  return [...BY_MODEL.keys()];
}
