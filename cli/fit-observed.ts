import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type ObservedMemory, readEngineLog } from "../plan/engine-log";
import { answerCase, type FitAnswer, type FitCase } from "../plan/fit-case";
import { renderColumns } from "./columns";
import { describeGiB } from "./fit-report";

/** What a log does not say, and its reader knows. */
export interface KnownBesides {
  readonly model: string | undefined;
  readonly gpu: string | undefined;
  readonly tensor: number | undefined;
  /** File of cases that this one is appended to. */
  readonly save: string | undefined;
  readonly json: boolean;
}

/** A case with what was observed of it, in the shape in which they are collected. */
interface ObservedCase extends FitCase {
  readonly observed: Readonly<Record<string, number | string | null>>;
}

/** What is predicted beside what was observed, term by term. */
export function renderObserved(text: string, known: KnownBesides): string {
  const log = readEngineLog(text);
  const observed = toCase(log, known);
  const answer = answerCase(observed);
  const saved = known.save === undefined ? "" : appendCase(known.save, observed);
  if (known.json) return JSON.stringify({ case: observed, answer }, undefined, 2);
  if (answer.outcome === "unknown") {
    const reason = `not predicted: ${answer.reason} is not known; say it with the model's id, --gpu or --tensor`;
    return [reason, saved].filter((line) => line !== "").join("\n");
  }
  return [renderTerms(log, answer), saved].filter((line) => line !== "").join("\n\n");
}

function toCase(log: ObservedMemory, { model, gpu, tensor }: KnownBesides): ObservedCase {
  const isVllm = log.engine === "vllm";
  const id = [log.engine, model ?? log.model, gpu, log.engineVersion];
  return {
    id: id.filter((part) => part !== undefined).join(" "),
    engine: log.engine ?? "unknown",
    engineVersion: log.engineVersion ?? null,
    model: model ?? log.model ?? "unknown",
    gpu: gpu ?? null,
    tensor: tensor ?? log.tensor ?? 1,
    pipeline: log.pipeline ?? 1,
    gpuMemoryUtilization: isVllm ? (log.memoryFraction ?? null) : null,
    memFractionStatic: isVllm ? null : (log.memoryFraction ?? null),
    kvCacheDtype: log.kvCacheDtype ?? null,
    maxModelLen: log.maxModelLen ?? null,
    observed: {
      weightsGiBPerGpu: log.weightsGiBPerGpu ?? null,
      availableKvGiBPerGpu: log.availableKvGiBPerGpu ?? null,
      kvTokens: log.kvTokens ?? null,
      outcome: log.outcome ?? null,
    },
    extra: {
      ...(log.graphsGiB === undefined ? {} : { cudaGraphGiB: log.graphsGiB }),
      ...(log.beforeLoadGiB === undefined ? {} : { memBeforeLoadGiB: log.beforeLoadGiB }),
      ...(log.afterLoadGiB === undefined ? {} : { memAfterLoadGiB: log.afterLoadGiB }),
    },
  };
}

function renderTerms(log: ObservedMemory, answer: FitAnswer): string {
  const { terms = [] } = answer;
  const gibOf = (...names: string[]) =>
    terms.filter(({ name }) => names.includes(name)).reduce((sum, { gib }) => sum + gib, 0);
  const memory = terms.reduce((sum, { gib }) => sum + gib, 0);
  const sizes: readonly (readonly [string, number | undefined, number | undefined])[] = [
    ["free before loading", memory - gibOf("runtime", "communication"), log.beforeLoadGiB],
    ["weights", answer.weightsGiBPerGpu, log.weightsGiBPerGpu],
    [
      "free after loading",
      memory - gibOf("runtime", "communication") - (answer.weightsGiBPerGpu ?? 0),
      log.afterLoadGiB,
    ],
    ["KV cache", answer.availableKvGiBPerGpu, log.availableKvGiBPerGpu],
    ["graphs", gibOf("graphs"), log.graphsGiB],
  ];
  return renderColumns(
    ["TERM", "PREDICTED", "OBSERVED", "ERROR"],
    [
      ...sizes.map(([name, predicted, seen]) => [
        name,
        describeGiB(predicted),
        describeGiB(seen),
        predicted === undefined || seen === undefined ? "" : describeError(predicted, seen),
      ]),
      [
        "tokens",
        String(answer.kvTokens),
        String(log.kvTokens ?? ""),
        log.kvTokens === undefined ? "" : describeError(answer.kvTokens ?? 0, log.kvTokens),
      ],
      ["outcome", answer.outcome, log.outcome ?? "", ""],
    ],
  );
}

/** Of what was observed, in percent. */
function describeError(predicted: number, seen: number): string {
  const error = (predicted / seen - 1) * 100;
  return `${error > 0 ? "+" : ""}${error.toFixed(1)} %`;
}

function appendCase(file: string, observed: ObservedCase): string {
  const cases: unknown[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  writeFileSync(file, `${JSON.stringify([...cases, observed], undefined, 2)}\n`);
  return `appended to ${file}, which has ${cases.length + 1} cases`;
}
