import { parseArgs } from "node:util";
import { Engine, isEngine } from "../catalog/engines";
import { findModel, type Model, modelIds } from "../catalog/models";
import { answerCase, type FitCase } from "../plan/fit-case";
import {
  findDeviceMachine,
  type SurveyOptions,
  surveyMachines,
  surveyModels,
} from "../plan/fit-survey";
import { machinesWithDevices } from "../plan/fit-ways-out";
import { issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { FitRefusal, readInput, readJson, refuse } from "./fit-input";
import { readDescribedModel } from "./fit-model";
import { renderObserved } from "./fit-observed";
import { renderAnswers, renderSurvey, toSurveyJson } from "./fit-report";

const OPTIONS = {
  machine: { type: "string", short: "m" },
  context: { type: "string", short: "c" },
  concurrency: { type: "string" },
  engine: { type: "string" },
  fraction: { type: "string" },
  "kv-cache-dtype": { type: "string" },
  cases: { type: "string" },
  observed: { type: "string" },
  gpu: { type: "string" },
  tensor: { type: "string" },
  save: { type: "string" },
  config: { type: "string" },
  index: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

const USAGE = `llmd fit [model] [--machine NAME] [--context TOKENS] [--concurrency REQUESTS] [--json]

Says by arithmetic what the devices of machines hold: one model over all machines, or all models over one. No cluster is asked.

  -m, --machine NAME     machine of EC2 or GCE; without a model, all models over it
  -c, --context TOKENS   longest request; the model's own maximum when left out
  --concurrency N        requests of that length that have to run at the same time (1)
  --engine NAME          vllm or sglang (vllm), in the newest version whose rules were read
  --fraction SHARE       gpuMemoryUtilization of vLLM, memFractionStatic of SGLang; the engine's choice when left out
  --kv-cache-dtype WORD  such as fp8; the format of the activations when left out
  --config FILE          config.json of a model of the Hub that is not in the catalogue
  --index FILE           its model.safetensors.index.json, by which the dimensions are checked
  --json                 for programs

llmd fit --cases FILE [--json]       answers logged cases, whatever was observed of them
llmd fit --observed FILE|- [model] [--gpu NAME] [--tensor N] [--save FILE]
                                     reads what an engine printed while it started, sets what is predicted beside it,
                                     and appends the case to a file of cases`;

/** Runs `llmd fit` with the words behind it, and gives the code to end with. */
export function runFit(argv: readonly string[]): number {
  try {
    process.stdout.write(`${answer(argv)}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof FitRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

type Values = ReturnType<typeof readArguments>["values"];

function answer(argv: readonly string[]): string {
  const { values, positionals } = readArguments(argv);
  const [id, ...more] = positionals;
  if (more.length > 0) refuse(issue("model", positionals, "one model at a time", "leave one out"));
  if (values.help === true) return USAGE;
  if (values.cases !== undefined) return answerCases(values.cases, values.json === true);
  if (values.observed !== undefined) {
    const { observed, gpu, tensor, save, json = false } = values;
    const text = readInput("--observed", observed);
    const known = { model: id, gpu, tensor: readNumber("--tensor", tensor), save, json };
    return renderObserved(text, known);
  }
  return answerSurvey(id, values);
}

function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new FitRefusal(`${text}\n\n${USAGE}`);
  }
}

function answerSurvey(id: string | undefined, values: Values): string {
  const options = readOptions(values);
  const model = findNamedModel(id, values);
  const { machine: name } = values;
  const machine = name === undefined ? undefined : findDeviceMachine(name);
  if (name !== undefined && machine === undefined) {
    const names = machinesWithDevices().map((each) => each.machine);
    const rule = "is no machine with devices whose memory is known";
    refuse(issue("--machine", name, rule, suggestWord(name, names)));
  }
  if (model === undefined && machine === undefined) {
    refuse(issue("model", undefined, "what is compared?", "name a model, or --machine"));
  }
  const rows =
    model === undefined
      ? surveyModels(machine as NonNullable<typeof machine>, options)
      : surveyMachines(model, options, machine === undefined ? undefined : [machine]);
  return values.json === true
    ? JSON.stringify(rows.map(toSurveyJson), undefined, 2)
    : renderSurvey(rows);
}

/** From its own files where they are given; `undefined` where no model is named. */
function findNamedModel(id: string | undefined, { config, index }: Values): Model | undefined {
  if (config !== undefined) return readDescribedModel({ id: id ?? config, config, index });
  if (index !== undefined) {
    refuse(issue("--index", index, "describes no dimensions", "name config.json by --config too"));
  }
  if (id === undefined) return undefined;
  const model = findModel(id);
  const wayOut = suggestWord(id, modelIds());
  return model ?? refuse(issue("model", id, "is not in the catalogue", wayOut));
}

function readOptions(values: Values): SurveyOptions {
  const { engine = Engine.vllm } = values;
  if (!isEngine(engine)) {
    refuse(issue("--engine", engine, "is no engine", suggestWord(engine, Object.values(Engine))));
  }
  const contextLength = readNumber("--context", values.context);
  const memoryFraction = readShare(values.fraction);
  const kvCacheDtype = values["kv-cache-dtype"];
  return {
    engine: engine as Engine,
    concurrency: readNumber("--concurrency", values.concurrency) ?? 1,
    settings: {
      ...(contextLength === undefined ? {} : { contextLength }),
      ...(memoryFraction === undefined ? {} : { memoryFraction }),
      ...(kvCacheDtype === undefined ? {} : { kvCacheDtype }),
    },
  };
}

function readNumber(path: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  return refuse(issue(path, text, "must be a whole number of 1 or more", "write it in digits"));
}

function readShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  return refuse(
    issue("--fraction", text, "must be above 0 and at most 1", "write a share such as 0.9"),
  );
}

function answerCases(file: string, json: boolean): string {
  const cases = readJson("--cases", readInput("--cases", file));
  if (!Array.isArray(cases)) {
    return refuse(
      issue("--cases", file, "must hold a list of cases", "write one object for each in [ ]"),
    );
  }
  const answers = cases.map((each: FitCase) => answerCase(each));
  return json ? JSON.stringify(answers, undefined, 2) : renderAnswers(answers);
}
