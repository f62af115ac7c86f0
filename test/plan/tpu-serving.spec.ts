import assert from "node:assert/strict";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import {
  engineSettings,
  linesOf,
  modelSettings,
  tpuPoolRef,
  tpuServiceSpec,
} from "../support/specs";

function linesFor(changes: Partial<ModelServiceSpec>): string[] {
  return linesOf(planModelService("tiny", tpuServiceSpec(changes)));
}

const DIGEST = `vllm/vllm-tpu@sha256:${"0".repeat(64)}`;

describe("a model on TPUs", () => {
  it("is served by vLLM on all chips of a slice", () => assert.deepEqual(linesFor({}), []));
  it("may have settings that vLLM has everywhere", () => {
    const engine = engineSettings({
      ...{ contextLength: 40_960, gpuMemoryUtilization: 0.9, prefixCaching: false },
      ...{ quantization: "fp8", toolCallParser: "hermes", reasoningParser: "qwen3" },
      sampling: { temperature: 0.6, topP: 0.95, topK: 20 },
      batching: { maxNumSeqs: 64, maxNumBatchedTokens: 1024 },
    });
    assert.deepEqual(linesFor({ engine }), []);
  });
  it("may lack what a version has that nobody read, of which nothing is claimed", () => {
    const engine = engineSettings({
      image: DIGEST,
      quantization: "gptq",
      sampling: { repetitionPenalty: 1.1 },
      extraArgs: ["--enable-sleep-mode"],
    });
    const model = modelSettings({ id: "Qwen/Qwen3-VL-235B-A22B-Instruct" });
    assert.deepEqual(linesFor({ engine, model }), []);
  });
  it("may read smaller images, or none, in shorter steps", () => {
    const extraArgs = ["--disable-chunked-mm-input", "--language-model-only"];
    const model = modelSettings({ id: "Qwen/Qwen3-VL-235B-A22B-Instruct" });
    assert.deepEqual(linesFor({ engine: engineSettings({ extraArgs }), model }), []);
  });
  it("is told once of a slice that its roles share", () => {
    const parallelism = { tensor: 4 };
    const roles = { prefill: { parallelism }, decode: { parallelism } };
    assert.deepEqual(linesFor({ nodePool: tpuPoolRef({ topology: "4x4" }), roles }), [
      'nodePool: "v6e"; a slice of v6e 4x4 has 4 hosts, which vllm-tpu joins by a Ray cluster alone, and none is started; use a pool of slices with one host',
      'roles: ["prefill","decode"]; caches go from server to server by NIXL, and vLLM on TPUs has connectors of its own alone; write both alone, or use pools with NVIDIA devices',
    ]);
  });
});
