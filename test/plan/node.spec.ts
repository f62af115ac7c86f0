import assert from "node:assert/strict";
import { planNodes } from "../../plan/node";
import { planNodePool } from "../../plan/node-pool";
import { nodePoolPlan, requireValue } from "../support/specs";

describe("planNodes", () => {
  it("gives a node its labels, taints, capacity and extended resources", () => {
    const pool = nodePoolPlan({ labels: { pool: "b200" }, zone: "us-east-1a" });
    assert.deepEqual(planNodes(pool), [
      {
        name: "b200-1",
        labels: {
          "node.kubernetes.io/instance-type": "p6-b200.48xlarge",
          "topology.kubernetes.io/zone": "us-east-1a",
          pool: "b200",
        },
        taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
        capacity: pool.capacity,
        allocatable: pool.allocatable,
        extendedResources: { "nvidia.com/gpu": 8, "vpc.amazonaws.com/efa": 8 },
      },
    ]);
  });
  it("gives a node of GKE its machine, its taint and no EFA", () => {
    const pool = requireValue(planNodePool({ name: "a4", machineType: "a4-highgpu-8g" }));
    assert.deepEqual(planNodes(pool), [
      {
        name: "a4-1",
        labels: { "node.kubernetes.io/instance-type": "a4-highgpu-8g" },
        taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
        capacity: pool.capacity,
        allocatable: pool.allocatable,
        extendedResources: { "nvidia.com/gpu": 8 },
      },
    ]);
  });
  it("gives as many nodes as the pool can have", () => {
    assert.deepEqual(
      planNodes(nodePoolPlan({ maxSize: 3 })).map(({ name }) => name),
      ["b200-1", "b200-2", "b200-3"],
    );
  });
  it("gives no extended resources on a CPU machine", () => {
    const [node] = planNodes(nodePoolPlan({ instanceType: "m7a.32xlarge" }));
    assert.deepEqual(node?.extendedResources, {});
  });
  it("takes what pods can have for the capacity of a machine outside the catalogue", () => {
    const [node] = planNodes(
      nodePoolPlan({
        instanceType: "x1",
        devicesPerNode: 0,
        allocatableCpu: "8",
        allocatableMemory: "1Gi",
      }),
    );
    assert.deepEqual(node?.capacity, { milliCpu: 8000, memoryBytes: 1024 ** 3 });
  });
});
