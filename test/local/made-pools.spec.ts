import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlaneOptions,
  findControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { openLocalPlane } from "../../local/local-plane";
import { readProject, readStackFile, type StackFile } from "../../local/stack-file";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { toEnvironment } from "../../stacks/environment";
import { requireValue } from "../support/specs";
import { requireTools } from "../support/tools";

const STACK = "dev";
const QUIET = { started: () => {}, finished: () => {} };

/** The same stack with pools that exist in place of those that it makes. */
function withoutMadePools({ content, config }: StackFile): StackFile {
  const machine = { instanceType: "p6-b200.48xlarge", maxSize: 1 };
  const nodePools = {
    deepseek: { ...machine, labels: { pool: "deepseek" } },
    qwen: { ...machine, labels: { pool: "qwen" } },
  };
  const { eks: _, ...own } = config;
  const { "llm-serving:eks": __, ...all } = content.config as Record<string, unknown>;
  return {
    content: { ...content, config: { ...all, "llm-serving:nodePools": nodePools } },
    config: { ...own, nodePools },
  };
}

/** The stack whose pools the program makes, as `make up STACK=dev` plays it. */
describe("a stack that makes its pools, on the local plane", () => {
  // One folder per run, so that runs side by side do not meet.
  const directory = join(repositoryRoot(), ".local", `test-made-pools-${process.pid}`);
  const kubeconfigBefore = process.env.KUBECONFIG;
  const project = readProject(repositoryRoot());
  let control: ControlPlaneOptions | undefined;

  before(async function () {
    const tools = await requireTools(this, ["pulumi", "helm", ...CONTROL_PLANE_TOOLS]);
    control = { name: "llmd", directory, tools };
  });

  after(async () => {
    if (control !== undefined) await stopControlPlane(control);
    rmSync(directory, { recursive: true, force: true });
    if (kubeconfigBefore === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfigBefore;
  });

  /** One run of the stack: its pods, and what a preview says after it. */
  async function deploy(stackFile: StackFile) {
    const environment = requireValue(toEnvironment(stackFile.config));
    const options = { directory, project, stackName: STACK, stackFile, environment };
    const plane = openLocalPlane(options);
    try {
      await plane.resolveTools(QUIET);
      await plane.start(QUIET);
      await plane.applyContent();
      await plane.recover();
      const { changes } = await plane.deploy();
      const pods = await plane.waitForPods();
      const again = await plane.preview();
      return { changes, nodes: pods.map(({ node }) => node).toSorted(), again: again.changes };
    } finally {
      await plane.close();
    }
  }

  it("asks no cloud, and runs its models on the nodes that the pools promise; again, it changes nothing", async () => {
    const { nodes, again } = await deploy(requireValue(readStackFile(project, STACK)));
    assert.deepEqual(
      { nodes, labels: await readLabels("deepseek-1"), again },
      {
        nodes: ["deepseek-1", "qwen-1"],
        labels: { "llmd/node-pool": "deepseek", "nvidia.com/gpu.present": "true" },
        again: [],
      },
    );
  });

  it("asks none either when it makes no pools any more", async () => {
    const { changes } = await deploy(withoutMadePools(requireValue(readStackFile(project, STACK))));
    const deleted = changes.filter(({ operation }) => operation === "delete");
    assert.deepEqual(deleted.map(({ name }) => name).toSorted(), [
      ...["deepseek-launch-template", "deepseek-node-group"],
      ...["qwen-launch-template", "qwen-node-group"],
    ]);
  });

  /** Those that only the plan of the pool can have given. */
  async function readLabels(node: string): Promise<Record<string, unknown>> {
    const running = control === undefined ? undefined : await findControlPlane(control);
    assert(running !== undefined);
    const path = "jsonpath={.metadata.labels}";
    const labels: object = JSON.parse(await runKubectl(running, ["get", "node", node, "-o", path]));
    return Object.fromEntries(
      Object.entries(labels).filter(([key]) => /^(?:llmd|nvidia\.com)\//.test(key)),
    );
  }
});
