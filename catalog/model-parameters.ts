import type { ModelPart } from "./model-part";
import { type Attention, type Model, type VisionEncoder, WeightFormat } from "./models";

/** Parameters and stored bytes of one part. */
export interface PartSize {
  readonly parameters: number;
  readonly bytes: number;
}

/** What decides whether a part is counted. */
export interface LoadOptions {
  /** Whether the layers for speculative decoding are loaded. Defaults to false, as in both engines. */
  readonly nextTokenLayers?: boolean;
}

/**
 * The size of every part of a model, computed from its dimensions; 0 for a part that it does not have.
 *
 * Biases of the language model, normalizations of single heads and similar vectors are left out: together
 * they are below a hundred-thousandth.
 */
export function partSizes(model: Model): Readonly<Record<ModelPart, PartSize>> {
  return {
    ...layerSizes(model, model.denseLayers, model.layers - model.denseLayers),
    embedding: plain(model.vocabulary * model.hiddenSize),
    outputHead: model.tiedEmbeddings ? NOTHING : plain(model.vocabulary * model.hiddenSize),
    norms: plain((2 * model.layers + 1) * model.hiddenSize),
    visionEncoder:
      model.visionEncoder === undefined
        ? NOTHING
        : plain(visionParameters(model.visionEncoder, model.hiddenSize)),
    nextTokenLayers: nextTokenSize(model),
  };
}

/** Parameters of the model as its maker counts them: without the layers for speculative decoding. */
export function modelParameters(model: Model): number {
  return sum(loadedParts(model, {})).parameters;
}

/** Bytes of the weights that an engine loads, over all devices and without the copies that parallelism makes. */
export function loadedBytes(model: Model, options: LoadOptions = {}): number {
  return sum(loadedParts(model, options)).bytes;
}

/** Bytes of the weights as stored: all parts. The headers of the files come on top. */
export function storedBytes(model: Model): number {
  return loadedBytes(model, { nextTokenLayers: true });
}

function loadedParts(model: Model, { nextTokenLayers = false }: LoadOptions): PartSize[] {
  const { nextTokenLayers: nextToken, ...main } = partSizes(model);
  return nextTokenLayers ? [...Object.values(main), nextToken] : Object.values(main);
}

type LayerPart = Exclude<
  ModelPart,
  "embedding" | "outputHead" | "norms" | "visionEncoder" | "nextTokenLayers"
>;

function layerSizes(
  model: Model,
  denseLayers: number,
  expertLayers: number,
): Record<LayerPart, PartSize> {
  const layers = denseLayers + expertLayers;
  const hidden = model.hiddenSize;
  const attention = attentionMatrices(model.attention, hidden);
  const expert = (width: number) => feedForward(hidden, width);
  const { count, shared, width } = model.experts ?? { count: 0, shared: 0, width: 0 };
  return {
    attentionHeads: times(layers, matrices(model, "attentionHeads", attention.heads)),
    keyValueHeads: times(layers, matrices(model, "keyValueHeads", attention.keyValueHeads)),
    attentionLatent: times(layers, matrices(model, "attentionLatent", attention.latent)),
    denseFeedForward: times(
      denseLayers,
      matrices(model, "denseFeedForward", expert(model.denseWidth)),
    ),
    routedExperts: times(expertLayers * count, matrices(model, "routedExperts", expert(width))),
    // Several shared experts are stored as one that is so many times as wide.
    sharedExperts: times(expertLayers, matrices(model, "sharedExperts", expert(shared * width))),
    router: plain(expertLayers * count * hidden),
  };
}

/** Rows and columns of one matrix. */
type Shape = readonly [rows: number, columns: number];

function attentionMatrices(
  attention: Attention,
  hidden: number,
): { heads: Shape[]; keyValueHeads: Shape[]; latent: Shape[] } {
  switch (attention.kind) {
    case "gqa": {
      const query = attention.heads * attention.headSize;
      const keyValue = attention.keyValueHeads * attention.headSize;
      return {
        heads: [
          [query, hidden],
          [hidden, query],
        ],
        keyValueHeads: [
          [keyValue, hidden],
          [keyValue, hidden],
        ],
        latent: [],
      };
    }
    case "mla": {
      const { heads, queryRank, keyValueRank, rotarySize, plainSize, valueSize } = attention;
      return {
        heads: [
          [heads * (plainSize + rotarySize), queryRank ?? hidden],
          [heads * (plainSize + valueSize), keyValueRank],
          [hidden, heads * valueSize],
        ],
        keyValueHeads: [],
        latent: [
          ...(queryRank === undefined ? [] : [[queryRank, hidden] as const]),
          [keyValueRank + rotarySize, hidden],
          ...indexerMatrices(attention, hidden),
        ],
      };
    }
    default:
      return attention satisfies never;
  }
}

