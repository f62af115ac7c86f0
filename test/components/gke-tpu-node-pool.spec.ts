import assert from "node:assert/strict";
import { output, secret } from "@pulumi/pulumi";
import { GkeTpuNodePool } from "../../components/gke/gke-tpu-node-pool";
import { findOrigins } from "../../components/ref-origin";
import { GKE_RESERVATION } from "../support/gke-pools";
import { gkeTpuNodePoolArgs } from "../support/gke-tpu-pools";
import {
  MODES,
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";
import { anything } from "../support/specs";

const NODE_POOL = "gcp:container/nodePool:NodePool";
const POLICY = "gcp:compute/resourcePolicy:ResourcePolicy";
const TPU7X = { generation: "tpu7x", topology: "2x2x2" } as const;

type Changes = Parameters<typeof gkeTpuNodePoolArgs>[0];

/** Google makes up names, which the outputs tell. */
function outputs({ name }: RecordedResource) {
  return { name: `${name}-made` };
}

function create(changes: Changes = {}): GkeTpuNodePool {
  return new GkeTpuNodePool("tpu", gkeTpuNodePoolArgs(changes));
}

function namesOf(resources: readonly RecordedResource[]): string[] {
  return resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

async function optionsOf(changes: Changes) {
  const { resources } = await runWithMocks(() => create(changes), { outputs });
  const [pool] = resources.filter(({ type }) => type === NODE_POOL);
  const { deleteBeforeReplace, ignoreChanges, replaceOnChanges } = pool?.options ?? {};
  return { deleteBeforeReplace, ignoreChanges, replaceOnChanges };
}

describe("GkeTpuNodePool", () => {
  for (const mode of MODES) {
    it(`makes one node pool for all slices of one host, and shows its reference (${mode})`, async () => {
      const { value, resources } = await runWithMocks(() => create({ sliceCount: 3 }), {
        mode,
        outputs,
      });
      assert.deepEqual(
        [namesOf(resources), value.ref.maxSize, findOrigins([value.ref])],
        [["GkeTpuNodePool tpu", "NodePool tpu-slices"], 3, [value]],
      );
    });
  }

  it("makes a node pool for each slice of several hosts", async () => {
    const { resources } = await runWithMocks(() => create({ topology: "4x4", sliceCount: 2 }), {
      outputs,
    });
    assert.deepEqual(namesOf(resources), [
      "GkeTpuNodePool tpu",
      "NodePool tpu-slice-1",
      "NodePool tpu-slice-2",
    ]);
  });

  it("makes one workload policy for all slices of TPU7x, and names it in their placement", async () => {
    const { resources } = await runWithMocks(() => create({ ...TPU7X, sliceCount: 2 }), {
      outputs,
    });
    const placements = ["tpu-slice-1", "tpu-slice-2"].map(
      (name) => requireResource(resources, NODE_POOL, name).inputs.placementPolicy,
    );
    const placement = { type: "", policyName: "tpu-workload-policy-made", tpuTopology: "2x2x2" };
    assert.deepEqual(
      [namesOf(resources), requireResource(resources, POLICY).inputs, placements],
      [
        [
          "GkeTpuNodePool tpu",
          "ResourcePolicy tpu-workload-policy",
          "NodePool tpu-slice-1",
          "NodePool tpu-slice-2",
        ],
        {
          region: "us-central1",
          workloadPolicy: { type: "HIGH_THROUGHPUT", acceleratorTopology: "2x2x2" },
        },
        [placement, placement],
      ],
    );
  });

  it("tells names, hosts and chips, and that not all was read in a source", async () => {
    const { value, warnings } = await runWithMocks(
      async () => {
        const pool = create({ topology: "4x4", sliceCount: 2 });
        return Promise.all([
          resolveOutput(pool.nodePoolNames),
          resolveOutput(pool.hostsPerSlice),
          resolveOutput(pool.chipsPerHost),
          resolveOutput(pool.isVerified),
        ]);
      },
      { outputs },
    );
    assert.deepEqual(
      [value, warnings],
      [
        [["tpu-slice-1-made", "tpu-slice-2-made"], 4, 4, false],
        [
          "what is known of TPU v6e was not all verified: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus, https://docs.cloud.google.com/tpu/docs/v6e",
        ],
      ],
    );
  });

  const SMT = "nodeConfig.advancedMachineFeatures";
  const orders: readonly (readonly [string, Changes, boolean, string[]])[] = [
    ["leaves the order to the engine on demand", {}, false, [SMT]],
    ["deletes first on a reservation", GKE_RESERVATION, true, [SMT]],
    [
      "leaves the first number of nodes alone where they come and go",
      { maxSliceCount: 4 },
      false,
      [SMT, "initialNodeCount"],
    ],
  ];
  for (const [title, changes, deleteBeforeReplace, ignoreChanges] of orders) {
    it(`${title}, and replaces for another machine`, async () => {
      assert.deepEqual(await optionsOf(changes), {
        deleteBeforeReplace,
        ignoreChanges,
        replaceOnChanges: ["nodeConfig.machineType"],
      });
    });
  }

  it("refuses with every reason at once, of plan and wiring, before the first child", async () => {
    const { value, resources } = await runWithMocks(() => {
      try {
        return create(
          anything({ topology: "4x2", location: "europe-west4", nodeServiceAccount: "" }),
        );
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    });
    assert.deepEqual(
      [value, namesOf(resources)],
      [
        [
          "tpu cannot work as it is written:",
          'location: "europe-west4"; is the place of the cluster, and the zone us-central1-b is in us-central1; write the region or zone of the cluster, and zones in it',
          'nodeServiceAccount: ""; must be a text that is not empty; write it',
          'topology: "4x2"; a slice of v6e is 1x1, 2x2, 2x4, 4x4, 4x8, 8x8, 8x16, 16x16; write 2x4 (8 chips)',
        ].join("\n"),
        ["GkeTpuNodePool tpu"],
      ],
    );
  });

  it("takes wiring that is known only later, or secret", async () => {
    const { resources } = await runWithMocks(
      () =>
        create({
          clusterName: output("serving"),
          location: output("us-central1"),
          nodeServiceAccount: secret("nodes@test-project.iam.gserviceaccount.com"),
        }),
      { outputs },
    );
    const { inputs } = requireResource(resources, NODE_POOL);
    assert.deepEqual([inputs.cluster, inputs.location], ["serving", "us-central1"]);
  });
});
