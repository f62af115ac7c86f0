import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { mergeValues } from "../../plan/chart-values";
import { decodeOnly } from "./chart-values";
import type { Values } from "./helm";

/** Values that the chart refuses, from `test/golden/chart-refusals.yaml`. */
export interface ChartRefusal {
  readonly title: string;
  /** Laid over values that nothing is wrong with. */
  readonly values: Values;
  /** Every line that is said of them, by a preview and, without `helmPaths`, by helm. */
  readonly issues: readonly string[];
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
