import assert from "node:assert/strict";
import fc from "fast-check";
import { findAccelerator } from "../../catalog/accelerators";
import { engineMemories, findEngineMemory } from "../../catalog/engine-memory";
import { Engine } from "../../catalog/engines";
import { findModel, type Model, modelIds } from "../../catalog/models";
import { fitMemory, fitWithin } from "../../plan/memory-fit";
import { type MemorySettings, resolveLimits } from "../../plan/memory-limits";
import { type FitQuestion, fits, type MemoryFit, sumBytes } from "../../plan/memory-terms";
import { GIB } from "../support/specs";

const DEEPSEEK = "deepseek-ai/DeepSeek-V3.1";
const QWEN = "Qwen/Qwen3-VL-235B-A22B-Instruct";

function modelOf(id: string): Model {
  const model = findModel(id);
  assert.ok(model, id);
  return model;
}

function deviceOf(name: string): FitQuestion["device"] {
  const memoryBytes = findAccelerator(name)?.memoryBytes;
  assert.ok(memoryBytes, name);
  return { name, memoryBytes };
}

interface Case {
  readonly id: string;
  readonly engine: Engine;
  readonly device: string;
  readonly tensor: number;
  readonly pipeline?: number;
  readonly settings?: MemorySettings;
}

function questionOf({
  id,
  engine,
  device,
  tensor,
  pipeline = 1,
  settings = {},
}: Case): FitQuestion {
  return {
    model: modelOf(id),
    sharding: { tensor, pipeline, expert: false },
    engine: findEngineMemory(engine),
    device: deviceOf(device),
    settings,
  };
}

const fitOf = (asked: Case) => fitMemory(questionOf(asked));

/** As a person compares them. */
function summaryOf({ outcome, servesContext, weightsBytes, tokens, ...fit }: MemoryFit) {
  return {
    outcome,
    servesContext,
    weights: (weightsBytes / GIB).toFixed(2),
    needed: (fit.requestBytes / GIB).toFixed(3),
    margin: (fit.marginBytes / GIB).toFixed(2),
    tokens,
  };
}

describe("fitMemory of DeepSeek-V3.1 on SGLang, eight devices", () => {
  const settings = { contextLength: 131_072, memoryFraction: 0.82, stepTokens: 4096 };
  const on = (device: string) =>
    fitOf({ id: DEEPSEEK, engine: Engine.sglang, device, tensor: 8, settings });

  it("has more weights than an H100 has memory", () => {
    assert.deepEqual(summaryOf(on("H100-80")), {
      outcome: "oom-weights",
      servesContext: false,
      weights: "79.29",
      needed: "8.578",
      margin: "-24.78",
      tokens: 0,
    });
  });
  it("holds 510,845 tokens on H200", () => {
    assert.deepEqual(summaryOf(on("H200")), {
      outcome: "starts",
      servesContext: true,
      weights: "79.29",
      needed: "8.578",
      margin: "24.85",
      tokens: 510_845,
    });
  });
  it("holds 994,983 tokens on B200", () => {
    assert.equal(on("B200").tokens, 994_983);
  });
  it("keeps 70,272 bytes of a token on each device, however many there are", () => {
    const bytes = [1, 2, 4, 8, 16].map(
      (tensor) =>
        fitOf({ id: DEEPSEEK, engine: Engine.sglang, device: "B200", tensor }).kvBytesPerToken,
    );
    assert.deepEqual(bytes, [70_272, 70_272, 70_272, 70_272, 70_272]);
  });
  it("keeps half of that in FP8", () => {
    const fp8 = { kvCacheDtype: "fp8_e4m3" };
    const fit = fitOf({
      id: DEEPSEEK,
      engine: Engine.sglang,
      device: "B200",
      tensor: 8,
      settings: fp8,
    });
    assert.equal(fit.kvBytesPerToken, 35_136);
  });
});

describe("fitMemory of DeepSeek-V3.1 on vLLM, eight devices", () => {
  const on = (device: string) => fitOf({ id: DEEPSEEK, engine: Engine.vllm, device, tensor: 8 });

  it("lacks on H100 what weights, the rest and one request are above the engine's share", () => {
    const fit = on("H100-80");
    const missing = fit.weightsBytes + fit.overheadBytes + fit.requestBytes - fit.budgetBytes;
    assert.deepEqual(
      [fit.outcome, missing, (missing / GIB).toFixed(2)],
      ["oom-weights", -fit.marginBytes, "22.29"],
    );
  });
  it("fits H200 and B200", () => {
    assert.deepEqual([fits(on("H200")), fits(on("B200"))], [true, true]);
  });
});

describe("fitMemory of Qwen3-VL-235B in BF16 on vLLM, four devices", () => {
  const on = (device: string, memoryFraction: number, kvCacheDtype: string) =>
    fitOf({
      ...{ id: QWEN, engine: Engine.vllm, device, tensor: 4 },
      settings: { contextLength: 262_144, memoryFraction, kvCacheDtype },
    });

  it("keeps 48,128 bytes of a token on each of four devices and of eight, as heads repeat", () => {
    const bytes = [1, 2, 4, 8].map(
      (tensor) => fitOf({ id: QWEN, engine: Engine.vllm, device: "B200", tensor }).kvBytesPerToken,
    );
    assert.deepEqual(bytes, [192_512, 96_256, 48_128, 48_128]);
  });
  it("does not load on H100", () => {
    assert.equal(on("H100-80", 0.85, "auto").outcome, "oom-weights");
  });
  it("lacks cache on H200 at 0.85, in BF16 and in FP8", () => {
    assert.deepEqual(
      [on("H200", 0.85, "auto"), on("H200", 0.85, "fp8")].map((fit) => ({
        ...summaryOf(fit),
        longest: fit.maximumContext,
      })),
      [
        {
          outcome: "kv-too-small",
          servesContext: false,
          weights: "109.81",
          needed: "11.750",
          margin: "-10.04",
          tokens: 38_032,
          longest: 38_032,
        },
        {
          outcome: "kv-too-small",
          servesContext: false,
          weights: "109.81",
          needed: "5.875",
          margin: "-4.17",
          tokens: 76_080,
          longest: 76_080,
        },
      ],
    );
  });
  it("fits H200 at 0.90 in FP8, with 2.82 GiB to spare", () => {
    assert.deepEqual(summaryOf(on("H200", 0.9, "fp8")), {
      outcome: "starts",
      servesContext: true,
      weights: "109.81",
      needed: "5.875",
      margin: "2.82",
      tokens: 387_792,
    });
  });
  it("fits B200", () => {
    assert.deepEqual([fits(on("B200", 0.85, "auto")), fits(on("B200", 0.85, "fp8"))], [true, true]);
  });
});

