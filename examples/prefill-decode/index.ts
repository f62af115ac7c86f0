import { Engine, ModelService } from "../../index";

// Reading a prompt keeps the arithmetic of a device busy, writing an answer its memory: on machines of their own
// neither waits for the other. Both pools are in one zone, so that caches do not travel far.
const placement = { instanceType: "p5en.48xlarge", zone: "us-east-1a", maxSize: 2 };

new ModelService("qwen3-32b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-32B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 32768, sampling: { temperature: 0.7, topP: 0.9 } },
  nodePool: { name: "decode", labels: { pool: "decode" }, ...placement },
  roles: {
    prefill: {
      replicas: 8,
      parallelism: { tensor: 1 },
      nodePool: { name: "prefill", labels: { pool: "prefill" }, ...placement },
    },
    decode: { replicas: 2, parallelism: { tensor: 4 } },
  },
});
