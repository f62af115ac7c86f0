import type { Attention, Model } from "../catalog/models";
import type { Sharding, Stage } from "./weights-per-device";

/** Bytes of one number in the key-value cache: FP8 has one, whatever its variant, and all else two. */
export function kvNumberBytes(dtype: string | undefined): 1 | 2 {
  return dtype?.startsWith("fp8") === true ? 1 : 2;
}

/** What one device of a stage keeps of a token. */
export interface KvEntry {
  /** In all layers of the stage. */
  readonly bytes: number;
  /** Of these, in layers that forget what leaves their window. */
  readonly windowBytes: number;
  /** Tokens that those layers keep; `undefined` where there are none. */
  readonly window: number | undefined;
}

/**
 * Keys and values of one token on one device. A device holds at least one head, so heads repeat when there are more
 * devices; the compressed vector of latent attention is whole on every device.
 */
export function planKvEntry(
  model: Model,
  { tensor, attention: devices = tensor }: Sharding,
  { from, to }: Pick<Stage, "from" | "to">,
  numberBytes: 1 | 2,
): KvEntry {
  const { attention } = model;
  const layers = to - from;
  const layer = layerBytes(attention, devices, numberBytes);
  const sliding = attention.kind === "gqa" ? attention.slidingWindow : undefined;
  // Windows are spread evenly over the layers, so a stage has its share.
  const windowLayers = Math.floor(((sliding?.layers ?? 0) * layers) / model.layers);
  return { bytes: layers * layer, windowBytes: windowLayers * layer, window: sliding?.size };
}

function layerBytes(attention: Attention, devices: number, numberBytes: 1 | 2): number {
  switch (attention.kind) {
    case "gqa":
      return 2 * Math.ceil(attention.keyValueHeads / devices) * attention.headSize * numberBytes;
    case "mla": {
      const { keyValueRank, rotarySize, indexer } = attention;
      if (indexer === undefined) return (keyValueRank + rotarySize) * numberBytes;
      // A key of one byte a number and its scale.
      const key = indexer.headSize + 4;
      // fp8_ds_mla: FP8 with a scale of four bytes for each 128, positions in BF16. https://github.com/sgl-project/sglang/pull/11309
      const latent =
        numberBytes === 1
          ? keyValueRank + (keyValueRank / 128) * 4 + 2 * rotarySize
          : 2 * (keyValueRank + rotarySize);
      return latent + key;
    }
    default:
      return attention satisfies never;
  }
}

/** What one request of `tokens` keeps on one device; a window keeps a whole step besides, as tokens leave it only after. */
export function requestBytes(
  { bytes, windowBytes, window }: KvEntry,
  tokens: number,
  stepTokens: number,
): number {
  const kept = Math.min(tokens, (window ?? 0) + stepTokens);
  return (bytes - windowBytes) * tokens + windowBytes * kept;
}

/** The longest request that `available` bytes hold. */
export function longestRequest(entry: KvEntry, available: number, stepTokens: number): number {
  if (available <= 0 || entry.bytes === 0) return 0;
  const kept = (entry.window ?? 0) + stepTokens;
  const short = Math.floor(available / entry.bytes);
  if (entry.windowBytes === 0 || short <= kept) return short;
  const rest = available - entry.windowBytes * kept;
  const grows = entry.bytes - entry.windowBytes;
  return grows === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(rest / grows);
}
