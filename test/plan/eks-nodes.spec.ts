import assert from "node:assert/strict";
import { planEksNodes } from "../../plan/eks-nodes";
import { planNodePool } from "../../plan/node-pool";
import { eksEfaNodePoolPlan } from "../support/eks-pools";
import { requireValue } from "../support/specs";

describe("planEksNodes", () => {
  it("shows what the group promises of each node at its maximum size", () => {
    const { pool } = eksEfaNodePoolPlan({ maxSize: 2, labels: { team: "a" } });
    const nodes = planEksNodes(pool, requireValue(planNodePool(pool.ref)));
    const [node] = nodes;
    assert(node !== undefined);
    const { name, labels, taints, extendedResources } = node;
    assert.deepEqual(
      { count: nodes.length, name, labels, taints, extendedResources },
      {
        count: 2,
        name: "efa-1",
        labels: {
          "node.kubernetes.io/instance-type": "p5en.48xlarge",
          "topology.kubernetes.io/zone": "us-east-1a",
          "llmd/node-pool": "efa",
          "nvidia.com/gpu.present": "true",
          "vpc.amazonaws.com/efa.present": "true",
          team: "a",
        },
        taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
        extendedResources: {
          "nvidia.com/gpu": 8,
          "vpc.amazonaws.com/efa": 16,
          "hugepages-2Mi": 10_256 * 1024 ** 2,
        },
      },
    );
  });
});
