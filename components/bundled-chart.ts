import { type ChartFolder, readChartFolder } from "./chart-folder";
import { findPackageFolder } from "./package-folder";

/** The chart llm-d-modelservice that comes with this package. Its version carries a digest of its content. */
export function readBundledChart(): ChartFolder {
  return readChartFolder(findPackageFolder("chart", "Chart.yaml"));
}
