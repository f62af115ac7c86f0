import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { mergeValues } from "../../plan/chart-values";
import { decodeOnly } from "./chart-values";
import type { Values } from "./helm";
import { pathsOfSchemaError } from "./helm-schema-error";

/** Values that the chart refuses, from `test/golden/chart-refusals.yaml`. */
export interface ChartRefusal {
  readonly title: string;
  /** Laid over values that nothing is wrong with. */
  readonly values: Values;
  /** Every line that is said of them, by a preview and, without `helmPaths`, by helm. */
  readonly issues: readonly string[];
  /** What a preview says instead, where values that ModelService writes itself are refused beside those of the row. */
  readonly preview?: readonly string[];
  /** Where helm finds something wrong, when it is its own check by the schema that refuses, in its own words. */
  readonly helmPaths?: readonly string[];
}

export function readChartRefusals(): readonly ChartRefusal[] {
  const path = resolve(__dirname, "../golden/chart-refusals.yaml");
  const { refusals }: { refusals: ChartRefusal[] } = parse(readFileSync(path, "utf8"));
  return refusals;
}

/** All values of a row: one decode container, no proxy, no prefill role, and what is wrong. */
export function toRefusedValues({ values }: ChartRefusal): Values {
  return mergeValues(decodeOnly(), values);
}

/** That helm failed with what the row says: its lines, or where the schema refuses, the places and the keys. */
export function assertHelmRefused(message: string, { issues, helmPaths }: ChartRefusal): void {
  if (helmPaths === undefined) {
    assert.deepEqual(issuesOf(message), issues);
    return;
  }
  assert.deepEqual(pathsOfSchemaError(message), helmPaths);
  // Of a key that is missing or too much helm names the map as the place, and the key behind it.
  const text = message.replaceAll("~1", "/");
  assert.deepEqual(
    issues.map(keyOf).filter((key) => !text.includes(key)),
    [],
  );
}

/** The lines between helm's own first and last sentence. */
function issuesOf(message: string): string[] {
  const [first, ...lines] = message.split("\n");
  assert.match(first ?? "", /execution error at \(llm-d-modelservice\/templates\//);
  return lines.filter((line) => line !== "" && !line.startsWith("Use --debug flag"));
}

/** The key that a line is about: `args` of `decode.containers[0].args[1]: 8; ...`. */
function keyOf(line: string): string {
  const path = line.slice(0, line.indexOf(": ")).replace(/\[\d+\]$/, "");
  return path.slice(path.lastIndexOf(".") + 1);
}