/** Queries, the one key and the weight of each head of a sparse indexer; every device holds them whole. */
function indexerMatrices(
  { indexer, queryRank }: Extract<Attention, { kind: "mla" }>,
  hidden: number,
): Shape[] {
  if (indexer === undefined) return [];
  const { heads, headSize } = indexer;
  return [
    [heads * headSize, queryRank ?? hidden],
    [headSize, hidden],
    [heads, hidden],
  ];
}

/** Gate, up and down: the gated block that all models in the catalogue have. */
function feedForward(hidden: number, width: number): Shape[] {
  return [
    [width, hidden],
    [width, hidden],
    [hidden, width],
  ];
}

/** A layer like the last one, a projection of hidden state and embedding to one, and copies of embedding and head. */
function nextTokenSize(model: Model): PartSize {
  const hidden = model.hiddenSize;
  const layer = model.experts === undefined ? layerSizes(model, 1, 0) : layerSizes(model, 0, 1);
  const projectionAndNorms = plain(2 * hidden * hidden + 5 * hidden);
  const copies = plain(2 * model.vocabulary * hidden);
  return times(model.nextTokenLayers, sum([...Object.values(layer), projectionAndNorms, copies]));
}

/** As counted, or those of a transformer with a projection from merged patches into the language model. */
function visionParameters(encoder: VisionEncoder, languageHidden: number): number {
  if (encoder.kind === "counted") return encoder.parameters;
  const { layers, hiddenSize, mlpWidth, patchInputs, positions, mergedPatches, projections } =
    encoder;
  const linear = (inputs: number, outputs: number) => inputs * outputs + outputs;
  const layer =
    linear(hiddenSize, 3 * hiddenSize) +
    linear(hiddenSize, hiddenSize) +
    linear(hiddenSize, mlpWidth) +
    linear(mlpWidth, hiddenSize) +
    4 * hiddenSize;
  const merged = mergedPatches * hiddenSize;
  const projection = linear(merged, merged) + linear(merged, languageHidden);
  return (
    linear(patchInputs, hiddenSize) +
    positions * hiddenSize +
    layers * layer +
    projections * projection
  );
}

const NOTHING: PartSize = { parameters: 0, bytes: 0 };
const BF16_BYTES = 2;
const SCALE_BYTES = 4;

/** Weights that no format quantizes. */
function plain(parameters: number): PartSize {
  return { parameters, bytes: parameters * BF16_BYTES };
}

/** Matrices of a part in the format of the model, or in BF16 where the part is left out of it. */
function matrices(model: Model, part: ModelPart, shapes: readonly Shape[]): PartSize {
  if (model.plainParts?.includes(part) === true) {
    return plain(shapes.reduce((total, [rows, columns]) => total + rows * columns, 0));
  }
  return sum(
    shapes.map(([rows, columns]) => ({
      parameters: rows * columns,
      bytes: matrixBytes(model, rows, columns),
    })),
  );
}

function matrixBytes(model: Model, rows: number, columns: number): number {
  const count = rows * columns;
  const groups = rows * Math.ceil(columns / (model.quantizationGroup ?? columns));
  switch (model.weightFormat) {
    case WeightFormat.bf16:
      return count * BF16_BYTES;
    case WeightFormat.fp8:
      return count + scaleCount(rows, columns, model.quantizationBlock) * SCALE_BYTES;
    case WeightFormat.awq:
      return Math.ceil(count / 2) + groups * BF16_BYTES + Math.ceil(groups / 2);
    case WeightFormat.gptq:
      return Math.ceil(count / 2) + groups * BF16_BYTES + Math.ceil(groups / 2) + columns * 4;
    case WeightFormat.int4:
      return Math.ceil(count / 2) + groups * BF16_BYTES;
    case WeightFormat.mxfp4:
      return Math.ceil(count / 2) + rows * Math.ceil(columns / 32);
    case WeightFormat.nvfp4:
      return Math.ceil(count / 2) + rows * Math.ceil(columns / 16);
    default:
      return model.weightFormat satisfies never;
  }
}

/** A block that reaches over the edge has a scale too. */
function scaleCount(rows: number, columns: number, block: number | undefined): number {
  return block === undefined ? 1 : Math.ceil(rows / block) * Math.ceil(columns / block);
}

function times(count: number, size: PartSize): PartSize {
  return { parameters: count * size.parameters, bytes: count * size.bytes };
}

function sum(sizes: readonly PartSize[]): PartSize {
  return sizes.reduce(
    (total, each) => ({
      parameters: total.parameters + each.parameters,
      bytes: total.bytes + each.bytes,
    }),
    NOTHING,
  );
}
