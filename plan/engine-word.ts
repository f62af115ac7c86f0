import { type EngineFlag, type EngineVersion, flagsOf } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import type { EngineSettings } from "./engine-settings";

/** What one argument is to an engine. */
export type EngineWord =
  | { readonly kind: "value" }
  | {
      readonly kind: "flag";
      readonly flag: EngineFlag;
      /** Whether the argument is the beginning of the flag's name alone. */
      readonly short: boolean;
      /** Whether the argument brings its value along: `--seed=1`, `-O3`. */
      readonly hasValue: boolean;
    }
  /** The beginning of several flags. */
  | { readonly kind: "ambiguous"; readonly names: readonly string[] }
  | { readonly kind: "unknown"; readonly name: string };

/**
 * What each argument is, by the rules of argparse, which both engines use: https://docs.python.org/3/library/argparse.html
 *
 * Whatever begins with a dash is a flag, except a number and what has a space in it; the beginning of one flag's name
 * stands for the flag. vLLM also takes underscores for dashes, keys of a JSON value after a dot, and `-O3`:
 * https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/utils/argparse_utils.py
 */
export function readWords(version: EngineVersion, args: readonly string[]): EngineWord[] {
  return args.map((word, index) =>
    takesAnything(version, args[index - 1]) ? { kind: "value" } : readWord(version, word),
  );
}

/** The flags in further arguments by their first names, in order; what is no list of texts has been told already. */
export function flagsIn(version: EngineVersion, { extraArgs }: EngineSettings): string[] {
  const args: readonly unknown[] = Array.isArray(extraArgs) ? extraArgs : [];
  const texts = args.map((word) => (typeof word === "string" ? word : ""));
  return readWords(version, texts).flatMap((word) =>
    word.kind === "flag" ? word.flag.names.slice(0, 1) : [],
  );
}

/** The flag in an argument as the engine spells it, without a value; `undefined` when the argument is a value. */
export function flagNameOf(engine: Engine, word: string): string | undefined {
  if (!/^-[^\d\s.]/.test(word)) return undefined;
  const [name = word] = word.split("=");
  if (engine !== Engine.vllm) return name;
  if (/^-O./.test(name)) return "-O";
  const [flag = name] = name.split(".");
  return flag.startsWith("--") ? flag.replaceAll("_", "-") : flag;
}

/** vLLM takes the word after `--compilation-config.mode` as it is. */
function takesAnything({ engine }: EngineVersion, word: string | undefined): boolean {
  return engine === Engine.vllm && word !== undefined && /^-[^=]*\.[^=]*$/.test(word);
}

function readWord(version: EngineVersion, word: string): EngineWord {
  const name = flagNameOf(version.engine, word);
  if (name === undefined) return { kind: "value" };
  const flags = flagsOf(version);
  const hasValue = word.includes("=") || /^-O[^.]/.test(word);
  const exact = flags.get(name) ?? flags.get(name === "-O" ? "--optimization-level" : "");
  if (exact !== undefined) return { kind: "flag", flag: exact, short: false, hasValue };
  const joined = name.startsWith("--") ? undefined : flags.get(name.slice(0, 2));
  if (joined !== undefined) return { kind: "flag", flag: joined, short: false, hasValue: true };
  const names = name === "--" ? [] : [...flags.keys()].filter((each) => each.startsWith(name));
  const [only] = names;
  const flag = names.length === 1 && only !== undefined ? flags.get(only) : undefined;
  if (flag !== undefined) return { kind: "flag", flag, short: true, hasValue };
  if (names.length > 1) return { kind: "ambiguous", names };
  // A word with a space is no flag unless it begins with one.
  return word.includes(" ") ? { kind: "value" } : { kind: "unknown", name };
}
