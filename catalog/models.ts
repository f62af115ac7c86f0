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
  /** Parameters as the maker states them, without next-token layers; rounded as there. */
  readonly publishedParameters: number;
  /** `metadata.total_size` of `model.safetensors.index.json`; absent when no source was read. */
  readonly indexTotalBytes?: number;
  /** All weight files of the repository, which are downloaded and stored; absent when no source was read. At most 0.5 % more than the weights in them. */
  readonly repositoryBytes?: number;
  /** Where dimensions, count and bytes were read. */
  readonly sources: readonly string[];
  /** Day of the newest source. */
  readonly date: string;
}

const ROWS: readonly Model[] = freezeDeep([
  {
    id: "Qwen/Qwen3-32B",
    layers: 64,
    denseLayers: 64,
    hiddenSize: 5120,
    vocabulary: 151_936,
    tiedEmbeddings: false,
    attention: { kind: "gqa", heads: 64, keyValueHeads: 8, headSize: 128 },
    denseWidth: 25_600,
    nextTokenLayers: 0,
    weightFormat: WeightFormat.bf16,
    maximumContext: 40_960,
    publishedParameters: 32.8e9,
    sources: [
      "https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/model_configs/Qwen--Qwen3-32B_config.json",
      "https://huggingface.co/Qwen/Qwen3-32B",
    ],
    date: "2026-11-22",
  },
  {
    id: "Qwen/Qwen3-VL-235B-A22B-Instruct",
    layers: 94,
    denseLayers: 0,
    hiddenSize: 4096,
    vocabulary: 151_936,
    tiedEmbeddings: false,
    attention: { kind: "gqa", heads: 64, keyValueHeads: 4, headSize: 128 },
    denseWidth: 12_288,
    experts: { count: 128, active: 8, shared: 0, width: 1536 },
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
    nextTokenLayers: 0,
    weightFormat: WeightFormat.bf16,
    maximumContext: 262_144,
    publishedParameters: 235e9,
    sources: [
      "https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/model_configs/Qwen--Qwen3-VL-235B-A22B-Instruct_config.json",
      "https://github.com/vllm-project/recipes/blob/03927c932dcd5257ee902711c29a847053e92234/models/Qwen/Qwen3-VL-235B-A22B-Instruct.yaml",
      "https://github.com/QwenLM/Qwen3-VL/blob/004d5e0a0d4514ce8945356ae8c969f4dc0080dc/qwen-vl-utils/src/qwen_vl_utils/vision_process.py",
    ],
    date: "2026-08-21",
  },
  {
    id: "deepseek-ai/DeepSeek-V3.1",
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
    weightFormat: WeightFormat.fp8,
    quantizationBlock: 128,
    maximumContext: 163_840,
    publishedParameters: 671e9,
    // The weight files of DeepSeek-V3 and DeepSeek-R1 have the same sum.
    repositoryBytes: 688_586_727_753,
    sources: [
      "https://github.com/attogram/ollama-bash-lib/blob/613b8cb24642f78b8653229ee9d6c3fba90dcdf2/demos/list.md",
      "https://github.com/ai-dynamo/aiconfigurator/blob/095f58a51c4ca8e61b66ec108d86f223f8d559ce/aic-core/src/aiconfigurator_core/model_configs/nvidia--DeepSeek-V3.1-NVFP4_config.json",
      "https://github.com/deepseek-ai/DeepSeek-V3/blob/0b39205aed0d4b1f9a2798e8551e4059c8f94b0c/README_WEIGHTS.md",
      "https://github.com/vllm-project/recipes/blob/2dc51136b37f4ce6bcf7e30aee17035ccd3f1586/models/deepseek-ai/DeepSeek-V3.1.yaml",
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
  return [...BY_ID.keys()];
}
