import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { compileSchema } from "../../plan/schema-issues";
import { type ChartKey, type KeySchema, readChartKeys } from "../../scripts/chart-keys";
import { readGoldenChartKeys, sortChartKeys } from "../support/chart-keys-golden";
import { linesOf, modelServicePlan } from "../support/specs";

const SCHEMA = JSON.parse(
  readFileSync(resolve(__dirname, "../../chart/values.schema.json"), "utf8"),
);
const KEYS = readChartKeys();

const GOLDEN = readGoldenChartKeys();

describe("every key of the chart", () => {
  const check = compileSchema(SCHEMA);
  const plan = modelServicePlan();

  it("is written by us or left to extraValues, as was reviewed", () => {
    assert.deepEqual(sortChartKeys(), GOLDEN);
  });

  for (const path of GOLDEN.extraValues) {
    it(`can be laid over ours with strict: ${path}`, () => {
      const key = KEYS.find((each) => each.path === path);
      assert.ok(key, "the chart has no such key");
      const values = mergeValues(toChartValues(plan, {}), sampleAt(key));
      assert.deepEqual(linesOf(check(values)), []);
    });
  }
});

/** Values with something at the key, and with what the entries of the lists on the way need. */
function sampleAt({ path, schema }: ChartKey): Record<string, unknown> {
  const parts = path.split(/\.|(?=\[\])/);
  const sample = parts.reduceRight<unknown>(
    (inner, part, index) => {
      const place = parts.slice(0, index).join(".").replaceAll(".[]", "[]");
      if (part === "[]") return [inner];
      return { ...neededAt(place), [part === "<name>" ? "nvidia" : part]: inner };
    },
    sampleOf(path, schema),
  );
  return sample as Record<string, unknown>;
}

/** The keys without which a map is refused. */
function neededAt(place: string): Record<string, unknown> {
  const needed = KEYS.filter((key) => key.required && key.path.replace(/\.[^.]+$/, "") === place);
  return Object.fromEntries(
    needed.map(({ path, schema }) => [path.replace(/^.*\./, ""), sampleOf(path, schema)]),
  );
}

function sampleOf(path: string, { type = "string", enum: words, pattern }: KeySchema): unknown {
  if (words !== undefined) return words.at(-1);
  const [first] = [type].flat();
  if (first === "string") return pattern === "^/" ? "/models" : "1";
  if (first === "integer" || first === "number") return 1;
  if (first === "boolean") return true;
  return first === "array" ? [] : neededAt(path);
}
