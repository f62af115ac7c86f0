import { type Issue, issue, joinPath } from "../units/issue";
import { suggestWord } from "../units/nearest";

/** Says what is wrong with a value that may come from a file or another language, so that its type proves nothing. */
export type ValueCheck = (path: string, value: unknown) => Issue[];

/** The same check, for a value that may be left out. */
export function optional(check: ValueCheck): ValueCheck {
  return (path, value) => (value === undefined ? [] : check(path, value));
}

export function checkWholeNumber(least: number): ValueCheck {
  return (path, value) =>
    Number.isSafeInteger(value) && Number(value) >= least
      ? []
      : [
          issue(
            path,
            value,
            `must be a whole number of ${least} or more`,
            `write ${least} or more, or leave it out`,
          ),
        ];
}

export function checkFraction({ including1 }: { readonly including1: boolean }): ValueCheck {
  return (path, value) => {
    const legal = typeof value === "number" && value > 0 && (including1 ? value <= 1 : value < 1);
    if (legal) return [];
    const range = `must be a number above 0 and ${including1 ? "at most" : "below"} 1`;
    return [issue(path, value, range, "write a share such as 0.85")];
  };
}

export const checkBoolean: ValueCheck = (path, value) =>
  typeof value === "boolean"
    ? []
    : [issue(path, value, "must be true or false", "write true or false")];

export const checkText: ValueCheck = (path, value) =>
  typeof value === "string" && value.trim() !== ""
    ? []
    : [issue(path, value, "must be a text that is not empty", "write the word, or leave it out")];

export function checkChoice(words: readonly string[]): ValueCheck {
  return (path, value) => {
    if (typeof value === "string" && words.includes(value)) return [];
    return [issue(path, value, `must be one of ${words.join(", ")}`, suggestWord(value, words))];
  };
}

/** A map with no other keys than these; a list or a text in its place is one issue. */
export function checkKeys(path: string, value: unknown, keys: readonly string[]): Issue[] {
  if (!isMap(value)) {
    return [issue(path, value, `must be a map of ${keys.join(", ")}`, "write keys and values")];
  }
  return Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) =>
      issue(joinPath(path, key), value[key], "is not a known key", suggestWord(key, keys)),
    );
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
