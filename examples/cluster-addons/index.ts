import { Config } from "@pulumi/pulumi";
import { EksEfaNodePool, NodeOperatingSystem } from "../../eks";
import { AddonMode, ClusterAddons, ClusterProvider, Engine, ModelService } from "../../index";

const config = new Config();

const cluster = {
  availabilityZone: "us-east-1a",
  clusterName: config.require("clusterName"),
  subnetId: config.require("subnetId"),
  vpcId: config.require("vpcId"),
  nodeRoleArn: config.require("nodeRoleArn"),
  clusterSecurityGroupId: config.require("clusterSecurityGroupId"),
};
const b200 = new EksEfaNodePool("b200", { ...cluster, instanceType: "p6-b200.48xlarge" });
const h200 = new EksEfaNodePool("h200", {
  ...cluster,
  instanceType: "p5en.48xlarge",
  operatingSystem: NodeOperatingSystem.bottlerocket,
});

const addons = new ClusterAddons("addons", {
  provider: ClusterProvider.eks,
  nodePools: [b200.ref],
  bottlerocketNodePools: [h200.ref],
  nvidiaDevicePlugin: AddonMode.install,
  efaDevicePlugin: AddonMode.install,
  leaderWorkerSet: AddonMode.install,
  keda: AddonMode.install,
  gatewayApi: AddonMode.install,
  inferenceExtension: AddonMode.install,
  // A stack of Prometheus in the cluster has brought its definitions.
  prometheusOperator: AddonMode.existing,
});

new ModelService(
  "deepseek-v3-1",
  {
    namespace: "llm",
    model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
    engine: {
      name: Engine.sglang,
      image: "lmsysorg/sglang:v0.5.2-cu129-b200",
      contextLength: 131072,
    },
    nodePool: b200.ref,
    roles: { both: { parallelism: { tensor: 8 } } },
  },
  { dependsOn: [addons] },
);
