import { ModelPart } from "../catalog/model-part";
import type { Model } from "../catalog/models";
import { type ConfigSection, hasField, noteIssue, readList } from "./config-fields";
import type { ModelFamily } from "./model-family";
import { IGNORE_FIELDS } from "./quantization-config";

type Shape = Pick<Model, "layers" | "denseLayers" | "attention" | "experts">;

/** The parts of which a quantization left out every matrix; one of which it left out some is noted, as no row says that. */
export function readPlainParts(
  section: ConfigSection,
  shape: Shape,
  family: ModelFamily,
): ModelPart[] {
  const key = IGNORE_FIELDS.find((each) => hasField(section, each));
  if (key === undefined) return [];
  const isMeant = readPatterns(section, key);
  return modulesOf(shape, family).flatMap(([part, modules]) => {
    const left = modules.filter(isMeant).length;
    if (left > 0 && left < modules.length) {
      noteIssue(
        section,
        key,
        `must leave out all matrices of ${part} or none, and leaves out ${left} of ${modules.length}`,
        "plan for an edition in another format",
      );
    }
    return left > 0 && left === modules.length ? [part] : [];
  });
}

/** Modules of every part that can be quantized, by the names that checkpoints use; one expert stands for all. */
function modulesOf(
  { layers, denseLayers, attention, experts }: Shape,
  { block = "mlp", denseLayers: order }: ModelFamily,
): [ModelPart, string[]][] {
  const all = layerNames(0, layers);
  // Where dense layers are not the first ones, they are told apart by no name of a module.
  const first = order === "first" || order === "all" ? denseLayers : 0;
  const dense = layerNames(0, first);
  const sparse = experts === undefined ? [] : layerNames(first, layers);
  const heads =
    attention.kind === "gqa"
      ? ["q_proj", "o_proj"]
      : [attention.queryRank === undefined ? "q_proj" : "q_b_proj", "kv_b_proj", "o_proj"];
  const latent = attention.kind === "gqa" ? [] : ["q_a_proj", "kv_a_proj_with_mqa"];
  const keyValue = attention.kind === "gqa" ? ["k_proj", "v_proj"] : [];
  const names = (prefixes: readonly string[], path: string, modules: readonly string[]) =>
    prefixes.flatMap((prefix) => modules.map((name) => `${prefix}.${path}.${name}`));
  const shared = (experts?.shared ?? 0) > 0 ? sparse : [];
  return [
    [ModelPart.attentionHeads, names(all, "self_attn", heads)],
    [ModelPart.keyValueHeads, names(all, "self_attn", keyValue)],
    [ModelPart.attentionLatent, names(all, "self_attn", latent)],
    [ModelPart.denseFeedForward, names(dense, block, MATRICES)],
    [ModelPart.routedExperts, names(sparse, `${block}.experts.0`, MATRICES)],
    [ModelPart.sharedExperts, names(shared, `${block}.shared_experts`, MATRICES)],
  ];
}

const MATRICES = ["gate_proj", "up_proj", "down_proj"];

function layerNames(from: number, to: number): string[] {
  const count = Math.max(0, to - from);
  return Array.from({ length: count }, (_, index) => `model.layers.${from + index}`);
}

/** Models that see put a word of their own before the layers of the language model. */
const LANGUAGE_PREFIX = /^(?:language_model\.model|model\.language_model)\.(?=layers\.)/;

/** Whether a module is one of those that are left out. */
function readPatterns(section: ConfigSection, key: string): (name: string) => boolean {
  const names = new Set<string>();
  const expressions: RegExp[] = [];
  for (const entry of readList(section, key)) {
    if (typeof entry !== "string") {
      noteIssue(section, key, "must hold nothing but names of modules");
    } else if (entry.startsWith("re:")) {
      const expression = toExpression(`^(?:${entry.slice(3)})`);
      if (expression !== undefined) expressions.push(expression);
      else noteIssue(section, key, `must hold patterns, and ${entry} is none`);
    } else {
      const name = entry.replace(LANGUAGE_PREFIX, "model.");
      if (name.includes("*")) expressions.push(toGlob(name));
      else names.add(name);
    }
  }
  return (name) =>
    expressions.some((expression) => expression.test(name)) ||
    runsOf(name).some((run) => names.has(run));
}

/** A name stands for the module and all in it, wherever it begins: `self_attn` for that of every layer. */
function runsOf(name: string): string[] {
  const words = name.split(".");
  return words.flatMap((_, from) =>
    words.slice(from).map((_word, length) => words.slice(from, from + length + 1).join(".")),
  );
}

/** The same, and a star stands for anything. */
function toGlob(entry: string): RegExp {
  const escaped = entry.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`(?:^|\\.)${escaped}(?:\\.|$)`);
}

function toExpression(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}
