import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Config } from "@pulumi/pulumi";
import { AcceleratorNetworkProfile, GkeGpuNodePool } from "../../gke";
import {
  AccessMode,
  Engine,
  KvCacheDtype,
  ModelService,
  ModelStorage,
  StorageKind,
} from "../../index";

const config = new Config();
const llm = new Namespace("llm", { metadata: { name: "llm" } });

const b200 = new GkeGpuNodePool("b200", {
  machineType: "a4-highgpu-8g",
  reservationName: config.require("reservationName"),
  zones: ["us-central1-b"],
  size: 2,
  acceleratorNetworkProfile: AcceleratorNetworkProfile.auto,
  clusterName: config.require("clusterName"),
  location: "us-central1",
  nodeServiceAccount: config.require("nodeServiceAccount"),
});

// A class of the cluster, of Managed Lustre, of which 9000Gi is the least.
const weights = new ModelStorage("weights", {
  namespace: llm.metadata.name,
  kind: StorageKind.storageClass,
  storageClassName: "lustre-rwx",
  size: "9000Gi",
  accessMode: AccessMode.readWriteMany,
});

new ModelService("qwen3-vl-235b", {
  namespace: llm.metadata.name,
  model: {
    id: "Qwen/Qwen3-VL-235B-A22B-Instruct",
    servedName: "Qwen3-VL-235B-A22B-Instruct",
    storage: weights.ref,
  },
  engine: {
    name: Engine.vllm,
    contextLength: 262144,
    gpuMemoryUtilization: 0.85,
    kvCacheDtype: KvCacheDtype.fp8,
    prefixCaching: true,
  },
  nodePool: b200.ref,
  roles: {
    both: {
      replicas: 4,
      parallelism: { tensor: 4 },
      resources: { cpu: "32", memory: "700Gi" },
    },
  },
});
