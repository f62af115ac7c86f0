import { Config } from "@pulumi/pulumi";
import { EksEfaNodePool } from "../../eks";
import { AddonMode, ClusterAddons, ClusterProvider, Engine, ModelService } from "../../index";

const config = new Config();

// All hosts of a server are in one zone: EFA does not reach beyond it.
const b200 = new EksEfaNodePool("b200", {
  instanceType: "p6-b200.48xlarge",
  maxSize: 4,
  availabilityZone: "us-east-1a",
  clusterName: config.require("clusterName"),
  subnetId: config.require("subnetId"),
  vpcId: config.require("vpcId"),
  nodeRoleArn: config.require("nodeRoleArn"),
  clusterSecurityGroupId: config.require("clusterSecurityGroupId"),
});

// Pods ask for devices and for EFA interfaces by their plugins, and a group of them is a LeaderWorkerSet.
const addons = new ClusterAddons("addons", {
  provider: ClusterProvider.eks,
  nodePools: [b200.ref],
  nvidiaDevicePlugin: AddonMode.install,
  efaDevicePlugin: AddonMode.install,
  leaderWorkerSet: AddonMode.install,
});

// Two servers of two hosts. Each of the sixteen devices of a server has the attention of requests of its own, and a
// sixteenth of the experts; both hosts answer requests.
new ModelService(
  "deepseek-v3-1",
  {
    namespace: "llm",
    model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
    engine: { name: Engine.vllm, contextLength: 65536, toolCallParser: "deepseek_v31" },
    nodePool: b200.ref,
    roles: { both: { replicas: 2, parallelism: { data: 16, workers: 2, expert: true } } },
  },
  { dependsOn: [addons] },
);
