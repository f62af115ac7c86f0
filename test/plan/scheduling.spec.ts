import assert from "node:assert/strict";
import { TaintEffect } from "../../plan/node-pool-ref";
import { toScheduling } from "../../plan/scheduling";
import { nodePoolPlan } from "../support/specs";

describe("toScheduling", () => {
  it("selects by the labels of the pool and tolerates the taint of its devices, whatever its value", () => {
    assert.deepEqual(toScheduling(nodePoolPlan()), {
      nodeSelector: { "node.kubernetes.io/instance-type": "p6-b200.48xlarge" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
    });
  });
  it("tolerates a taint with a value only with that value", () => {
    const taints = [{ key: "team", value: "llm", effect: TaintEffect.noExecute }];
    assert.deepEqual(toScheduling(nodePoolPlan({ taints })).tolerations, [
      { key: "team", operator: "Equal", value: "llm", effect: "NoExecute" },
    ]);
  });
});
