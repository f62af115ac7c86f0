import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const ROOT = resolve(__dirname, "../..");
const EXAMPLE = resolve(ROOT, "examples/one-model/index.ts");

describe("examples/one-model", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("is the program that the README prints", () => {
    const readme = readFileSync(resolve(ROOT, "README.md"), "utf8");
    const printed = /```ts\n(.*?)```/s.exec(readme)?.[1];
    const program = readFileSync(EXAMPLE, "utf8").replace('from "../../index"', 'from "llmd"');
    assert.equal(printed, program);
  });

  it("creates the component and its release on the real engine", async () => {
    const program = async () => {
      delete require.cache[EXAMPLE];
      require(EXAMPLE);
    };
    await withStack({ program }, async (stack) => {
      const outcome = await stack.up();
      assert.deepEqual(summarize(outcome), [
        "create deepseek-v3-1",
        "create deepseek-v3-1-release",
      ]);
    });
  });
});
