import assert from "node:assert/strict";
import { resolve } from "node:path";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const EXAMPLE = resolve(__dirname, "../../examples/prefill-decode/index.ts");

describe("examples/prefill-decode", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates one release of both roles, and a budget for each, on the real engine", async () => {
    const program = async () => {
      delete require.cache[EXAMPLE];
      require(EXAMPLE);
    };
    await withStack({ program }, async (stack) => {
      const outcome = await stack.up();
      assert.deepEqual(summarize(outcome).toSorted(), [
        "create qwen3-32b",
        "create qwen3-32b-decode-disruption-budget",
        "create qwen3-32b-prefill-disruption-budget",
        "create qwen3-32b-release",
      ]);
    });
  });
});
