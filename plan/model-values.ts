import type { Issue } from "../units/issue";
import { ChartSource } from "./chart-source";
import { mergeValues, toChartValues } from "./chart-values";
import type { ChartWiring } from "./chart-wiring";
import type { ModelServicePlan } from "./model-service";
import { checkUpstreamKeys, checkUpstreamValues, toUpstreamValues } from "./upstream-values";

type Values = Readonly<Record<string, unknown>>;

/** The values that the chart of a model gets: ours, with the user's laid over them. */
export function toModelValues(
  plan: ModelServicePlan,
  wiring: ChartWiring,
  extraValues: Values = {},
): Record<string, unknown> {
  const values = mergeValues(toChartValues(plan, wiring), extraValues);
  return plan.chart.source === ChartSource.upstream ? toUpstreamValues(values) : values;
}

/** What of the values the chart would not render; names that are not known yet do not matter to it. */
export function checkModelValues(plan: ModelServicePlan, extraValues: Values = {}): Issue[] {
  if (plan.chart.source !== ChartSource.upstream) return [];
  const values = mergeValues(toChartValues(plan, {}), extraValues);
  // What we write and upstream's chart drops is known; what the user writes has to arrive.
  return [...checkUpstreamValues(values), ...checkUpstreamKeys(extraValues)];
}
