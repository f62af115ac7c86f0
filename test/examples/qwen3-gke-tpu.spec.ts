import assert from "node:assert/strict";
import { findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { deployGkeExample } from "../support/gke-example";
import { requireTools } from "../support/tools";

describe("examples/qwen3-gke-tpu", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates slices and claim, and then the model that needs them", async () => {
    const outcome = await deployGkeExample("qwen3-gke-tpu");
    const late = findLate(outcome, "qwen3-32b-release", ["trillium-slices", "weights-claim"]);
    assert.deepEqual(
      [summarize(outcome).toSorted(), late],
      [
        [
          "create llm",
          "create qwen3-32b",
          "create qwen3-32b-disruption-budget",
          "create qwen3-32b-release",
          "create trillium",
          "create trillium-slices",
          "create weights",
          "create weights-claim",
        ],
        [],
      ],
    );
  });
});
