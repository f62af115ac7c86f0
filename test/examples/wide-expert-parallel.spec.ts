import assert from "node:assert/strict";
import { deployEksExample, findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

describe("examples/wide-expert-parallel", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates the pool and what groups of pods need, and then the model over two hosts a server", async () => {
    const outcome = await deployEksExample("wide-expert-parallel");
    const needed = ["b200-node-group", "addons-leader-worker-set", "addons-efa-device-plugin"];
    const steps = summarize(outcome).filter((step) => step.startsWith("create deepseek"));
    assert.deepEqual(
      [steps.toSorted(), findLate(outcome, "deepseek-v3-1-release", needed)],
      [
        [
          "create deepseek-v3-1",
          "create deepseek-v3-1-disruption-budget",
          "create deepseek-v3-1-release",
        ],
        [],
      ],
    );
  });
});
