import { AcceleratorModel } from "../../catalog/accelerators";
import { Engine } from "../../catalog/engines";
import { ChartSource } from "../../plan/chart-source";
import { KvCacheDtype } from "../../plan/engine-settings";
import type { ModelReleases } from "../model-release";

/** Qwen3-VL-235B-A22B-Instruct in BF16 on vLLM, two servers to a node of eight devices. Chunked prefill is vLLM's default. */
export const qwen3Vl235b: ModelReleases = {
  1: {
    chart: { source: ChartSource.bundled, version: "0.4.12+3a0fb5368051" },
    accelerator: AcceleratorModel.b200,
    releaseName: "ms-qwen3-vl-235b",
    model: { id: "Qwen/Qwen3-VL-235B-A22B-Instruct", servedName: "Qwen3-VL-235B-A22B-Instruct" },
    engine: {
      name: Engine.vllm,
      image: "vllm/vllm-openai:v0.11.1",
      contextLength: 262_144,
      gpuMemoryUtilization: 0.85,
      kvCacheDtype: KvCacheDtype.fp8,
      prefixCaching: true,
    },
    parallelism: { tensor: 4 },
    // Two of them and the daemons fit a node; 1Ti each would not.
    resources: { cpu: "32", memory: "700Gi" },
    defaults: "2026-11",
  },
  2: {
    chart: { source: ChartSource.bundled, version: "0.4.12+3a0fb5368051" },
    accelerator: AcceleratorModel.b200,
    releaseName: "ms-qwen3-vl-235b",
    model: { id: "Qwen/Qwen3-VL-235B-A22B-Instruct", servedName: "Qwen3-VL-235B-A22B-Instruct" },
    engine: {
      name: Engine.vllm,
      // The one that llm-d v0.10.0 was tested with.
      image: "vllm/vllm-openai:v0.30.0",
      contextLength: 262_144,
      gpuMemoryUtilization: 0.85,
      kvCacheDtype: KvCacheDtype.fp8,
      prefixCaching: true,
    },
    parallelism: { tensor: 4 },
    resources: { cpu: "32", memory: "700Gi" },
    defaults: "2026-11",
  },
};
