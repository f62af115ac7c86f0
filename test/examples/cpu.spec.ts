import assert from "node:assert/strict";
import { deployHardwareExample } from "../support/hardware-example";
import { requireTools } from "../support/tools";

describe("examples/cpu", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates a release whose pod asks for processors and memory alone", async () => {
    assert.deepEqual(await deployHardwareExample("cpu", ["decode"]), {
      steps: ["create qwen3-4b", "create qwen3-4b-release"],
      accelerator: "cpu",
      containers: [["vllm/vllm-openai-cpu:v0.30.0", { cpu: "64", memory: "64Gi" }]],
    });
  });
});
