/**
 * What the `config.json` of published models says, reduced to the fields that are read; where each was read stands in
 * the row of the catalogue. Written here anew: these are facts, and no copies of files.
 */

type Config = Readonly<Record<string, unknown>>;

const BF16 = { torch_dtype: "bfloat16" };
const FP8_BLOCKS = {
  quantization_config: {
    quant_method: "fp8",
    activation_scheme: "dynamic",
    weight_block_size: [128, 128],
  },
};
const QWEN3 = {
  model_type: "qwen3",
  head_dim: 128,
  num_key_value_heads: 8,
  vocab_size: 151_936,
  max_position_embeddings: 40_960,
  sliding_window: null,
  use_sliding_window: false,
};
const QWEN3_14B = {
  ...QWEN3,
  num_hidden_layers: 40,
  hidden_size: 5120,
  num_attention_heads: 40,
  intermediate_size: 17_408,
  tie_word_embeddings: false,
};
const QWEN3_MOE = {
  ...QWEN3,
  model_type: "qwen3_moe",
  num_key_value_heads: 4,
  num_experts: 128,
  num_experts_per_tok: 8,
  decoder_sparse_step: 1,
  mlp_only_layers: [],
  tie_word_embeddings: false,
};
const QWEN3_30B_A3B = {
  ...QWEN3_MOE,
  num_hidden_layers: 48,
  hidden_size: 2048,
  num_attention_heads: 32,
  intermediate_size: 6144,
  moe_intermediate_size: 768,
};
const QWEN3_235B_A22B = {
  ...QWEN3_MOE,
  num_hidden_layers: 94,
  hidden_size: 4096,
  num_attention_heads: 64,
  intermediate_size: 12_288,
  moe_intermediate_size: 1536,
};
const LLAMA = {
  model_type: "llama",
  vocab_size: 128_256,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  tie_word_embeddings: false,
  ...BF16,
};
const LATENT = {
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  qk_nope_head_dim: 128,
  v_head_dim: 128,
  moe_layer_freq: 1,
  tie_word_embeddings: false,
};
const DEEPSEEK_V2_LITE = {
  ...LATENT,
  ...BF16,
  model_type: "deepseek_v2",
  num_hidden_layers: 27,
  first_k_dense_replace: 1,
  hidden_size: 2048,
  num_attention_heads: 16,
  q_lora_rank: null,
  intermediate_size: 10_944,
  n_routed_experts: 64,
  num_experts_per_tok: 6,
  n_shared_experts: 2,
  moe_intermediate_size: 1408,
  vocab_size: 102_400,
  max_position_embeddings: 163_840,
};
const DEEPSEEK_V3 = {
  ...LATENT,
  model_type: "deepseek_v3",
  num_hidden_layers: 61,
  first_k_dense_replace: 3,
  hidden_size: 7168,
  num_attention_heads: 128,
  q_lora_rank: 1536,
  intermediate_size: 18_432,
  n_routed_experts: 256,
  num_experts_per_tok: 8,
  n_shared_experts: 1,
  moe_intermediate_size: 2048,
  vocab_size: 129_280,
  max_position_embeddings: 163_840,
  num_nextn_predict_layers: 1,
};
const KIMI_K2 = {
  ...DEEPSEEK_V3,
  model_type: "kimi_k2",
  first_k_dense_replace: 1,
  num_attention_heads: 64,
  n_routed_experts: 384,
  vocab_size: 163_840,
  max_position_embeddings: 131_072,
  num_nextn_predict_layers: 0,
};
const KIMI_VISION = {
  vt_hidden_size: 1152,
  vt_intermediate_size: 4304,
  vt_num_hidden_layers: 27,
  patch_size: 14,
  init_pos_emb_height: 64,
  init_pos_emb_width: 64,
  merge_kernel_size: [2, 2],
};
const GLM_5 = {
  ...LATENT,
  model_type: "glm_moe_dsa",
  num_hidden_layers: 78,
  first_k_dense_replace: 3,
  hidden_size: 6144,
  num_attention_heads: 64,
  q_lora_rank: 2048,
  qk_nope_head_dim: 192,
  v_head_dim: 256,
  index_n_heads: 32,
  index_head_dim: 128,
  intermediate_size: 12_288,
  n_routed_experts: 256,
  num_experts_per_tok: 8,
  n_shared_experts: 1,
  moe_intermediate_size: 2048,
  vocab_size: 154_880,
  max_position_embeddings: 202_752,
  num_nextn_predict_layers: 1,
};
const MINIMAX_M2 = {
  model_type: "minimax_m2",
  num_hidden_layers: 62,
  hidden_size: 3072,
  num_attention_heads: 48,
  num_key_value_heads: 8,
  head_dim: 128,
  intermediate_size: 1536,
  num_local_experts: 256,
  num_experts_per_tok: 8,
  vocab_size: 200_064,
  max_position_embeddings: 196_608,
  use_mtp: true,
  num_mtp_modules: 3,
  tie_word_embeddings: false,
};
const QWEN2_5_VL_VISION = {
  depth: 32,
  hidden_size: 1280,
  intermediate_size: 3456,
  out_hidden_size: 8192,
  patch_size: 14,
  spatial_merge_size: 2,
  temporal_patch_size: 2,
};
const QWEN2_5_72B = {
  num_hidden_layers: 80,
  hidden_size: 8192,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  vocab_size: 152_064,
  max_window_layers: 80,
  sliding_window: 32_768,
  use_sliding_window: false,
  tie_word_embeddings: false,
};

