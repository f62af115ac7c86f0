import assert from "node:assert/strict";
import fc from "fast-check";
import { engineVersions } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { findModel } from "../../catalog/models";
import { toEngineArgs } from "../../plan/engine-args";
import { checkEngineChoices } from "../../plan/engine-choice";
import { type EngineSettings, KvCacheDtype } from "../../plan/engine-settings";
import { checkEngineSettings } from "../../plan/engine-settings-check";
import { refusedArguments } from "../support/engine-flags";
import { anything, engineSettings, linesOf } from "../support/specs";

/** Every setting with a value that it may have, and its arguments in vLLM and in SGLang; `undefined` where the engine lacks it. */
type Row = readonly [
  settings: Partial<EngineSettings>,
  vllm: string[] | undefined,
  sglang: string[] | undefined,
];

/** Typed so that a setting without a row here does not compile. */
const ROWS: Readonly<
  Record<Exclude<keyof EngineSettings, "name" | "image" | "llmdVersion">, readonly Row[]>
> = {
  contextLength: [[{ contextLength: 8 }, ["--max-model-len", "8"], ["--context-length", "8"]]],
  gpuMemoryUtilization: [
    [{ gpuMemoryUtilization: 1 }, ["--gpu-memory-utilization", "1"], undefined],
  ],
  memFractionStatic: [[{ memFractionStatic: 0.82 }, undefined, ["--mem-fraction-static", "0.82"]]],
  kvCacheDtype: [
    [
      { kvCacheDtype: KvCacheDtype.fp8 },
      ["--kv-cache-dtype", "fp8"],
      ["--kv-cache-dtype", "fp8_e4m3"],
    ],
    [
      { kvCacheDtype: KvCacheDtype.bfloat16 },
      ["--kv-cache-dtype", "bfloat16"],
      ["--kv-cache-dtype", "bf16"],
    ],
    [
      { kvCacheDtype: KvCacheDtype.fp8E5m2 },
      ["--kv-cache-dtype", "fp8_e5m2"],
      ["--kv-cache-dtype", "fp8_e5m2"],
    ],
  ],
  kvCache: [
    [
      { kvCache: { dtype: KvCacheDtype.fp8 } },
      ["--kv-cache-dtype", "fp8"],
      ["--kv-cache-dtype", "fp8_e4m3"],
    ],
    // What comes of tiers hangs on the pod, and is no argument of a setting alone.
    [{ kvCache: { tiers: { memory: "80%" } } }, [], []],
  ],
  loadFormat: [
    [
      { loadFormat: "safetensors" },
      ["--load-format", "safetensors"],
      ["--load-format", "safetensors"],
    ],
  ],
  quantization: [[{ quantization: "awq" }, ["--quantization", "awq"], ["--quantization", "awq"]]],
  prefixCaching: [
    [{ prefixCaching: true }, ["--enable-prefix-caching"], []],
    [{ prefixCaching: false }, ["--no-enable-prefix-caching"], ["--disable-radix-cache"]],
  ],
  chunkedPrefillSize: [
    [{ chunkedPrefillSize: 4096 }, undefined, ["--chunked-prefill-size", "4096"]],
    [{ chunkedPrefillSize: -1 }, undefined, ["--chunked-prefill-size", "-1"]],
  ],
  batching: [
    [{ batching: { maxNumSeqs: 64 } }, ["--max-num-seqs", "64"], ["--max-running-requests", "64"]],
    [{ batching: { maxNumBatchedTokens: 9 } }, ["--max-num-batched-tokens", "9"], undefined],
  ],
  sampling: [
    [
      { sampling: { repetitionPenalty: 1.1, topK: 40, topP: 0.9, temperature: 0.7 } },
      [
        "--override-generation-config",
        '{"temperature":0.7,"top_p":0.9,"top_k":40,"repetition_penalty":1.1}',
      ],
      [
        "--preferred-sampling-params",
        '{"temperature":0.7,"top_p":0.9,"top_k":40,"repetition_penalty":1.1}',
      ],
    ],
    [
      { sampling: { temperature: 0, topK: -1 } },
      ["--override-generation-config", '{"temperature":0,"top_k":-1}'],
      ["--preferred-sampling-params", '{"temperature":0,"top_k":-1}'],
    ],
  ],
  toolCallParser: [
    [
      { toolCallParser: "hermes" },
      ["--enable-auto-tool-choice", "--tool-call-parser", "hermes"],
      ["--tool-call-parser", "hermes"],
    ],
  ],
  reasoningParser: [
    [
      { reasoningParser: "qwen3" },
      ["--reasoning-parser", "qwen3"],
      ["--reasoning-parser", "qwen3"],
    ],
  ],
  extraArgs: [[{ extraArgs: ["--seed", "1"] }, ["--seed", "1"], ["--seed", "1"]]],
};

