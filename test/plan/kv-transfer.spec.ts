import assert from "node:assert/strict";
import { Engine, type Platform } from "../../catalog/engines";
import { planKvTransfer } from "../../plan/kv-transfer";

const PAIR = ["prefill", "decode"] as const;

function plansOf(engine: Engine, platform: Platform) {
  return PAIR.map((role) => planKvTransfer(engine, role, { platform, byEfa: false }));
}

describe("planKvTransfer", () => {
  for (const platform of ["intel-i915", "intel-xe", "intel-gaudi"] as const) {
    it(`takes caches of vLLM on ${platform} through the memory of the pods, over TCP`, () => {
      const plans = plansOf(Engine.vllm, platform);
      assert.deepEqual(
        plans.map((plan) => [plan?.connectors, plan?.environment.at(-1)]),
        ["kv_producer", "kv_consumer"].map((kv_role) => [
          [{ kv_connector: "NixlConnector", kv_role, kv_buffer_device: "cpu" }],
          { name: "UCX_TLS", value: "tcp" },
        ]),
      );
    });
  }
  it("takes those on AMD's devices as on NVIDIA's", () => {
    assert.deepEqual(plansOf(Engine.vllm, "amd"), plansOf(Engine.vllm, "nvidia"));
  });
  it("plans nothing for servers that do both halves", () => {
    const plans = Object.values(Engine).map((engine) =>
      planKvTransfer(engine, "both", { platform: "nvidia", byEfa: false }),
    );
    assert.deepEqual(plans, [undefined, undefined]);
  });
});