/** Every second layer, from the first, sees the window only. */
function alternate(layers: number): string[] {
  return Array.from({ length: layers }, (_, layer) =>
    layer % 2 === 0 ? "sliding_attention" : "full_attention",
  );
}

function perLayer(layers: number, names: (layer: string) => readonly string[]): string[] {
  return Array.from({ length: layers }, (_, layer) => names(`model.layers.${layer}`)).flat();
}

function modelOptimizer(algorithm: string, ignore: readonly string[]): Config {
  return { quantization_config: { quant_method: "modelopt", quant_algo: algorithm, ignore } };
}

/** `config.json` by the id of the repository. */
export const MODEL_CONFIGS: Readonly<Record<string, Config>> = {
  "meta-llama/Llama-3.1-8B": {
    ...LLAMA,
    num_hidden_layers: 32,
    hidden_size: 4096,
    num_attention_heads: 32,
    intermediate_size: 14_336,
  },
  "nvidia/Llama-3.1-70B-Instruct-FP8": {
    ...LLAMA,
    num_hidden_layers: 80,
    hidden_size: 8192,
    num_attention_heads: 64,
    intermediate_size: 28_672,
  },
  "meta-llama/Llama-4-Scout-17B-16E-Instruct": {
    model_type: "llama4",
    ...BF16,
    text_config: {
      model_type: "llama4_text",
      num_hidden_layers: 48,
      hidden_size: 5120,
      num_attention_heads: 40,
      num_key_value_heads: 8,
      head_dim: 128,
      intermediate_size: 8192,
      intermediate_size_mlp: 16_384,
      interleave_moe_layer_step: 1,
      num_local_experts: 16,
      num_experts_per_tok: 1,
      attention_chunk_size: 8192,
      vocab_size: 202_048,
      max_position_embeddings: 10_485_760,
    },
    vision_config: {
      hidden_size: 1408,
      intermediate_size: 5632,
      num_hidden_layers: 34,
      image_size: 336,
      patch_size: 14,
      projector_input_dim: 4096,
      projector_output_dim: 4096,
      vision_output_dim: 4096,
    },
  },
  "Qwen/Qwen2.5-72B": {
    ...QWEN2_5_72B,
    ...BF16,
    model_type: "qwen2",
    intermediate_size: 29_568,
    max_position_embeddings: 131_072,
  },
  "Qwen/Qwen2.5-VL-72B-Instruct-AWQ": {
    ...QWEN2_5_72B,
    model_type: "qwen2_5_vl",
    intermediate_size: 29_696,
    max_position_embeddings: 128_000,
    vision_config: QWEN2_5_VL_VISION,
    quantization_config: {
      quant_method: "awq",
      bits: 4,
      group_size: 128,
      zero_point: true,
      modules_to_not_convert: ["visual"],
    },
  },
  "Qwen/Qwen3-1.7B": {
    ...QWEN3,
    ...BF16,
    num_hidden_layers: 28,
    hidden_size: 2048,
    num_attention_heads: 16,
    intermediate_size: 6144,
    tie_word_embeddings: true,
  },
  "Qwen/Qwen3-14B-AWQ": {
    ...QWEN3_14B,
    quantization_config: {
      quant_method: "awq",
      bits: 4,
      group_size: 128,
      modules_to_not_convert: null,
    },
  },
  "Qwen/Qwen3-30B-A3B-FP8": {
    ...QWEN3_30B_A3B,
    ...BF16,
    quantization_config: {
      ...FP8_BLOCKS.quantization_config,
      modules_to_not_convert: [
        "lm_head",
        ...perLayer(48, (layer) => [`${layer}.input_layernorm`, `${layer}.mlp.gate`]),
      ],
    },
  },
  "Qwen/Qwen3-30B-A3B-GPTQ-Int4": {
    ...QWEN3_30B_A3B,
    quantization_config: { quant_method: "gptq", bits: 4, group_size: 128 },
  },
  "Qwen/Qwen3-VL-235B-A22B-Instruct": {
    model_type: "qwen3_vl_moe",
    tie_word_embeddings: false,
    text_config: {
      ...QWEN3_235B_A22B,
      model_type: "qwen3_vl_moe_text",
      dtype: "bfloat16",
      max_position_embeddings: 262_144,
    },
    vision_config: {
      depth: 27,
      hidden_size: 1152,
      intermediate_size: 4304,
      in_channels: 3,
      temporal_patch_size: 2,
      patch_size: 16,
      num_position_embeddings: 2304,
      spatial_merge_size: 2,
      deepstack_visual_indexes: [8, 16, 24],
    },
  },
  "nvidia/Qwen3-235B-A22B-NVFP4": { ...QWEN3_235B_A22B, ...BF16 },
  "deepseek-ai/DeepSeek-V2-Lite": DEEPSEEK_V2_LITE,
  "deepseek-ai/DeepSeek-R1": { ...DEEPSEEK_V3, ...FP8_BLOCKS },
  "deepseek-ai/DeepSeek-V3.2": {
    ...DEEPSEEK_V3,
    ...FP8_BLOCKS,
    model_type: "deepseek_v32",
    index_n_heads: 64,
    index_head_dim: 128,
  },
  "moonshotai/Kimi-K2-Instruct": { ...KIMI_K2, ...FP8_BLOCKS },
  "moonshotai/Kimi-K2.5": {
    model_type: "kimi_k25",
    tie_word_embeddings: false,
    dtype: "bfloat16",
    text_config: {
      ...KIMI_K2,
      max_position_embeddings: 262_144,
      quantization_config: {
        quant_method: "compressed-tensors",
        format: "pack-quantized",
        config_groups: {
          group_0: {
            targets: ["Linear"],
            weights: { num_bits: 4, type: "int", group_size: 32, symmetric: true },
          },
        },
        ignore: [
          "lm_head",
          "re:.*self_attn.*",
          "re:.*shared_experts.*",
          "re:.*mlp\\.(gate|up|gate_up|down)_proj.*",
        ],
      },
    },
    vision_config: KIMI_VISION,
  },
  "nvidia/Kimi-K2.6-NVFP4": {
    model_type: "kimi_k25",
    tie_word_embeddings: false,
    text_config: { ...KIMI_K2, model_type: "deepseek_v3", max_position_embeddings: 262_144 },
    vision_config: KIMI_VISION,
    ...modelOptimizer("NVFP4", [
      "language_model.lm_head",
      "language_model.model.layers.0*",
      ...perLayer(61, (layer) => [
        `language_model.${layer}.self_attn*`,
        `language_model.${layer}.mlp.shared_experts*`,
      ]),
      "vision_tower*",
    ]),
  },
  "openai/gpt-oss-120b": {
    model_type: "gpt_oss",
    num_hidden_layers: 36,
    hidden_size: 2880,
    num_attention_heads: 64,
    num_key_value_heads: 8,
    head_dim: 64,
    intermediate_size: 2880,
    num_local_experts: 128,
    num_experts_per_tok: 4,
    layer_types: alternate(36),
    sliding_window: 128,
    vocab_size: 201_088,
    max_position_embeddings: 131_072,
    tie_word_embeddings: false,
    quantization_config: {
      quant_method: "mxfp4",
      modules_to_not_convert: [
        "model.layers.*.self_attn",
        "model.layers.*.mlp.router",
        "model.embed_tokens",
        "lm_head",
      ],
    },
  },
  "zai-org/GLM-4.7": {
    ...BF16,
    model_type: "glm4_moe",
    num_hidden_layers: 92,
    first_k_dense_replace: 3,
    hidden_size: 5120,
    num_attention_heads: 96,
    num_key_value_heads: 8,
    head_dim: 128,
    intermediate_size: 12_288,
    n_routed_experts: 160,
    num_experts_per_tok: 8,
    n_shared_experts: 1,
    moe_intermediate_size: 1536,
    vocab_size: 151_552,
    max_position_embeddings: 202_752,
    num_nextn_predict_layers: 1,
    tie_word_embeddings: false,
  },
  "zai-org/GLM-5.1-FP8": {
    ...GLM_5,
    quantization_config: {
      ...FP8_BLOCKS.quantization_config,
      modules_to_not_convert: [
        "lm_head",
        "model.embed_tokens",
        ...perLayer(78, (layer) => [
          `${layer}.self_attn.indexer.k_norm`,
          `${layer}.self_attn.indexers_proj`,
          `${layer}.self_attn.q_a_layernorm`,
        ]),
      ],
    },
  },
  "nvidia/GLM-5-NVFP4": GLM_5,
  "MiniMaxAI/MiniMax-M2.5": {
    ...MINIMAX_M2,
    quantization_config: {
      ...FP8_BLOCKS.quantization_config,
      modules_to_not_convert: ["gate", "e_score_correction_bias", "lm_head"],
    },
  },
  "nvidia/MiniMax-M2.5-NVFP4": {
    ...MINIMAX_M2,
    ...modelOptimizer("NVFP4", [
      "lm_head",
      ...perLayer(62, (layer) => [`${layer}.block_sparse_moe.gate`, `${layer}.self_attn*`]),
    ]),
  },
  "microsoft/phi-4": {
    ...BF16,
    model_type: "phi3",
    num_hidden_layers: 40,
    hidden_size: 5120,
    num_attention_heads: 40,
    num_key_value_heads: 10,
    intermediate_size: 17_920,
    sliding_window: null,
    vocab_size: 100_352,
    max_position_embeddings: 16_384,
    tie_word_embeddings: false,
  },
  "google/gemma-3-27b-it": {
    ...BF16,
    model_type: "gemma3",
    mm_tokens_per_image: 256,
    text_config: {
      model_type: "gemma3_text",
      num_hidden_layers: 62,
      hidden_size: 5376,
      num_attention_heads: 32,
      num_key_value_heads: 16,
      head_dim: 128,
      intermediate_size: 21_504,
      sliding_window: 1024,
    },
    vision_config: {
      hidden_size: 1152,
      intermediate_size: 4304,
      num_hidden_layers: 27,
      image_size: 896,
      patch_size: 14,
    },
  },
};

