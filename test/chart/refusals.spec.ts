import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { decodeOnly } from "../support/chart-values";
import { describeWithHelm, renderChart, type Values } from "../support/helm";

interface Refusal {
  readonly title: string;
  readonly values: Values;
  readonly issues: readonly string[];
}

const { refusals } = parse(
  readFileSync(resolve(__dirname, "../golden/chart-refusals.yaml"), "utf8"),
) as { refusals: readonly Refusal[] };

describeWithHelm("the chart refuses", (helm) => {
  for (const { title, values, issues } of refusals) {
    it(title, async () => {
      const rendering = await renderChart(helm(), { values: mergeMaps(decodeOnly(), values) });
      assert.ok(!rendering.ok, "helm rendered it");
      assert.deepEqual(issuesOf(rendering.message), issues);
    });
  }
});

/** The lines between helm's own first and last sentence. */
function issuesOf(message: string): string[] {
  const [first, ...lines] = message.split("\n");
  assert.match(first ?? "", /^Error: execution error at \(llm-d-modelservice\/templates\//);
  return lines.filter((line) => line !== "" && !line.startsWith("Use --debug flag"));
}

/** As helm lays one values file over another. */
function mergeMaps(under: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const existing = merged[key];
    merged[key] = isMap(existing) && isMap(value) ? mergeMaps(existing, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
