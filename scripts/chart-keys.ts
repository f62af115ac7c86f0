import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const CHART_FOLDER = resolve(__dirname, "../chart");

/** What this reads of JSON Schema (draft-07): the words that chart/values.schema.json describes keys with. */
export interface KeySchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly additionalProperties?: boolean | KeySchema;
  readonly items?: KeySchema;
  readonly definitions?: Readonly<Record<string, KeySchema>>;
}

/** A key of the chart's values. */
export interface ChartKey {
  /** With `[]` for each entry of a list, and `<name>` for each key of a map: `decode.containers[].image`. */
  readonly path: string;
  readonly schema: KeySchema;
  /** The schema of each entry of a list or a map; `undefined` where it is neither, or takes anything. */
  readonly entries: KeySchema | undefined;
  /** What `values.yaml` says; `undefined` where it says nothing. */
  readonly default: unknown;
  /** Whether the map that it is in must have it. */
  readonly required: boolean;
  /** Whether further keys belong to it, which follow. */
  readonly isGroup: boolean;
}

/** Every key, in the order of the schema. */
export function readChartKeys(folder = CHART_FOLDER): ChartKey[] {
  const schema: KeySchema = JSON.parse(readFileSync(join(folder, "values.schema.json"), "utf8"));
  const defaults: unknown = parse(readFileSync(join(folder, "values.yaml"), "utf8"));
  return keysOf(schema, schema, { path: "", value: defaults });
}

interface Place {
  readonly path: string;
  readonly value: unknown;
}

/** The keys of an object, each followed by the keys below it. */
function keysOf(root: KeySchema, { properties = {}, required = [] }: KeySchema, at: Place) {
  return Object.entries(properties).flatMap(([key, reference]): ChartKey[] => {
    const schema = follow(root, reference);
    const path = at.path === "" ? key : `${at.path}.${key}`;
    const value = isMap(at.value) ? at.value[key] : undefined;
    const below = keysBelow(root, schema, { path, value });
    return [
      {
        path,
        schema,
        entries: entriesOf(root, schema),
        default: value,
        required: required.includes(key),
        isGroup: below.length > 0,
      },
      ...below,
    ];
  });
}

/** The keys of a map, of each map of a list, or of each map of a map. */
function keysBelow(root: KeySchema, schema: KeySchema, { path, value }: Place): ChartKey[] {
  const entries = entriesOf(root, schema);
  const own = keysOf(root, schema, { path, value });
  if (entries === undefined) return own;
  // Of an entry there is no default: another list or map replaces the whole.
  const suffix = schema.items === undefined ? ".<name>" : "[]";
  const place = { path: `${path}${suffix}`, value: undefined };
  return [...own, ...keysBelow(root, entries, place)];
}

function entriesOf(
  root: KeySchema,
  { items, additionalProperties }: KeySchema,
): KeySchema | undefined {
  const entries = items ?? additionalProperties;
  return typeof entries === "object" ? follow(root, entries) : undefined;
}

/** What a reference stands for; a description beside it is said of this place. */
function follow(root: KeySchema, schema: KeySchema): KeySchema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  const target = root.definitions?.[$ref.replace("#/definitions/", "")];
  if (target === undefined) throw new Error(`${$ref} is not in the schema`);
  return { ...target, ...own };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
