/**
 * One thing that is wrong with what the user wrote.
 *
 * Rendered as `path: value; rule; way out`, so that a person can find the place, see the
 * value that was read there, learn what holds, and change it without reading our sources.
 */
export interface Issue {
  /** Where the value stands, as the user would write it: `roles.both.parallelism.tensor`. Empty for the whole input. */
  readonly path: string;
  /** The value that was read there; `undefined` when it is absent. Never a secret. */
  readonly value: unknown;
  /** What holds, with both operands where two things disagree. */
  readonly rule: string;
  /** What to write instead. */
  readonly wayOut: string;
}

/** Either a value, or every reason why there is none; never both, never an empty list of reasons. */
export type Result<T> =
  | {
      /** There is a value. */
      readonly ok: true;
      /** The value. */
      readonly value: T;
    }
  | {
      /** There is none. */
      readonly ok: false;
      /** Why, one entry for each reason. */
      readonly issues: readonly Issue[];
    };

export function issue(path: string, value: unknown, rule: string, wayOut: string): Issue {
  return { path, value, rule, wayOut };
}

/** The issues of a result; none when it has a value. */
export function issuesOf(result: Result<unknown>): readonly Issue[] {
  return result.ok ? [] : result.issues;
}

/**
 * Puts `prefix` in front of every path, so that a check of a part can be used in the whole.
 * An index continues the path without a dot: `models` and `[0].replicas` give `models[0].replicas`.
 */
export function prefixIssues(prefix: string, issues: readonly Issue[]): Issue[] {
  return issues.map((each) => ({ ...each, path: joinPath(prefix, each.path) }));
}

/** Joins two parts of a property path. */
export function joinPath(prefix: string, path: string): string {
  if (prefix === "") return path;
  if (path === "") return prefix;
  return path.startsWith("[") ? `${prefix}${path}` : `${prefix}.${path}`;
}

/** The issues as text: one per line, each once, sorted by path so that runs are comparable. */
export function renderIssues(issues: readonly Issue[]): string {
  const lines = issues.map(renderIssue);
  return [...new Set(lines)].sort().join("\n");
}

function renderIssue({ path, value, rule, wayOut }: Issue): string {
  const place = path === "" ? "(all)" : path;
  const line = `${place}: ${renderValue(value)}; ${rule}; ${wayOut}`;
  return line.replaceAll(TOKEN, "[secret]").replaceAll(UNPRINTABLE, toEscape);
}

/** An access token of Hugging Face, which may stand where its Secret should be named: https://huggingface.co/docs/hub/security-tokens */
const TOKEN = /\bhf_[A-Za-z0-9]{8,}/g;

/** What would break the line, or steer a terminal; keys are written by users too. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]/gu;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Long values say nothing more than their beginning does, and would break the one-line form. */
const LONGEST_VALUE = 80;

function renderValue(value: unknown): string {
  if (value === undefined) return "absent";
  const text = toText(value);
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE - 3)}...`;
}

/** What JSON cannot hold (a bigint, a circle, an Output of Pulumi) is named by its type alone; NaN and Infinity, for which JSON has null, by their names. */
function toText(value: unknown): string {
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return typeof value;
  }
}
