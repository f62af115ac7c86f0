import assert from "node:assert/strict";
import { deployHardwareExample } from "../support/hardware-example";
import { requireTools } from "../support/tools";

describe("examples/intel-gaudi", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates a release whose pod asks for a Gaudi, in the image of llm-d", async () => {
    assert.deepEqual(await deployHardwareExample("intel-gaudi", ["decode"]), {
      steps: ["create qwen3-8b", "create qwen3-8b-release"],
      accelerator: "intel-gaudi",
      containers: [
        ["ghcr.io/llm-d/llm-d-hpu:v0.7.0", { cpu: "16", memory: "96Gi", "habana.ai/gaudi": "1" }],
      ],
    });
  });
});