function optimizerFile(algorithm: string, modules: readonly string[]): Config {
  return { quantization: { quant_algo: algorithm, exclude_modules: modules } };
}

/** `hf_quant_config.json` of the repositories that have one. */
export const QUANTIZATION_FILES: Readonly<Record<string, Config>> = {
  "nvidia/Llama-3.1-70B-Instruct-FP8": optimizerFile("FP8", ["lm_head"]),
  "nvidia/Qwen3-235B-A22B-NVFP4": optimizerFile("NVFP4", [
    "lm_head",
    ...perLayer(94, (layer) => [`${layer}.mlp.gate`]),
  ]),
  "nvidia/GLM-5-NVFP4": optimizerFile("NVFP4", [
    "lm_head",
    "model.layers.78*",
    ...perLayer(78, (layer) =>
      ["indexer*", "kv_a_proj_with_mqa", "kv_b_proj", "o_proj", "q_a_proj", "q_b_proj"].map(
        (name) => `${layer}.self_attn.${name}`,
      ),
    ),
  ]),
  // The output of the attention is quantized, and nothing else of it.
  "nvidia/DeepSeek-V3.1-NVFP4": optimizerFile(
    "NVFP4",
    perLayer(61, (layer) =>
      ["kv_a_proj_with_mqa", "kv_b_proj", "q_a_proj", "q_b_proj"].map(
        (name) => `${layer}.self_attn.${name}`,
      ),
    ),
  ),
};
