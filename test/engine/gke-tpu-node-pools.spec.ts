import assert from "node:assert/strict";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { GkeTpuNodePool } from "../../components/gke/gke-tpu-node-pool";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { GKE_BEHAVIOUR } from "../../local/provider/gke-behaviour";
import type { GkeTpuNodePoolSpec } from "../../plan/gke-tpu-node-pool-spec";
import { type EngineStack, serveRecordingProviders, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { GKE_RESERVATION } from "../support/gke-pools";
import { gkeTpuNodePoolArgs } from "../support/gke-tpu-pools";
import { modelSettings, modelStorageSpec, tpuServiceSpec } from "../support/specs";
import { requireTools } from "../support/tools";

type Changes = Partial<GkeTpuNodePoolSpec>;

/** A pool, a claim and a model that has a slice of the one to itself and reads from the other. */
function servingProgram(changes: Changes) {
  return async () => {
    const pool = new GkeTpuNodePool("pool", gkeTpuNodePoolArgs(changes));
    const weights = new ModelStorage("weights", { ...modelStorageSpec(), namespace: "llm" });
    const model = modelSettings({ id: "Qwen/Qwen3-32B", storage: weights.ref });
    const tensor = pool.ref.devicesPerNode ?? 1;
    const roles = { both: { parallelism: { tensor } } };
    const spec = tpuServiceSpec({ model, nodePool: pool.ref, roles });
    new ModelService("tiny", { ...spec, namespace: "llm" });
  };
}

/** A pool, and something that is made when all its slices are: what serves from several hosts is not ours yet. */
function groupProgram(changes: Changes) {
  return async () => {
    const pool = new GkeTpuNodePool("pool", gkeTpuNodePoolArgs(changes));
    const metadata = { name: "tiny", namespace: "llm", labels: { ...pool.ref.labels } };
    new ConfigMap("tiny-release", { metadata }, { dependsOn: [pool] });
  };
}

const SERVING_USERS = ["tiny", "tiny-release", "weights", "weights-claim"];

interface Story {
  readonly title: string;
  readonly program: (changes: Changes) => () => Promise<void>;
  readonly spec: Changes;
  readonly children: readonly string[];
  readonly users: readonly string[];
  /** More slices, and what they change. */
  readonly larger: Changes;
  readonly growth: readonly string[];
  /** The node pools that there are then. */
  readonly nodePools: readonly string[];
  /** Another machine, or another topology of the same one. */
  readonly machine: Changes;
  readonly deletesFirst: boolean;
}

const TPU7X = { generation: "tpu7x", topology: "2x2x2" } as const;

/** Every kind of pool, what it is made of, and what more slices and another machine do to it. */
const STORIES: readonly Story[] = [
  {
    title: "slices of one host, on demand",
    program: servingProgram,
    spec: { sliceCount: 2 },
    children: ["pool-slices"],
    users: SERVING_USERS,
    larger: { sliceCount: 3 },
    growth: ["update pool-slices"],
    nodePools: ["pool-slices"],
    machine: { topology: "2x2" },
    deletesFirst: false,
  },
  {
    title: "slices of one host, on a reservation",
    program: servingProgram,
    spec: { ...GKE_RESERVATION, sliceCount: 2 },
    children: ["pool-slices"],
    users: SERVING_USERS,
    larger: { sliceCount: 3 },
    growth: ["update pool-slices"],
    nodePools: ["pool-slices"],
    machine: { generation: "v5e" },
    deletesFirst: true,
  },
  {
    title: "slices of several hosts, by compact placement",
    program: groupProgram,
    spec: { topology: "4x4", sliceCount: 2 },
    children: ["pool-slice-1", "pool-slice-2"],
    users: ["tiny-release"],
    larger: { sliceCount: 3 },
    growth: ["create pool-slice-3"],
    nodePools: ["pool-slice-1", "pool-slice-2", "pool-slice-3"],
    machine: { topology: "4x8" },
    deletesFirst: false,
  },
  {
    title: "slices of several hosts, by the workload policy of TPU7x",
    program: groupProgram,
    spec: TPU7X,
    children: ["pool-slice-1", "pool-workload-policy"],
    users: ["tiny-release"],
    larger: { sliceCount: 2 },
    growth: ["create pool-slice-2"],
    nodePools: ["pool-slice-1", "pool-slice-2"],
    machine: { topology: "2x2x4" },
    deletesFirst: false,
  },
];

describe("pools of TPU slices on GKE, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  for (const story of STORIES) {
    const { program, spec, children, users, larger, nodePools } = story;
    describe(story.title, () => {
      /** One stack for the whole story, in the order in which it happens to a real one. */
      it("is made, grows, is renamed, changes its machine and goes", async () => {
        const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
        await withStack({ program: program(spec), providers }, async (stack) => {
          const first = await stack.up();
          assert.deepEqual(
            summarize(first).toSorted(),
            ["pool", ...children, ...users].map((name) => `create ${name}`).toSorted(),
          );
          await checkOrder(stack, children);
          assert.deepEqual(Object.keys((await stack.up()).changes), ["same"]);
          const grown = { ...spec, ...larger };
          assert.deepEqual(changesOf(await stack.up(program(grown))), story.growth);
          const labelled = { ...grown, labels: { team: "a" } };
          assert.deepEqual(
            changesOf(await stack.up(program(labelled))).toSorted(),
            nodePools.map((name) => `update ${name}`),
          );
          await checkMachine(stack, story);
          const names = summarize(await stack.destroy());
          assert.deepEqual([names[0], await stack.exportState()], ["delete tiny-release", []]);
        });
      });
    });
  }

  it("keeps a slice of several hosts that may go no more, in place", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    const spec = { topology: "4x4", minSliceCount: 0, maxSliceCount: 2 };
    await withStack({ program: groupProgram(spec), providers }, async (stack) => {
      await stack.up();
      const kept = await stack.up(groupProgram({ ...spec, minSliceCount: 1 }));
      assert.deepEqual(changesOf(kept), ["update pool-slice-1"]);
    });
    const sent = providers.gcp.calls.filter(
      ({ method, name, preview }) =>
        name === "pool-slice-1" && /^(?:create|update)$/.test(method) && !preview,
    );
    assert.deepEqual(
      sent.map(({ method, inputs: { autoscaling, nodeCount } }) => [
        method,
        autoscaling,
        nodeCount,
      ]),
      [
        ["create", { minNodeCount: 0, maxNodeCount: 4, locationPolicy: "ANY" }, undefined],
        ["update", undefined, 4],
      ],
    );
  });

  it("replaces no pool for a first number of nodes, nor for what GKE does to its processors", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    const spec = { minSliceCount: 1, maxSliceCount: 4 };
    await withStack({ program: servingProgram(spec), providers }, async (stack) => {
      await stack.up();
      const [made] = providers.gcp.calls.filter(
        ({ method, name, preview }) => method === "create" && name === "pool-slices" && !preview,
      );
      const nodeConfig = Object.assign({}, made?.inputs.nodeConfig, {
        advancedMachineFeatures: { threadsPerCore: 1 },
      });
      providers.gcp.drift("pool-slices", { initialNodeCount: 3, nodeConfig });
      await stack.refresh();
      const raised = await stack.up(servingProgram({ ...spec, minSliceCount: 2 }));
      assert.deepEqual(changesOf(raised), ["update pool-slices"]);
    });
  });

  it("refuses in the preview, with nothing made", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    await withStack({ program: servingProgram({ topology: "4x2" }), providers }, (stack) =>
      assert.rejects(stack.preview(), {
        message: /topology: "4x2"; a slice of v6e is 1x1, 2x2, 2x4, .*; write 2x4 \(8 chips\)/,
      }),
    );
    assert.deepEqual(providers.gcp.calls, []);
  });
});

