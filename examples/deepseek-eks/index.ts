import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Config } from "@pulumi/pulumi";
import { EksGpuNodePool } from "../../eks";
import { AccessMode, Engine, ModelService, ModelStorage, StorageKind } from "../../index";

const config = new Config();
const llm = new Namespace("llm", { metadata: { name: "llm" } });

const b200 = new EksGpuNodePool("b200", {
  instanceType: "p6-b200.48xlarge",
  minSize: 2,
  maxSize: 4,
  ignoreScalingChanges: true,
  availabilityZone: "us-east-1a",
  clusterName: config.require("clusterName"),
  subnetIds: config.requireObject<string[]>("subnetIds"),
  nodeRoleArn: config.require("nodeRoleArn"),
  clusterSecurityGroupId: config.require("clusterSecurityGroupId"),
});

const weights = new ModelStorage("weights", {
  namespace: llm.metadata.name,
  kind: StorageKind.storageClass,
  storageClassName: "fsx-lustre",
  size: "4800Gi",
  accessMode: AccessMode.readWriteMany,
});

new ModelService("deepseek-v3-1", {
  namespace: llm.metadata.name,
  model: {
    id: "deepseek-ai/DeepSeek-V3.1",
    servedName: "DeepSeek-V3.1",
    storage: weights.ref,
  },
  engine: {
    name: Engine.sglang,
    image: "lmsysorg/sglang:v0.5.2-cu129-b200",
    contextLength: 131072,
    memFractionStatic: 0.82,
    chunkedPrefillSize: 4096,
    toolCallParser: "deepseekv31",
  },
  nodePool: b200.ref,
  roles: {
    both: {
      replicas: 2,
      parallelism: { tensor: 8 },
      resources: { cpu: "32", memory: "1Ti" },
    },
  },
});
