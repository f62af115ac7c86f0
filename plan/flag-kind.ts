import type { EngineFlag, EngineVersion, FlagKind } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { nameOfVersion } from "./engine-version";
import type { EngineWord } from "./engine-word";
import type { FlagOwner } from "./unknown-flag";

/**
 * Values that a flag cannot read: with them the engine ends at once. Paths are relative to `engine`.
 *
 * Wherever an engine might take more than its row says, nothing is said: of flags that we write ourselves, which are
 * refused whatever their value; of keys after a dot, whose values are of many kinds; of `-O3`, which vLLM rewrites.
 */
export function checkFlagKinds(
  version: EngineVersion,
  words: readonly EngineWord[],
  args: readonly string[],
  ownerOf: FlagOwner,
): Issue[] {
  return args.flatMap((argument, index) => {
    const read = readValue(words, args, index);
    if (read === undefined) return [];
    const { flag, name, value } = read;
    if (flag.names.some((each) => ownerOf(each) !== undefined)) return [];
    if (accepts(version.engine, flag, value)) return [];
    return [explain(version, flag, `extraArgs[${index}]`, { argument, name, value })];
  });
}

interface FlagValue {
  readonly flag: EngineFlag;
  /** As it is written. */
  readonly name: string;
  readonly value: string;
}

/** The value that an argument is or brings along, and the flag that it belongs to. */
function readValue(
  words: readonly EngineWord[],
  args: readonly string[],
  index: number,
): FlagValue | undefined {
  const word = words[index];
  const argument = args[index] ?? "";
  const at = word?.kind === "value" ? words.slice(0, index).findLastIndex(isNoValue) : index;
  const owner = words[at];
  const [name = ""] = (args[at] ?? "").split("=");
  if (owner?.kind !== "flag" || name.includes(".") || name.startsWith("-O")) return undefined;
  if (at === index) {
    const value = argument.includes("=") ? argument.slice(name.length + 1) : undefined;
    return value === undefined ? undefined : { flag: owner.flag, name, value };
  }
  // One more than the flag takes has been told already.
  const takesMore = owner.flag.values === "some" || owner.flag.values === "any";
  if (owner.hasValue || (index > at + 1 && !takesMore)) return undefined;
  return { flag: owner.flag, name, value: argument };
}

function isNoValue({ kind }: EngineWord): boolean {
  return kind !== "value";
}

/** Python's `int` and `float` take spaces around, signs and underscores between digits: https://docs.python.org/3/library/functions.html#int */
const DIGITS = String.raw`\d+(?:_\d+)*`;
const INT = new RegExp(String.raw`^\s*[+-]?${DIGITS}\s*$`);
const FLOAT = new RegExp(
  String.raw`^\s*[+-]?(?:(?:${DIGITS}\.?(?:${DIGITS})?|\.${DIGITS})(?:e[+-]?${DIGITS})?|inf(?:inity)?|nan)\s*$`,
  "i",
);

/** vLLM has 1k for 1000 and 1K for 1024, and `auto` for one flag; SGLang has 1k and 1Ki. Both are taken for either. */
const SIZE = /^\s*(?:\d+(?:\.\d+)?[kmgt]i?|auto)\s*$/i;

function accepts(
  engine: Engine,
  { kind = "text", words = [] }: EngineFlag,
  value: string,
): boolean {
  // Filled in by Kubernetes: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
  if (/\$\([^)]+\)/.test(value)) return true;
  // Most flags of vLLM read these two as no value: `optional_type` in arg_utils.py.
  if (engine === Engine.vllm && (value === "" || value === "None")) return true;
  switch (kind) {
    case "text":
      return true;
    case "int":
      return INT.test(value);
    case "float":
      return FLOAT.test(value);
    case "size":
      return INT.test(value) || SIZE.test(value);
    case "json":
      return isJson(value);
    case "words":
      return words.includes(value) || words.includes(toPlainInt(value));
    case "anyCase":
      return words.includes(value.toLowerCase().replaceAll("-", "_"));
    default:
      return kind satisfies never;
  }
}

/** Words that are numbers are compared as numbers: `016` is 16. */
function toPlainInt(value: string): string {
  return INT.test(value) ? String(Number(value.replaceAll("_", ""))) : value;
}

/** Python's JSON also has NaN and Infinity, and vLLM's 80m for a number. */
function isJson(value: string): boolean {
  const plain = value.replace(
    /("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity|\d+(?:\.\d+)?[kmgt])\b/gi,
    (_, text: string | undefined) => text ?? "0",
  );
  try {
    JSON.parse(plain);
    return true;
  } catch {
    return false;
  }
}

const TAKES: Readonly<Partial<Record<FlagKind, readonly [rule: string, wayOut: string]>>> = {
  int: ["takes a whole number", "write digits alone, such as 8"],
  float: ["takes a number", "write it with a point, such as 0.5"],
  size: ["takes a whole number", "write digits, or a short form such as 8k"],
};

function explain(
  version: EngineVersion,
  { kind = "text", words = [] }: EngineFlag,
  path: string,
  {
    argument,
    name,
    value,
  }: { readonly argument: string; readonly name: string; readonly value: string },
): Issue {
  if (kind === "json") {
    // What was meant for JSON may hold a key to storage: it is not shown.
    const wayOut = `write it in one entry, with double quotes: {"key": 1}`;
    return issue(path, name, "takes JSON, and its value is none", wayOut);
  }
  const takes = TAKES[kind];
  if (takes !== undefined) return issue(path, argument, `${name} ${takes[0]}`, takes[1]);
  const rule = `${name} of ${nameOfVersion(version)} takes no such value`;
  return issue(path, argument, rule, suggestWord(value, words));
}
