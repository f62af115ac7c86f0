import { AcceleratorModel } from "../../catalog/accelerators";
import { Engine } from "../../catalog/engines";
import { ChartSource } from "../../plan/chart-source";
import type { ModelReleases } from "../model-release";

/** Qwen3-32B in BF16 on vLLM for TPUs, one server to a v6e slice of 2x4 chips, as llm-d's guide optimized-baseline has it. */
export const qwen332b: ModelReleases = {
  1: {
    chart: { source: ChartSource.bundled, version: "0.4.12+3a0fb5368051" },
    accelerator: AcceleratorModel.tpuV6e,
    releaseName: "ms-qwen3-32b",
    model: { id: "Qwen/Qwen3-32B", servedName: "Qwen3-32B" },
    engine: {
      name: Engine.vllm,
      image: "vllm/vllm-tpu:v0.29.0",
      contextLength: 40_960,
      prefixCaching: true,
    },
    parallelism: { tensor: 8 },
    // A server has its host to itself; the weights are 61 GiB.
    resources: { cpu: "64", memory: "512Gi" },
    defaults: "2026-11",
  },
};
