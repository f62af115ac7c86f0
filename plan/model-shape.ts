import { storedBytes } from "../catalog/model-parameters";
import type { Model } from "../catalog/models";
import { type Issue, issue, joinPath, type Result } from "../units/issue";
import {
  COPY,
  type ConfigSection,
  hasField,
  openInner,
  openSection,
  readCount,
  readFlag,
  withDefaults,
} from "./config-fields";
import { readAttention, readDenseLayers, readExperts } from "./layer-config";
import {
  findFamily,
  type ModelFamily,
  modelTypes,
  VISION_TYPES,
  type VisionType,
} from "./model-family";
import { readPlainParts } from "./plain-parts";
import { readPlainFormat, readQuantization } from "./quantization-config";
import { readVisionEncoder } from "./vision-config";

/** The files of a repository on the Hub that say what a model is, parsed. */
export interface ModelDescription {
  readonly id: string;
  /** `config.json`. */
  readonly config: unknown;
  /** `hf_quant_config.json`, where the repository has one and `config.json` says nothing of quantization. */
  readonly quantization?: unknown;
  /** `model.safetensors.index.json`; without it the bytes follow from the dimensions alone. */
  readonly index?: unknown;
  /** Where the files were read. */
  readonly source: string;
  /** On which day. */
  readonly date: string;
}

/**
 * Reads the row of a model from its own files. What the files leave out, and the class of the family does not take for
 * granted, is an issue: nothing is guessed.
 */
export function readModelShape(description: ModelDescription): Result<Model> {
  const issues: Issue[] = [];
  const config = openSection("config", description.config, issues);
  const family = findLanguageModel(config);
  if (family === undefined) return { ok: false, issues };
  const { section, visionType } = family;
  const model: Model = {
    id: description.id,
    ...readBuild(section, family.family),
    ...readEncoder(config, section, visionType),
    ...readFormat(section, description.quantization, family.family),
    ...readIndex(description.index, issues),
    maximumContext: readCount(section, "max_position_embeddings"),
    sources: [description.source],
    date: description.date,
  };
  const all = issues.length === 0 ? checkBytes(model) : issues;
  return all.length === 0 ? { ok: true, value: model } : { ok: false, issues: all };
}

/** The family of the language model, and the section that describes it. */
interface LanguageModel {
  readonly family: ModelFamily;
  readonly section: ConfigSection;
  /** Absent in a model that reads text only. */
  readonly visionType?: VisionType;
}

function findLanguageModel(config: ConfigSection): LanguageModel | undefined {
  const type = config.fields.model_type;
  const visionType = VISION_TYPES.find((each) => each === type);
  // The first files of Qwen2.5-VL keep the language model beside the encoder.
  const isNested = visionType !== undefined && !isFlat(config, visionType);
  const section = isNested ? withOuterFields(openInner(config, "text_config"), config) : config;
  const name = section.fields.model_type;
  const family = typeof name === "string" ? findFamily(name) : undefined;
  if (family === undefined) {
    const path = joinPath(section.path, "model_type");
    const rule = `must be one of ${modelTypes().join(", ")}`;
    const wayOut =
      name === undefined
        ? COPY
        : "leave the memory of this model unchecked, as its build is not known";
    section.issues.push(issue(path, name, rule, wayOut));
    return undefined;
  }
  return {
    family,
    section: withDefaults(section, family.defaults ?? {}),
    ...(visionType === undefined ? {} : { visionType }),
  };
}

function isFlat(config: ConfigSection, type: VisionType): boolean {
  return (type === "qwen2_vl" || type === "qwen2_5_vl") && !hasField(config, "text_config");
}

/** What holds for the whole model stands outside of its parts. */
const OUTER_FIELDS = ["tie_word_embeddings", "torch_dtype", "dtype", "quantization_config"];

function withOuterFields(section: ConfigSection, { fields }: ConfigSection): ConfigSection {
  const outer = Object.fromEntries(OUTER_FIELDS.map((key) => [key, fields[key]]));
  return withDefaults(section, outer);
}

/** More layers than any model has; every one of them is looked at. */
const MOST_LAYERS = 1000;

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
  | "nextTokenLayers"
>;

function readBuild(section: ConfigSection, family: ModelFamily): Build {
  const layers = readCount(section, "num_hidden_layers", { most: MOST_LAYERS });
  const experts = readExperts(section, family);
  return {
    layers,
    denseLayers: readDenseLayers(section, family, layers),
    hiddenSize: readCount(section, "hidden_size"),
    vocabulary: readCount(section, "vocab_size"),
    tiedEmbeddings: readFlag(section, "tie_word_embeddings"),
    attention: readAttention(section, family, layers),
    denseWidth: readCount(section, family.denseWidth ?? "intermediate_size"),
    ...(experts === undefined ? {} : { experts }),
    nextTokenLayers:
      family.nextTokenLayers === undefined
        ? 0
        : readCount(section, family.nextTokenLayers, { least: 0, most: MOST_LAYERS }),
  };
}

function readEncoder(
  config: ConfigSection,
  section: ConfigSection,
  visionType: VisionType | undefined,
): Pick<Model, "visionEncoder"> {
  if (visionType === undefined) return {};
  const hiddenSize = section.fields.hidden_size;
  const width = typeof hiddenSize === "number" ? hiddenSize : Number.NaN;
  return { visionEncoder: readVisionEncoder(visionType, config, width) };
}

type Format = Pick<
  Model,
  "weightFormat" | "quantizationBlock" | "quantizationGroup" | "plainParts"
>;

function readFormat(section: ConfigSection, file: unknown, family: ModelFamily): Format {
  const quantization = findQuantization(section, file);
  if (quantization === undefined) return readPlainFormat(section);
  const format = readQuantization(quantization);
  // A dimension that could not be read has been noted, and is noted once.
  const plainParts = readPlainParts(
    quantization,
    readBuild({ ...section, issues: [] }, family),
    family,
  );
  return { ...format, ...(plainParts.length === 0 ? {} : { plainParts }) };
}

function findQuantization(section: ConfigSection, file: unknown): ConfigSection | undefined {
  if (hasField(section, "quantization_config")) return openInner(section, "quantization_config");
  if (file === undefined) return undefined;
  return openInner(openSection("quantization", file, section.issues), "quantization");
}

function readIndex(index: unknown, issues: Issue[]): Pick<Model, "indexTotalBytes"> {
  if (index === undefined) return {};
  const metadata = openInner(openSection("index", index, issues), "metadata");
  return {
    indexTotalBytes: readCount(metadata, "total_size", { most: Number.MAX_SAFE_INTEGER }),
  };
}

/** More than headers, scales and vectors that are not counted, or padding, make up; a wrong dimension makes more. */
const TOLERANCE = 0.05;

/** Compares the bytes that follow from what was read with those that are stored. */
function checkBytes(model: Model): Issue[] {
  const { indexTotalBytes } = model;
  if (indexTotalBytes === undefined) return [];
  const computed = storedBytes(model);
  if (Math.abs(computed / indexTotalBytes - 1) <= TOLERANCE) return [];
  return [
    issue(
      "index.metadata.total_size",
      indexTotalBytes,
      `must be what the dimensions in config.json give, which is ${computed}`,
      "take both files from one repository at one commit; where they are, this build is not known here",
    ),
  ];
}
