import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Provider } from "@pulumi/kubernetes/provider";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { renderTable } from "../cli/table";
import { ModelService } from "../components/model-service";
import { ModelStorage } from "../components/model-storage";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  startControlPlane,
  stopControlPlane,
} from "../local/control-plane/control-plane";
import { applyNodes } from "../local/control-plane/nodes";
import { applyVolumes } from "../local/control-plane/volumes";
import { toFakeNodes, toFakeVolumes } from "../local/plane-content";
import { serveKubernetesProvider } from "../local/provider/kubernetes";
import { repositoryRoot } from "../local/toolchain/repository-root";
import { resolveTools, type Tool, type ToolName } from "../local/toolchain/toolchain";
import { toChartValues } from "../plan/chart-values";
import { type EnvironmentPlan, type EnvironmentSpec, planEnvironment } from "../plan/environment";
import { withStack } from "./support/engine";
import { measure } from "./support/measure";
import { modelServiceSpec, modelStorageSpec, nodePoolRef, requireValue } from "./support/specs";
import { toolPath } from "./support/tools";

/**
 * What our part of a preview and of an update costs, beside the same engine with an empty program and beside helm with
 * the same values, in one run: figures of different runs on a shared machine say little.
 *
 * The engine, helm, the API server and the scheduler are real, and each `up` waits until its pods are ready; kwok plays
 * the kubelets, and our small provider stands in for Pulumi's plugin, which would keep one process where it starts a
 * helm or kubectl for each step.
 */

// The SDK takes a stack trace for every resource, which ts-node would rewrite; users run compiled code.
Reflect.deleteProperty(Error, "prepareStackTrace");

const COUNTS = [2, 50] as const;
const NAMESPACE = "llm";
const ROOT = repositoryRoot();

async function main(): Promise<void> {
  const directory = join(ROOT, ".local", `test-bench-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  const tools = await resolveTools(["pulumi", "helm", "kubectl", ...CONTROL_PLANE_TOOLS]);
  try {
    const { plane } = await startControlPlane({ name: "bench", directory, tools });
    const columns: Figures[] = [];
    for (const count of COUNTS) columns.push(await measureModels(count, plane, tools));
    const titles = Object.keys(columns[0] ?? {});
    const rows = titles.map((title) => [title, ...columns.map((figures) => figures[title] ?? "")]);
    print(["THIS RUN, THIS MACHINE", ...COUNTS.map((count) => `${count} MODELS`)], rows);
    print(["MEASURED ELSEWHERE", "2 MODELS", "50 MODELS"], ELSEWHERE);
  } finally {
    await stopControlPlane({ directory });
    rmSync(directory, { recursive: true, force: true });
  }
}

function print(head: readonly string[], rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${renderTable(head, rows)}\n`);
}

/** On 2026-11-22, quiet machine with 2 cores, upstream chart, Pulumi with its own Kubernetes plugin: not comparable line by line. */
const ELSEWHERE = [
  ["helm template of each release", "0.18 s", ""],
  ["helmwave 0.44: build", "0.6 s", "3.7 s"],
  ["helmwave 0.44: up --build, unchanged", "0.9 to 1.6 s", "19.6 s"],
  ["helmfile 1.8: template", "0.4 s", "4.3 s"],
  ["helmfile 1.8: sync, unchanged", "1.2 to 1.7 s", "21.8 s"],
  ["Pulumi: preview of an empty program", "1.4 s", "1.4 s"],
  ["Pulumi: preview, component and Release each", "2.3 s", "5.9 s"],
  ["Pulumi: up, unchanged", "2.3 to 3.1 s", "6.4 s"],
  ["Pulumi: first up", "5.0 s", "15 s, without waiting for pods"],
];

/** Seconds by what was measured, as text. */
type Figures = Readonly<Record<string, string>>;

async function measureModels(
  count: number,
  plane: ControlPlane,
  tools: ReadonlyMap<ToolName, Tool>,
): Promise<Figures> {
  const spec = specOf(count);
  const plan = requireValue(planEnvironment(spec));
  await applyNodes(plane, toFakeNodes(plan));
  await applyVolumes(plane, toFakeVolumes(plan, NAMESPACE));
  const [helm, kubectl] = [toolPath(tools, "helm"), toolPath(tools, "kubectl")];
  const directory = join(plane.directory, "provider");
  const kubernetes = await serveKubernetesProvider({ helm, kubectl, directory });
  const program = async () => createResources(spec, plane);
  return withStack({ program, providers: { kubernetes } }, async (stack) => {
    const figures = {
      "plan alone": await describeRuns(async () => requireValue(planEnvironment(spec))),
      "helm template of each release": await describeRuns(async () => renderModels(plan, helm)),
      "preview of an empty program": await describeRuns(() => stack.preview(EMPTY)),
      "preview of the first up": await describeRuns(() => stack.preview()),
      "first up": await describeRuns(() => stack.up(), 1),
      "preview, unchanged": await describeRuns(() => stack.preview()),
      "up, unchanged": await describeRuns(() => stack.up()),
    };
    await stack.destroy();
    return figures;
  });
}

const EMPTY: PulumiFn = async () => ({});

/** Models of one device, eight to a node. */
function specOf(count: number): EnvironmentSpec {
  const pool = nodePoolRef({ maxSize: Math.ceil(count / 8) });
  const model = modelServiceSpec({ nodePool: pool });
  const names = Array.from({ length: count }, (_, index) => `model-${index}`);
  return {
    nodePools: { b200: pool },
    storage: { "llm-model": modelStorageSpec({ provisioner: "kubernetes.io/no-provisioner" }) },
    models: Object.fromEntries(names.map((name) => [name, model])),
  };
}

function createResources(spec: EnvironmentSpec, { kubeconfig, context }: ControlPlane): void {
  const provider = new Provider("cluster", { kubeconfig, context });
  const made = new Namespace(NAMESPACE, { metadata: { name: NAMESPACE } }, { provider });
  const namespace = made.metadata.name;
  const options = { providers: [provider] };
  const refs = Object.entries(spec.storage).map(
    ([name, storage]) => new ModelStorage(name, { ...storage, namespace }, options).ref,
  );
  for (const [name, settings] of Object.entries(spec.models)) {
    const storage = refs[0] ?? settings.model.storage;
    new ModelService(
      name,
      { ...settings, model: { ...settings.model, storage }, namespace },
      options,
    );
  }
}

function renderModels({ models }: EnvironmentPlan, helm: string): void {
  for (const plan of Object.values(models)) {
    const args = ["template", plan.releaseName, join(ROOT, "chart"), "--values", "-"];
    const input = JSON.stringify(toChartValues(plan, {}));
    const { status, stderr } = spawnSync(helm, args, { input, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }
}

/** Of one run its time, of several the best and the median. */
async function describeRuns(run: () => Promise<unknown>, runs?: number): Promise<string> {
  const { best, median } = await measure(run, runs);
  return runs === 1 ? best : `${best} (median ${median})`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
