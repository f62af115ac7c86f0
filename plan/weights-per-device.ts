import { partSizes } from "../catalog/model-parameters";
import { ModelPart } from "../catalog/model-part";
import { type Model, WeightFormat } from "../catalog/models";

/** How a server is spread over devices, as far as its memory goes. */
export interface Sharding {
  /** Devices that share every layer. */
  readonly tensor: number;
  /** Stages that share the layers among them. */
  readonly pipeline: number;
  /** Whether whole experts, instead of slices of each, are spread over the devices that share them. */
  readonly expert: boolean;
  /** Ranks that each have all of the model but the experts, which tensor x data devices share. Defaults to 1. */
  readonly data?: number;
  /** Devices that share the attention of one request: fewer than `tensor` where attention is data parallel. Defaults to `tensor`. */
  readonly attention?: number;
}

/** Devices that share the experts of a layer. */
export function expertDevices({ tensor, data = 1 }: Sharding): number {
  return tensor * data;
}

/** One stage of the pipeline: its layers, and whether it has the embedding and the head. */
export interface Stage {
  /** Layers of the model, counted from 0: the first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The layers of each stage, as evenly as they go; the last stage, which has the head, is not given the odd ones. */
export function planStages({ layers }: Model, pipeline: number): Stage[] {
  const each = Math.floor(layers / pipeline);
  const odd = layers % pipeline;
  const counts = Array.from({ length: pipeline }, (_, index) => {
    const takesOdd = pipeline - 1 - odd <= index && index < pipeline - 1;
    return each + (takesOdd ? 1 : 0);
  });
  let from = 0;
  return counts.map((count, index) => {
    const stage = { from, to: from + count, isFirst: index === 0, isLast: index === pipeline - 1 };
    from += count;
    return stage;
  });
}

/** Bytes of the parts of a model that one device of the stage holds. */
export function weightsPerDevice(
  model: Model,
  sharding: Sharding,
  stage: Stage,
): Readonly<Partial<Record<ModelPart, number>>> {
  const sizes = partSizes(model);
  const { tensor, expert, attention = tensor } = sharding;
  const layers = stage.to - stage.from;
  // Layers without experts come first in every model that has both.
  const dense = Math.max(0, Math.min(stage.to, model.denseLayers) - stage.from);
  const ofLayers = (part: ModelPart, own: number, all: number) =>
    all === 0 ? 0 : (sizes[part].bytes * own) / all;
  const every = (part: ModelPart) => ofLayers(part, layers, model.layers);
  const moe = (part: ModelPart) => ofLayers(part, layers - dense, model.layers - model.denseLayers);
  const { attention: heads } = model;
  const keyValueHeads = heads.kind === "gqa" ? heads.keyValueHeads : 1;
  const experts = model.experts?.count ?? 1;
  const parts: Readonly<Partial<Record<ModelPart, number>>> = {
    embedding: stage.isFirst ? rows(model, tensor) : 0,
    // With tied embeddings the last stage of several needs a copy.
    outputHead: stage.isLast && !(model.tiedEmbeddings && stage.isFirst) ? rows(model, tensor) : 0,
    attentionHeads: every(ModelPart.attentionHeads) / attention,
    keyValueHeads:
      (every(ModelPart.keyValueHeads) / keyValueHeads) * Math.ceil(keyValueHeads / attention),
    attentionLatent: every(ModelPart.attentionLatent),
    denseFeedForward: ofLayers(ModelPart.denseFeedForward, dense, model.denseLayers) / tensor,
    routedExperts:
      padding(model, sharding) *
      (expert
        ? (moe(ModelPart.routedExperts) / experts) * Math.ceil(experts / expertDevices(sharding))
        : moe(ModelPart.routedExperts) / expertDevices(sharding)),
    sharedExperts: moe(ModelPart.sharedExperts) / tensor,
    router: moe(ModelPart.router),
    norms: every(ModelPart.norms),
    visionEncoder: stage.isFirst ? sizes.visionEncoder.bytes / tensor : 0,
  };
  return Object.fromEntries(Object.entries(parts).map(([part, bytes]) => [part, Math.ceil(bytes)]));
}

/**
 * How much larger experts in MXFP4 are on a device than in the files: their kernels want a hidden size of whole 256 and a
 * width of whole 128. https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/model_executor/layers/fused_moe/oracle/mxfp4.py,
 * and the same for Marlin in https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/layers/quantization/mxfp4.py
 */
function padding({ weightFormat, hiddenSize, experts }: Model, sharding: Sharding): number {
  if (weightFormat !== WeightFormat.mxfp4 || experts === undefined) return 1;
  const width = sharding.expert ? experts.width : experts.width / expertDevices(sharding);
  const padded = (size: number, block: number) => (Math.ceil(size / block) * block) / size;
  return padded(hiddenSize, 256) * padded(width, 128);
}

/** Rows are padded to whole blocks of 64 before they are divided: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/model_executor/layers/vocab_parallel_embedding.py */
const ROW_BLOCK = 64;

function rows({ vocabulary, hiddenSize }: Model, tensor: number): number {
  const padded = Math.ceil(vocabulary / ROW_BLOCK) * ROW_BLOCK;
  return (padded / tensor) * hiddenSize * 2;
}
