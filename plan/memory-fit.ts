import { Engine } from "../catalog/engines";
import { ModelPart } from "../catalog/model-part";
import { kvNumberBytes, planKvEntry } from "./kv-bytes-per-token";
import { type MemoryLimits, resolveLimits } from "./memory-limits";
import {
  FitOutcome,
  type FitQuestion,
  type MemoryFit,
  type MemoryTerm,
  sumBytes,
} from "./memory-terms";
import { fitSglang } from "./sglang-memory";
import { fitVllm } from "./vllm-memory";
import {
  expertDevices,
  planStages,
  type Sharding,
  type Stage,
  weightsPerDevice,
} from "./weights-per-device";

/** Adds up the memory of one device, of the stage that has the least room for its cache. */
export function fitMemory(question: FitQuestion): MemoryFit {
  return fitWithin(question, resolveLimits(question));
}

/** As `fitMemory`, with every limit decided. */
export function fitWithin(question: FitQuestion, limits: MemoryLimits): MemoryFit {
  const stages = planStages(question.model, question.sharding.pipeline);
  const [first, ...others] = stages.map((stage) => fitStage(question, limits, stage));
  if (first === undefined) throw new Error("a pipeline has one stage or more");
  // One that ends is the answer of all; else the one whose cache holds the fewest tokens.
  const worst = others.reduce((one, other) => (isTighter(other, one) ? other : one), first);
  // A token is kept by every stage: the stage that ends may not be the one that holds the fewest.
  const tokens = Math.min(first.tokens, ...others.map((each) => each.tokens));
  return { ...worst, tokens };
}

const SEVERITY: readonly FitOutcome[] = [
  FitOutcome.starts,
  FitOutcome.oomOther,
  FitOutcome.kvTooSmall,
  FitOutcome.oomWeights,
];

function isTighter(one: MemoryFit, other: MemoryFit): boolean {
  const severity = SEVERITY.indexOf(one.outcome) - SEVERITY.indexOf(other.outcome);
  return severity > 0 || (severity === 0 && one.tokens < other.tokens);
}

function fitStage(question: FitQuestion, limits: MemoryLimits, stage: Stage): MemoryFit {
  const { model, sharding, engine, settings } = question;
  const weights = weightTerms(question, stage);
  const memory = {
    ...question,
    limits,
    stage,
    weights,
    weightsBytes: sumBytes(weights),
    entry: planKvEntry(model, sharding, stage, kvNumberBytes(settings.kvCacheDtype)),
  };
  return engine.engine === Engine.vllm ? fitVllm(memory, engine) : fitSglang(memory, engine);
}

function weightTerms({ model, sharding }: FitQuestion, stage: Stage): MemoryTerm[] {
  const shares = weightsPerDevice(model, sharding, stage);
  return Object.values(ModelPart).flatMap((part) => {
    const bytes = shares[part] ?? 0;
    const [name, describe] = PART_WORDS[part];
    return bytes === 0 ? [] : [{ name, bytes, why: describe(sharding) }];
  });
}

const sliced = ({ tensor }: Sharding) => `1/${tensor} of each matrix`;
const whole = () => "whole on every device";

/** How each part is called, and how it is spread. */
const PART_WORDS: Readonly<Record<ModelPart, [string, (sharding: Sharding) => string]>> = {
  embedding: ["embedding", ({ tensor }) => `1/${tensor} of the rows`],
  outputHead: ["output head", ({ tensor }) => `1/${tensor} of the rows`],
  attentionHeads: ["attention heads", ({ tensor, attention = tensor }) => `1/${attention}`],
  keyValueHeads: ["key and value heads", () => "at least one on every device"],
  attentionLatent: ["compressed attention", whole],
  denseFeedForward: ["dense feed-forward", sliced],
  routedExperts: [
    "routed experts",
    (sharding) =>
      sharding.expert
        ? `whole ones, 1/${expertDevices(sharding)}`
        : `1/${expertDevices(sharding)} of each matrix`,
  ],
  sharedExperts: ["shared experts", sliced],
  router: ["router", whole],
  norms: ["norms", whole],
  visionEncoder: ["vision encoder", sliced],
  nextTokenLayers: ["next-token layers", whole],
};
