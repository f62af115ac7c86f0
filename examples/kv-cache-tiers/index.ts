import {
  AccessMode,
  Engine,
  KvCacheDtype,
  ModelService,
  ModelStorage,
  StorageKind,
} from "../../index";

// Beginnings of prompts that many requests have in common are read once, also by the pods that come later.
const cache = new ModelStorage("kv-cache", {
  namespace: "llm",
  kind: StorageKind.storageClass,
  storageClassName: "ssd",
  size: "9000Gi",
  accessMode: AccessMode.readWriteMany,
});

const nodePool = { name: "h200", instanceType: "p5en.48xlarge", maxSize: 2 };

new ModelService("qwen3-32b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-32B", storage: { claimName: "llm-model" } },
  engine: {
    name: Engine.vllm,
    image: "vllm/vllm-openai:v0.30.0",
    contextLength: 32768,
    kvCache: { dtype: KvCacheDtype.fp8, tiers: { memory: "80%", shared: cache.ref } },
  },
  nodePool,
  roles: {
    both: {
      replicas: 2,
      parallelism: { tensor: 4 },
      resources: { cpu: "32", memory: "600Gi" },
    },
  },
});

new ModelService("deepseek-v3-1", {
  namespace: "llm",
  model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
  engine: {
    name: Engine.sglang,
    image: "lmsysorg/sglang:v0.5.20",
    contextLength: 131072,
    memFractionStatic: 0.82,
    chunkedPrefillSize: 4096,
    kvCache: { tiers: { memory: "80%", disk: "20%" } },
  },
  nodePool: { ...nodePool, labels: { pool: "deepseek" } },
  roles: {
    both: {
      parallelism: { tensor: 8 },
      resources: { cpu: "32", memory: "1Ti", ephemeralStorage: "2Ti" },
    },
  },
});
