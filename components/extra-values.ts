import { ChartSource } from "../plan/chart-source";
import type { ModelServicePlan } from "../plan/model-service";
import { checkModelValues, toModelValues } from "../plan/model-values";
import { isMap } from "../plan/value-check";
import { type Issue, issue, prefixIssues } from "../units/issue";
import type { ModelChart } from "./model-chart";

/** What is wrong with the form of values that a user lays over ours. */
export function checkExtraValues(path: string, values: unknown): Issue[] {
  if (isMap(values)) return [];
  const wayOut = "write keys and values as in a values file";
  return [issue(path, values, "must be a map of values of the chart", wayOut)];
}

/** What the chart would refuse or drop of the values; names that are not known yet do not matter to it. */
export function checkFinalValues(
  plan: ModelServicePlan,
  extraValues: unknown,
  chart: ModelChart,
): Issue[] {
  const extra = isMap(extraValues) ? extraValues : {};
  return [...checkModelValues(plan, extra), ...checkContract(plan, extra, chart)];
}

function checkContract(
  plan: ModelServicePlan,
  extraValues: Readonly<Record<string, unknown>>,
  { chart, contract }: ModelChart,
): Issue[] {
  const isKnownChart = plan.chart.source !== ChartSource.path;
  // What we write ourselves is proved to fit the charts that we know.
  if (isKnownChart && Object.keys(extraValues).length === 0) return [];
  // It loads Ajv, a third of what loading this package costs beyond the SDK, and only this needs it.
  const { checkChartValues }: typeof import("../plan/chart-check") = require("../plan/chart-check");
  const [first] = isKnownChart ? [] : checkChartValues(toModelValues(plan, {}), contract);
  if (first !== undefined) {
    const rule = `has a schema that refuses ${first.path || "the values"}, which this model needs`;
    const wayOut = "copy the bundled chart there, or choose another source";
    return [issue("chart.location", chart, rule, wayOut)];
  }
  return prefixIssues(
    "extraValues",
    checkChartValues(toModelValues(plan, {}, extraValues), contract),
  );
}
