import type { ChartWiring } from "../../plan/chart-wiring";

/** Everything that only a running program knows. */
export function chartWiring(): ChartWiring {
  return {
    serviceAccountName: "reader",
    imagePullSecretNames: ["registry"],
    tokenSecretName: "hf",
    environment: { NCCL_DEBUG: "INFO" },
    podAnnotations: { team: "llm" },
  };
}
