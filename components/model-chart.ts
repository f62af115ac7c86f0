import { resolve } from "node:path";
import type { ChartContract } from "../plan/chart-check";
import { type ChartPlan, ChartSource } from "../plan/chart-source";
import { isMap } from "../plan/value-check";
import { type Issue, issue, type Result } from "../units/issue";
import { readBundledChart } from "./bundled-chart";
import { type ChartFolder, readChartFolder } from "./chart-folder";

/** The chart of a model as Helm is told of it. */
export interface ModelChart {
  /** Folder, name in a repository, or reference in a registry. */
  readonly chart: string;
  /** Helm repository of a name. */
  readonly repository?: string;
  /** Version to ask for; a folder has one. */
  readonly askedVersion?: string;
  /** Version that it has. */
  readonly version: string;
  /** What values are held against: its own contract where it can be read, else that of the bundled chart. */
  readonly contract: ChartContract;
}

/** Finds the chart. What is not here is not fetched: Helm does that when the model is deployed. */
export function findModelChart(plan: ChartPlan): Result<ModelChart> {
  if (plan.source === ChartSource.path) return readModelChart(plan.location);
  const bundled = readBundledChart();
  return { ok: true, value: toModelChart(plan, bundled) };
}

function toModelChart(
  plan: Exclude<ChartPlan, { source: typeof ChartSource.path }>,
  bundled: ChartFolder,
): ModelChart {
  switch (plan.source) {
    case ChartSource.bundled:
      return { chart: bundled.path, version: bundled.version, contract: bundled };
    case ChartSource.upstream: {
      const { name: chart, repository, version } = plan;
      return { chart, repository, askedVersion: version, version, contract: bundled };
    }
    case ChartSource.oci: {
      const { location, version, digest } = plan;
      // Helm holds what it gets against the digest, which alone decides; test/chart/oci.spec.ts runs it.
      const chart = `${location}@${digest}`;
      return { chart, askedVersion: version, version, contract: bundled };
    }
  }
}

function readModelChart(location: string): Result<ModelChart> {
  let folder: ChartFolder;
  try {
    folder = readChartFolder(resolve(location));
  } catch {
    // What Node says names a path of this machine, and only the first file.
    const rule =
      "has no Chart.yaml, values.schema.json and values.yaml that can be read, seen from the program";
    return refuse(location, rule);
  }
  const { version, valuesSchema } = folder;
  if (typeof version !== "string") return refuse(location, "has no version in its Chart.yaml");
  const keys = isMap(valuesSchema) ? valuesSchema.properties : undefined;
  if (!isMap(keys) || keys.strict === undefined) {
    const rule = "has no key strict in its schema, so it would drop keys that it does not know";
    return refuse(location, rule);
  }
  return { ok: true, value: { chart: location, version, contract: folder } };
}

function refuse(location: string, rule: string): Result<never> {
  const issues: Issue[] = [
    issue(
      "chart.location",
      location,
      rule,
      "copy the bundled chart there, or choose another source",
    ),
  ];
  return { ok: false, issues };
}
