import assert from "node:assert/strict";
import { resolve } from "node:path";
import { findLate } from "../support/eks-example";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const EXAMPLE = resolve(__dirname, "../../examples/kv-cache-tiers/index.ts");

describe("examples/kv-cache-tiers", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates the claim of the cache, and then the model that shares it", async () => {
    const program = async () => {
      delete require.cache[EXAMPLE];
      require(EXAMPLE);
    };
    await withStack({ program }, async (stack) => {
      const outcome = await stack.up();
      assert.deepEqual(
        [summarize(outcome).toSorted(), findLate(outcome, "qwen3-32b-release", ["kv-cache-claim"])],
        [
          [
            "create deepseek-v3-1",
            "create deepseek-v3-1-release",
            "create kv-cache",
            "create kv-cache-claim",
            "create qwen3-32b",
            "create qwen3-32b-disruption-budget",
            "create qwen3-32b-release",
          ],
          [],
        ],
      );
    });
  });
});
