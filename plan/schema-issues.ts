import Ajv, { type ErrorObject } from "ajv";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";

/** Says what a JSON document has that its JSON Schema (draft-07) does not allow. */
export type SchemaCheck = (document: unknown) => Issue[];

/** Compiles a schema once; the check can be used many times. */
export function compileSchema(schema: object): SchemaCheck {
  const validate = new Ajv({ allErrors: true, strict: false, verbose: true }).compile(schema);
  return (document) => {
    validate(document);
    return toIssues(validate.errors ?? []);
  };
}

/** A failed alternative tells nothing that its parts do not tell better. */
const SUMMARIES = ["if", "anyOf", "oneOf", "allOf", "not"];

function toIssues(errors: readonly ErrorObject[]): Issue[] {
  const told = errors.filter((error) => !SUMMARIES.includes(error.keyword));
  return (told.length > 0 ? told : errors).map(toIssue);
}

function toIssue(error: ErrorObject): Issue {
  const path = toPath(error.instancePath);
  const { keyword, params, data } = error;
  switch (keyword) {
    case "additionalProperties":
      return toUnknownKey(path, String(params.additionalProperty), error);
    case "required":
      return issue(
        extend(path, String(params.missingProperty)),
        undefined,
        "is required",
        "write it",
      );
    case "type":
      return issue(
        path,
        data,
        `must be ${describeType(params.type)}`,
        `write ${describeType(params.type)}`,
      );
    case "enum":
      return issue(
        path,
        data,
        `must be one of ${params.allowedValues.join(", ")}`,
        suggestWord(String(data), params.allowedValues.map(String)),
      );
    case "minimum":
    case "maximum":
      return issue(
        path,
        data,
        `must be ${params.comparison === ">=" ? "at least" : "at most"} ${params.limit}`,
        `write ${params.limit} or ${keyword === "minimum" ? "more" : "less"}`,
      );
    default:
      return issue(
        path,
        data,
        error.message ?? `breaks ${keyword}`,
        "see the description of this key in the schema",
      );
  }
}

function toUnknownKey(path: string, key: string, { parentSchema, data }: ErrorObject): Issue {
  const known = Object.keys(parentSchema?.properties ?? {});
  const value = (data as Record<string, unknown>)[key];
  return issue(
    extend(path, key),
    value,
    "is not a known key",
    known.length === 0 ? "leave it out" : suggestWord(key, known),
  );
}

/** A JSON pointer as a property path: `/decode/containers/0/image` is `decode.containers[0].image`. */
function toPath(pointer: string): string {
  const parts = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return parts.reduce((path, part) => extend(path, part), "");
}

function extend(path: string, part: string): string {
  if (/^\d+$/.test(part)) return `${path}[${part}]`;
  return path === "" ? part : `${path}.${part}`;
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

function describeType(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  return types.map((each) => TYPE_NAMES[String(each)] ?? String(each)).join(" or ");
}
