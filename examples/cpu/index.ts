import { Engine, ModelService } from "../../index";

new ModelService("qwen3-4b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-4B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 8192 },
  nodePool: { name: "cpu", instanceType: "m7a.32xlarge", maxSize: 1 },
  roles: { both: { resources: { cpu: "64", memory: "64Gi" } } },
  sharedMemory: "4Gi",
  // The cache in GiB, which is memory of the pod beside the weights; and one core for everything but arithmetic.
  environment: { VLLM_CPU_KVCACHE_SPACE: "32", VLLM_CPU_NUM_OF_RESERVED_CPU: "1" },
});
