import assert from "node:assert/strict";
import { deployEksExample, findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

describe("examples/prefill-decode-efa", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates two pools in one security group, and then the model that runs on both", async () => {
    const outcome = await deployEksExample("prefill-decode-efa");
    const late = findLate(outcome, "qwen3-32b-release", [
      "decode-node-group",
      "prefill-node-group",
    ]);
    assert.deepEqual(
      [summarize(outcome).toSorted(), late],
      [
        [
          "create decode",
          "create decode-efa",
          "create decode-efa-egress",
          "create decode-efa-ingress",
          "create decode-launch-template",
          "create decode-node-group",
          "create decode-placement-group",
          "create prefill",
          "create prefill-launch-template",
          "create prefill-node-group",
          "create prefill-placement-group",
          "create qwen3-32b",
          "create qwen3-32b-decode-disruption-budget",
          "create qwen3-32b-prefill-disruption-budget",
          "create qwen3-32b-release",
        ],
        [],
      ],
    );
  });
});
