import { Engine, ModelService } from "../../index";

new ModelService("deepseek-v3-1", {
  namespace: "llm",
  model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
  engine: {
    name: Engine.sglang,
    image: "lmsysorg/sglang:v0.5.2-cu129-b200",
    contextLength: 131072,
    memFractionStatic: 0.82,
  },
  nodePool: { name: "b200", instanceType: "p6-b200.48xlarge", maxSize: 2 },
  roles: { both: { replicas: 1, parallelism: { tensor: 8 } } },
});
