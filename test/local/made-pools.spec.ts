import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  type ControlPlaneOptions,
  findControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { openLocalPlane } from "../../local/local-plane";
import { toFakeNodes } from "../../local/plane-content";
import { readProject, readStackFile, type StackFile } from "../../local/stack-file";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { toScheduling } from "../../plan/scheduling";
import { toEnvironment } from "../../stacks/environment";
import { changePlaces } from "../support/changed";
import { requireValue } from "../support/specs";
import { requireTools } from "../support/tools";

const QUIET = { started: () => {}, finished: () => {} };
const PROJECT = readProject(repositoryRoot());

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

interface PlayedStack {
  /** What its file says. */
  readonly stackFile: StackFile;
  /** Runs it once: what changed, the nodes of its pods, and what a preview says after it. */
  deploy(stackFile: StackFile): Promise<Deployed>;
  /** The plane, once something was deployed. */
  findPlane(): Promise<ControlPlane>;
}

interface Deployed {
  readonly changes: readonly { readonly operation: string; readonly name: string }[];
  readonly nodes: readonly (string | undefined)[];
  readonly again: readonly unknown[];
}

/** A stack as `make up STACK=<name>` plays it, on a plane of the suite's own. */
function usePlayedStack(stackName: string): () => PlayedStack {
  // One folder per run, so that runs side by side do not meet.
  const directory = join(repositoryRoot(), ".local", `test-made-pools-${stackName}-${process.pid}`);
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

  async function deploy(stackFile: StackFile): Promise<Deployed> {
    const environment = requireValue(toEnvironment(stackFile.config));
    const options = { directory, project: PROJECT, stackName, stackFile, environment };
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

  async function findPlane(): Promise<ControlPlane> {
    const running = control === undefined ? undefined : await findControlPlane(control);
    return running ?? assert.fail("the plane does not run");
  }

  return () => ({
    stackFile: requireValue(readStackFile(PROJECT, stackName)),
    deploy,
    findPlane,
  });
}

/** Labels of a node that only the plan of its pool, or its cloud, can have given. */
async function readLabels(plane: ControlPlane, node: string): Promise<Record<string, unknown>> {
  const path = "jsonpath={.metadata.labels}";
  const labels: object = JSON.parse(await runKubectl(plane, ["get", "node", node, "-o", path]));
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) =>
      /^(?:llmd|nvidia\.com|cloud\.google\.com)\//.test(key),
    ),
  );
}

describe("a stack that makes its pools on EKS, on the local plane", () => {
  const played = usePlayedStack("dev");

  it("asks no cloud, and runs its models on the nodes that the pools promise; again, it changes nothing", async () => {
    const { stackFile, deploy, findPlane } = played();
    const { nodes, again } = await deploy(stackFile);
    assert.deepEqual(
      { nodes, labels: await readLabels(await findPlane(), "deepseek-1"), again },
      {
        nodes: ["deepseek-1", "qwen-1"],
        labels: { "llmd/node-pool": "deepseek", "nvidia.com/gpu.present": "true" },
        again: [],
      },
    );
  });

  it("asks none either when it makes no pools any more", async () => {
    const { stackFile, deploy } = played();
    const { changes } = await deploy(withoutMadePools(stackFile));
    const deleted = changes.filter(({ operation }) => operation === "delete");
    assert.deepEqual(deleted.map(({ name }) => name).toSorted(), [
      ...["deepseek-launch-template", "deepseek-node-group"],
      ...["qwen-launch-template", "qwen-node-group"],
    ]);
  });
});

describe("a stack that makes its pools on GKE, on the local plane", () => {
  const played = usePlayedStack("prod-gke");

  it("runs all its models, two on GPUs and one on a slice of TPUs; again, it changes nothing", async () => {
    const { stackFile, deploy, findPlane } = played();
    const { nodes, again } = await deploy(stackFile);
    assert.deepEqual(
      { nodes, labels: await readLabels(await findPlane(), "qwen3-32b-1"), again },
      {
        nodes: [
          ...["deepseek-1", "deepseek-2", "qwen-1", "qwen-1", "qwen-2", "qwen-2"],
          "qwen3-32b-1",
        ],
        labels: {
          "cloud.google.com/gke-nodepool": "qwen3-32b-slices",
          "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
          "cloud.google.com/gke-tpu-topology": "2x4",
          "llmd/node-pool": "qwen3-32b",
        },
        again: [],
      },
    );
  });

  it("has the nodes of each slice of several hosts, where a group's pods land one to a host of one slice", async () => {
    const { stackFile, findPlane } = played();
    const slices = { kind: "tpu", generation: "v6e", topology: "4x4", sliceCount: 2 };
    const config = changePlaces(stackFile.config, {
      "gke.nodePools.slices": { ...slices, zone: "us-central1-b" },
    });
    const { plan, madePools } = requireValue(toEnvironment(config));
    const pool = plan.nodePools.slices ?? assert.fail("the pool is not planned");
    const plane = await findPlane();
    await applyNodes(plane, toFakeNodes(plan, madePools));
    const pods = ["group-0", "group-1", "group-2", "group-3"];
    const chips = { "google.com/tpu": pool.devicesPerNode };
    await applyObjects(
      plane,
      pods.map((name) => toGroupPod(name, toScheduling(pool), chips)),
    );
    await runKubectl(plane, ["wait", "pod", "-l", "group", "--for=condition=PodScheduled"]);
    const path = "jsonpath={.items[*].spec.nodeName}";
    const nodes = (await runKubectl(plane, ["get", "pods", "-l", "group", "-o", path])).split(" ");
    const labels = await Promise.all(nodes.map((node) => readLabels(plane, node)));
    const hosts = new Set(nodes);
    const nodePools = new Set(labels.map((each) => each["cloud.google.com/gke-nodepool"]));
    assert.deepEqual([hosts.size, nodePools.size], [4, 1]);
  });
});

/** A pod of a group that is kept on one node pool of GKE, as LeaderWorkerSet does with an exclusive topology. */
function toGroupPod(
  name: string,
  scheduling: object,
  limits: Readonly<Record<string, number>>,
): object {
  const labels = { group: "one" };
  const term = {
    labelSelector: { matchLabels: labels },
    topologyKey: "cloud.google.com/gke-nodepool",
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels },
    spec: {
      ...scheduling,
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } },
      containers: [{ name: "engine", image: "example.org/engine:1", resources: { limits } }],
    },
  };
}