function linesFor(settings: unknown, name: unknown = Engine.vllm): string[] {
  const all = { name, ...anything<object>(settings) };
  return linesOf(checkEngineSettings(anything(all), undefined));
}

describe("toEngineArgs", () => {
  for (const [settings, vllm, sglang] of Object.values(ROWS).flat()) {
    for (const [name, args] of [
      [Engine.vllm, vllm],
      [Engine.sglang, sglang],
    ] as const) {
      if (args === undefined) continue;
      it(`writes ${JSON.stringify(settings)} for ${name} as ${args.join(" ") || "nothing"}`, () => {
        assert.deepEqual(toEngineArgs(engineSettings({ name, ...settings })), args);
      });
    }
  }

  for (const version of Object.values(Engine).flatMap(engineVersions)) {
    it(`writes only flags that ${version.engine} ${version.version} has, with values where it takes them`, () => {
      const { extraArgs: _, ...ours } = ROWS;
      const args = Object.values(ours)
        .flat()
        .map(([settings]) => engineSettings({ name: version.engine, ...settings }))
        .filter((settings) => checkEngineChoices(settings, version).length === 0)
        .flatMap((settings) => toEngineArgs(settings));
      assert.deepEqual(refusedArguments(version, args), []);
    });
  }

  it("writes nothing that is not set", () => {
    assert.deepEqual(
      toEngineArgs(engineSettings({ image: "a:1", batching: {}, sampling: {} })),
      [],
    );
  });

  it("keeps the order of the table, whatever the order of the settings, and puts extraArgs last", () => {
    const settings: [string, unknown][] = [
      ["extraArgs", ["--seed", "1"]],
      ["toolCallParser", "hermes"],
      ["contextLength", 8],
      ["batching", { maxNumSeqs: 2 }],
    ];
    const args = ["--max-model-len", "8", "--max-num-seqs", "2", "--enable-auto-tool-choice"];
    fc.assert(
      fc.property(fc.shuffledSubarray(settings, { minLength: settings.length }), (shuffled) => {
        const given = anything<EngineSettings>({ name: "vllm", ...Object.fromEntries(shuffled) });
        assert.deepEqual(toEngineArgs(given), [
          ...args,
          "--tool-call-parser",
          "hermes",
          "--seed",
          "1",
        ]);
      }),
    );
  });
});

