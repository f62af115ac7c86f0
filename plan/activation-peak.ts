import type { Attention, Model } from "../catalog/models";
import { expertDevices, type Sharding } from "./weights-per-device";

/** Activations are BF16 in every model of the catalogue. */
const NUMBER_BYTES = 2;

/**
 * The most that one layer has at the same time, for a step of so many tokens: the residual, what goes in, and either the
 * heads or the feed-forward block. Layers follow each other, so the largest decides.
 */
export function layerPeak(model: Model, sharding: Sharding, tokens: number): number {
  const { hiddenSize } = model;
  const { tensor, attention = tensor } = sharding;
  const blocks = [
    attentionNumbers(model.attention, attention),
    model.denseLayers === 0 ? 0 : (3 * model.denseWidth) / tensor,
    expertNumbers(model, sharding),
  ];
  return Math.ceil(tokens * NUMBER_BYTES * (2 * hiddenSize + Math.max(...blocks)));
}

/** Queries, keys, values and their result; latent attention reads prompts with keys and values of all heads. */
function attentionNumbers(attention: Attention, devices: number): number {
  switch (attention.kind) {
    case "gqa":
      return (
        (2 * attention.heads * attention.headSize) / devices +
        2 * Math.ceil(attention.keyValueHeads / devices) * attention.headSize
      );
    case "mla": {
      const { heads, rotarySize, plainSize, valueSize } = attention;
      return (heads / devices) * 2 * (rotarySize + plainSize + valueSize);
    }
    default:
      return attention satisfies never;
  }
}

/** Each token is copied for each of its experts: gate and up, or the result in their place, and what lies between. */
function expertNumbers({ experts, hiddenSize }: Model, sharding: Sharding): number {
  if (experts === undefined) return 0;
  const devices = expertDevices(sharding);
  const [copies, width] = sharding.expert
    ? [experts.active / devices, experts.width]
    : [experts.active, experts.width / devices];
  return hiddenSize + copies * (Math.max(2 * width, hiddenSize) + width);
}

/** What the encoder of images needs at its peak and what it keeps, when a step is full of them. */
export function encoderPeak(
  { visionEncoder, hiddenSize }: Model,
  stepTokens: number,
): { readonly peak: number; readonly kept: number } {
  if (visionEncoder === undefined) return { peak: 0, kept: 0 };
  const tokens = Math.max(stepTokens, visionEncoder.largestImageTokens ?? 0);
  if (visionEncoder.kind === "counted")
    return { peak: 0, kept: tokens * hiddenSize * NUMBER_BYTES };
  const { mergedPatches, mlpWidth, hiddenSize: width, projections } = visionEncoder;
  return {
    peak: tokens * mergedPatches * (4 * width + mlpWidth) * NUMBER_BYTES,
    kept: tokens * projections * hiddenSize * NUMBER_BYTES,
  };
}
