import { type Issue, issue, joinPath } from "../units/issue";
import { isMap } from "./value-check";

/**
 * A part of a `config.json` while it is read. What is missing is noted and read as NaN, so that one reading tells
 * everything that is missing.
 */
export interface ConfigSection {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly issues: Issue[];
}

/** More than any dimension is; keeps what follows from several of them finite. */
const LARGEST_COUNT = 1_000_000_000;

/** What to do about a field that is missing: a real file has it. */
export const COPY = "copy the file of the repository as it is";

/** The value as a section; when it is none, that is noted, and no field of it is. */
export function openSection(path: string, value: unknown, issues: Issue[]): ConfigSection {
  if (isMap(value)) return { path, fields: value, issues };
  issues.push(issue(path, value, "must be a JSON object", COPY));
  return { path, fields: {}, issues: [] };
}

/** A section in the section. */
export function openInner({ path, fields, issues }: ConfigSection, key: string): ConfigSection {
  return openSection(joinPath(path, key), fields[key], issues);
}

/** The section with values for fields that it says nothing of. */
export function withDefaults(
  section: ConfigSection,
  defaults: Readonly<Record<string, unknown>>,
): ConfigSection {
  const silent = Object.entries(defaults).filter(([key]) => !hasField(section, key));
  return { ...section, fields: { ...section.fields, ...Object.fromEntries(silent) } };
}

/** Whether the file says anything of it; `null` says nothing. */
export function hasField({ fields }: ConfigSection, key: string): boolean {
  return fields[key] !== undefined && fields[key] !== null;
}

export function readCount(
  section: ConfigSection,
  key: string,
  { least = 1, most = LARGEST_COUNT }: { readonly least?: number; readonly most?: number } = {},
): number {
  const value = section.fields[key];
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  noteIssue(section, key, `must be a whole number from ${least} to ${most}`);
  return Number.NaN;
}

/** As `readCount`; `undefined` when the field is absent or null. */
export function readOptionalCount(section: ConfigSection, key: string): number | undefined {
  return hasField(section, key) ? readCount(section, key) : undefined;
}

export function readFlag(section: ConfigSection, key: string): boolean {
  const value = section.fields[key];
  if (typeof value === "boolean") return value;
  noteIssue(section, key, "must be true or false");
  return false;
}

/** One of the words. */
export function readWord<T extends string>(
  section: ConfigSection,
  key: string,
  words: readonly T[],
): T | undefined {
  const word = words.find((each) => each === section.fields[key]);
  if (word === undefined) noteIssue(section, key, `must be one of ${words.join(", ")}`);
  return word;
}

/** A list with one entry for each layer, or of as many as there are. */
export function readList(section: ConfigSection, key: string, length?: number): unknown[] {
  const value = section.fields[key];
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  const entries = length === undefined ? "" : ` of ${length} entries`;
  noteIssue(section, key, `must be a list${entries}`);
  return [];
}

/** Notes that a field says what cannot be read. */
export function noteIssue(
  { path, fields, issues }: ConfigSection,
  key: string,
  rule: string,
  wayOut: string = COPY,
): void {
  issues.push(issue(joinPath(path, key), fields[key] ?? undefined, rule, wayOut));
}
