import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  type ControlPlaneOptions,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { toFakeNode } from "../../local/plane-content";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { type GkeTpuNodePoolPlan, planGkeTpuNodePool } from "../../plan/gke-tpu-node-pool";
import { planGkeTpuNodes } from "../../plan/gke-tpu-nodes";
import { planNodePool } from "../../plan/node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { toScheduling } from "../../plan/scheduling";
import { gkeTpuNodePoolSpec } from "../support/gke-tpu-pools";
import { requireValue } from "../support/specs";
import { requireTools } from "../support/tools";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-gke-tpu-nodes-${process.pid}`);

function tpuPool(name: string, topology: string): GkeTpuNodePoolPlan {
  return requireValue(planGkeTpuNodePool(name, gkeTpuNodePoolSpec({ topology })));
}

/** A slice of eight chips on one host, and one of sixteen on four. */
const POOLS = { single: tpuPool("single", "2x4"), multi: tpuPool("multi", "4x4") };

describe("the nodes that pools of TPU slices promise, on a real scheduler", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;

  before(async function () {
    const tools = await requireTools(this, CONTROL_PLANE_TOOLS);
    options = { name: "gke-tpu-nodes", directory: FOLDER, tools };
    ({ plane } = await startControlPlane(options));
    const nodes = Object.values(POOLS).flatMap((plan) =>
      planGkeTpuNodes(plan, requireValue(planNodePool(plan.ref))),
    );
    await applyNodes(plane, nodes.map(toFakeNode));
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  it("leave a pod that does not tolerate their taint pending, and say why", async () => {
    await applyObjects(plane, [toPod("intruder", 1, {})]);
    assert.match(
      await waitUntilRefused("intruder"),
      /^Unschedulable 0\/5 nodes are available: 5 node\(s\) had untolerated taint/,
    );
  });

  it("take a pod for all eight chips of a slice of one host", async () => {
    await applyObjects(plane, [toPod("server", 8, schedulingOf(POOLS.single.ref))]);
    assert.deepEqual(await waitUntilPlaced(["server"]), ["single-1"]);
  });

  it("take no second pod for it, nor one for more chips than a host of the other slice has", async () => {
    await applyObjects(plane, [
      toPod("second", 8, schedulingOf(POOLS.single.ref)),
      toPod("too-large", 8, schedulingOf(POOLS.multi.ref)),
    ]);
    const reasons = [await waitUntilRefused("second"), await waitUntilRefused("too-large")];
    assert.deepEqual(
      reasons.map((reason) => /(\d) Insufficient google\.com\/tpu/.exec(reason)?.[1]),
      ["1", "4"],
    );
  });

  it("take the pods of a slice of four hosts one to a host, each with all its chips", async () => {
    const names = ["host-0", "host-1", "host-2", "host-3"];
    const { devicesPerNode = 0 } = POOLS.multi.ref;
    const pods = names.map((name) => toPod(name, devicesPerNode, schedulingOf(POOLS.multi.ref)));
    await applyObjects(plane, pods);
    assert.deepEqual(
      [devicesPerNode, (await waitUntilPlaced(names)).toSorted()],
      [4, ["multi-1", "multi-2", "multi-3", "multi-4"]],
    );
  });

  it("are told from others by the generation and topology that GKE's own examples select by", async () => {
    const selector =
      "cloud.google.com/gke-tpu-accelerator=tpu-v6e-slice,cloud.google.com/gke-tpu-topology=4x4";
    const path = "jsonpath={.items[*].metadata.name}";
    const names = await runKubectl(plane, ["get", "nodes", "-l", selector, "-o", path]);
    assert.deepEqual(names.split(" ").toSorted(), ["multi-1", "multi-2", "multi-3", "multi-4"]);
  });

  async function waitUntilRefused(pod: string): Promise<string> {
    await runKubectl(plane, [
      ...["wait", `pod/${pod}`, "--for=condition=PodScheduled=False", "--timeout=60s"],
    ]);
    const scheduled = '.status.conditions[?(@.type=="PodScheduled")]';
    const path = `jsonpath={${scheduled}.reason} {${scheduled}.message}`;
    return runKubectl(plane, ["get", "pod", pod, "-o", path]);
  }

  /** The node of each pod, once all have one. */
  async function waitUntilPlaced(pods: readonly string[]): Promise<string[]> {
    await runKubectl(plane, [
      ...["wait", ...pods.map((name) => `pod/${name}`)],
      ...["--for=condition=PodScheduled", "--timeout=60s"],
    ]);
    const path = "jsonpath={.spec.nodeName}";
    return Promise.all(pods.map((name) => runKubectl(plane, ["get", "pod", name, "-o", path])));
  }
});

/** How a model's pods find the nodes of a pool. */
function schedulingOf(ref: NodePoolRef): object {
  return toScheduling(requireValue(planNodePool(ref)));
}

function toPod(name: string, chips: number, scheduling: object): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: {
      ...scheduling,
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: "engine",
          image: "example.org/engine:1",
          resources: { limits: { "google.com/tpu": String(chips) } },
        },
      ],
    },
  };
}
