import assert from "node:assert/strict";
import { GkeGpuNodePool, type GkeGpuNodePoolArgs } from "../../components/gke/gke-gpu-node-pool";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { GKE_BEHAVIOUR } from "../../local/provider/gke-behaviour";
import { GkeCapacityType } from "../../plan/gke-capacity";
import { AcceleratorNetworkProfile } from "../../plan/gke-network";
import { type EngineStack, serveRecordingProviders, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { GKE_RESERVATION, gkeGpuNodePoolArgs, gpuNetworks } from "../support/gke-pools";
import { modelServiceSpec, modelSettings, modelStorageSpec } from "../support/specs";
import { requireTools } from "../support/tools";

type Changes = Partial<GkeGpuNodePoolArgs>;

/** A pool, a claim and a model that runs on the one and reads from the other. */
function program(changes: Changes) {
  return async () => {
    const pool = new GkeGpuNodePool("pool", gkeGpuNodePoolArgs(changes));
    const weights = new ModelStorage("weights", { ...modelStorageSpec(), namespace: "llm" });
    const model = modelSettings({ id: "acme/tiny", storage: weights.ref });
    const spec = modelServiceSpec({ model, nodePool: pool.ref });
    new ModelService("tiny", { ...spec, namespace: "llm" });
  };
}

const RESOURCES = ["pool", "pool-pool", "tiny", "tiny-release", "weights", "weights-claim"];

/** Every way in which a pool is bought, how it grows, and what another machine does to it. */
const STORIES: readonly {
  readonly title: string;
  readonly spec: Changes;
  readonly larger: Changes;
  readonly machine: Changes;
  readonly deletesFirst: boolean;
}[] = [
  {
    title: "a pool on demand, of a fixed size and with networks for its devices",
    spec: { size: 2, additionalNetworks: gpuNetworks(8) },
    larger: { size: 3 },
    machine: { machineType: "a3-highgpu-8g", additionalNetworks: gpuNetworks(4) },
    deletesFirst: false,
  },
  {
    title: "a pool of spot machines, scaled by its load",
    spec: { machineType: "a4-highgpu-8g", capacityType: GkeCapacityType.spot, maxSize: 2 },
    larger: { minSize: 2, maxSize: 4 },
    machine: { machineType: "a3-ultragpu-8g" },
    deletesFirst: false,
  },
  {
    title: "a pool of flex-start machines",
    spec: { machineType: "a3-highgpu-1g", capacityType: GkeCapacityType.flexStart, maxSize: 2 },
    larger: { maxSize: 4 },
    machine: { machineType: "a3-highgpu-2g" },
    deletesFirst: false,
  },
  {
    title: "a pool on a reservation, whose networks GKE makes",
    spec: {
      ...GKE_RESERVATION,
      machineType: "a4-highgpu-8g",
      size: 1,
      acceleratorNetworkProfile: AcceleratorNetworkProfile.auto,
    },
    larger: { size: 2 },
    machine: { machineType: "a3-ultragpu-8g", reservationName: "other" },
    deletesFirst: true,
  },
];

describe("GPU pools on GKE, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  for (const { title, spec, larger, machine, deletesFirst } of STORIES) {
    describe(title, () => {
      /** One stack for the whole story, in the order in which it happens to a real one. */
      it("is made, grows, is renamed, changes its machine and goes", async () => {
        const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
        await withStack({ program: program(spec), providers }, async (stack) => {
          const first = await stack.up();
          assert.deepEqual(
            summarize(first).toSorted(),
            RESOURCES.map((name) => `create ${name}`).toSorted(),
          );
          await checkOrder(stack);
          assert.deepEqual(Object.keys((await stack.up()).changes), ["same"]);
          const grown = await stack.up(program({ ...spec, ...larger }));
          assert.deepEqual(changesOf(grown), ["update pool-pool"]);
          const labelled = await stack.up(program({ ...spec, labels: { team: "a" } }));
          assert.deepEqual(changesOf(labelled), ["update pool-pool"]);
          await checkMachine(stack, program({ ...spec, ...machine }), deletesFirst);
          const names = summarize(await stack.destroy());
          assert.deepEqual(
            [names.indexOf("delete tiny-release"), names.length, await stack.exportState()],
            [0, RESOURCES.length, []],
          );
        });
      });
    });
  }

  it("is updated by a machine of another size with the same devices, and by another zone", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    const spec = { machineType: "g2-standard-8" };
    const zones = ["us-central1-a", "us-central1-b"];
    await withStack({ program: program(spec), providers }, async (stack) => {
      await stack.up();
      const changed = await stack.up(program({ machineType: "g2-standard-32", zones }));
      assert.deepEqual(
        changesOf(changed).filter((step) => step.endsWith("pool-pool")),
        ["update pool-pool"],
      );
    });
  });

  it("leaves a fixed number of nodes to whoever scales, where that is wanted", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    const spec = { size: 1, ignoreScalingChanges: true };
    await withStack({ program: program(spec), providers }, async (stack) => {
      await stack.up();
      // The model may come by a spare node to roll out onto; the pool itself stays as it is.
      const scaled = await stack.up(program({ ...spec, size: 3 }));
      assert.equal(requireStep(scaled, "pool-pool").op, "same");
    });
  });

  it("refuses in the preview, with nothing made", async () => {
    const providers = await serveRecordingProviders({ gcp: { types: GKE_BEHAVIOUR } });
    await withStack({ program: program({ machineType: "a4-highgpu-8g" }), providers }, (stack) =>
      assert.rejects(stack.preview(), {
        message: /capacityType: absent; a4-highgpu-8g is sold only from reservations/,
      }),
    );
    assert.deepEqual(providers.gcp.calls, []);
  });
});

/** The release depends on the pool and on the claim, in the state too, which a destroy goes by. */
async function checkOrder(stack: EngineStack): Promise<void> {
  const state = await stack.exportState();
  const release = state.find(({ urn }) => urn.endsWith("::tiny-release"));
  const names = (release?.dependencies ?? []).map((urn) => urn.split("::").at(-1));
  assert.deepEqual(
    ["pool-pool", "weights-claim"].filter((name) => !names.includes(name)),
    [],
  );
}

/** Other devices replace the pool, in the order that its capacity has room for. */
async function checkMachine(
  stack: EngineStack,
  changed: () => Promise<void>,
  deletesFirst: boolean,
): Promise<void> {
  const outcome = await stack.up(changed);
  const steps = summarize(outcome).filter((step) => step.endsWith(" pool-pool"));
  assert.deepEqual(
    steps,
    deletesFirst
      ? ["delete-replaced pool-pool", "replace pool-pool", "create-replacement pool-pool"]
      : ["create-replacement pool-pool", "replace pool-pool", "delete-replaced pool-pool"],
  );
  assert.match(requireStep(outcome, "tiny-release").op, /^(?:same|update)$/);
}

/** Everything but what stays as it is. */
function changesOf(outcome: Parameters<typeof summarize>[0]): string[] {
  return summarize(outcome).filter((step) => !step.startsWith("same "));
}
