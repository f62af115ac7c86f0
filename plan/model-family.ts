/**
 * Families of models as `config.json` tells them apart by `model_type`: which fields say what, and what the class in
 * `transformers` assumes of a field that is left out.
 *
 * How to add one: read its `configuration_*.py` in https://github.com/huggingface/transformers, add it here, and compare
 * what is read of a published `config.json` with a row of the catalogue in `test/plan/model-shape.spec.ts`.
 */

/** How the layers without experts are told. */
export type DenseLayers = "all" | "none" | "first" | "steps" | "interleaved";

/** How the layers that see a part of the request only are told. */
export type WindowLayers = "none" | "switched" | "all" | "listed" | "pattern" | "chunks";

/** Names of the fields of the experts. */
export interface ExpertFields {
  readonly count: string;
  readonly width: string;
  /** Absent where the family has no experts that all tokens use; a number where it has always so many. */
  readonly shared?: string | number;
}

/** How a `model_type` is read. */
export interface ModelFamily {
  readonly attention: "gqa" | "mla";
  readonly window: WindowLayers;
  readonly denseLayers: DenseLayers;
  readonly experts?: ExpertFields;
  /** Name of the field of the next-token layers; absent where none are stored with the model. */
  readonly nextTokenLayers?: string;
  /** Whether sparse attention has an indexer in every layer. */
  readonly indexer?: true;
  /** Field of the width of dense blocks. Defaults to `intermediate_size`. */
  readonly denseWidth?: string;
  /** Name of the feed-forward block in names of modules. Defaults to `mlp`. */
  readonly block?: string;
  /** Values that the class takes for fields that are left out. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

const DENSE = { attention: "gqa", denseLayers: "all" } as const;
const UNTIED = { tie_word_embeddings: false } as const;
const QWEN3_MOE: ModelFamily = {
  attention: "gqa",
  window: "switched",
  denseLayers: "steps",
  experts: { count: "num_experts", width: "moe_intermediate_size" },
  defaults: { use_sliding_window: false, mlp_only_layers: [], decoder_sparse_step: 1 },
};
const DEEPSEEK: ModelFamily = {
  attention: "mla",
  window: "none",
  denseLayers: "first",
  experts: {
    count: "n_routed_experts",
    width: "moe_intermediate_size",
    shared: "n_shared_experts",
  },
};

const FAMILIES: Readonly<Record<string, ModelFamily>> = {
  llama: { ...DENSE, window: "none", defaults: UNTIED },
  qwen2: { ...DENSE, window: "switched", defaults: { ...UNTIED, use_sliding_window: false } },
  qwen3: { ...DENSE, window: "switched", defaults: { use_sliding_window: false } },
  qwen3_moe: QWEN3_MOE,
  phi3: { ...DENSE, window: "all", defaults: UNTIED },
  // https://github.com/huggingface/transformers/blob/008f5c8c29be84d4721dc6d1e0fcd72300580be4/src/transformers/models/gemma3/configuration_gemma3.py
  gemma3_text: {
    ...DENSE,
    window: "pattern",
    defaults: {
      tie_word_embeddings: true,
      vocab_size: 262_208,
      max_position_embeddings: 131_072,
      sliding_window_pattern: 6,
    },
  },
  // https://github.com/huggingface/transformers/blob/008e574391258935f3ecc3035c882e73bbcac419/src/transformers/models/llama4/configuration_llama4.py
  llama4_text: {
    attention: "gqa",
    window: "chunks",
    denseLayers: "interleaved",
    denseWidth: "intermediate_size_mlp",
    block: "feed_forward",
    experts: { count: "num_local_experts", width: "intermediate_size", shared: 1 },
    defaults: { ...UNTIED, no_rope_layer_interval: 4 },
  },
  gpt_oss: {
    attention: "gqa",
    window: "listed",
    denseLayers: "none",
    experts: { count: "num_local_experts", width: "intermediate_size" },
  },
  glm4_moe: {
    attention: "gqa",
    window: "none",
    denseLayers: "first",
    experts: {
      count: "n_routed_experts",
      width: "moe_intermediate_size",
      shared: "n_shared_experts",
    },
    nextTokenLayers: "num_nextn_predict_layers",
  },
  // `num_mtp_modules` counts layers that no copy of the weights holds.
  minimax_m2: {
    attention: "gqa",
    window: "none",
    denseLayers: "none",
    block: "block_sparse_moe",
    experts: { count: "num_local_experts", width: "intermediate_size" },
  },
  deepseek_v2: DEEPSEEK,
  deepseek_v3: { ...DEEPSEEK, nextTokenLayers: "num_nextn_predict_layers" },
  deepseek_v32: { ...DEEPSEEK, nextTokenLayers: "num_nextn_predict_layers", indexer: true },
  kimi_k2: { ...DEEPSEEK, nextTokenLayers: "num_nextn_predict_layers" },
  glm_moe_dsa: { ...DEEPSEEK, nextTokenLayers: "num_nextn_predict_layers", indexer: true },
};

/** How a model that sees names the family of its language model. */
const LANGUAGE_MODELS: Readonly<Record<string, string>> = {
  qwen2_vl: "qwen2",
  qwen2_vl_text: "qwen2",
  qwen2_5_vl: "qwen2",
  qwen2_5_vl_text: "qwen2",
  qwen3_vl_text: "qwen3",
  qwen3_vl_moe_text: "qwen3_moe",
};

/** Models that see; their encoders are read by `plan/vision-config.ts`. */
export const VISION_TYPES = [
  "gemma3",
  "kimi_k25",
  "llama4",
  "qwen2_vl",
  "qwen2_5_vl",
  "qwen3_vl",
  "qwen3_vl_moe",
] as const;
export type VisionType = (typeof VISION_TYPES)[number];

/** The family of a `model_type` of a language model; `undefined` for one that is not known. */
export function findFamily(modelType: string): ModelFamily | undefined {
  const name = Object.hasOwn(LANGUAGE_MODELS, modelType) ? LANGUAGE_MODELS[modelType] : modelType;
  return name !== undefined && Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
}

/** Every `model_type` that can stand at the head of a `config.json`, sorted. */
export function modelTypes(): string[] {
  return [...Object.keys(FAMILIES), ...VISION_TYPES].sort();
}
