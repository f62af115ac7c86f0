import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { Engine } from "../../catalog/engines";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  type ControlPlaneOptions,
  planeEnvironment,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { applyVolumes } from "../../local/control-plane/volumes";
import { toFakeNode } from "../../local/plane-content";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { toChartValues } from "../../plan/chart-values";
import { planEksEfaNodePool } from "../../plan/eks-efa-node-pool";
import { type EksGpuNodePoolPlan, planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import { planEksNodes } from "../../plan/eks-nodes";
import type { KvCacheTiers } from "../../plan/engine-settings";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import { planNodePool } from "../../plan/node-pool";
import { CHART_FOLDER } from "../support/helm";
import { modelServiceSpec, modelSettings, pairSpec, requireValue } from "../support/specs";
import { requireTools, toolPath } from "../support/tools";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-eks-nodes-${process.pid}`);

function efaPool(name: string, availabilityZone: string): EksGpuNodePoolPlan {
  const spec = { instanceType: "p5en.48xlarge", maxSize: 2, availabilityZone };
  return requireValue(planEksEfaNodePool(name, spec)).pool;
}

/** Two pools that differ in name and zone alone, and one of another machine. */
const POOLS = {
  efa: efaPool("efa", "us-east-1a"),
  other: efaPool("other", "us-east-1b"),
  small: requireValue(planEksGpuNodePool("small", { instanceType: "g6e.48xlarge" })),
};

describe("the nodes that pools on EKS promise, on a real scheduler", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;
  let helm = "";

  before(async function () {
    const tools = await requireTools(this, [...CONTROL_PLANE_TOOLS, "helm"]);
    helm = toolPath(tools, "helm");
    options = { name: "eks-nodes", directory: FOLDER, tools };
    ({ plane } = await startControlPlane(options));
    const nodes = Object.values(POOLS).flatMap((plan) =>
      planEksNodes(plan, requireValue(planNodePool(plan.ref))),
    );
    await applyNodes(plane, nodes.map(toFakeNode));
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  it("leave a pod that does not tolerate their taint pending, and say why", async () => {
    await applyObjects(plane, [toPod("intruder", [])]);
    const condition = await waitForCondition("intruder");
    assert.match(
      condition,
      /^Unschedulable 0\/5 nodes are available: 5 node\(s\) had untolerated taint/,
    );
  });

  it("take the same pod when it tolerates the taint of the pool", async () => {
    const [taint] = POOLS.efa.ref.taints ?? [];
    assert(taint !== undefined);
    const toleration = { ...taint, operator: "Equal" };
    await applyObjects(plane, [toPod("guest", [toleration])]);
    await runKubectl(plane, ["wait", "pod/guest", "--for=condition=PodScheduled", "--timeout=60s"]);
    await runKubectl(plane, ["delete", "pod", "guest", "--force"]);
  });

  it("take prefill and decode on one EFA pool into one zone, with all interfaces of two nodes, and into no other pool", async () => {
    const spec = pairSpec({
      model: modelSettings({ id: "Qwen/Qwen3-32B" }),
      nodePool: POOLS.efa.ref,
      roles: {
        prefill: { replicas: 2, parallelism: { tensor: 4 } },
        decode: { parallelism: { tensor: 8 } },
      },
    });
    await makeClaim("llm-model");
    await deploy("pair", spec);
    const nodes = await readNodesOfPods("llm-d.ai/model=pair");
    const zones = await Promise.all(nodes.map(readZone));
    const interfaces = await runKubectl(plane, [
      ...["get", "pods", "-l", "llm-d.ai/model=pair", "--sort-by=.metadata.name", "-o"],
      "jsonpath={.items[*].spec.containers[0].resources.requests.vpc\\.amazonaws\\.com/efa}",
    ]);
    assert.deepEqual(
      { nodes: [...new Set(nodes)].toSorted(), zones, interfaces },
      { nodes: ["efa-1", "efa-2"], zones: nodes.map(() => "us-east-1a"), interfaces: "16 8 8" },
    );
  });

  it("take models whose cache goes on to the disk of the node, and to a claim", async () => {
    const tiers = { memory: "50%" };
    await makeClaim("weights");
    await makeClaim("kv-cache");
    const specOf = (name: Engine, files: KvCacheTiers) =>
      modelServiceSpec({
        model: modelSettings({ id: "acme/tiny", storage: { claimName: "weights" } }),
        engine: { name, kvCache: { tiers: { ...tiers, ...files } } },
        nodePool: POOLS.small.ref,
      });
    await deploy("on-disk", specOf(Engine.sglang, { disk: "100Gi" }));
    await deploy("in-claim", specOf(Engine.vllm, { shared: { claimName: "kv-cache" } }));
    const nodes = await Promise.all(
      ["on-disk", "in-claim"].map((name) => readNodesOfPods(`llm-d.ai/model=${name}`)),
    );
    assert.deepEqual(nodes, [["small-1"], ["small-1"]]);
  });

  /** Renders the chart as a deployment would, and waits until all pods are there. */
  async function deploy(name: string, spec: ModelServiceSpec): Promise<void> {
    const values = toChartValues(requireValue(planModelService(name, spec)), {});
    const { stdout } = await execa(
      helm,
      ["template", name, CHART_FOLDER, "--namespace", "default", "--values", "-"],
      { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
    );
    await runKubectl(plane, ["apply", "--server-side", "-f", "-"], stdout);
    await runKubectl(plane, [
      ...["rollout", "status", "deployment", "--timeout=120s"],
      ...["-l", `app.kubernetes.io/instance=${name}`],
    ]);
  }

  async function waitForCondition(pod: string): Promise<string> {
    await runKubectl(plane, [
      ...["wait", `pod/${pod}`, "--for=condition=PodScheduled=False", "--timeout=60s"],
    ]);
    const scheduled = '.status.conditions[?(@.type=="PodScheduled")]';
    const path = `jsonpath={${scheduled}.reason} {${scheduled}.message}`;
    return runKubectl(plane, ["get", "pod", pod, "-o", path]);
  }

  async function makeClaim(name: string): Promise<void> {
    const claim = { namespace: "default", name };
    await applyVolumes(plane, [
      {
        name: `default-${name}`,
        storageClassName: "ssd",
        capacity: "2Ti",
        accessModes: ["ReadWriteMany"],
        claim,
      },
    ]);
    await applyObjects(plane, [
      {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: claim,
        spec: {
          storageClassName: "ssd",
          accessModes: ["ReadWriteMany"],
          resources: { requests: { storage: "2Ti" } },
        },
      },
    ]);
  }

  async function readNodesOfPods(selector: string): Promise<string[]> {
    const path = "jsonpath={.items[*].spec.nodeName}";
    return (await runKubectl(plane, ["get", "pods", "-l", selector, "-o", path])).split(" ");
  }

  async function readZone(node: string): Promise<string> {
    const path = "jsonpath={.metadata.labels.topology\\.kubernetes\\.io/zone}";
    return runKubectl(plane, ["get", "node", node, "-o", path]);
  }
});

/** A pod that asks for one device and nothing else. */
function toPod(name: string, tolerations: readonly object[]): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: {
      terminationGracePeriodSeconds: 0,
      tolerations,
      containers: [
        {
          name: "engine",
          image: "example.org/engine:1",
          resources: { limits: { "nvidia.com/gpu": "1" } },
        },
      ],
    },
  };
}
