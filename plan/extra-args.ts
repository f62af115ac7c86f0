import type { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { findSettingOfFlag } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import { RoleName } from "./model-role";

/**
 * Flags that every command line has already, under all their names in both engines, and what decides them.
 * vLLM: https://docs.vllm.ai/en/v0.11.1/cli/serve.html, SGLang: https://docs.sglang.ai/advanced_features/server_arguments.html
 */
const COMMAND_FLAGS: readonly CommandFlags[] = [
  { flags: ["--model", "--model-path"], wayOut: "set model.path" },
  { flags: ["--served-model-name"], wayOut: "set model.servedName" },
  { flags: ["--host"], wayOut: "leave it out, probes and clients must reach the server" },
  { flags: ["--port"], wayOut: "set port" },
  { flags: ["--enable-metrics"], wayOut: "leave it out, it is always on" },
  {
    flags: ["--tensor-parallel-size", "--tp-size", "--tp", "-tp"],
    parallelism: "tensor",
  },
  {
    flags: ["--pipeline-parallel-size", "--pp-size", "--pp", "-pp"],
    parallelism: "pipeline",
  },
  {
    flags: ["--enable-expert-parallel", "--expert-parallel-size", "--ep-size", "--ep"],
    parallelism: "expert",
  },
];

/** Flags that give a server its half of the work. Servers that do both may have them, to keep their cache elsewhere. */
const KV_TRANSFER_FLAGS = [
  ...["--kv-transfer-config", "--disaggregation-mode", "--disaggregation-transfer-backend"],
  "--disaggregation-bootstrap-port",
];

type CommandFlags =
  | { readonly flags: readonly string[]; readonly wayOut: string }
  | { readonly flags: readonly string[]; readonly parallelism: string };

/** Further arguments must be single words, and none that a setting stands for: the two could disagree. Paths are relative to `engine`. */
export function checkExtraArgs(
  { name: engine, extraArgs = [] }: EngineSettings,
  roles: readonly RoleName[],
): Issue[] {
  if (!Array.isArray(extraArgs)) {
    const rule = "must be a list with one entry per argument";
    return [issue("extraArgs", extraArgs, rule, 'write ["--flag", "value"]')];
  }
  return extraArgs.flatMap((argument, index) => checkArgument(engine, roles, index, argument));
}

function checkArgument(
  engine: Engine,
  roles: readonly RoleName[],
  index: number,
  argument: unknown,
): Issue[] {
  const path = `extraArgs[${index}]`;
  if (typeof argument !== "string" || argument === "") {
    const wayOut = 'write numbers in quotes, such as "4"';
    return [issue(path, argument, "must be a text that is not empty", wayOut)];
  }
  if (/^--?[^\s=]+\s/.test(argument)) {
    const rule = "is one argument, and the engine would read flag and value as one word";
    return [issue(path, argument, rule, 'write two entries: "--flag", "value"')];
  }
  const wayOut = findOwner(engine, roles, argument);
  return wayOut === undefined ? [] : [issue(path, argument, "is a flag that we write", wayOut)];
}

/** vLLM reads `--max_model_len=8` as `--max-model-len 8`. */
function findOwner(
  engine: Engine,
  roles: readonly RoleName[],
  argument: string,
): string | undefined {
  const word = (argument.split("=")[0] ?? argument).replaceAll("_", "-");
  if (!word.startsWith("-")) return undefined;
  const setting = findSettingOfFlag(engine, word);
  if (setting !== undefined) return `set engine.${setting}`;
  if (KV_TRANSFER_FLAGS.includes(word) && !roles.includes(RoleName.both))
    return `leave it out, it follows from ${roles.map((role) => `roles.${role}`).join(" and ")}`;
  const owner = COMMAND_FLAGS.find(({ flags }) => flags.includes(word));
  if (owner === undefined || "wayOut" in owner) return owner?.wayOut;
  return `set ${roles.map((role) => `roles.${role}.parallelism.${owner.parallelism}`).join(" and ")}`;
}
