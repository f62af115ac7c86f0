import type { VisionEncoder } from "../catalog/models";
import {
  type ConfigSection,
  hasField,
  noteIssue,
  openInner,
  readCount,
  readList,
} from "./config-fields";
import type { VisionType } from "./model-family";

/** Reads the encoder of a model that sees, from its `config.json` and the width of its language model. */
export function readVisionEncoder(
  type: VisionType,
  config: ConfigSection,
  languageHidden: number,
): VisionEncoder {
  const section = openInner(config, "vision_config");
  switch (type) {
    case "qwen3_vl":
    case "qwen3_vl_moe":
      return readQwen3Vision(section);
    case "qwen2_5_vl":
      return counted(qwen25Parameters(section));
    case "qwen2_vl":
      return counted(qwen2Parameters(section));
    case "kimi_k25":
      return counted(kimiParameters(section, languageHidden));
    case "gemma3":
      return {
        ...counted(gemmaParameters(section, languageHidden)),
        // What one image takes unless it is cut up: https://huggingface.co/blog/gemma3
        ...(hasField(config, "mm_tokens_per_image")
          ? { largestImageTokens: readCount(config, "mm_tokens_per_image") }
          : {}),
      };
    case "llama4":
      return counted(llama4Parameters(section, languageHidden));
    default:
      return type satisfies never;
  }
}

function counted(parameters: number): VisionEncoder & { kind: "counted" } {
  return { kind: "counted", parameters };
}

/** `IMAGE_MAX_TOKEN_NUM` of the maker's preprocessing, which `config.json` does not say. https://github.com/QwenLM/Qwen3-VL/blob/004d5e0a0d4514ce8945356ae8c969f4dc0080dc/qwen-vl-utils/src/qwen_vl_utils/vision_process.py */
const QWEN3_IMAGE_TOKENS = 16_384;

function readQwen3Vision(section: ConfigSection): VisionEncoder {
  return {
    kind: "transformer",
    layers: readCount(section, "depth"),
    hiddenSize: readCount(section, "hidden_size"),
    mlpWidth: readCount(section, "intermediate_size"),
    patchInputs: readPatchInputs(section),
    positions: readCount(section, "num_position_embeddings"),
    mergedPatches: readCount(section, "spatial_merge_size") ** 2,
    projections: 1 + readList(section, "deepstack_visual_indexes").length,
    largestImageTokens: QWEN3_IMAGE_TOKENS,
  };
}

/** Gated blocks with biases, norms without, and a projection of merged patches. https://arxiv.org/abs/2502.13923 */
function qwen25Parameters(section: ConfigSection): number {
  const hidden = readCount(section, "hidden_size");
  const width = readCount(section, "intermediate_size");
  const layer = attention(hidden) + 2 * linear(hidden, width) + linear(width, hidden) + 2 * hidden;
  return (
    readPatchInputs(section) * hidden +
    readCount(section, "depth") * layer +
    hidden +
    merger(section, hidden, readCount(section, "out_hidden_size"))
  );
}

/** Here `hidden_size` is the width of the language model. https://arxiv.org/abs/2409.12191 */
function qwen2Parameters(section: ConfigSection): number {
  const hidden = readCount(section, "embed_dim");
  return (
    readPatchInputs(section) * hidden +
    readCount(section, "depth") * plainLayer(hidden, readCount(section, "mlp_ratio") * hidden) +
    2 * hidden +
    merger(section, hidden, readCount(section, "hidden_size"))
  );
}

function kimiParameters(section: ConfigSection, languageHidden: number): number {
  const hidden = readCount(section, "vt_hidden_size");
  const positions =
    readCount(section, "init_pos_emb_height") * readCount(section, "init_pos_emb_width");
  const [height, width] = readKernel(section);
  const merged = height * width * hidden;
  return (
    linear(COLOURS * readCount(section, "patch_size") ** 2, hidden) +
    positions * hidden +
    readCount(section, "vt_num_hidden_layers") *
      plainLayer(hidden, readCount(section, "vt_intermediate_size")) +
    // A norm after the layers and one before the projection.
    4 * hidden +
    linear(merged, merged) +
    linear(merged, languageHidden)
  );
}

function readKernel(section: ConfigSection): [number, number] {
  const [height, width] = readList(section, "merge_kernel_size", 2);
  if (isSmallCount(height) && isSmallCount(width)) return [height, width];
  noteIssue(section, "merge_kernel_size", "must be two whole numbers from 1 to 64");
  return [Number.NaN, Number.NaN];
}

function isSmallCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 64;
}

/** SigLIP, and a projection without bias after a norm. https://arxiv.org/abs/2503.19786 */
function gemmaParameters(section: ConfigSection, languageHidden: number): number {
  const hidden = readCount(section, "hidden_size");
  const patch = readCount(section, "patch_size");
  const positions = Math.floor(readCount(section, "image_size") / patch) ** 2;
  return (
    linear(COLOURS * patch ** 2, hidden) +
    positions * hidden +
    readCount(section, "num_hidden_layers") *
      plainLayer(hidden, readCount(section, "intermediate_size")) +
    2 * hidden +
    hidden * languageHidden +
    hidden
  );
}

/** Patches and one more token with learned positions, two norms around the layers, and three matrices to the language model. */
function llama4Parameters(section: ConfigSection, languageHidden: number): number {
  const hidden = readCount(section, "hidden_size");
  const width = readCount(section, "intermediate_size");
  const patch = readCount(section, "patch_size");
  const positions = Math.floor(readCount(section, "image_size") / patch) ** 2 + 1;
  const projected = readCount(section, "projector_output_dim");
  return (
    COLOURS * patch ** 2 * hidden +
    hidden +
    positions * hidden +
    4 * hidden +
    readCount(section, "num_hidden_layers") * plainLayer(hidden, width) +
    width * readCount(section, "projector_input_dim") +
    projected ** 2 +
    readCount(section, "vision_output_dim") * languageHidden
  );
}

const COLOURS = 3;

function readPatchInputs(section: ConfigSection): number {
  const colours = hasField(section, "in_channels") ? readCount(section, "in_channels") : COLOURS;
  return (
    colours * readCount(section, "temporal_patch_size") * readCount(section, "patch_size") ** 2
  );
}

function linear(inputs: number, outputs: number): number {
  return inputs * outputs + outputs;
}

function attention(hidden: number): number {
  return 4 * linear(hidden, hidden);
}

/** Attention, a block of two matrices, and two norms with biases. */
function plainLayer(hidden: number, width: number): number {
  return attention(hidden) + linear(hidden, width) + linear(width, hidden) + 4 * hidden;
}

function merger(section: ConfigSection, hidden: number, outputs: number): number {
  const merged = readCount(section, "spatial_merge_size") ** 2 * hidden;
  return linear(merged, merged) + linear(merged, outputs);
}
