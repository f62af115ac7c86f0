import { Config } from "@pulumi/pulumi";
import { EksEfaNodePool } from "../../eks";
import { Engine, ModelService } from "../../index";

const config = new Config();

// EFA does not reach beyond its zone, and one subnet is in one.
const network = {
  availabilityZone: "us-east-1a",
  clusterName: config.require("clusterName"),
  subnetId: config.require("subnetId"),
  vpcId: config.require("vpcId"),
  nodeRoleArn: config.require("nodeRoleArn"),
  clusterSecurityGroupId: config.require("clusterSecurityGroupId"),
};

const decode = new EksEfaNodePool("decode", {
  instanceType: "p5en.48xlarge",
  maxSize: 2,
  ...network,
});

// Caches go from one pool to the other, so both are in one security group.
const prefill = new EksEfaNodePool("prefill", {
  instanceType: "p5en.48xlarge",
  maxSize: 2,
  ...network,
  efaSecurityGroupId: decode.securityGroupId,
});

// Each pod asks for its part of the interfaces of its node, and NIXL goes over them by libfabric, in an image that has it.
new ModelService("qwen3-32b", {
  namespace: "llm",
  model: { id: "Qwen/Qwen3-32B", storage: { claimName: "llm-model" } },
  engine: { name: Engine.vllm, contextLength: 32768 },
  nodePool: decode.ref,
  roles: {
    prefill: { replicas: 8, parallelism: { tensor: 1 }, nodePool: prefill.ref },
    decode: { replicas: 2, parallelism: { tensor: 4 } },
  },
});
