import type { Attention, Experts, SlidingWindow } from "../catalog/models";
import {
  type ConfigSection,
  hasField,
  noteIssue,
  readCount,
  readFlag,
  readList,
  readOptionalCount,
} from "./config-fields";
import type { ModelFamily } from "./model-family";

/** Reads what the layers attend to, and with how many heads. */
export function readAttention(
  section: ConfigSection,
  family: ModelFamily,
  layers: number,
): Attention {
  return family.attention === "mla"
    ? readLatentAttention(section, family)
    : readGroupedAttention(section, family, layers);
}

function readGroupedAttention(
  section: ConfigSection,
  family: ModelFamily,
  layers: number,
): Attention {
  const heads = readCount(section, "num_attention_heads");
  const slidingWindow = readWindow(section, family, layers);
  return {
    kind: "gqa",
    heads,
    keyValueHeads: readCount(section, "num_key_value_heads"),
    headSize: readHeadSize(section, heads),
    ...(slidingWindow === undefined ? {} : { slidingWindow }),
  };
}

/** What the classes take where the file does not say it: an equal share of the hidden state. */
function readHeadSize(section: ConfigSection, heads: number): number {
  if (hasField(section, "head_dim")) return readCount(section, "head_dim");
  const headSize = readCount(section, "hidden_size") / heads;
  if (Number.isInteger(headSize) || Number.isNaN(headSize)) return headSize;
  noteIssue(section, "head_dim", "must be given, as hidden_size is no multiple of the heads");
  return Number.NaN;
}

function readLatentAttention(section: ConfigSection, family: ModelFamily): Attention {
  const queryRank = readOptionalCount(section, "q_lora_rank");
  return {
    kind: "mla",
    heads: readCount(section, "num_attention_heads"),
    ...(queryRank === undefined ? {} : { queryRank }),
    keyValueRank: readCount(section, "kv_lora_rank"),
    rotarySize: readCount(section, "qk_rope_head_dim"),
    plainSize: readCount(section, "qk_nope_head_dim"),
    valueSize: readCount(section, "v_head_dim"),
    ...(family.indexer === undefined ? {} : { indexer: readIndexer(section) }),
  };
}

function readIndexer(section: ConfigSection): { heads: number; headSize: number } {
  const types = hasField(section, "indexer_types") ? readList(section, "indexer_types") : [];
  if (types.some((type) => type !== "full")) {
    noteIssue(
      section,
      "indexer_types",
      "must give every layer an indexer of its own",
      "plan for a model whose layers share none",
    );
  }
  return {
    heads: readCount(section, "index_n_heads"),
    headSize: readCount(section, "index_head_dim"),
  };
}

function readWindow(
  section: ConfigSection,
  family: ModelFamily,
  layers: number,
): SlidingWindow | undefined {
  switch (family.window) {
    case "none":
      return undefined;
    case "all":
      return windowOf(readOptionalCount(section, "sliding_window"), layers);
    case "switched":
      if (!readFlag(section, "use_sliding_window")) return undefined;
      return windowOf(
        readCount(section, "sliding_window"),
        layers - readCount(section, "max_window_layers", { least: 0, most: maximum(layers) }),
      );
    case "listed":
      return windowOf(readCount(section, "sliding_window"), countListed(section, layers));
    case "pattern":
      return windowOf(
        readCount(section, "sliding_window"),
        hasField(section, "layer_types")
          ? countListed(section, layers)
          : layers - Math.floor(layers / readCount(section, "sliding_window_pattern")),
      );
    case "chunks":
      return windowOf(
        readOptionalCount(section, "attention_chunk_size"),
        countChunked(section, layers),
      );
    default:
      return family.window satisfies never;
  }
}

function windowOf(size: number | undefined, layers: number): SlidingWindow | undefined {
  return size === undefined || layers === 0 ? undefined : { size, layers };
}

function countListed(section: ConfigSection, layers: number): number {
  const types = readLayerList(section, "layer_types", layers);
  const known = ["full_attention", "sliding_attention"];
  if (types.some((type) => !known.some((word) => word === type))) {
    noteIssue(section, "layer_types", `must hold nothing but ${known.join(" and ")}`);
  }
  return types.filter((type) => type === "sliding_attention").length;
}

/** Layers with a position see a chunk, those without see everything. */
function countChunked(section: ConfigSection, layers: number): number {
  const { fields } = section;
  if (Array.isArray(fields.no_rope_layers) && fields.no_rope_layers.length > 0) {
    return readLayerList(section, "no_rope_layers", layers).filter((rope) => rope === 1).length;
  }
  return layers - Math.floor(layers / readCount(section, "no_rope_layer_interval"));
}

/** Layers that have no experts. */
export function readDenseLayers(
  section: ConfigSection,
  family: ModelFamily,
  layers: number,
): number {
  switch (family.denseLayers) {
    case "all":
      return layers;
    case "none":
      return 0;
    case "first": {
      const step = readOptionalCount(section, "moe_layer_freq") ?? 1;
      if (step > 1) noteIssue(section, "moe_layer_freq", "must be 1");
      return readCount(section, "first_k_dense_replace", { least: 0, most: maximum(layers) });
    }
    case "steps": {
      const step = readCount(section, "decoder_sparse_step");
      const dense = readList(section, "mlp_only_layers");
      return countLayers(layers, (layer) => dense.includes(layer) || (layer + 1) % step !== 0);
    }
    case "interleaved": {
      if (!hasField(section, "moe_layers")) {
        return layers - Math.floor(layers / readCount(section, "interleave_moe_layer_step"));
      }
      const sparse = readList(section, "moe_layers");
      return countLayers(layers, (layer) => !sparse.includes(layer));
    }
    default:
      return family.denseLayers satisfies never;
  }
}

export function readExperts(section: ConfigSection, family: ModelFamily): Experts | undefined {
  if (family.experts === undefined) return undefined;
  const { count, width, shared = 0 } = family.experts;
  return {
    count: readCount(section, count),
    active: readCount(section, "num_experts_per_tok"),
    shared: typeof shared === "number" ? shared : readShared(section, shared),
    width: readCount(section, width),
  };
}

function readShared(section: ConfigSection, key: string): number {
  return hasField(section, key) ? readCount(section, key, { least: 0 }) : 0;
}

function readLayerList(section: ConfigSection, key: string, layers: number): unknown[] {
  return readList(section, key, Number.isNaN(layers) ? undefined : layers);
}

function countLayers(layers: number, isSuch: (layer: number) => boolean): number {
  return Array.from({ length: maximum(layers) }, (_, layer) => layer).filter(isSuch).length;
}

/** 0 where the count could not be read. */
function maximum(layers: number): number {
  return Number.isNaN(layers) ? 0 : layers;
}
