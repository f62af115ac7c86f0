import assert from "node:assert/strict";
import { resolve } from "node:path";
import { serveRecordingProvider } from "../../local/provider/recording-provider";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { serveCharts } from "../support/chart-components";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { requireTools, toolPath } from "../support/tools";

const EXAMPLE = resolve(__dirname, "../../examples/deploy-as-objects/index.ts");

describe("examples/deploy-as-objects", () => {
  let helm: string;

  before(async function () {
    helm = toolPath(await requireTools(this, ["pulumi", "helm"]), "helm");
  });

  it("creates each object of the chart as a resource, on the real engine", async () => {
    const methods = serveCharts({ helm, programDirectory: repositoryRoot() });
    const providers = { kubernetes: await serveRecordingProvider({ methods }) };
    const program = async () => {
      delete require.cache[EXAMPLE];
      require(EXAMPLE);
    };
    await withStack({ program, providers }, async (stack) => {
      assert.deepEqual(summarize(await stack.up()), [
        "create qwen3-32b",
        "create qwen3-32b-objects",
        "create qwen3-32b-objects:llm/qwen3-32b",
        "create qwen3-32b-objects:llm/qwen3-32b-decode",
        "create qwen3-32b-disruption-budget",
      ]);
    });
  });
});
