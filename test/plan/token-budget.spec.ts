import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { findModel } from "../../catalog/models";
import type { BatchingSettings, EngineSettings } from "../../plan/engine-settings";
import { checkTokenBudget } from "../../plan/token-budget";
import { requireVersion } from "../support/engine-flags";
import { anything, engineSettings, linesOf } from "../support/specs";

const VERSION = requireVersion(Engine.vllm, "0.11.1");
const QWEN = findModel("Qwen/Qwen3-VL-235B-A22B-Instruct");
const WHOLE = "--disable-chunked-mm-input";

function linesFor(batching: BatchingSettings, settings: Partial<EngineSettings> = {}): string[] {
  return linesOf(checkTokenBudget(engineSettings({ batching, ...settings }), QWEN, VERSION));
}

describe("checkTokenBudget", () => {
  it("takes one token of a step for each request, and not one fewer", () => {
    assert.deepEqual(
      [256, 255].map((maxNumBatchedTokens) => linesFor({ maxNumBatchedTokens, maxNumSeqs: 256 })),
      [
        [],
        [
          "batching.maxNumBatchedTokens: 255; each of 256 requests (maxNumSeqs) takes a token of a step; use 256 or more, or fewer requests",
        ],
      ],
    );
  });
  it("divides images into steps", () => {
    assert.deepEqual(linesFor({ maxNumBatchedTokens: 8192 }), []);
  });
  it("fails where the largest image must go in one step, and does not fit by one token", () => {
    assert.deepEqual(
      [16_384, 16_383].map((maxNumBatchedTokens) =>
        linesFor({ maxNumBatchedTokens }, { extraArgs: [WHOLE] }),
      ),
      [
        [],
        [
          "batching.maxNumBatchedTokens: 16383; an image has up to 16384 tokens, and --disable-chunked-mm-input keeps it in one step; use 16384 or more, or leave --disable-chunked-mm-input out",
        ],
      ],
    );
  });

  const divided = [
    ["the flag is turned off again", [WHOLE, "--no-disable-chunked-mm-input"]],
    ["images may be limited", [WHOLE, "--mm-processor-kwargs", '{"max_pixels": 1048576}']],
    ["there may be none", [WHOLE, "--limit-mm-per-prompt.image", "0"]],
  ] as const;
  for (const [reason, extraArgs] of divided) {
    it(`says nothing of images where ${reason}`, () => {
      assert.deepEqual(linesFor({ maxNumBatchedTokens: 8 }, { extraArgs: [...extraArgs] }), []);
    });
  }

  it("says nothing of a model without images, or outside the catalogue", () => {
    const models = [findModel("deepseek-ai/DeepSeek-V3.1"), findModel("acme/tiny")];
    const settings = engineSettings({
      batching: { maxNumBatchedTokens: 8 },
      extraArgs: [WHOLE],
    });
    assert.deepEqual(
      models.map((model) => linesOf(checkTokenBudget(settings, model, VERSION))),
      [[], []],
    );
  });
  it("says nothing of SGLang, nor where the version is not known", () => {
    const settings = engineSettings({ batching: { maxNumBatchedTokens: 1, maxNumSeqs: 2 } });
    const versions = [requireVersion(Engine.sglang, "0.5.2"), undefined];
    assert.deepEqual(
      versions.map((version) => linesOf(checkTokenBudget(settings, QWEN, version))),
      [[], []],
    );
  });
  it("leaves what is no number, or no map, to the check of settings", () => {
    const wrong = [{ maxNumBatchedTokens: "8", maxNumSeqs: 9 }, 8, null];
    assert.deepEqual(
      wrong.map((batching) => linesFor(anything(batching), { extraArgs: [WHOLE] })),
      [[], [], []],
    );
  });
});
