import { join, relative } from "node:path";
import { Listr, PRESET_TIMER } from "listr2";
import pc from "picocolors";
import type { OperationReport } from "../local/changes";
import type { PodRow } from "../local/control-plane/pods";
import type { LocalPlane } from "../local/local-plane";
import { readProject, readStackFile } from "../local/stack-file";
import { repositoryRoot } from "../local/toolchain/repository-root";
import { type Environment, toEnvironment } from "../stacks/environment";
import type { Result } from "../units/issue";
import { renderChanges } from "./change-summary";
import { Refused } from "./failure";
import { renderPlan, renderRollouts } from "./plan-summary";
import { renderPods } from "./pod-summary";
import { formatDuration, showProgress } from "./progress";
import { renderRecovery } from "./recovery-summary";

/** Deploys a stack on the embedded control plane. Mistakes in the stack file are told before anything is started. */
export async function runLocalUp({ stack }: { readonly stack: string }): Promise<void> {
  const start = performance.now();
  const root = repositoryRoot();
  const project = readProject(root);
  const stackFile = accept(readStackFile(project, stack), stack);
  const environment = accept(toEnvironment(stackFile.config), `Pulumi.${stack}.yaml`);
  print(
    `${pc.bold(`Stack ${stack}, namespace ${environment.namespace}: what will be deployed where`)}\n${renderPlan(environment.plan)}\n`,
  );

  // The modules of the engine load slowly, and nothing above needs them.
  const { openLocalPlane }: typeof import("../local/local-plane") = require("../local/local-plane");
  const plane = openLocalPlane({
    directory: join(root, ".local"),
    project,
    stackName: stack,
    stackFile,
    environment,
  });
  const { report, pods } = await deploy(plane, environment);
  print(`\n${pc.bold("What changed")}\n${renderChanges(report)}`);
  print(`\n${pc.bold("What runs where")}\n${renderPods(environment.plan, pods)}`);
  print(
    renderEnd(
      environment,
      relative(process.cwd(), plane.kubeconfig),
      (performance.now() - start) / 1000,
    ),
  );
}

interface Outcome {
  report: OperationReport;
  pods: readonly PodRow[];
}

async function deploy(plane: LocalPlane, environment: Environment): Promise<Outcome> {
  const tasks = new Listr<Partial<Outcome>>(
    [
      {
        title: "Tools",
        task: (_, task) => plane.resolveTools(showProgress((text) => (task.output = text))),
      },
      {
        title: "Control plane",
        task: (_, task) => plane.start(showProgress((text) => (task.output = text))),
      },
      { title: "Nodes and volumes of the plan", task: () => plane.applyContent() },
      {
        title: "Preview",
        task: async (context, task) => {
          const recovered = renderRecovery(await plane.recover());
          if (recovered !== "") task.output = recovered;
          const preview = await plane.preview();
          context.report = preview;
          const models = preview.changes
            .filter((change) => change.exchangesPods)
            .map(({ owner }) => owner);
          if (models.length > 0)
            task.output = `pods will be exchanged:\n${renderRollouts(environment.plan, models)}`;
        },
        rendererOptions: { persistentOutput: true },
      },
      {
        title: "Deployment",
        skip: ({ report }) => report?.changes.length === 0 && "nothing to change",
        task: async (context) => {
          context.report = await plane.deploy();
        },
      },
      {
        title: "Pods ready",
        task: async (context) => {
          context.pods = await plane.waitForPods();
        },
      },
    ],
    {
      rendererOptions: { timer: PRESET_TIMER, collapseSubtasks: false },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  );
  try {
    const { report, pods } = await tasks.run({});
    if (report === undefined || pods === undefined)
      throw new Error("a step ended without its result");
    return { report, pods };
  } finally {
    await plane.close();
  }
}

function accept<T>(result: Result<T>, what: string): T {
  if (!result.ok) throw new Refused(what, result.issues);
  return result.value;
}

function renderEnd({ namespace }: Environment, kubeconfig: string, seconds: number): string {
  return [
    "",
    pc.dim(
      "Real: API server, scheduler, helm, Pulumi engine. Played: nodes and kubelets, so no engine runs and nothing answers on a port.",
    ),
    `Done in ${formatDuration(seconds)}. Try next:`,
    `  kubectl --kubeconfig ${kubeconfig} get pods -n ${namespace} -o wide`,
    "  edit stacks/config/Pulumi.local.yaml and run make up again",
    "  make down",
  ].join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
