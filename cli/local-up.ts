import { join, relative } from "node:path";
import { Listr, PRESET_TIMER } from "listr2";
import type { OperationReport } from "../local/changes";
import type { PodRow } from "../local/control-plane/pods";
import { backendFolder } from "../local/layout";
import type { LocalPlane } from "../local/local-plane";
import { checkPlayedStack } from "../local/played-stack";
import { readProject, readStackFile } from "../local/stack-file";
import { repositoryRoot } from "../local/toolchain/repository-root";
import { type Environment, toEnvironment } from "../stacks/environment";
import { type Result, renderIssues } from "../units/issue";
import { renderChanges } from "./change-summary";
import { colorsFor } from "./colors";
import { Refused } from "./failure";
import { renderPlan, renderRollouts } from "./plan-summary";
import { renderPods } from "./pod-summary";
import { formatDuration, showProgress } from "./progress";
import { renderRecovery } from "./recovery-summary";

const { bold, dim } = colorsFor(process.stdout);

/** Deploys a stack on the embedded control plane. Mistakes in the stack file are told before anything is started. */
export async function runLocalUp({ stack }: { readonly stack: string }): Promise<void> {
  const start = performance.now();
  const root = repositoryRoot();
  const project = readProject(root);
  const stackFile = accept(readStackFile(project, stack), stack);
  const environment = accept(toEnvironment(stackFile.config), `Pulumi.${stack}.yaml`);
  const directory = join(root, ".local");
  const played = checkPlayedStack(backendFolder(directory), project.name, stack);
  if (played.length > 0) throw new Refused("A second stack", played);
  print(
    `${bold(`Stack ${stack}, namespace ${environment.namespace}: what will be deployed where`)}\n${renderPlan(environment.plan, environment.releases)}\n`,
  );
  if (environment.warnings.length > 0)
    print(`${bold("What it leaves open")}\n${indent(renderIssues(environment.warnings))}\n`);

  // The modules of the engine load slowly, and nothing above needs them.
  const { openLocalPlane }: typeof import("../local/local-plane") = require("../local/local-plane");
  const plane = openLocalPlane({
    directory,
    project,
    stackName: stack,
    stackFile,
    environment,
  });
  const { report, pods } = await deploy(plane, environment);
  print(`\n${bold("What changed")}\n${renderChanges(report)}`);
  print(`\n${bold("What runs where")}\n${renderPods(environment.plan, pods)}`);
  print(
    renderEnd(
      environment,
      stack,
      relative(process.cwd(), plane.kubeconfig),
      (performance.now() - start) / 1000,
    ),
  );
}

interface Outcome {
  report: OperationReport;
  pods: readonly PodRow[];
}

/** The steps in order. What a step says of itself stays on the screen; why one failed is told once, at the end. */
async function deploy(plane: LocalPlane, environment: Environment): Promise<Outcome> {
  const steps: Step[] = [
    ["Tools", (_, say) => plane.resolveTools(showProgress(say))],
    ["Control plane", (_, say) => plane.start(showProgress(say))],
    ["Nodes and volumes of the plan", () => plane.applyContent()],
    ["Preview", (outcome, say) => preview(plane, environment, outcome, say)],
    [
      "Deployment",
      async (outcome) => {
        outcome.report = await plane.deploy();
      },
    ],
    [
      "Pods ready",
      async (outcome) => {
        outcome.pods = await plane.waitForPods();
      },
    ],
  ];
  try {
    const { report, pods } = await createTasks(steps).run({});
    if (report === undefined || pods === undefined)
      throw new Error("a step ended without its result");
    return { report, pods };
  } catch (error) {
    throw error instanceof StepFailed ? error.cause : error;
  } finally {
    await plane.close();
  }
}

type Say = (text: string) => void;
type Step = readonly [title: string, run: (outcome: Partial<Outcome>, say: Say) => Promise<void>];

/** Its message is all that the list of steps shows. */
class StepFailed extends Error {
  constructor(cause: unknown) {
    super("see below", { cause });
  }
}

function createTasks(steps: readonly Step[]): Listr<Partial<Outcome>> {
  return new Listr<Partial<Outcome>>(
    steps.map(([title, run]) => ({
      title,
      skip: ({ report }) =>
        title === "Deployment" && report?.changes.length === 0 && "nothing to change",
      task: async (outcome, task) => {
        try {
          await run(outcome, (text) => {
            task.output = text;
          });
        } catch (error) {
          throw new StepFailed(error);
        }
      },
      rendererOptions: {
        persistentOutput: title === "Preview",
        outputBar: Number.POSITIVE_INFINITY,
      },
    })),
    { rendererOptions: { timer: PRESET_TIMER }, fallbackRendererOptions: { timer: PRESET_TIMER } },
  );
}

async function preview(
  plane: LocalPlane,
  environment: Environment,
  outcome: Partial<Outcome>,
  say: Say,
): Promise<void> {
  const recovered = renderRecovery(await plane.recover());
  if (recovered !== "") say(recovered);
  const report = await plane.preview();
  outcome.report = report;
  const models = report.changes.filter((change) => change.exchangesPods).map(({ owner }) => owner);
  if (models.length > 0)
    say(`pods will be exchanged:\n${renderRollouts(environment.plan, models)}`);
}

function accept<T>(result: Result<T>, what: string): T {
  if (!result.ok) throw new Refused(what, result.issues);
  return result.value;
}

function renderEnd(
  { namespace }: Environment,
  stack: string,
  kubeconfig: string,
  seconds: number,
): string {
  return [
    "",
    dim(
      "Real: API server, scheduler, helm, Pulumi engine. Played: nodes and kubelets, so no engine runs and nothing answers on a port.",
    ),
    `Done in ${formatDuration(seconds)}. Try next:`,
    `  kubectl --kubeconfig ${kubeconfig} get pods -n ${namespace} -o wide`,
    `  edit stacks/config/Pulumi.${stack}.yaml and run make up again`,
    "  make down",
  ].join("\n");
}

function indent(lines: string): string {
  return lines.replace(/^/gm, "  ");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
