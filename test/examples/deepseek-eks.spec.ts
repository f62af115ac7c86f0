import assert from "node:assert/strict";
import { deployEksExample, findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

describe("examples/deepseek-eks", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates nodes and claim, and then the model that needs them", async () => {
    const outcome = await deployEksExample("deepseek-eks");
    const late = findLate(outcome, "deepseek-v3-1-release", ["b200-node-group", "weights-claim"]);
    assert.deepEqual(
      [summarize(outcome).toSorted(), late],
      [
        [
          "create b200",
          "create b200-launch-template",
          "create b200-node-group",
          "create deepseek-v3-1",
          "create deepseek-v3-1-disruption-budget",
          "create deepseek-v3-1-release",
          "create llm",
          "create weights",
          "create weights-claim",
        ],
        [],
      ],
    );
  });
});
