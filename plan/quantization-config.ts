import { type Model, WeightFormat } from "../catalog/models";
import {
  type ConfigSection,
  hasField,
  noteIssue,
  openInner,
  readCount,
  readFlag,
  readList,
  readOptionalCount,
  readWord,
} from "./config-fields";

/** How the weights are stored, but for the parts that are not. */
export type Quantization = Pick<Model, "weightFormat" | "quantizationBlock" | "quantizationGroup">;

/** Fields that list the modules that are left as they are, by the tool that writes them. */
export const IGNORE_FIELDS = ["modules_to_not_convert", "ignore", "exclude_modules"] as const;

/** Reads `torch_dtype`: what the weights are stored in where nothing quantized them. */
export function readPlainFormat(section: ConfigSection): Quantization {
  // Newer files write it without the name of the framework.
  const key = hasField(section, "dtype") ? "dtype" : "torch_dtype";
  readWord(section, key, ["bfloat16", "float16"]);
  return { weightFormat: WeightFormat.bf16 };
}

/** Reads a `quantization_config`, or the `quantization` of an `hf_quant_config.json`. */
export function readQuantization(section: ConfigSection): Quantization {
  // https://github.com/NVIDIA/Model-Optimizer writes no method into a file of its own.
  if (!hasField(section, "quant_method")) return readModelOptimizer(section);
  switch (readWord(section, "quant_method", METHODS)) {
    case "fp8":
      return { weightFormat: WeightFormat.fp8, ...readBlock(section, "weight_block_size") };
    case "awq":
    case "gptq":
      return readFourBits(section);
    case "mxfp4":
      return { weightFormat: WeightFormat.mxfp4 };
    case "modelopt":
      return readModelOptimizer(section);
    case "compressed-tensors":
      return readCompressedTensors(section);
    default:
      return { weightFormat: WeightFormat.bf16 };
  }
}

const METHODS = ["fp8", "awq", "gptq", "mxfp4", "modelopt", "compressed-tensors"] as const;

function readModelOptimizer(section: ConfigSection): Quantization {
  const algorithm = readWord(section, "quant_algo", ["FP8", "NVFP4"]);
  return { weightFormat: algorithm === "NVFP4" ? WeightFormat.nvfp4 : WeightFormat.fp8 };
}

function readFourBits(section: ConfigSection): Quantization {
  readCount(section, "bits", { least: 4, most: 4 });
  const weightFormat = section.fields.quant_method === "awq" ? WeightFormat.awq : WeightFormat.gptq;
  // A group of -1 is a whole row.
  if (section.fields.group_size === -1) return { weightFormat };
  return { weightFormat, quantizationGroup: readCount(section, "group_size") };
}

/** https://github.com/vllm-project/compressed-tensors */
function readCompressedTensors(section: ConfigSection): Quantization {
  const groups = openInner(section, "config_groups");
  const [first, ...others] = Object.keys(groups.fields);
  if (first === undefined || others.length > 0) {
    noteIssue(section, "config_groups", "must hold one group", OTHER_FORMAT);
    return { weightFormat: WeightFormat.bf16 };
  }
  const weights = openInner(openInner(groups, first), "weights");
  const type = readWord(weights, "type", ["int", "float"]);
  if (type === undefined) return { weightFormat: WeightFormat.bf16 };
  if (type === "int") {
    readCount(weights, "num_bits", { least: 4, most: 4 });
    if (!readFlag(weights, "symmetric")) noteIssue(weights, "symmetric", "must be true");
    const quantizationGroup = readOptionalCount(weights, "group_size");
    return {
      weightFormat: WeightFormat.int4,
      ...(quantizationGroup === undefined ? {} : { quantizationGroup }),
    };
  }
  if (weights.fields.num_bits === 4) {
    readCount(weights, "group_size", { least: NVFP4_GROUP, most: NVFP4_GROUP });
    return { weightFormat: WeightFormat.nvfp4 };
  }
  readCount(weights, "num_bits", { least: 8, most: 8 });
  return { weightFormat: WeightFormat.fp8, ...readBlock(weights, "block_structure") };
}

const OTHER_FORMAT = "plan for an edition in one format";

/** Weights that share a scale: https://intel.github.io/neural-compressor/latest/docs/source/3x/PT_NVFP4Quant.html */
const NVFP4_GROUP = 16;

/** Absent where a matrix, or a row of it, shares one scale. */
function readBlock(section: ConfigSection, key: string): { quantizationBlock?: number } {
  if (!hasField(section, key)) return {};
  const [rows, columns] = readList(section, key, 2);
  if (typeof rows === "number" && Number.isInteger(rows) && rows > 0 && rows === columns) {
    return { quantizationBlock: rows };
  }
  noteIssue(section, key, "must be the side of a square block, twice");
  return {};
}
