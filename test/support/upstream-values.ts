import fc from "fast-check";
import { readPath } from "./helm";

/** What is read here of the schema of upstream's values, which is of JSON Schema draft-07. */
interface Node {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
}

/** Values for a place of its own, by its path with `[]` for each entry of a list. */
export type Places = (path: string) => fc.Arbitrary<unknown> | undefined;

/**
 * Values that a schema of upstream accepts. Where it names no type, those of the type that the default value has: a
 * schema without types accepts a list for a name. An open object gets keys that nobody knows.
 */
export function upstreamValues(
  schema: object,
  defaults: unknown,
  places: Places,
): fc.Arbitrary<unknown> {
  return toArbitrary("", schema, { defaults, places });
}

interface Context {
  readonly defaults: unknown;
  readonly places: Places;
}

function toArbitrary(path: string, node: Node, context: Context): fc.Arbitrary<unknown> {
  const own = context.places(path);
  if (own !== undefined) return own;
  if (node.enum !== undefined) return fc.constantFrom(...node.enum);
  const alternatives = node.anyOf ?? node.oneOf;
  if (alternatives !== undefined) {
    return fc.oneof(...alternatives.map((each) => toArbitrary(path, each, context)));
  }
  const types = [node.type ?? typeOf(path, node, context.defaults)].flat();
  return fc.oneof(...types.map((type) => ofType(type, path, node, context)));
}

function typeOf(path: string, node: Node, defaults: unknown): string {
  if (node.properties !== undefined || node.additionalProperties !== undefined) return "object";
  if (node.items !== undefined) return "array";
  const value = path.includes("[]") ? node.default : (readPath(defaults, path) ?? node.default);
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : value === undefined ? "anything" : typeof value;
}

function ofType(type: string, path: string, node: Node, context: Context): fc.Arbitrary<unknown> {
  switch (type) {
    case "object":
      return toObject(path, node, context);
    case "array":
      return fc.array(toArbitrary(`${path}[]`, node.items ?? {}, context), { maxLength: 2 });
    case "string":
      return fc.string();
    case "integer":
      return fc.integer();
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function toObject(path: string, node: Node, context: Context): fc.Arbitrary<unknown> {
  const { properties, additionalProperties: further, required = [] } = node;
  if (properties === undefined) {
    const entry =
      typeof further === "object" ? toArbitrary(`${path}.<name>`, further, context) : fc.string();
    return fc.dictionary(fc.string(), context.places(`${path}.<name>`) ?? entry, { maxKeys: 2 });
  }
  const known = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([key, each]) => [
        key,
        toArbitrary(path === "" ? key : `${path}.${key}`, each, context),
      ]),
    ),
    { requiredKeys: [...required] },
  );
  if (further === false) return known;
  const unknown = fc.dictionary(fc.constantFrom("team", "x-note"), fc.jsonValue({ maxDepth: 1 }));
  return fc.tuple(known, unknown).map(([one, other]) => ({ ...one, ...other }));
}
