import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { type EngineSettings, KvCacheDtype } from "../../plan/engine-settings";
import type { ModelSettings } from "../../plan/model-service-spec";
import { engineSettings, modelServicePlan, modelSettings } from "../support/specs";

/** The folder of the claim in which the servers of a model have their cache. */
function folderOf(
  model: Partial<ModelSettings>,
  engine: Partial<EngineSettings>,
  parallelism: { readonly tensor?: number; readonly pipeline?: number } = {},
): string | undefined {
  const tiers = { memory: "50%", shared: { claimName: "kv-cache" } };
  const plan = modelServicePlan({
    model: modelSettings({ id: "acme/tiny", ...model }),
    engine: engineSettings({ ...engine, kvCache: { ...engine.kvCache, tiers } }),
    roles: { both: { parallelism } },
  });
  return plan.roles[0]?.kvCacheTiers?.volumes[0]?.subPath;
}

describe("toSharedFolder", () => {
  it("names the model, its revision where it was preloaded, engine, version, number format and devices", () => {
    const revision = "0123456789abcdef0123456789abcdef01234567";
    const preloaded = { model: "acme/tiny", path: `acme/tiny/${revision}` };
    const digest = `sha256:${"0".repeat(64)}`;
    const sglang = { name: Engine.sglang, image: "lmsysorg/sglang:v0.5.20" };
    assert.deepEqual(
      [
        folderOf({}, {}),
        folderOf({ storage: { claimName: "llm-model", preloaded } }, {}),
        folderOf({ path: "acme/tiny-chat" }, {}),
        folderOf({}, sglang, { tensor: 2, pipeline: 2 }),
        folderOf({}, { kvCacheDtype: KvCacheDtype.fp8 }),
        folderOf({}, { kvCache: { dtype: KvCacheDtype.fp8 } }),
        folderOf({}, { quantization: "fp8" }),
        folderOf({}, { image: `vllm/vllm-openai@${digest}` }),
      ],
      [
        "acme/tiny/vllm-v0.30.0/auto/tensor-1",
        `acme/tiny/${revision}/vllm-v0.30.0/auto/tensor-1`,
        "acme/tiny/acme/tiny-chat/vllm-v0.30.0/auto/tensor-1",
        "acme/tiny/sglang-v0.5.20/auto/tensor-2/pipeline-2",
        "acme/tiny/vllm-v0.30.0/fp8/tensor-1",
        "acme/tiny/vllm-v0.30.0/fp8/tensor-1",
        "acme/tiny/vllm-v0.30.0/auto/quantization-fp8/tensor-1",
        `acme/tiny/vllm-sha256-${"0".repeat(64)}/auto/tensor-1`,
      ],
    );
  });
});