/** What uses the pool depends on all its node pools, in the state too, which a destroy goes by. */
async function checkOrder(stack: EngineStack, children: readonly string[]): Promise<void> {
  const state = await stack.exportState();
  const release = state.find(({ urn }) => urn.endsWith("::tiny-release"));
  const names = (release?.dependencies ?? []).map((urn) => urn.split("::").at(-1));
  assert.deepEqual(
    children.filter((name) => !names.includes(name)),
    [],
  );
}

/** Another machine or topology replaces every node pool, in the order that its capacity has room for. */
async function checkMachine(stack: EngineStack, story: Story): Promise<void> {
  const { program, spec, larger, machine, nodePools, deletesFirst } = story;
  const outcome = await stack.up(program({ ...spec, ...larger, ...machine }));
  for (const name of nodePools) {
    const steps = summarize(outcome).filter((step) => step.endsWith(` ${name}`));
    const made = ["create-replacement", "replace"];
    const order = deletesFirst
      ? ["delete-replaced", ...made.toReversed()]
      : [...made, "delete-replaced"];
    assert.deepEqual(
      steps,
      order.map((op) => `${op} ${name}`),
    );
  }
  assert.match(requireStep(outcome, "tiny-release").op, /^(?:same|update)$/);
}

/** Everything but what stays as it is. */
function changesOf(outcome: Parameters<typeof summarize>[0]): string[] {
  return summarize(outcome).filter((step) => !step.startsWith("same "));
}
