import assert from "node:assert/strict";
import fc from "fast-check";
import { storedBytes } from "../../catalog/model-parameters";
import { findModel, type Model } from "../../catalog/models";
import { readModelShape } from "../../plan/model-shape";
import { renderIssues } from "../../units/issue";
import { MODEL_CONFIGS, QUANTIZATION_FILES } from "../support/model-configs";

const READ = { source: "https://huggingface.co/test/model", date: "2026-11-29" };

function read(config: unknown, quantization?: unknown, index?: unknown) {
  return readModelShape({ id: "test/model", config, quantization, index, ...READ });
}

function issuesIn(config: unknown, quantization?: unknown, index?: unknown): string[] {
  const result = read(config, quantization, index);
  return result.ok ? [] : renderIssues(result.issues).split("\n");
}

function configOf(id: string): Readonly<Record<string, unknown>> {
  const config = MODEL_CONFIGS[id];
  assert.ok(config, `no config of ${id}`);
  return config;
}

/** What a config can say: the row without what people publish about it. */
function shapeOf(model: Model | undefined): unknown {
  assert.ok(model);
  const {
    id: _id,
    checkpointOf: _checkpointOf,
    publishedParameters: _parameters,
    publishedWithNextTokenLayers: _nextToken,
    indexTotalBytes: _index,
    repositoryBytes: _repository,
    sources: _sources,
    date: _date,
    plainParts = [],
    ...shape
  } = model;
  return { ...shape, plainParts: [...plainParts].sort() };
}

