import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { checkEngineChoices } from "../../plan/engine-choice";
import { type EngineSettings, KvCacheDtype } from "../../plan/engine-settings";
import { requireVersion } from "../support/engine-flags";
import { anything, engineSettings, linesOf } from "../support/specs";

/** The lines for a version of vLLM, or of SGLang when its number is given. */
function linesFor(settings: Partial<EngineSettings>, version: string): string[] {
  const name = version.startsWith("0.5.") ? Engine.sglang : Engine.vllm;
  const all = engineSettings({ name, ...settings });
  return linesOf(checkEngineChoices(all, requireVersion(name, version)));
}

describe("checkEngineChoices", () => {
  it("takes each engine's own words", () => {
    const vllm = { toolCallParser: "deepseek_v31", reasoningParser: "deepseek_v3" };
    const sglang = { toolCallParser: "deepseekv31", reasoningParser: "deepseek-v3" };
    assert.deepEqual(
      ["0.11.1", "0.30.0"].map((version) => linesFor(vllm, version)),
      [[], []],
    );
    assert.deepEqual(
      ["0.5.2", "0.5.20"].map((version) => linesFor(sglang, version)),
      [[], []],
    );
  });
  it("says whose word it is when it is the other engine's", () => {
    const lines = [
      linesFor({ toolCallParser: "deepseekv31" }, "0.11.1"),
      linesFor({ toolCallParser: "deepseek_v31", reasoningParser: "deepseek_r1" }, "0.5.2"),
    ];
    assert.deepEqual(lines, [
      [
        'toolCallParser: "deepseekv31"; is a tool call parser of sglang, not of vllm v0.11.1; did you mean deepseek_v31?',
      ],
      [
        'reasoningParser: "deepseek_r1"; is a reasoning parser of vllm, not of sglang v0.5.2; did you mean deepseek-r1?',
        'toolCallParser: "deepseek_v31"; is a tool call parser of vllm, not of sglang v0.5.2; did you mean deepseekv31?',
      ],
    ]);
  });
  it("says which word was probably meant when it is nobody's", () => {
    assert.deepEqual(linesFor({ toolCallParser: "hermess" }, "0.30.0"), [
      'toolCallParser: "hermess"; is no tool call parser of vllm v0.30.0; did you mean hermes?',
    ]);
  });
  it("names all words when none is near", () => {
    assert.deepEqual(linesFor({ reasoningParser: "thoughts" }, "0.5.2"), [
      'reasoningParser: "thoughts"; is no reasoning parser of sglang v0.5.2; use one of deepseek-r1, deepseek-v3, glm45, gpt-oss, kimi, qwen3, qwen3-thinking, step3',
    ]);
  });
  it("fails on a cache format that came to SGLang later, and names those in our words that it has", () => {
    assert.deepEqual(linesFor({ kvCacheDtype: KvCacheDtype.bfloat16 }, "0.5.2"), [
      'kvCacheDtype: "bfloat16"; is no cache format of sglang v0.5.2; use one of auto, fp8, fp8_e4m3, fp8_e5m2',
    ]);
  });
  it("knows the methods and formats of SGLang, and of vLLM only where they are a closed list", () => {
    const settings = { quantization: "fp9", loadFormat: "tensorizer" };
    assert.deepEqual(
      [linesFor(settings, "0.11.1"), linesFor(settings, "0.5.2")],
      [
        [],
        [
          'loadFormat: "tensorizer"; is no load format of sglang v0.5.2; use one of auto, pt, safetensors, npcache, dummy, sharded_state, gguf, bitsandbytes, layered, remote',
          'quantization: "fp9"; is no quantization method of sglang v0.5.2; did you mean fp8?',
        ],
      ],
    );
  });
  it("takes every cache format of ours in the other versions", () => {
    const lines = ["0.11.1", "0.30.0", "0.5.20"].flatMap((version) =>
      Object.values(KvCacheDtype).flatMap((kvCacheDtype) => linesFor({ kvCacheDtype }, version)),
    );
    assert.deepEqual(lines, []);
  });
  it("takes any parser where a plugin may add one", () => {
    const extraArgs = ["--tool-parser-plugin=/plugins/own.py"];
    assert.deepEqual(linesFor({ toolCallParser: "own", extraArgs }, "0.11.1"), []);
  });
  it("leaves what is no word to the check of settings", () => {
    const settings = anything<EngineSettings>({ toolCallParser: 5, kvCacheDtype: "fp4" });
    assert.deepEqual(linesFor(settings, "0.11.1"), []);
  });
  it("says nothing where the version is not known", () => {
    const settings = engineSettings({ toolCallParser: "hermess" });
    assert.deepEqual(linesOf(checkEngineChoices(settings, undefined)), []);
  });
});
