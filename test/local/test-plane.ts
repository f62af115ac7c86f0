import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import type { Tool, ToolName } from "../../local/toolchain/toolchain";
import type { EngineStack } from "../support/engine";
import { withStack } from "../support/engine";
import { EngineFailure } from "../support/engine-outcome";
import { requireTools, toolPath } from "../support/tools";

/** A real API server with one fake node of 8 GPUs, and a folder with a small chart in it. */
export interface TestPlane {
  /** Holds everything that the suite writes, `chart/` among it. */
  readonly directory: string;
  /** The kubeconfig and context of the plane, as a provider of a program takes them. */
  readonly access: { readonly kubeconfig: string; readonly context: string };
  readonly plane: ControlPlane;
  /** Starts again what does not run of it, with its port and its objects. */
  start(): Promise<void>;
  tool(name: ToolName): string;
  kubectl(...args: readonly string[]): Promise<string>;
}

/** Starts a plane before the suite and removes it after; the suite is skipped when a tool cannot be had. */
export function useTestPlane(suite: string, tools: readonly ToolName[]): () => TestPlane {
  // One folder per run, so that runs side by side do not meet.
  const directory = join(repositoryRoot(), ".local", `test-${suite}-${process.pid}`);
  let resolved: ReadonlyMap<ToolName, Tool> | undefined;
  let plane: ControlPlane | undefined;

  before(async function () {
    resolved = await requireTools(this, [...tools, "kubectl", ...CONTROL_PLANE_TOOLS]);
    mkdirSync(directory, { recursive: true });
    writeChart(join(directory, "chart"));
    ({ plane } = await startControlPlane({ name: suite, directory, tools: resolved }));
    const size = { cpu: "64", memory: "512Gi", "nvidia.com/gpu": "8" };
    const node = { name: "gpu-0", labels: {}, taints: [], capacity: size, allocatable: size };
    await applyNodes(plane, [node]);
  });

  after(async () => {
    if (resolved !== undefined) await stopControlPlane({ name: suite, directory, tools: resolved });
    rmSync(directory, { recursive: true, force: true });
  });

  return () => {
    const [running, all] = [plane, resolved];
    if (running === undefined || all === undefined) throw new Error("the plane does not run");
    return {
      directory,
      access: { kubeconfig: running.kubeconfig, context: running.context },
      plane: running,
      start: async () => void (await startControlPlane({ name: suite, directory, tools: all })),
      tool: (name) => toolPath(all, name),
      kubectl: (...args) => runKubectl(running, args),
    };
  };
}

/**
 * Serves the provider, gives the program's stack to `body`, and destroys what is left of it: the next test finds the
 * plane empty whatever happened in this one.
 */
export async function withProvider(
  testPlane: TestPlane,
  helm: string,
  program: PulumiFn,
  body: (stack: EngineStack) => Promise<void>,
): Promise<void> {
  const { directory } = testPlane;
  const kubernetes = await serveKubernetesProvider({
    helm,
    kubectl: testPlane.tool("kubectl"),
    directory: join(directory, "provider"),
    programDirectory: directory,
  });
  await withStack({ program, providers: { kubernetes } }, async (stack) => {
    try {
      await body(stack);
    } finally {
      await stack.destroy();
    }
  });
}

/** What the engine said when it failed. */
export async function failure(operation: Promise<unknown>): Promise<string> {
  return operation.then(
    () => assert.fail("expected the engine to fail"),
    (error: unknown) => {
      if (error instanceof EngineFailure) return error.message;
      throw error;
    },
  );
}

/** One Deployment whose pods ask for GPUs: enough to be ready, or to wait for a node for ever. */
function writeChart(folder: string): void {
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(
    join(folder, "Chart.yaml"),
    'apiVersion: v2\nname: tiny\nversion: 1.2.3\nappVersion: "7"\n',
  );
  writeFileSync(join(folder, "values.yaml"), 'replicas: 1\ngpus: 1\ntoken: none\nquote: "no"\n');
  writeFileSync(
    join(folder, "templates", "deployment.yaml"),
    `{{- if eq .Values.quote "yes" }}{{ fail (print "the token is " .Values.token) }}{{ end -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: {{ .Release.Name }} } }
  template:
    metadata: { labels: { app: {{ .Release.Name }} } }
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: engine
          image: example.org/engine:1
          env: [{ name: TOKEN, value: {{ .Values.token | quote }} }]
          resources: { limits: { nvidia.com/gpu: {{ .Values.gpus }} } }
`,
  );
}
