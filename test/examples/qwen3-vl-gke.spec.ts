import assert from "node:assert/strict";
import { findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { deployGkeExample } from "../support/gke-example";
import { requireTools } from "../support/tools";

describe("examples/qwen3-vl-gke", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates nodes and claim, and then the model that needs them", async () => {
    const outcome = await deployGkeExample("qwen3-vl-gke");
    const late = findLate(outcome, "qwen3-vl-235b-release", ["b200-pool", "weights-claim"]);
    assert.deepEqual(
      [summarize(outcome).toSorted(), late],
      [
        [
          "create b200",
          "create b200-pool",
          "create llm",
          "create qwen3-vl-235b",
          "create qwen3-vl-235b-disruption-budget",
          "create qwen3-vl-235b-release",
          "create weights",
          "create weights-claim",
        ],
        [],
      ],
    );
  });
});
