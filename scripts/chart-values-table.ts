/**
 * The table of the chart's values, `chart/VALUES.md`, from its schema and its default values.
 *
 * Without arguments prints it; with `--write` writes the file. It is part of the chart, so its version follows:
 *
 *     node -r ts-node/register/transpile-only scripts/chart-values-table.ts --write
 *     node -r ts-node/register/transpile-only scripts/chart-version.ts --write
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type ChartKey, type KeySchema, readChartKeys } from "./chart-keys";

export const VALUES_TABLE_FILE = resolve(__dirname, "../chart/VALUES.md");

const HEAD = `# Values

Written from \`values.schema.json\` and \`values.yaml\` by \`scripts/chart-values-table.ts\`; edit those.

\`[]\` stands for each entry of a list and \`<name>\` for each key of a map. \`prefill\` has the keys of \`decode\`;
a default of its own stands behind that of \`decode\`. A list that you write replaces the default one whole, a map is
laid over it.
`;

/** The whole file. */
export function renderValuesTable(keys: readonly ChartKey[]): string {
  const rows = keys
    .filter(({ path }) => !path.startsWith("prefill."))
    .map((key) => [
      code(key.path),
      typeOf(key),
      defaultOf(key, keys),
      key.schema.description ?? "",
    ]);
  const table = [["Key", "Type", "Default", "Description"], ["---", "---", "---", "---"], ...rows];
  return `${HEAD}\n${table.map(renderRow).join("\n")}\n`;
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** The type in the words of JSON Schema, with that of the entries of a list or a map. */
function typeOf({ schema, entries }: ChartKey): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => code(word || '""')).join(", ");
  const each = entries?.type === undefined ? [] : [`of ${nameType(entries)}`];
  return [nameType(schema), ...each].join(" ");
}

function nameType({ type = [] }: KeySchema): string {
  return [type].flat().join(" or ");
}

/** Of a group that is a map its parts tell the default. */
function defaultOf(key: ChartKey, keys: readonly ChartKey[]): string {
  const own = renderDefault(key);
  const twin = keys.find(({ path }) => path === key.path.replace(/^decode\b/, "prefill"));
  const other = twin === undefined ? own : renderDefault(twin);
  return own === other ? own : `${own}, prefill ${other}`;
}

function renderDefault({ default: value, schema, isGroup, required }: ChartKey): string {
  if (required) return "needed";
  const isSection = isGroup && schema.properties !== undefined;
  return value === undefined || isSection ? "" : code(JSON.stringify(value));
}

if (require.main === module) {
  const text = renderValuesTable(readChartKeys());
  if (process.argv.includes("--write")) writeFileSync(VALUES_TABLE_FILE, text);
  else process.stdout.write(text);
}