describe("fitMemory", () => {
  it("is decided by the stage that has the least room", () => {
    const alone = fitOf({
      id: "Qwen/Qwen3-32B",
      engine: Engine.vllm,
      device: "H100-80",
      tensor: 1,
    });
    const staged = fitOf({
      id: "Qwen/Qwen3-32B",
      engine: Engine.vllm,
      device: "H100-80",
      tensor: 1,
      pipeline: 3,
    });
    // 64 layers in three stages are 21, 22 and 21.
    assert.deepEqual(
      [
        alone.kvBytesPerToken / 64,
        staged.kvBytesPerToken / 22,
        staged.weightsBytes < alone.weightsBytes / 2,
      ],
      [4096, 4096, true],
    );
  });
  it("keeps no more than their window of layers that forget", () => {
    const fit = fitOf({
      id: "openai/gpt-oss-20b",
      engine: Engine.vllm,
      device: "H100-80",
      tensor: 1,
    });
    // 12 of 24 layers keep 128 tokens and a step of 8192.
    assert.equal(fit.requestBytes, 24_576 * 131_072 + 24_576 * (128 + 8192));
  });
  it("says what each term is, and adds them up to the device", () => {
    const fit = fitOf({ id: DEEPSEEK, engine: Engine.vllm, device: "H200", tensor: 8 });
    assert.deepEqual(
      [sumBytes(fit.terms), fit.terms.filter(({ why }) => why === "")],
      [deviceOf("H200").memoryBytes, []],
    );
  });
});

describe("every fit", () => {
  const questions = fc.record({
    model: fc.constantFrom(...modelIds()).map(modelOf),
    engine: fc.constantFrom(...engineMemories()),
    memoryGiB: fc.integer({ min: 16, max: 300 }),
    sharding: fc.record({
      tensor: fc.constantFrom(1, 2, 4, 8, 16),
      pipeline: fc.integer({ min: 1, max: 4 }),
      expert: fc.boolean(),
    }),
    settings: fc.record({
      contextLength: fc.integer({ min: 1, max: 200_000 }),
      memoryFraction: fc.integer({ min: 100, max: 950 }).map((thousandths) => thousandths / 1000),
      kvCacheDtype: fc.constantFrom("auto", "fp8"),
      // Without it SGLang's table of requests grows with the pool.
      maxNumSeqs: fc.integer({ min: 1, max: 4096 }),
      stepTokens: fc.integer({ min: 1, max: 32_768 }),
      eager: fc.boolean(),
    }),
  });
  type Drawn = typeof questions extends fc.Arbitrary<infer T> ? T : never;
  const toQuestion = ({ memoryGiB, ...rest }: Drawn): FitQuestion => ({
    ...rest,
    device: { name: "X", memoryBytes: memoryGiB * GIB },
  });

  it("has whole terms that add up to the memory of the device", () => {
    fc.assert(
      fc.property(questions, (drawn) => {
        const question = toQuestion(drawn);
        const { terms } = fitMemory(question);
        assert.deepEqual(
          [sumBytes(terms), terms.filter(({ bytes }) => !Number.isSafeInteger(bytes))],
          [question.device.memoryBytes, []],
        );
      }),
    );
  });
  it("stays a fit with more memory", () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 64 * GIB }), (drawn, more) => {
        const question = toQuestion(drawn);
        const limits = resolveLimits(question);
        const { name, memoryBytes } = question.device;
        const larger = { ...question, device: { name, memoryBytes: memoryBytes + more } };
        if (fits(fitWithin(question, limits))) assert.ok(fits(fitWithin(larger, limits)));
      }),
    );
  });
  it("stays a fit with a shorter context", () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 1, max: 200_000 }), (drawn, other) => {
        const question = toQuestion(drawn);
        const contextLength = Math.min(other, question.settings.contextLength ?? other);
        const shorter = { ...question, settings: { ...question.settings, contextLength } };
        if (fits(fitMemory(question))) assert.ok(fits(fitMemory(shorter)));
      }),
    );
  });
  it("holds no fewer tokens with a larger share of the memory", () => {
    fc.assert(
      fc.property(questions, fc.integer({ min: 0, max: 50 }), (drawn, more) => {
        const question = toQuestion(drawn);
        const memoryFraction = (question.settings.memoryFraction ?? 0) + more / 1000;
        const larger = { ...question, settings: { ...question.settings, memoryFraction } };
        assert.ok(fitMemory(larger).tokens >= fitMemory(question).tokens);
      }),
    );
  });
  it("says what it serves by what it holds", () => {
    fc.assert(
      fc.property(questions, (drawn) => {
        const fit = fitMemory(toQuestion(drawn));
        assert.equal(fit.servesContext, fit.maximumContext >= fit.contextLength);
      }),
    );
  });
});
