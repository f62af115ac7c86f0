import assert from "node:assert/strict";
import { checkSelections, toNodeLabels } from "../../plan/node-selection";
import { linesOf, nodePoolPlan } from "../support/specs";

describe("toNodeLabels", () => {
  it("gives the machine, the zone and the labels of the pool", () => {
    const pool = nodePoolPlan({ zone: "us-east-1a", labels: { team: "llm" } });
    assert.deepEqual(toNodeLabels(pool), {
      "node.kubernetes.io/instance-type": "p6-b200.48xlarge",
      "topology.kubernetes.io/zone": "us-east-1a",
      team: "llm",
    });
  });
});

describe("checkSelections", () => {
  it("accepts pools with a label of their own", () => {
    const pools = {
      a: nodePoolPlan({ labels: { pool: "a" } }),
      b: nodePoolPlan({ labels: { pool: "b" } }),
    };
    assert.deepEqual(linesOf(checkSelections(pools)), []);
  });

  it("fails once on two pools that are selected by their machine alone", () => {
    assert.deepEqual(linesOf(checkSelections({ a: nodePoolPlan(), b: nodePoolPlan() })), [
      'b.labels: {"node.kubernetes.io/instance-type":"p6-b200.48xlarge"}; the nodes of a carry them too, so pods for b could land there; give each pool a label that only its own nodes carry',
    ]);
  });

  it("fails on a pool that selects another one's nodes, wherever it stands", () => {
    const pools = { wide: nodePoolPlan(), narrow: nodePoolPlan({ labels: { pool: "narrow" } }) };
    assert.deepEqual(linesOf(checkSelections(pools)), [
      'wide.labels: {"node.kubernetes.io/instance-type":"p6-b200.48xlarge"}; the nodes of narrow carry them too, so pods for wide could land there; give each pool a label that only its own nodes carry',
    ]);
  });
});
