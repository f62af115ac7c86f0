import { Engine, type Platform } from "../catalog/engines";

/** What the container of an engine has to be given on a platform, beside devices and what the chart sets by itself. */
export interface PlatformNeeds {
  /** Environment variables. */
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** Capabilities of Linux. */
  readonly capabilities: readonly "SYS_NICE"[];
}

const NOTHING: PlatformNeeds = { environment: [], capabilities: [] };

/** Of vLLM; what SGLang needs outside of NVIDIA's devices was not read. */
export function findPlatformNeeds(engine: Engine, platform: Platform): PlatformNeeds {
  if (engine !== Engine.vllm) return NOTHING;
  switch (platform) {
    // It moves the memory of its threads to their own socket: https://github.com/llm-d/llm-d guides/optimized-baseline/modelserver/cpu
    case "cpu":
      return { ...NOTHING, capabilities: ["SYS_NICE"] };
    // Logs go where any user may write, and ranks do not read each other's memory, which a container forbids:
    // https://github.com/llm-d/llm-d guides/optimized-baseline/modelserver/hpu
    case "intel-gaudi":
      return {
        ...NOTHING,
        environment: [
          { name: "OMPI_MCA_btl_vader_single_copy_mechanism", value: "none" },
          { name: "HABANA_LOGS", value: "/tmp/habana_logs" },
        ],
      };
    default:
      return NOTHING;
  }
}
