import Ajv, { type ErrorObject } from "ajv";
import { type Issue, issue, joinPath } from "../units/issue";
import { findNearest, suggestWord } from "../units/nearest";
import { describeQuotes } from "./value-check";

/** Says what a JSON document has that its JSON Schema (draft-07) does not allow. */
export type SchemaCheck = (document: unknown) => Issue[];

/** Schemas of others have words that Ajv does not know, and formats such as int64 that say nothing more of a number. */
const OPTIONS = { allErrors: true, strict: false, verbose: true, validateFormats: false } as const;

/** Compiles a schema once; the check can be used many times. */
export function compileSchema(schema: object): SchemaCheck {
  const validate = new Ajv(OPTIONS).compile(schema);
  return (document) => {
    validate(document);
    return toIssues(document, validate.errors ?? []);
  };
}

/** A failed alternative tells nothing that its parts do not tell better. */
const SUMMARIES = ["if", "anyOf", "oneOf", "allOf", "not"];

function toIssues(document: unknown, errors: readonly ErrorObject[]): Issue[] {
  const told = errors.filter(
    (error) => !SUMMARIES.includes(error.keyword) && !isMisspelt(error, errors),
  );
  return (told.length > 0 ? told : errors).map((error) =>
    toIssue(toPath(document, error.instancePath), error),
  );
}

/** Whether a key is missing because it is misspelt, which is told of the misspelt one. */
function isMisspelt(
  { keyword, instancePath, params }: ErrorObject,
  errors: readonly ErrorObject[],
) {
  if (keyword !== "required") return false;
  return errors.some(
    (error) =>
      error.keyword === "additionalProperties" &&
      error.instancePath === instancePath &&
      findNearest(error.params.additionalProperty, knownKeys(error)) === params.missingProperty,
  );
}

function knownKeys({ parentSchema }: ErrorObject): string[] {
  return Object.keys(parentSchema?.properties ?? {});
}

function toIssue(path: string, error: ErrorObject): Issue {
  const { keyword, params, data } = error;
  switch (keyword) {
    case "additionalProperties":
      return toUnknownKey(path, String(params.additionalProperty), error);
    case "required":
      return issue(
        joinPath(path, String(params.missingProperty)),
        undefined,
        "is required",
        describeMissing(error),
      );
    case "type":
      return issue(
        path,
        data,
        `must be ${describeType(params.type)}`,
        describeQuotes(data, toQuotedType(params.type)) ?? describeRewrite(error),
      );
    case "enum":
      return toWrongWord(path, data, params.allowedValues);
    case "minimum":
    case "maximum":
      return issue(
        path,
        data,
        `must be ${params.comparison === ">=" ? "at least" : "at most"} ${params.limit}`,
        `write ${params.limit} or ${keyword === "minimum" ? "more" : "less"}`,
      );
    case "minLength":
      return issue(
        path,
        data,
        `must be a text of ${params.limit} or more characters`,
        "write it, or leave it out",
      );
    case "maxLength":
      return issue(
        path,
        data,
        `must be a text of ${params.limit} or fewer characters`,
        describeKey(error),
      );
    default:
      return issue(path, data, error.message ?? `breaks ${keyword}`, describeKey(error));
  }
}

function toWrongWord(path: string, data: unknown, allowed: readonly unknown[]): Issue {
  const words = withoutNull(allowed).map((word) => (word === "" ? '""' : String(word)));
  return issue(path, data, `must be one of ${words.join(", ")}`, suggestWord(data, words));
}

function toUnknownKey(path: string, key: string, error: ErrorObject): Issue {
  const known = knownKeys(error);
  const value = (error.data as Record<string, unknown>)[key];
  return issue(
    joinPath(path, key),
    value,
    "is not a known key",
    known.length === 0 ? "leave it out" : suggestWord(key, known),
  );
}

/** What the schema says the key is for: the rule alone may be a pattern that few can read. */
function describeKey({ parentSchema }: ErrorObject): string {
  const description: unknown = parentSchema?.description;
  return typeof description === "string"
    ? `write: ${description.replace(/\.$/, "")}`
    : "see this key in the schema";
}

/** A JSON pointer as a property path: `/decode/containers/0/image` is `decode.containers[0].image`, and the key 0 of a map is `.0`. */
function toPath(document: unknown, pointer: string): string {
  let path = "";
  let at = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    path = joinPath(path, Array.isArray(at) ? `[${key}]` : key);
    at = typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined;
  }
  return path;
}

/** What the schema says the missing key is for. */
function describeMissing({ parentSchema, params }: ErrorObject): string {
  const purpose = firstSentence(parentSchema?.properties?.[params.missingProperty]?.description);
  return purpose === undefined ? "write it" : `write it: ${purpose}`;
}

/** What to write in the place of another type: what the schema says of it, or at least the keys that it must have. */
function describeRewrite({ parentSchema, params }: ErrorObject): string {
  const type = `write ${describeType(params.type)}`;
  const purpose = firstSentence(parentSchema?.description);
  if (purpose !== undefined) return `${type}: ${purpose}`;
  const keys: unknown = parentSchema?.required;
  return Array.isArray(keys) ? `${type} with ${keys.join(", ")}` : type;
}

function firstSentence(description: unknown): string | undefined {
  return typeof description === "string" ? description.replace(/\.(?: .*)?$/s, "") : undefined;
}

/** Of a list or a map quotes say nothing, nor where several types are allowed beside none at all. */
function toQuotedType(types: unknown): "number" | "boolean" | "string" | undefined {
  const [type, ...others] = withoutNull([types].flat());
  if (others.length > 0) return undefined;
  if (type === "integer" || type === "number") return "number";
  return type === "boolean" || type === "string" ? type : undefined;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: "a map",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  null: "empty",
};

function describeType(types: unknown): string {
  return withoutNull([types].flat())
    .map((each) => TYPE_NAMES[String(each)] ?? String(each))
    .join(" or ");
}

/** That nothing may stand in the place too helps nobody who has written something. */
function withoutNull(choices: readonly unknown[]): unknown[] {
  if (choices.length === 1) return [...choices];
  return choices.filter((each) => each !== null && each !== "null");
}
