import type { EngineVersion } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import type { EngineSettings } from "./engine-settings";
import { type EngineWord, flagNameOf, readWords } from "./engine-word";
import { checkFlagKinds } from "./flag-kind";
import { findSettingOfFlag } from "./flag-setting";
import { checkFlagValues } from "./flag-values";
import { RoleName } from "./model-role";
import { checkSecretFlag, nameOfFlag } from "./secret-flag";
import { checkFlag, type FlagOwner } from "./unknown-flag";

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
  { flags: ["--data-parallel-size", "-dp"], parallelism: "data", engine: Engine.vllm },
  {
    flags: [
      ...["--nnodes", "-n", "--node-rank", "-r", "--master-addr", "--master-port", "--headless"],
      ...["--data-parallel-size-local", "-dpl", "--data-parallel-hybrid-lb", "-dph"],
      ...["--dist-init-addr", "--nccl-init-addr"],
    ],
    parallelism: "workers",
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

/** Flags of `kvCache.tiers`, with what would be another tier beside them. Without tiers they are the user's. */
const TIER_FLAGS = [
  ...["--kv-transfer-config", "--kv-offloading-size", "--kv-offloading-backend"],
  ...["--enable-hierarchical-cache", "--hicache-size", "--hicache-ratio"],
  ...["--hicache-storage-backend", "--hicache-storage-backend-extra-config", "--enable-lmcache"],
];

type CommandFlags =
  | { readonly flags: readonly string[]; readonly wayOut: string }
  | {
      readonly flags: readonly string[];
      readonly parallelism: string;
      /** The one engine whose flags these are; absent for both. */
      readonly engine?: Engine;
    };

/**
 * Further arguments must be single words, and none that a setting stands for: the two could disagree. Paths are relative
 * to `engine`.
 *
 * Where the version of the engine is known, they must also be flags that it has, each with as many values as it takes
 * and of the kind that it reads; where it is not, nothing is said of flags that we do not write.
 */
export function checkExtraArgs(
  settings: EngineSettings,
  roles: readonly RoleName[],
  version: EngineVersion | undefined,
): Issue[] {
  const { name: engine, extraArgs = [] } = settings;
  if (!Array.isArray(extraArgs)) {
    const rule = "must be a list with one entry per argument";
    return [issue("extraArgs", extraArgs, rule, 'write ["--flag", "value"]')];
  }
  const form = extraArgs.map((argument, index) => checkForm(pathOf(index), argument));
  const args = extraArgs.map((argument, index) => (form[index]?.length === 0 ? argument : ""));
  const words = version === undefined ? [] : readWords(version, args);
  const ownerOf = (flag: string) => findOwner(settings, roles, flag);
  const secrets = args.map((argument, index) => {
    const word = words[index];
    if (word?.kind === "value") return [];
    return checkSecretFlag(pathOf(index), argument, namesOf(word));
  });
  // Any of the further words could be the secret.
  if (secrets.flat().length > 0) return [...form.flat(), ...secrets.flat()];
  const flags = args.flatMap((argument, index) => {
    const word = words[index];
    const owned = checkOwner(engine, pathOf(index), argument, word, ownerOf);
    if (owned.length > 0 || version === undefined || word === undefined) return owned;
    return checkFlag(version, pathOf(index), argument, word, ownerOf);
  });
  // With an entry that is no word the engine would count otherwise.
  if (version === undefined || form.flat().length > 0) return [...form.flat(), ...flags];
  return [
    ...flags,
    ...checkFlagValues(words, args),
    ...checkFlagKinds(version, words, args, ownerOf),
  ];
}

/** The flags that a word stands for, or may stand for. */
function namesOf(word: EngineWord | undefined): readonly string[] {
  if (word?.kind === "flag") return word.flag.names;
  return word?.kind === "ambiguous" ? word.names : [];
}

function pathOf(index: number): string {
  return `extraArgs[${index}]`;
}

function checkForm(path: string, argument: unknown): Issue[] {
  if (typeof argument !== "string" || argument === "") {
    const wayOut = 'write numbers in quotes, such as "4"';
    return [issue(path, argument, "must be a text that is not empty", wayOut)];
  }
  if (/^--?[^\s=]+\s/.test(argument)) {
    const rule = "flag and value are one entry, which the engine would read as one word";
    return [issue(path, nameOfFlag(argument), rule, 'write two entries: "--flag", "value"')];
  }
  return [];
}

/** By the name that is written, and where the engine takes it for another one, by all the names of that. */
function checkOwner(
  engine: Engine,
  path: string,
  argument: string,
  word: EngineWord | undefined,
  ownerOf: FlagOwner,
): Issue[] {
  const written = word?.kind === "value" ? undefined : flagNameOf(engine, argument);
  if (written === undefined) return [];
  for (const name of [written, ...(word?.kind === "flag" ? word.flag.names : [])]) {
    const wayOut = ownerOf(name);
    if (wayOut === undefined) continue;
    const isShort = name !== written && word?.kind === "flag" && word.short;
    const rule = isShort ? `is short for ${name}, a flag that we write` : "is a flag that we write";
    return [issue(path, argument, rule, wayOut)];
  }
  return [];
}

function findOwner(
  { name: engine, kvCache }: EngineSettings,
  roles: readonly RoleName[],
  flag: string,
): string | undefined {
  const word = flag.replace(/^--no-/, "--");
  const setting = findSettingOfFlag(engine, flag) ?? findSettingOfFlag(engine, word);
  if (setting !== undefined) return `set engine.${setting}`;
  if (KV_TRANSFER_FLAGS.includes(word) && !roles.includes(RoleName.both))
    return `leave it out, it follows from ${roles.map((role) => `roles.${role}`).join(" and ")}`;
  if (TIER_FLAGS.includes(word) && kvCache?.tiers !== undefined)
    return "leave it out, it follows from engine.kvCache.tiers";
  const owner = COMMAND_FLAGS.find(
    (each) => each.flags.includes(word) && !("engine" in each && each.engine !== engine),
  );
  if (owner === undefined || "wayOut" in owner) return owner?.wayOut;
  return `set ${roles.map((role) => `roles.${role}.parallelism.${owner.parallelism}`).join(" and ")}`;
}
