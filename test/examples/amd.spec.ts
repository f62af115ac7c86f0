import assert from "node:assert/strict";
import { deployHardwareExample } from "../support/hardware-example";
import { requireTools } from "../support/tools";

describe("examples/amd", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates a release whose pods ask for devices of AMD, in an image for ROCm", async () => {
    assert.deepEqual(await deployHardwareExample("amd", ["decode"]), {
      steps: ["create qwen3-32b", "create qwen3-32b-disruption-budget", "create qwen3-32b-release"],
      accelerator: "amd",
      containers: [
        ["vllm/vllm-openai-rocm:v0.30.0", { cpu: "16", memory: "100Gi", "amd.com/gpu": "2" }],
      ],
    });
  });
});
