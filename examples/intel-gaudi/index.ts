import { AcceleratorVendor, Engine, ModelService } from "../../index";

const gaudi3 = {
  name: "gaudi3",
  instanceType: "gaudi3-8",
  labels: { pool: "gaudi3" },
  acceleratorVendor: AcceleratorVendor.intelGaudi,
  acceleratorModel: "Gaudi 3",
  deviceMemory: "128Gi",
  devicesPerNode: 8,
  allocatableCpu: "152",
  allocatableMemory: "960Gi",
  maxSize: 1,
};

new ModelService("qwen3-8b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-8B", storage: { claimName: "llm-model" } },
  engine: {
    name: Engine.vllm,
    contextLength: 8192,
    batching: { maxNumSeqs: 256 },
    extraArgs: ["--block-size", "128"],
  },
  nodePool: gaudi3,
  roles: { both: { resources: { cpu: "16", memory: "96Gi" } } },
  // Graphs are made while requests come, instead of for every shape before the first one.
  environment: { VLLM_SKIP_WARMUP: "true" },
});
