/**
 * Accelerators, one row per model as engines see it.
 *
 * `memoryBytes` is what CUDA reports as the total of one device, because engines take their share of
 * that: it is up to 2 % below what the cloud advertises. Of a TPU it is what the engine's log shows of one chip. Logs print it with two decimals of a GiB, and
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

/**
 * Who makes the accelerator, and of Intel which kind it is; decides device resource, images and environment. The words are
 * the chart's accelerator types.
 */
export const AcceleratorVendor = {
  /** AMD Instinct and Radeon, driven by ROCm. */
  amd: "amd",
  /** Intel's GPUs under the older kernel driver, i915. */
  intelI915: "intel-i915",
  /** Intel's GPUs under the newer kernel driver, xe. */
  intelXe: "intel-xe",
  /** Intel Gaudi. */
  intelGaudi: "intel-gaudi",
  /** NVIDIA's devices, driven by CUDA. */
  nvidia: "nvidia",
  /** Google's TPUs. */
  google: "google",
} as const;
export type AcceleratorVendor = (typeof AcceleratorVendor)[keyof typeof AcceleratorVendor];

/** The model of an accelerator, with its memory where one name is sold with several. */
export const AcceleratorModel = {
  a10: "A10",
  a10g: "A10G",
  l4: "L4",
  l40: "L40",
  l40s: "L40S",
  rtx3090: "RTX-3090",
  rtx4090x24: "RTX-4090-24",
  rtx4090x48: "RTX-4090-48",
  rtx5080: "RTX-5080",
  rtxPro4500: "RTX-PRO-4500",
  rtxPro6000: "RTX-PRO-6000",
  a100x40: "A100-40",
  a100x80: "A100-80",
  a800: "A800",
  h20x96: "H20-96",
  h20x141: "H20-141",
  h800: "H800",
  mi300x: "MI300X",
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
  /**
   * Memory of one device as the cloud's API states it, in MiB. For people and for comparing with offers; never for a fit.
   * Of a device that no cloud in the catalogue sells it is what others say, and absent where `memoryBytes` is known.
   */
  readonly advertisedMiB?: number;
  /** Oldest NVIDIA driver that knows the device, by its branch; absent where every driver of today does. */
  readonly leastDriver?: number;
  /** Where `memoryBytes` was read; without it, where `advertisedMiB` was. */
  readonly source: string;
  /** Day on which the source was written, or read where it does not say. */
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
  {
    model: AcceleratorModel.a10,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(22.07 * GIBIBYTE),
    source:
      "https://github.com/oracle-samples/oci-data-science-ai-samples/blob/6a67e1f4b663ff8c457c6e9948fc82cabd37115d/ai-quick-actions/troubleshooting-tips.md",
    date: "2026-11-29",
  },
  { model: AcceleratorModel.a10g, advertisedMiB: 22_888, ...ADVERTISED },
  { model: AcceleratorModel.l4, advertisedMiB: 22_888, ...ADVERTISED },
  {
    model: AcceleratorModel.l40,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 49_152,
    source: "https://github.com/vllm-project/vllm/issues/2248",
    date: "2024-04-21",
  },
  {
    model: AcceleratorModel.l40s,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(44.53 * GIBIBYTE),
    advertisedMiB: 45_776,
    // Other machines print 44.39 to 44.42.
    source: "https://github.com/vllm-project/vllm/issues/15598",
    date: "2025-03-27",
  },
  {
    model: AcceleratorModel.rtx3090,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(23.56 * GIBIBYTE),
    // Drivers of 2023 leave 23.69: https://github.com/vllm-project/vllm/issues/2140
    source: "https://github.com/wtdcode/vllm-backport/issues/34",
    date: "2026-08-31",
  },
  {
    model: AcceleratorModel.rtx4090x24,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(23.52 * GIBIBYTE),
    // Drivers of 2023 leave 23.64.
    source: "https://github.com/vllm-project/vllm/issues/42049",
    date: "2026-05-08",
  },
  {
    // Sold by workshops that solder twice the memory to the card.
    model: AcceleratorModel.rtx4090x48,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 49_152,
    source:
      "https://github.com/kvcache-ai/ktransformers/blob/95009ea6856c0799e517e93cb12be5e8494bc7ce/doc/en/kt-kernel/Kimi-K2-Thinking-Native.md",
    date: "2026-08-21",
  },
  {
    model: AcceleratorModel.rtx5080,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(15.48 * GIBIBYTE),
    source: "https://github.com/vllm-project/vllm/issues/14452",
    date: "2025-03-16",
  },
  {
    model: AcceleratorModel.rtxPro4500,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 32_768,
    leastDriver: 595,
    source:
      "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/doc/usage/g7-ami.md",
    date: "2026-07-23",
  },
  {
    model: AcceleratorModel.rtxPro6000,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(94.97 * GIBIBYTE),
    advertisedMiB: 98_304,
    source: "https://github.com/antirez/ds4/issues/431",
    date: "2026-06-16",
  },
  {
    model: AcceleratorModel.a100x40,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(39.5 * GIBIBYTE),
    advertisedMiB: 40_960,
    source: "https://github.com/TianheWu/CoSeR/issues/10",
    date: "2025-01-10",
  },
  {
    model: AcceleratorModel.a100x80,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(79.25 * GIBIBYTE),
    advertisedMiB: 81_920,
    // Other machines print 79.14 and 79.15.
    source: "https://github.com/vllm-project/vllm/issues/20581",
    date: "2025-07-07",
  },
  {
    model: AcceleratorModel.a800,
    vendor: AcceleratorVendor.nvidia,
    memoryBytes: Math.floor(79.33 * GIBIBYTE),
    // Other machines print 79.25.
    source: "https://github.com/MoonshotAI/Kimi-VL/issues/51",
    date: "2025-06-17",
  },
  {
    model: AcceleratorModel.h20x96,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 98_304,
    source: "https://github.com/QwenLM/Qwen3-VL/issues/1493",
    date: "2025-09-24",
  },
  {
    // Its driver calls it H20-3e, and says as much of it as of an H200.
    model: AcceleratorModel.h20x141,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 143_771,
    source: "https://github.com/sgl-project/sglang/issues/6418",
    date: "2025-05-19",
  },
  {
    model: AcceleratorModel.h800,
    vendor: AcceleratorVendor.nvidia,
    advertisedMiB: 81_920,
    source:
      "https://github.com/vllm-project/recipes/blob/8959cf64189c71d36e11c6a30335f923f261b1f7/InternLM/Intern-S1.md",
    date: "2026-08-21",
  },
  {
    model: AcceleratorModel.mi300x,
    vendor: AcceleratorVendor.amd,
    memoryBytes: Math.floor(191.98 * GIBIBYTE),
    source: "https://github.com/ROCm/ROCm/issues/4203",
    date: "2026-11-29",
  },
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
