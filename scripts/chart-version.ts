/**
 * The version of the bundled chart: `<values contract>+<digest of the folder>`.
 *
 * Pulumi sees that a chart has changed only by the version in its Chart.yaml, so the version has to
 * follow the content. Without arguments prints it; with `--write` stamps Chart.yaml.
 *
 *     node -r ts-node/register/transpile-only scripts/chart-version.ts --write
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";

const CHART_FOLDER = resolve(__dirname, "../chart");
const VERSION_LINE = /^version: .*$/m;

/** The upstream version whose values the chart takes. */
const VALUES_CONTRACT = "0.4.12";

/** The version that Chart.yaml says, and the one that follows from the content of the folder. */
export interface ChartVersion {
  readonly stamped: string;
  readonly computed: string;
}

export function readChartVersion(folder = CHART_FOLDER): ChartVersion {
  const chartYaml = readFileSync(join(folder, "Chart.yaml"), "utf8");
  const stamped = VERSION_LINE.exec(chartYaml)?.[0].replace("version: ", "");
  if (stamped === undefined) throw new Error(`${folder}/Chart.yaml has no line "version: ..."`);
  return { stamped, computed: `${VALUES_CONTRACT}+${digestChart(folder)}` };
}

/** Twelve hexadecimal digits of the SHA-256 over path and content of every file, without the version itself. */
function digestChart(folder: string): string {
  const hash = createHash("sha256");
  for (const path of listFiles(folder)) {
    const content = readFileSync(join(folder, path), "utf8");
    hash.update(`${path}\0`);
    hash.update(path === "Chart.yaml" ? content.replace(VERSION_LINE, "version:") : content);
    hash.update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

/** Hidden files are left out: none is part of a release, and file managers leave theirs behind. */
function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll(sep, "/"))
    .sort();
}

function writeChartVersion(version: string): void {
  const path = join(CHART_FOLDER, "Chart.yaml");
  writeFileSync(path, readFileSync(path, "utf8").replace(VERSION_LINE, `version: ${version}`));
}

if (require.main === module) {
  const { computed } = readChartVersion();
  if (process.argv.includes("--write")) writeChartVersion(computed);
  console.log(computed);
}
