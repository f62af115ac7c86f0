import { AcceleratorVendor, Engine, ModelService } from "../../index";

// Arc Pro runs under the kernel driver xe, Data Center GPUs of the Max series under i915: their device resources differ.
const b60 = {
  name: "b60",
  instanceType: "arc-pro-b60-8",
  labels: { pool: "b60" },
  acceleratorVendor: AcceleratorVendor.intelXe,
  acceleratorModel: "Arc Pro B60",
  deviceMemory: "24Gi",
  devicesPerNode: 8,
  allocatableCpu: "120",
  allocatableMemory: "480Gi",
  zone: "rack-1",
  maxSize: 2,
};

// Caches go through the memory of the pods and over TCP: no network card reads the memory of these devices.
new ModelService("qwen3-8b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-8B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 32768, extraArgs: ["--block-size", "64"] },
  nodePool: b60,
  roles: {
    prefill: { replicas: 2, resources: { cpu: "8", memory: "64Gi" } },
    decode: { replicas: 2, parallelism: { tensor: 2 }, resources: { cpu: "16", memory: "64Gi" } },
  },
});
