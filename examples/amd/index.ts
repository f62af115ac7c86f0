import { AcceleratorVendor, Engine, ModelService } from "../../index";

// Nodes of nobody's cloud are described by what a pod can have of them. Image and device resource follow from the vendor.
const mi300x = {
  name: "mi300x",
  instanceType: "mi300x-8",
  labels: { pool: "mi300x" },
  acceleratorVendor: AcceleratorVendor.amd,
  acceleratorModel: "MI300X",
  devicesPerNode: 8,
  allocatableCpu: "184",
  allocatableMemory: "1900Gi",
  maxSize: 2,
};

new ModelService("qwen3-32b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-32B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 32768 },
  nodePool: mi300x,
  roles: {
    both: {
      replicas: 2,
      parallelism: { tensor: 2 },
      resources: { cpu: "16", memory: "100Gi" },
    },
  },
});
