import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderTable } from "../cli/table";
import { resolveTool } from "../local/toolchain/toolchain";
import { toChartValues } from "../plan/chart-values";
import { CHART_FOLDER } from "./support/helm";
import { measure } from "./support/measure";
import { modelServicePlan } from "./support/specs";

/** What `helm template` of our chart takes, beside the same helm with a chart that has one ConfigMap: most of it is helm itself. */

const COUNTS = [1, 50] as const;
const VALUES = JSON.stringify(toChartValues(modelServicePlan(), {}));

async function main(): Promise<void> {
  const empty = mkdtempSync(join(tmpdir(), "empty-chart-"));
  writeEmptyChart(empty);
  try {
    const rows: string[][] = [];
    for (const name of ["helm", "helm4"] as const) {
      const { path, version } = await resolveTool(name);
      for (const [title, chart] of [
        ["empty chart", empty],
        ["our chart", CHART_FOLDER],
      ] as const) {
        const row = [`helm ${version} template, ${title}`];
        for (const count of COUNTS) {
          const { best, median } = await measure(() => renderModels(path, chart, count));
          row.push(`${best} (median ${median})`);
        }
        rows.push(row);
      }
    }
    process.stdout.write(
      `${renderTable(["", ...COUNTS.map((count) => `${count} MODELS`)], rows)}\n`,
    );
  } finally {
    rmSync(empty, { recursive: true });
  }
}

/** One after the other, as a tool that renders releases would. */
async function renderModels(helm: string, chart: string, count: number): Promise<void> {
  for (let model = 0; model < count; model += 1) await render(helm, chart, `model-${model}`);
}

function render(helm: string, chart: string, release: string): Promise<void> {
  const child = spawn(helm, ["template", release, chart, "--values", "-"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.stdin.end(VALUES);
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done() : fail(new Error(`${chart} is not rendered`)),
    );
  });
}

function writeEmptyChart(folder: string): void {
  mkdirSync(join(folder, "templates"));
  writeFileSync(join(folder, "Chart.yaml"), "apiVersion: v2\nname: empty\nversion: 1.0.0\n");
  const object = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n";
  writeFileSync(join(folder, "templates", "config-map.yaml"), object);
}

void main();
