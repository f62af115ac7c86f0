import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { renderTable } from "../cli/table";
import { ModelService } from "../components/model-service";
import { findCachedTool } from "../local/toolchain/toolchain";
import { toChartValues } from "../plan/chart-values";
import { planEnvironment } from "../plan/environment";
import { serveRecordingProviders, withStack } from "./support/engine";
import { measure } from "./support/measure";
import { modelServiceSpec } from "./support/specs";

/**
 * What our part of a preview costs, beside the same engine with an empty program and helm with the same values, in
 * one run: figures of different runs on a shared machine say little.
 */

async function main(): Promise<void> {
  const rows = [
    ["plan of 2 models", ...(await measure(async () => planModels(2)))],
    ["plan of 50 models", ...(await measure(async () => planModels(50)))],
    ["helm template of 2 releases", ...(await measure(async () => renderModels(2)))],
    ...(await measureEngine()),
  ];
  process.stdout.write(`${renderTable(["", "BEST", "MEDIAN"], rows)}\n`);
}

function specs(count: number) {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`model-${index}`, modelServiceSpec()]),
  );
}

function planModels(count: number) {
  const plan = planEnvironment({ nodePools: {}, storage: {}, models: specs(count) });
  if (!plan.ok) throw new Error("the models of the benchmark cannot be planned");
  return Object.values(plan.value.models);
}

function renderModels(count: number): void {
  const helm = findCachedTool("helm");
  if (helm === undefined) throw new Error("helm is not there yet: run make up once");
  for (const plan of planModels(count)) {
    const chart = join(resolve(__dirname, ".."), "chart");
    const { status, stderr } = spawnSync(
      helm.path,
      ["template", plan.releaseName, chart, "--values", "-"],
      {
        input: JSON.stringify(toChartValues(plan, {})),
        encoding: "utf8",
      },
    );
    if (status !== 0) throw new Error(stderr);
  }
}

async function measureEngine(): Promise<string[][]> {
  const providers = await serveRecordingProviders({});
  const programs = { "engine, empty program": 0, "engine, 2 models": 2, "engine, 50 models": 50 };
  return withStack({ program: async () => ({}), providers }, async (stack) => {
    const rows: string[][] = [];
    for (const [title, count] of Object.entries(programs)) {
      const program = async () => {
        for (const [name, spec] of Object.entries(specs(count)))
          new ModelService(name, { ...spec, namespace: "llm" });
      };
      rows.push([`preview: ${title}`, ...(await measure(() => stack.preview(program)))]);
    }
    return rows;
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
