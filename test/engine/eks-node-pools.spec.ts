import assert from "node:assert/strict";
import { EksEfaNodePool } from "../../components/eks/eks-efa-node-pool";
import { EksGpuNodePool } from "../../components/eks/eks-gpu-node-pool";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { EKS_BEHAVIOUR } from "../../local/provider/eks-behaviour";
import type { EksEfaNodePoolSpec } from "../../plan/eks-efa-node-pool";
import {
  CAPACITY_BLOCK,
  eksEfaNodePoolArgs,
  eksGpuNodePoolArgs,
  RESERVATION,
} from "../support/eks-pools";
import { type EngineStack, serveRecordingProviders, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { modelServiceSpec, modelSettings, modelStorageSpec } from "../support/specs";
import { requireTools } from "../support/tools";

type Changes = Partial<EksEfaNodePoolSpec>;

const POOLS = {
  gpu: (changes: Changes) => new EksGpuNodePool("pool", eksGpuNodePoolArgs(changes)),
  efa: (changes: Changes) => new EksEfaNodePool("pool", eksEfaNodePoolArgs(changes)),
} as const;

/** A pool, a claim and a model that runs on the one and reads from the other. */
function program(kind: keyof typeof POOLS, changes: Changes) {
  return async () => {
    const pool = POOLS[kind](changes);
    const weights = new ModelStorage("weights", { ...modelStorageSpec(), namespace: "llm" });
    const model = modelSettings({ id: "acme/tiny", storage: weights.ref });
    const spec = modelServiceSpec({ model, nodePool: pool.ref });
    new ModelService("tiny", { ...spec, namespace: "llm" });
  };
}

/** What makes the group and its template, what is around them in a pool with EFA, and the model that uses them. */
const GPU_CHILDREN = ["pool-launch-template", "pool-node-group"];
const EFA_CHILDREN = ["pool-efa", "pool-efa-egress", "pool-efa-ingress"];
const USERS = ["tiny", "tiny-release", "weights", "weights-claim"];

/** Every kind of pool, what it is made of, and what another machine does to it. */
const STORIES = [
  {
    title: "a GPU pool on demand",
    kind: "gpu",
    spec: { maxSize: 4 },
    machine: { instanceType: "p5e.48xlarge" },
    children: GPU_CHILDREN,
    deletesFirst: false,
  },
  {
    title: "a Capacity Block",
    kind: "gpu",
    spec: { ...CAPACITY_BLOCK, capacityReservationSize: 4 },
    machine: { instanceType: "p5e.48xlarge", capacityReservationId: "cr-1" },
    children: [...GPU_CHILDREN, "pool-scale-from-zero-ephemeral-storage"],
    deletesFirst: true,
  },
  {
    title: "an EFA pool on demand",
    kind: "efa",
    spec: { maxSize: 4 },
    machine: { instanceType: "p6-b200.48xlarge" },
    children: [...GPU_CHILDREN, ...EFA_CHILDREN, "pool-placement-group"],
    deletesFirst: false,
  },
  {
    title: "an EFA pool on a reservation",
    kind: "efa",
    spec: { ...RESERVATION, capacityReservationSize: 4, maxSize: 4 },
    machine: { instanceType: "p6-b200.48xlarge", capacityReservationId: "cr-1" },
    children: [...GPU_CHILDREN, ...EFA_CHILDREN],
    deletesFirst: true,
  },
] as const;

describe("node pools on EKS, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  for (const { title, kind, spec, machine, children, deletesFirst } of STORIES) {
    describe(title, () => {
      /** One stack for the whole story, in the order in which it happens to a real one. */
      it("is made, grows, is renamed, changes its machine and goes", async () => {
        const providers = await serveRecordingProviders({ aws: { types: EKS_BEHAVIOUR } });
        await withStack({ program: program(kind, spec), providers }, async (stack) => {
          const first = await stack.up();
          assert.deepEqual(
            summarize(first).toSorted(),
            ["pool", ...children, ...USERS].map((name) => `create ${name}`).toSorted(),
          );
          await checkOrder(stack);
          await checkUnchanged(stack);
          const larger = program(kind, { ...spec, maxSize: 3 });
          assert.deepEqual(changesOf(await stack.up(larger)), ["update pool-node-group"]);
          const labelled = program(kind, { ...spec, labels: { team: "a" } });
          assert.deepEqual(changesOf(await stack.up(labelled)), ["update pool-node-group"]);
          await checkMachine(stack, program(kind, { ...spec, ...machine }), deletesFirst);
          const names = summarize(await stack.destroy());
          assert.deepEqual(
            [names.indexOf("delete tiny-release"), names.length, await stack.exportState()],
            [0, children.length + USERS.length + 1, []],
          );
        });
      });
    });
  }

  it("leaves the number of nodes to whoever scales, where that is wanted", async () => {
    const providers = await serveRecordingProviders({ aws: { types: EKS_BEHAVIOUR } });
    const spec = { maxSize: 4, ignoreScalingChanges: true };
    await withStack({ program: program("gpu", spec), providers }, async (stack) => {
      await stack.up();
      const scaled = await stack.up(program("gpu", { ...spec, desiredSize: 3 }));
      assert.deepEqual(changesOf(scaled), []);
    });
  });

  it("sends the number of nodes that the state knows where minSize changes: an old one, until a refresh", async () => {
    const providers = await serveRecordingProviders({ aws: { types: EKS_BEHAVIOUR } });
    const spec = { maxSize: 4, ignoreScalingChanges: true };
    await withStack({ program: program("gpu", spec), providers }, async (stack) => {
      await stack.up();
      await stack.up(program("gpu", { ...spec, minSize: 2 }));
      const scaled = { minSize: 2, maxSize: 4, desiredSize: 3 };
      providers.aws.drift("pool-node-group", { scalingConfig: scaled });
      await stack.refresh();
      await stack.up(program("gpu", { ...spec, minSize: 3 }));
    });
    const sent = providers.aws.calls.filter(
      ({ method, name, preview }) =>
        name === "pool-node-group" && /^(?:create|update)$/.test(method) && !preview,
    );
    assert.deepEqual(
      sent.map(({ method, inputs }) => [method, inputs.scalingConfig]),
      [
        ["create", { minSize: 1, maxSize: 4, desiredSize: 1 }],
        ["update", { minSize: 2, maxSize: 4, desiredSize: 1 }],
        ["update", { minSize: 3, maxSize: 4, desiredSize: 3 }],
      ],
    );
  });

  it("refuses in the preview, with nothing made", async () => {
    const providers = await serveRecordingProviders({ aws: { types: EKS_BEHAVIOUR } });
    await withStack(
      { program: program("efa", { instanceType: "g6.xlarge" }), providers },
      (stack) =>
        assert.rejects(stack.preview(), {
          message: /instanceType: "g6\.xlarge"; has no EFA interface; use EksGpuNodePool/,
        }),
    );
    assert.deepEqual(providers.aws.calls, []);
  });
});