describe("readModelShape", () => {
  for (const [id, config] of Object.entries(MODEL_CONFIGS)) {
    it(`reads of ${id} what its row says`, () => {
      const result = read(config, QUANTIZATION_FILES[id]);
      assert.deepEqual(
        [issuesIn(config, QUANTIZATION_FILES[id]), shapeOf(result.ok ? result.value : undefined)],
        [[], shapeOf(findModel(id))],
      );
    });
  }

  it("says where the row was read, and when", () => {
    const result = read(configOf("microsoft/phi-4"));
    assert.deepEqual(result.ok && [result.value.id, result.value.sources, result.value.date], [
      "test/model",
      [READ.source],
      READ.date,
    ]);
  });

  it("takes the bytes of the index", () => {
    const config = configOf("deepseek-ai/DeepSeek-R1");
    const row = findModel("deepseek-ai/DeepSeek-R1");
    assert.ok(row);
    const total = storedBytes(row);
    const result = read(config, undefined, { metadata: { total_size: total } });
    assert.equal(result.ok && result.value.indexTotalBytes, total);
  });

  it("refuses an index of other weights", () => {
    const index = { metadata: { total_size: 200_000_000_000 } };
    assert.deepEqual(issuesIn(configOf("meta-llama/Llama-3.1-8B"), undefined, index), [
      "index.metadata.total_size: 200000000000; must be what the dimensions in config.json give, which is 16060522496; take both files from one repository at one commit; where they are, this build is not known here",
    ]);
  });

  it("refuses an index without its sum", () => {
    assert.deepEqual(issuesIn(configOf("meta-llama/Llama-3.1-8B"), undefined, { metadata: {} }), [
      "index.metadata.total_size: absent; must be a whole number from 1 to 9007199254740991; copy the file of the repository as it is",
    ]);
  });

  it("refuses what is no object", () => {
    assert.deepEqual(issuesIn("config.json"), [
      'config: "config.json"; must be a JSON object; copy the file of the repository as it is',
    ]);
  });

  it("names a family that is not known, in the model and in its language model", () => {
    const families =
      "must be one of deepseek_v2, deepseek_v3, deepseek_v32, gemma3, gemma3_text, glm4_moe, glm_moe_dsa, gpt_oss, kimi_k2, kimi_k25, llama, llama4, llama4_text, minimax_m2, phi3, qwen2, qwen2_5_vl, qwen2_vl, qwen3, qwen3_moe, qwen3_vl, qwen3_vl_moe";
    const wayOut = "leave the memory of this model unchecked, as its build is not known";
    assert.deepEqual(
      [
        ...issuesIn({ model_type: "qwen4" }),
        ...issuesIn({ model_type: "llama4", text_config: { model_type: "toString" } }),
        ...issuesIn({}),
      ],
      [
        `config.model_type: "qwen4"; ${families}; ${wayOut}`,
        `config.text_config.model_type: "toString"; ${families}; ${wayOut}`,
        `config.model_type: absent; ${families}; copy the file of the repository as it is`,
      ],
    );
  });

  it("tells a missing language model once", () => {
    assert.deepEqual(issuesIn({ model_type: "llama4" }), [
      "config.text_config: absent; must be a JSON object; copy the file of the repository as it is",
    ]);
  });

  it("tells every field that is missing at once", () => {
    const {
      hidden_size: _hidden,
      num_key_value_heads: _heads,
      ...rest
    } = configOf("meta-llama/Llama-3.1-8B");
    assert.deepEqual(
      issuesIn(rest).map((text) => text.split(";", 1)[0]),
      ["config.hidden_size: absent", "config.num_key_value_heads: absent"],
    );
  });

  for (const [id, config] of Object.entries(MODEL_CONFIGS)) {
    it(`guesses no dimension that ${id} leaves out`, () => {
      const guessed = REQUIRED.filter((key) => {
        const { [key]: left, ...rest } = config;
        return left !== undefined && !issuesIn(rest, QUANTIZATION_FILES[id]).some(names(key));
      });
      assert.deepEqual(guessed, []);
    });
  }

  it("tells a missing encoder once", () => {
    const { vision_config: _vision, ...rest } = configOf("google/gemma-3-27b-it");
    assert.deepEqual(issuesIn(rest), [
      "config.vision_config: absent; must be a JSON object; copy the file of the repository as it is",
    ]);
  });

  it("refuses a share of heads that is none", () => {
    const config = { ...configOf("meta-llama/Llama-3.1-8B"), num_attention_heads: 30 };
    assert.deepEqual(issuesIn(config), [
      "config.head_dim: absent; must be given, as hidden_size is no multiple of the heads; copy the file of the repository as it is",
    ]);
  });

  it("refuses a quantization that leaves out a part of a part", () => {
    const id = "nvidia/DeepSeek-V3.1-NVFP4";
    const config = configOf("deepseek-ai/DeepSeek-R1");
    const { quantization_config: _fp8, ...plain } = config;
    const [text = ""] = issuesIn(plain, QUANTIZATION_FILES[id]);
    assert.match(
      text,
      /^quantization\.quantization\.exclude_modules: .*; must leave out all matrices of attentionHeads or none, and leaves out 122 of 183; plan for an edition in another format$/,
    );
  });

  it("refuses layers that share an indexer", () => {
    const config = {
      ...configOf("zai-org/GLM-5.1-FP8"),
      indexer_types: ["full", "shared"],
    };
    assert.deepEqual(issuesIn(config), [
      'config.indexer_types: ["full","shared"]; must give every layer an indexer of its own; plan for a model whose layers share none',
    ]);
  });

  const refusedQuantizations: [string, unknown, string][] = [
    ["of another method", { quant_method: "bitsandbytes" }, "quant_method"],
    ["to eight bits by GPTQ", { quant_method: "gptq", bits: 8, group_size: 128 }, "bits"],
    ["without the size of its group", { quant_method: "awq", bits: 4 }, "group_size"],
    [
      "in blocks that are not square",
      { quant_method: "fp8", weight_block_size: [1, 128] },
      "weight_block_size",
    ],
    [
      "in two formats",
      { quant_method: "compressed-tensors", config_groups: { a: {}, b: {} } },
      "config_groups",
    ],
    ["whose pattern is none", { quant_method: "mxfp4", ignore: ["re:("] }, "ignore"],
  ];
  for (const [what, quantization, field] of refusedQuantizations) {
    it(`refuses a quantization ${what}`, () => {
      const config = { ...configOf("Qwen/Qwen3-1.7B"), quantization_config: quantization };
      assert.deepEqual(
        issuesIn(config).map((text) => text.split(":", 1)[0]),
        [`config.quantization_config.${field}`],
      );
    });
  }

  it("reads FP8 with a scale for each row, and a row of four bits with one scale", () => {
    const channel = {
      quant_method: "compressed-tensors",
      config_groups: { group_0: { weights: { num_bits: 8, type: "float", strategy: "channel" } } },
    };
    const row = { quant_method: "gptq", bits: 4, group_size: -1 };
    const formats = [channel, row].map((quantization) => {
      const config = { ...configOf("Qwen/Qwen3-1.7B"), quantization_config: quantization };
      const result = read(config);
      return result.ok && [result.value.weightFormat, result.value.quantizationGroup];
    });
    assert.deepEqual(formats, [
      ["fp8", undefined],
      ["gptq", undefined],
    ]);
  });

  it("counts the layers of a window that is switched on from a layer on", () => {
    const config = {
      ...configOf("Qwen/Qwen2.5-72B"),
      use_sliding_window: true,
      max_window_layers: 70,
    };
    const result = read(config);
    const attention = result.ok ? result.value.attention : undefined;
    assert.deepEqual(attention?.kind === "gqa" && attention.slidingWindow, {
      size: 32_768,
      layers: 10,
    });
  });

  it("reads any JSON without throwing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (config, quantization, index) => {
        read(config, quantization, index);
      }),
    );
  });

  it("reads a config with any JSON in place of any field without throwing, and never gives a broken size", () => {
    const spoilt = fc
      .constantFrom(...Object.values(MODEL_CONFIGS))
      .chain((config) =>
        fc.tuple(fc.constant(config), fc.constantFrom(...Object.keys(config)), fc.jsonValue()),
      );
    fc.assert(
      fc.property(spoilt, ([config, key, value]) => {
        const result = read({ ...config, [key]: value });
        return !result.ok || Number.isFinite(storedBytes(result.value));
      }),
    );
  });
});

/** Dimensions that no class takes for granted in the families above. */
const REQUIRED = [
  "num_hidden_layers",
  "hidden_size",
  "num_attention_heads",
  "num_key_value_heads",
  "kv_lora_rank",
  "qk_rope_head_dim",
  "qk_nope_head_dim",
  "v_head_dim",
  "index_n_heads",
  "index_head_dim",
  "intermediate_size",
  "n_routed_experts",
  "num_experts",
  "num_local_experts",
  "num_experts_per_tok",
  "moe_intermediate_size",
  "first_k_dense_replace",
  "num_nextn_predict_layers",
  "vocab_size",
  "max_position_embeddings",
  "text_config",
  "vision_config",
] as const;

function names(key: string): (text: string) => boolean {
  return (text) => text.split(":", 1)[0]?.split(".").at(-1) === key;
}
