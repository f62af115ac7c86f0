import { AcceleratorModel } from "../../catalog/accelerators";
import { Engine } from "../../catalog/engines";
import { ChartSource } from "../../plan/chart-source";
import type { ModelReleases } from "../model-release";

/** DeepSeek V3.1 on SGLang. The checkpoint is FP8 in itself, so no quantization is asked for. */
export const deepseekV31: ModelReleases = {
  1: {
    chart: { source: ChartSource.bundled, version: "0.4.12+3a0fb5368051" },
    accelerator: AcceleratorModel.b200,
    releaseName: "ms-ds-v3-1",
    model: { id: "deepseek-ai/DeepSeek-V3.1", servedName: "DeepSeek-V3.1" },
    engine: {
      name: Engine.sglang,
      // Built for B200 and for nothing else.
      image: "lmsysorg/sglang:v0.5.2-cu129-b200",
      contextLength: 131_072,
      memFractionStatic: 0.82,
      chunkedPrefillSize: 4096,
      toolCallParser: "deepseekv31",
    },
    parallelism: { tensor: 8 },
    // Half of the node: SGLang reads weights from the claim and keeps none of them in its memory.
    resources: { cpu: "32", memory: "1Ti" },
    defaults: "2026-11",
  },
};