/** The release depends on the group and on the claim, in the state too, which a destroy goes by. */
async function checkOrder(stack: EngineStack): Promise<void> {
  const state = await stack.exportState();
  const release = state.find(({ urn }) => urn.endsWith("::tiny-release"));
  const names = (release?.dependencies ?? []).map((urn) => urn.split("::").at(-1));
  assert.deepEqual(
    ["pool-node-group", "weights-claim"].filter((name) => !names.includes(name)),
    [],
  );
}

async function checkUnchanged(stack: EngineStack): Promise<void> {
  const again = await stack.up();
  assert.deepEqual(Object.keys(again.changes), ["same"]);
}

/** Another machine replaces the group, in the order that its capacity has room for. */
async function checkMachine(
  stack: EngineStack,
  changed: () => Promise<void>,
  deletesFirst: boolean,
): Promise<void> {
  const outcome = await stack.up(changed);
  const steps = summarize(outcome).filter((step) => step.endsWith(" pool-node-group"));
  assert.deepEqual(
    steps,
    deletesFirst
      ? [
          "delete-replaced pool-node-group",
          "replace pool-node-group",
          "create-replacement pool-node-group",
        ]
      : [
          "create-replacement pool-node-group",
          "replace pool-node-group",
          "delete-replaced pool-node-group",
        ],
  );
  assert.match(requireStep(outcome, "tiny-release").op, /^(?:same|update)$/);
}

/** Everything but what stays as it is. */
function changesOf(outcome: Parameters<typeof summarize>[0]): string[] {
  return summarize(outcome).filter((step) => !step.startsWith("same "));
}