describe("checkEngineSettings", () => {
  for (const [settings, vllm, sglang] of Object.values(ROWS).flat()) {
    for (const [name, args] of [
      [Engine.vllm, vllm],
      [Engine.sglang, sglang],
    ] as const) {
      it(`${args === undefined ? "refuses" : "accepts"} ${JSON.stringify(settings)} for ${name}`, () => {
        assert.equal(linesFor(settings, name).length, args === undefined ? 1 : 0);
      });
    }
  }

  it("fails on a setting that the engine lacks, and names the word to use with it", () => {
    const settings = { gpuMemoryUtilization: 0.85, batching: { maxNumBatchedTokens: 8 } };
    assert.deepEqual(linesFor(settings, Engine.sglang), [
      "batching.maxNumBatchedTokens: 8; SGLang bounds the prompt part of a step (--chunked-prefill-size); use chunkedPrefillSize",
      "gpuMemoryUtilization: 0.85; SGLang divides memory by weights and cache alone (--mem-fraction-static); use memFractionStatic",
    ]);
    assert.deepEqual(linesFor({ memFractionStatic: 0.82, chunkedPrefillSize: 8 }), [
      "chunkedPrefillSize: 8; vLLM bounds a step by all its tokens (--max-num-batched-tokens); use batching.maxNumBatchedTokens",
      "memFractionStatic: 0.82; vLLM divides memory by everything on the device (--gpu-memory-utilization); use gpuMemoryUtilization",
    ]);
  });

  it("fails on an unknown setting, and on one that every object has", () => {
    const [inherited, misspelt] = linesFor({ contextLenght: 8, constructor: 1 });
    assert.equal(
      misspelt,
      "contextLenght: 8; is not an engine setting; did you mean contextLength?",
    );
    assert.match(
      inherited ?? "",
      /^constructor: 1; is not an engine setting; use one of name, image, /,
    );
  });

  it("fails on an unknown setting of batching, and on batching that is no map", () => {
    assert.deepEqual(linesFor({ batching: { maxNumSeq: 1 } }), [
      "batching.maxNumSeq: 1; is not an engine setting; did you mean batching.maxNumSeqs?",
    ]);
    assert.deepEqual(linesFor({ batching: 8 }), [
      "batching: 8; must be a map; write maxNumSeqs or maxNumBatchedTokens in it",
    ]);
  });

  it("fails on an engine that there is not, and says nothing else", () => {
    assert.deepEqual(linesFor({ contextLenght: 8 }, "vlm"), [
      'name: "vlm"; must be one of vllm, sglang; did you mean vllm?',
    ]);
    assert.deepEqual(linesFor({}, { toString: 1 }), [
      'name: {"toString":1}; must be one of vllm, sglang; use one of vllm, sglang',
    ]);
  });

  const wrong = [
    [
      { contextLength: 0 },
      "contextLength: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ],
    [
      { contextLength: "8" },
      'contextLength: "8"; must be a whole number of 1 or more; write 8 without quotes',
    ],
    [
      { contextLength: -1 },
      "contextLength: -1; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ],
    [
      { contextLength: 1.5 },
      "contextLength: 1.5; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ],
    [
      { gpuMemoryUtilization: 0 },
      "gpuMemoryUtilization: 0; must be a number above 0 and at most 1; write a share such as 0.85",
    ],
    [
      { gpuMemoryUtilization: 85 },
      "gpuMemoryUtilization: 85; must be a number above 0 and at most 1; write a share such as 0.85",
    ],
    [
      { kvCacheDtype: "fp4" },
      'kvCacheDtype: "fp4"; must be one of auto, bfloat16, fp8, fp8_e4m3, fp8_e5m2; did you mean fp8?',
    ],
    [{ prefixCaching: "no" }, 'prefixCaching: "no"; must be true or false; write true or false'],
    [
      { sampling: { temperature: 2.1 } },
      "sampling.temperature: 2.1; must be a number of 0 to 2; write one, or leave it out",
    ],
    [
      { sampling: { topP: 0 } },
      "sampling.topP: 0; must be a number above 0 and at most 1; write one, or leave it out",
    ],
    [
      { sampling: { topK: 0 } },
      "sampling.topK: 0; must be a whole number of 1 or more, or -1 for all tokens; write one, or leave it out",
    ],
    [
      { sampling: { repetitionPenalty: "1.1" } },
      'sampling.repetitionPenalty: "1.1"; must be a number above 0 and at most 2; write one, or leave it out',
    ],
    [{ sampling: { top_k: 40 } }, "sampling.top_k: 40; is not a known key; did you mean topK?"],
    [
      { sampling: 0.7 },
      "sampling: 0.7; must be a map of temperature, topP, topK, repetitionPenalty; write keys and values",
    ],
    [
      { toolCallParser: " " },
      'toolCallParser: " "; must be a text that is not empty; write the word, or leave it out',
    ],
  ] as const;
  for (const [settings, line] of wrong) {
    it(`fails on ${JSON.stringify(settings)}`, () => assert.deepEqual(linesFor(settings), [line]));
  }

  it("fails on a static share of 1 in SGLang, where nothing would be left to compute in", () => {
    assert.deepEqual(linesFor({ memFractionStatic: 1 }, Engine.sglang), [
      "memFractionStatic: 1; must be a number above 0 and below 1; write a share such as 0.85",
    ]);
  });

  it("holds the context to what the model was made for, up to the last token", () => {
    const model = findModel("deepseek-ai/DeepSeek-V3.1");
    const lines = [163_840, 163_841, "x"].map((contextLength) =>
      linesOf(checkEngineSettings(anything({ name: "vllm", contextLength }), model)),
    );
    assert.deepEqual(lines, [
      [],
      [
        "contextLength: 163841; deepseek-ai/DeepSeek-V3.1 was made for at most 163840 tokens; use 163840 or fewer",
      ],
      ['contextLength: "x"; must be a whole number of 1 or more; write 1 or more, or leave it out'],
    ]);
  });

  it("says something about every setting of any value that it does not accept, and never throws", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything()),
        fc.constantFrom("vllm", "sglang"),
        (settings, name) => {
          const lines = linesOf(checkEngineSettings(anything({ ...settings, name }), undefined));
          const unknown = Object.keys(settings).filter(
            (key) => !Object.hasOwn(ROWS, key) && settings[key] !== undefined,
          );
          const skipped = unknown.filter((key) => key === "name" || key === "image").length;
          assert.ok(lines.length >= unknown.length - skipped, lines.join("\n"));
        },
      ),
    );
  });
});
