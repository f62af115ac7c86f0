/**
 * Accelerators, one row per model as engines see it.
 *
 * `memoryBytes` is what CUDA reports as the total of one device, because engines take their share of
 * that: it is 0.4 to 1 % below what the cloud advertises. Of a TPU it is what the engine's log shows of one chip. Logs print it with two decimals of a GiB, and
 * those differ by up to 0.1 GiB between machines. Where no such log was read it is absent: a machine is known
 * before its memory is, and no fit is computed from what is advertised.
 *
 * How to refresh: look for `has a total capacity of` in a PyTorch error text, or print
 * `torch.cuda.get_device_properties(0).total_memory`. `advertisedMiB` is `GpuInfo.Gpus[].MemoryInfo.SizeInMiB`
 * of `aws ec2 describe-instance-types`, which Karpenter publishes as `instance-gpu-memory`; of a TPU it is what the page
 * of its generation says of one chip. Google's pages write GB for v5p and v6e where the page of TPU7x writes GiB, so GB
 * is read as GiB for v5e too.
 *
 * Left out: compute and bandwidth (nothing here is decided by them), and fractions of a device, which a model
 * cannot be planned for.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE } from "../units/quantity";

/** Who makes the accelerator; decides device resource, images and environment. */
export const AcceleratorVendor = {
  nvidia: "nvidia",
  google: "google",
} as const;
export type AcceleratorVendor = (typeof AcceleratorVendor)[keyof typeof AcceleratorVendor];

/** The model of an accelerator, with its memory where one name is sold with several. */
export const AcceleratorModel = {
  a10g: "A10G",
  l4: "L4",
  l40s: "L40S",
  rtxPro4500: "RTX-PRO-4500",
  rtxPro6000: "RTX-PRO-6000",
  a100x40: "A100-40",
  a100x80: "A100-80",
  h100: "H100-80",
  h200: "H200",
  b200: "B200",
  b300: "B300",
  gb200: "GB200",
  gb300: "GB300",
  tpuV4: "TPU-v4",
  tpuV5e: "TPU-v5e",
  tpuV5p: "TPU-v5p",
  tpuV6e: "TPU-v6e",
  tpu7x: "TPU7x",
} as const;
export type AcceleratorModel = (typeof AcceleratorModel)[keyof typeof AcceleratorModel];

export interface Accelerator {
  readonly model: AcceleratorModel;
  readonly vendor: AcceleratorVendor;
  /** Memory of one device as engines see it, in bytes, rounded down. Absent where no log that shows it was read. */
  readonly memoryBytes?: number;
  /** Memory of one device as the cloud's API states it, in MiB. For people and for comparing with offers; never for a fit. */
  readonly advertisedMiB: number;
  /** Oldest NVIDIA driver that knows the device, by its branch; absent where every driver of today does. */
  readonly leastDriver?: number;
  /** Where `memoryBytes` was read; without it, where `advertisedMiB` was. */
  readonly source: string;
  /** Day on which the source was written. */
  readonly date: string;
}

/** Advertised figures of NVIDIA devices that no log was read of. */
const ADVERTISED = {
  vendor: AcceleratorVendor.nvidia,
  source:
    "https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/website/content/en/preview/reference/instance-types.md",
  date: "2026-08-21",
} as const;

const ROWS: readonly Accelerator[] = freezeDeep([
  { model: AcceleratorModel.a10g, advertisedMiB: 22_888, ...ADVERTISED },
  { model: AcceleratorModel.l4, advertisedMiB: 22_888, ...ADVERTISED },
  { model: AcceleratorModel.l40s, advertisedMiB: 45_776, ...ADVERTISED },
  {
    model: AcceleratorModel.rtxPro4500,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 32_768,
    leastDriver: 595,
    source:
      "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/doc/usage/g7-ami.md",
    date: "2026-07-23",
  },
  { model: AcceleratorModel.rtxPro6000, advertisedMiB: 98_304, ...ADVERTISED },
  { model: AcceleratorModel.a100x40, advertisedMiB: 40_960, ...ADVERTISED },
  { model: AcceleratorModel.a100x80, advertisedMiB: 81_920, ...ADVERTISED },
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
  { model: AcceleratorModel.b300, advertisedMiB: 275_040, ...ADVERTISED },
  {
    // A node of four is sold with 740 GB: 185 GB each, written here in MiB.
    model: AcceleratorModel.gb200,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 176_429,
    source:
      "https://takech9203.github.io/aws-news-summary/20260506-amazon-ec2-p6-b200-aws-govcloud.html",
    date: "2026-05-06",
  },
  {
    // A node of four is sold with 1,116 GB: 279 GB each, written here in MiB.
    model: AcceleratorModel.gb300,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 266_075,
    source: "https://docs.cloud.google.com/compute/docs/gpus",
    date: "2026-04-14",
  },
  ...[
    { model: AcceleratorModel.tpuV4, advertisedMiB: 32_768, page: "v4" },
    { model: AcceleratorModel.tpuV5e, advertisedMiB: 16_384, page: "v5e" },
    { model: AcceleratorModel.tpuV5p, advertisedMiB: 97_280, page: "tpu7x" },
    { model: AcceleratorModel.tpuV6e, advertisedMiB: 32_768, page: "tpu7x" },
    { model: AcceleratorModel.tpu7x, advertisedMiB: 196_608, page: "tpu7x" },
  ].map(({ page, ...row }) => ({
    ...row,
    vendor: AcceleratorVendor.google,
    source: `https://docs.cloud.google.com/tpu/docs/${page}`,
    date: "2026-11-22",
  })),
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
