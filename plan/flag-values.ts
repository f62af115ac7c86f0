import type { EngineFlag } from "../catalog/engine-versions";
import { type Issue, issue } from "../units/issue";
import type { EngineWord } from "./engine-word";

/** Flags without the value that they need, and values that no flag takes: with either the engine ends at once. Paths are relative to `engine`. */
export function checkFlagValues(words: readonly EngineWord[], args: readonly string[]): Issue[] {
  return words.flatMap((word, index) => {
    const path = `extraArgs[${index}]`;
    const value = args[index];
    if (word.kind === "value") return checkValue(path, value, words.slice(0, index));
    if (word.kind !== "flag") return [];
    const { flag, hasValue } = word;
    if (hasValue && flag.values === "none")
      return [issue(path, value, `${nameOf(flag)} takes no value`, wayOutOfValue(flag))];
    const needsValue = (flag.values === "one" || flag.values === "some") && !hasValue;
    if (!needsValue || words[index + 1]?.kind === "value") return [];
    return [issue(path, value, "needs a value", "write it as the next entry")];
  });
}

function checkValue(path: string, value: unknown, before: readonly EngineWord[]): Issue[] {
  const last = before.findLastIndex(({ kind }) => kind !== "value");
  const word = before[last];
  const wayOut = "leave it out, or write the flag that it belongs to before it";
  if (word === undefined) return [issue(path, value, "is a value without a flag", wayOut)];
  // How many values an unknown flag would take is unknown too.
  if (word.kind !== "flag") return [];
  const { flag, hasValue } = word;
  const count = before.length - 1 - last + (hasValue ? 1 : 0);
  if (flag.values === "none") {
    return [issue(path, value, `${nameOf(flag)} takes no value`, wayOutOfValue(flag))];
  }
  // A list that is joined to its flag ends with it.
  const takesMore = (flag.values === "some" || flag.values === "any") && !hasValue;
  if (takesMore || count === 0) return [];
  return [issue(path, value, `${nameOf(flag)} takes one value`, wayOut)];
}

function nameOf({ names }: EngineFlag): string {
  return names[0] ?? "";
}

function wayOutOfValue(flag: EngineFlag): string {
  return `write ${nameOf(flag)} alone, or leave it out`;
}
