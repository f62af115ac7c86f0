import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type ChartKey, readChartKeys } from "../../scripts/chart-keys";
import { renderValuesTable, VALUES_TABLE_FILE } from "../../scripts/chart-values-table";

const KEYS = readChartKeys();

/** A switch that the chart refuses, and what only it would read. */
function isRendered({ path }: ChartKey): boolean {
  return !KEYS.some(
    ({ path: above, schema }) =>
      `${path}.`.startsWith(`${above}.`) && schema.description?.includes("Not rendered"),
  );
}

function paths(keys: readonly ChartKey[]): string[] {
  return keys.map(({ path }) => path);
}

describe("the keys of the chart's values", () => {
  it("are each described", () => {
    const undescribed = KEYS.filter((key) => isRendered(key) && !key.schema.description);
    assert.deepEqual(paths(undescribed), []);
  });
  it("each have a default, are needed, or say what holds when they are absent", () => {
    const silent = KEYS.filter(
      (key) =>
        isRendered(key) &&
        !(key.isGroup && key.schema.properties !== undefined) &&
        key.default === undefined &&
        !key.required &&
        !key.schema.description?.includes("absent"),
    );
    assert.deepEqual(paths(silent), []);
  });
});

describe("the table of the chart's values", () => {
  it("follows the schema and the default values", () => {
    const command =
      "node -r ts-node/register/transpile-only scripts/chart-values-table.ts --write, then scripts/chart-version.ts --write";
    const file = readFileSync(VALUES_TABLE_FILE, "utf8");
    assert.equal(file, renderValuesTable(KEYS), `chart/VALUES.md is stale; run: ${command}`);
  });
  it("has a row of four cells for each key, and of a role for decode alone", () => {
    const rows = renderValuesTable(KEYS)
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    const keys = rows
      .map((row) => row.split(/(?<!\\) \| /))
      .map((cells) => {
        assert.equal(cells.length, 4, cells.join(" "));
        return /`(.*)`/.exec(cells[0] ?? "")?.[1];
      });
    const expected = paths(KEYS).filter((path) => !path.startsWith("prefill."));
    assert.deepEqual(keys, expected);
  });

  const key: ChartKey = {
    path: "decode.mode",
    schema: { type: "string", description: "One of a|b." },
    entries: undefined,
    default: "a|b",
    required: false,
    isGroup: false,
  };
  const rowOf = (...keys: readonly ChartKey[]) => renderValuesTable(keys).split("\n").at(-2);

  it("tells both defaults where the roles differ", () => {
    assert.equal(
      rowOf(key, { ...key, path: "prefill.mode", default: 0 }),
      '| `decode.mode` | string | `"a\\|b"`, prefill `0` | One of a\\|b. |',
    );
  });
  it("says of a key without which its map is refused that it is needed", () => {
    const row = rowOf({ ...key, required: true, schema: { enum: ["", "a"] } });
    assert.equal(row, '| `decode.mode` | `""`, `a` | needed |  |');
  });
  it("tells what the entries of a list and of a map are", () => {
    const schema = { type: "array", description: "Words." };
    const entries = { type: ["string", "number"] };
    assert.equal(
      rowOf({ ...key, schema, entries, default: undefined }),
      "| `decode.mode` | array of string or number |  | Words. |",
    );
  });
});
