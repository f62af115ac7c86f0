import { type Issue, issue, issuesOf, joinPath, type Result } from "../units/issue";
import { findNearest, suggestWord } from "../units/nearest";
import { parseBytes, parseMilliCpu } from "../units/quantity";

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
            describeQuotes(value, "number") ?? `write ${least} or more, or leave it out`,
          ),
        ];
}

export function checkFraction({ including1 }: { readonly including1: boolean }): ValueCheck {
  return (path, value) => {
    const legal = typeof value === "number" && value > 0 && (including1 ? value <= 1 : value < 1);
    if (legal) return [];
    const range = `must be a number above 0 and ${including1 ? "at most" : "below"} 1`;
    const wayOut = describeQuotes(value, "number") ?? "write a share such as 0.85";
    return [issue(path, value, range, wayOut)];
  };
}

export const checkBoolean: ValueCheck = (path, value) =>
  typeof value === "boolean"
    ? []
    : [
        issue(
          path,
          value,
          "must be true or false",
          describeQuotes(value, "boolean") ?? "write true or false",
        ),
      ];

/** A text of one line that may be left out. */
export const checkText: ValueCheck = (path, value) =>
  checkLine(path, value, "write the word, or leave it out");

/** A text of one line that must be given. */
export const checkRequiredText: ValueCheck = (path, value) => checkLine(path, value, "write it");

function checkLine(path: string, value: unknown, wayOut: string): Issue[] {
  if (typeof value !== "string" || value.trim() === "") {
    const rule = "must be a text that is not empty";
    return [issue(path, value, rule, describeQuotes(value, "string") ?? wayOut)];
  }
  if (!/\p{Cc}/u.test(value)) return [];
  const rule = "must be a text of one line, without control characters";
  return [issue(path, value, rule, "leave them out, as the line break that | adds in YAML")];
}

/** A map whose values are texts, which may be empty; `checkKey` checks its keys. */
export function checkTexts(checkKey: ValueCheck = () => []): ValueCheck {
  return (path, value) => {
    if (!isMap(value))
      return [issue(path, value, "must be a map of texts", "write keys and values")];
    return Object.entries(value).flatMap(([key, text]) => {
      const place = joinPath(path, key);
      const keyIssues = checkKey(place, key);
      // What a program knows only later is absent here.
      if (text === undefined || typeof text === "string") return keyIssues;
      const wayOut = describeQuotes(text, "string") ?? "write a text, or leave it out";
      return [...keyIssues, issue(place, text, "must be a text", wayOut)];
    });
  };
}

/** The way out where a value has quotes that it must not have, or lacks them: YAML decides the type by them. */
export function describeQuotes(
  value: unknown,
  type: "number" | "boolean" | "string" | undefined,
): string | undefined {
  if (type === undefined) return undefined;
  if (type === "string") {
    const isScalar = typeof value === "number" || typeof value === "boolean";
    return isScalar ? `quote it: "${value}"` : undefined;
  }
  const grammar = type === "number" ? /^-?\d+(?:\.\d+)?$/ : /^(?:true|false)$/;
  const isQuoted = typeof value === "string" && grammar.test(value);
  return isQuoted ? `write ${value} without quotes` : undefined;
}

export function checkChoice(words: readonly string[]): ValueCheck {
  return (path, value) => {
    if (typeof value === "string" && words.includes(value)) return [];
    return [issue(path, value, `must be one of ${words.join(", ")}`, suggestWord(value, words))];
  };
}

/** An amount of memory or disk above 0, as a Kubernetes quantity. */
export const checkBytes: ValueCheck = (path, value) =>
  checkAmount(path, value, parseBytes(path, value), "20Gi");

/** An amount of CPU above 0, as a Kubernetes quantity. */
export const checkMilliCpu: ValueCheck = (path, value) =>
  checkAmount(path, value, parseMilliCpu(path, value), "32");

function checkAmount(
  path: string,
  value: unknown,
  amount: Result<number>,
  example: string,
): Issue[] {
  if (!amount.ok || amount.value > 0) return [...issuesOf(amount)];
  const wayOut = `write an amount such as "${example}"`;
  return [issue(path, value, "must be more than 0", wayOut)];
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

/** Leaves out that a key is absent where a misspelt one stands for it: one mistake is told once. */
export function withoutMisspelt(
  issues: readonly Issue[],
  {
    path,
    value,
    keys,
  }: { readonly path: string; readonly value: object; readonly keys: readonly string[] },
): Issue[] {
  const meant = Object.keys(value)
    .filter((key) => !keys.includes(key))
    .map((key) => joinPath(path, findNearest(key, keys) ?? key));
  return issues.filter((each) => each.value !== undefined || !meant.includes(each.path));
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
