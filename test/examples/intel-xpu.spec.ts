import assert from "node:assert/strict";
import { deployHardwareExample } from "../support/hardware-example";
import { requireTools } from "../support/tools";

describe("examples/intel-xpu", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates a release of both roles whose pods ask for GPUs of Intel", async () => {
    assert.deepEqual(await deployHardwareExample("intel-xpu", ["prefill", "decode"]), {
      steps: [
        "create qwen3-8b",
        "create qwen3-8b-decode-disruption-budget",
        "create qwen3-8b-prefill-disruption-budget",
        "create qwen3-8b-release",
      ],
      accelerator: "intel-xe",
      containers: [
        ["vllm/vllm-openai-xpu:v0.30.0", { cpu: "8", memory: "64Gi", "gpu.intel.com/xe": "1" }],
        ["vllm/vllm-openai-xpu:v0.30.0", { cpu: "16", memory: "64Gi", "gpu.intel.com/xe": "2" }],
      ],
    });
  });
});
