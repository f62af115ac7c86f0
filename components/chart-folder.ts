import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse } from "yaml";
import type { ChartContract } from "../plan/chart-check";

/** A chart in a folder. */
export interface ChartFolder extends ChartContract {
  /** Folder of the chart relative to the folder of the program. An absolute path would differ between machines, and Pulumi compares the text. */
  readonly path: string;
  /** Version in Chart.yaml. Pulumi sees a changed chart only by it. */
  readonly version: string;
}

/** Reads the chart anew: a program runs once, and a test may change it. */
export function readChartFolder(folder: string): ChartFolder {
  const chart: { version: string } = parse(readFileSync(join(folder, "Chart.yaml"), "utf8"));
  return {
    path: relative(process.cwd(), folder),
    version: chart.version,
    valuesSchema: JSON.parse(readFileSync(join(folder, "values.schema.json"), "utf8")),
    defaultValues: parse(readFileSync(join(folder, "values.yaml"), "utf8")),
  };
}
