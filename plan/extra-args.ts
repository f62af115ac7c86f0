import type { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { findSettingOfFlag } from "./engine-args";
import type { EngineSettings } from "./engine-settings";

/**
 * Flags that every command line has already, under all their names in both engines, and what decides them.
 * vLLM: https://docs.vllm.ai/en/v0.11.1/cli/serve.html, SGLang: https://docs.sglang.ai/advanced_features/server_arguments.html
 */
const COMMAND_FLAGS = [
  { flags: ["--model", "--model-path"], wayOut: "set model.path" },
  { flags: ["--served-model-name"], wayOut: "set model.servedName" },
  { flags: ["--host"], wayOut: "leave it out, probes and clients must reach the server" },
  { flags: ["--port"], wayOut: "set port" },
  { flags: ["--enable-metrics"], wayOut: "leave it out, it is always on" },
  {
    flags: ["--tensor-parallel-size", "--tp-size", "--tp", "-tp"],
    wayOut: "set roles.both.parallelism.tensor",
  },
  {
    flags: ["--pipeline-parallel-size", "--pp-size", "--pp", "-pp"],
    wayOut: "set roles.both.parallelism.pipeline",
  },
  {
    flags: ["--enable-expert-parallel", "--expert-parallel-size", "--ep-size", "--ep"],
    wayOut: "set roles.both.parallelism.expert",
  },
] as const;

/** Further arguments must be single words, and none that a setting stands for: the two could disagree. Paths are relative to `engine`. */
export function checkExtraArgs({ name: engine, extraArgs = [] }: EngineSettings): Issue[] {
  if (!Array.isArray(extraArgs)) {
    const rule = "must be a list with one entry per argument";
    return [issue("extraArgs", extraArgs, rule, 'write ["--flag", "value"]')];
  }
  return extraArgs.flatMap((argument, index) => checkArgument(engine, index, argument));
}

function checkArgument(engine: Engine, index: number, argument: unknown): Issue[] {
  const path = `extraArgs[${index}]`;
  if (typeof argument !== "string" || argument === "") {
    const wayOut = 'write numbers in quotes, such as "4"';
    return [issue(path, argument, "must be a text that is not empty", wayOut)];
  }
  if (/^--?[^\s=]+\s/.test(argument)) {
    const rule = "is one argument, and the engine would read flag and value as one word";
    return [issue(path, argument, rule, 'write two entries: "--flag", "value"')];
  }
  const wayOut = findOwner(engine, argument);
  return wayOut === undefined ? [] : [issue(path, argument, "is a flag that we write", wayOut)];
}

/** vLLM reads `--max_model_len=8` as `--max-model-len 8`. */
function findOwner(engine: Engine, argument: string): string | undefined {
  const word = (argument.split("=")[0] ?? argument).replaceAll("_", "-");
  if (!word.startsWith("-")) return undefined;
  const setting = findSettingOfFlag(engine, word);
  if (setting !== undefined) return `set engine.${setting}`;
  return COMMAND_FLAGS.find(({ flags }) => flags.some((flag) => flag === word))?.wayOut;
}
