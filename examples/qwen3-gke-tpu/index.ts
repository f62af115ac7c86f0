import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Config } from "@pulumi/pulumi";
import { GkeTpuNodePool } from "../../gke";
import {
  AccessMode,
  Engine,
  ModelService,
  ModelStorage,
  StorageKind,
  TpuGeneration,
} from "../../index";

const config = new Config();
const llm = new Namespace("llm", { metadata: { name: "llm" } });

// Eight chips on one host are a slice, and each slice is for one server.
const trillium = new GkeTpuNodePool("trillium", {
  generation: TpuGeneration.v6e,
  topology: "2x4",
  zone: "us-central1-b",
  minSliceCount: 2,
  maxSliceCount: 4,
  clusterName: config.require("clusterName"),
  location: "us-central1",
  nodeServiceAccount: config.require("nodeServiceAccount"),
});

// A class of the cluster, of zonal Filestore, of which 1Ti is the least.
const weights = new ModelStorage("weights", {
  namespace: llm.metadata.name,
  kind: StorageKind.storageClass,
  storageClassName: "filestore-rwx",
  size: "1Ti",
  accessMode: AccessMode.readWriteMany,
});

new ModelService("qwen3-32b", {
  namespace: llm.metadata.name,
  model: { id: "Qwen/Qwen3-32B", servedName: "Qwen3-32B", storage: weights.ref },
  engine: {
    name: Engine.vllm,
    image: "vllm/vllm-tpu:v0.29.0",
    contextLength: 40960,
    prefixCaching: true,
  },
  nodePool: trillium.ref,
  roles: {
    both: {
      replicas: 2,
      parallelism: { tensor: 8 },
      resources: { cpu: "64", memory: "512Gi" },
    },
  },
});
