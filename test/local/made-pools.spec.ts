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
import { readProject, readStackFile } from "../../local/stack-file";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { toEnvironment } from "../../stacks/environment";
import { requireValue } from "../support/specs";
import { requireTools } from "../support/tools";

const STACK = "dev";
const QUIET = { started: () => {}, finished: () => {} };

/** The stack whose pools the program makes, as `make up STACK=dev` plays it. */
describe("a stack that makes its pools, on the local plane", () => {
  // One folder per run, so that runs side by side do not meet.
  const directory = join(repositoryRoot(), ".local", `test-made-pools-${process.pid}`);
  const kubeconfigBefore = process.env.KUBECONFIG;
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

  it("asks no cloud, and runs its models on the nodes that the pools promise; again, it changes nothing", async () => {
    const project = readProject(repositoryRoot());
    const stackFile = requireValue(readStackFile(project, STACK));
    const environment = requireValue(toEnvironment(stackFile.config));
    const options = { directory, project, stackName: STACK, stackFile, environment };
    const plane = openLocalPlane(options);
    try {
      await plane.resolveTools(QUIET);
      await plane.start(QUIET);
      await plane.applyContent();
      await plane.recover();
      await plane.deploy();
      const pods = await plane.waitForPods();
      const again = await plane.preview();
      assert.deepEqual(
        {
          nodes: pods.map(({ node }) => node).toSorted(),
          labels: await readLabels("deepseek-1"),
          changes: again.changes,
        },
        {
          nodes: ["deepseek-1", "qwen-1"],
          labels: { "llmd/node-pool": "deepseek", "nvidia.com/gpu.present": "true" },
          changes: [],
        },
      );
    } finally {
      await plane.close();
    }
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
