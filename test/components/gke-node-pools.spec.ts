import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { GkeGpuNodePool } from "../../components/gke/gke-gpu-node-pool";
import { findOrigins } from "../../components/ref-origin";
import { GKE_RESERVATION, gkeGpuNodePoolArgs, gpuNetworks } from "../support/gke-pools";
import {
  MODES,
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";
import { anything } from "../support/specs";

const POOL = "gcp:container/nodePool:NodePool";

/** What GKE answers that the component builds on. */
function outputs({ name }: RecordedResource) {
  return { name: `${name}-1a2b3c4` };
}

function namesOf(resources: readonly RecordedResource[]): string[] {
  return resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

describe("GkeGpuNodePool", () => {
  for (const mode of MODES) {
    it(`makes a node pool and nothing else, and shows its reference (${mode})`, async () => {
      const { value, resources } = await runWithMocks(
        () => new GkeGpuNodePool("gpu", gkeGpuNodePoolArgs()),
        { mode, outputs },
      );
      assert.deepEqual(
        [namesOf(resources), value.ref.name, findOrigins([value.ref])],
        [["GkeGpuNodePool gpu", "NodePool gpu-pool"], "gpu", [value]],
      );
    });
  }

  it("names the node pool, and says that its machine was verified", async () => {
    const { value, warnings } = await runWithMocks(
      async () => {
        const pool = new GkeGpuNodePool("gpu", gkeGpuNodePoolArgs());
        return [await resolveOutput(pool.nodePoolName), await resolveOutput(pool.isVerified)];
      },
      { outputs },
    );
    assert.deepEqual([value, warnings], [["gpu-pool-1a2b3c4", true], []]);
  });

  const orders = [
    {
      title: "leaves the order to the engine on demand, and the fixed size to the program",
      changes: {},
      options: { deleteBeforeReplace: false },
    },
    {
      title: "leaves a fixed size to whoever scales, where that is wanted",
      changes: { ignoreScalingChanges: true },
      options: { deleteBeforeReplace: false, ignoreChanges: ["nodeCount"] },
    },
    {
      title: "leaves a scaled size to GKE: another first one would replace the pool",
      changes: { minSize: 0, maxSize: 2, ignoreScalingChanges: true },
      options: { deleteBeforeReplace: false, ignoreChanges: ["initialNodeCount"] },
    },
    {
      title: "deletes first on a reservation, which has no machine to spare",
      changes: GKE_RESERVATION,
      options: { deleteBeforeReplace: true },
    },
  ];
  for (const { title, changes, options } of orders) {
    it(title, async () => {
      const { resources } = await runWithMocks(
        () => new GkeGpuNodePool("gpu", gkeGpuNodePoolArgs(changes)),
        { outputs },
      );
      const { deleteBeforeReplace, ignoreChanges } = requireResource(resources, POOL).options;
      assert.deepEqual(
        { deleteBeforeReplace, ignoreChanges },
        { ignoreChanges: undefined, ...options },
      );
    });
  }

  it("refuses with every reason at once, before the first child", async () => {
    const args = gkeGpuNodePoolArgs({ diskSizeGiB: 1, maxSize: 0 });
    assert.deepEqual(await refuse(() => new GkeGpuNodePool("gpu", args)), [
      [
        "diskSizeGiB: 1; must be a whole number of 15 or more; write 15 or more, or leave it out",
        "maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
      ],
      ["GkeGpuNodePool gpu"],
    ]);
  });
});

/** What is said of a pool that is refused, and what was registered before. */
async function refuse(create: () => unknown) {
  const { value, resources } = await runWithMocks(() => {
    try {
      return create();
    } catch (error) {
      return error instanceof Error ? error.message.split("\n").slice(1) : error;
    }
  });
  return [value, namesOf(resources)];
}

describe("the wiring of a pool on GKE", () => {
  it("is refused together with the plan, before the first child", async () => {
    const wrong = { clusterName: undefined, nodeServiceAccount: "", project: 7, size: -1 };
    const resourceLabels = { team: 7, owner: output("ops") };
    const args = { ...gkeGpuNodePoolArgs(), ...wrong, resourceLabels };
    assert.deepEqual(await refuse(() => new GkeGpuNodePool("gpu", anything(args))), [
      [
        "clusterName: absent; must be a text that is not empty; write it",
        'nodeServiceAccount: ""; must be a text that is not empty; write it',
        'project: 7; must be a text that is not empty; quote it: "7"',
        'resourceLabels.team: 7; must be a text; quote it: "7"',
        "size: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
      ],
      ["GkeGpuNodePool gpu"],
    ]);
  });

  const places = [
    { title: "another region", location: "europe-west4" },
    { title: "a zone of another region", location: "europe-west4-b" },
  ];
  for (const { title, location } of places) {
    it(`is refused where the cluster is in ${title}`, async () => {
      const [lines] = await refuse(
        () => new GkeGpuNodePool("gpu", gkeGpuNodePoolArgs({ location })),
      );
      assert.deepEqual(lines, [
        `location: "${location}"; is the place of the cluster, and the zone us-central1-b is in us-central1; write the region or zone of the cluster, and zones in it`,
      ]);
    });
  }

  it("may be of a cluster in another zone of the same region", async () => {
    const { resources } = await runWithMocks(
      () => new GkeGpuNodePool("gpu", gkeGpuNodePoolArgs({ location: "us-central1-a" })),
      { outputs },
    );
    assert.equal(requireResource(resources, POOL).inputs.location, "us-central1-a");
  });

  it("is refused with networks that are no list, lack a name or have a misspelt one", async () => {
    const [first, ...others] = gpuNetworks(8);
    const networks = [
      "gpu-0",
      [{ ...first, subnetwork: "" }, ...others],
      [{ network: "gpu-0", subnetwrk: "gpu-0-nodes" }, ...others],
      ["gpu-0", ...others],
    ];
    const lines: unknown[] = [];
    for (const additionalNetworks of networks) {
      const args = { ...gkeGpuNodePoolArgs(), additionalNetworks };
      lines.push((await refuse(() => new GkeGpuNodePool("gpu", anything(args))))[0]);
    }
    assert.deepEqual(lines, [
      [
        'additionalNetworks: "gpu-0"; must be a list of networks; write network and subnetwork of each',
      ],
      ['additionalNetworks[0].subnetwork: ""; must be a text that is not empty; write it'],
      [
        'additionalNetworks[0].subnetwrk: "gpu-0-nodes"; is not a known key; did you mean subnetwork?',
      ],
      [
        'additionalNetworks[0]: "gpu-0"; must be a map of network, subnetwork; write keys and values',
      ],
    ]);
  });

  it("may be known only later, each text and the names of networks", async () => {
    const later = <T>(value: T) => output(Promise.resolve(value));
    const { resources } = await runWithMocks(
      () =>
        new GkeGpuNodePool(
          "gpu",
          gkeGpuNodePoolArgs({
            clusterName: later("serving"),
            location: later("us-central1"),
            nodeServiceAccount: later("nodes@test-project.iam.gserviceaccount.com"),
            resourceLabels: { team: later("a") },
            additionalNetworks: gpuNetworks(8).map(({ network, subnetwork }) => ({
              network: later(network).apply(String),
              subnetwork,
            })),
          }),
        ),
      { outputs },
    );
    const { cluster, networkConfig, nodeConfig } = requireResource(resources, POOL).inputs;
    const { resourceLabels } = anything<{ resourceLabels: unknown }>(nodeConfig);
    assert.deepEqual(
      [cluster, networkConfig, resourceLabels],
      ["serving", { additionalNodeNetworkConfigs: gpuNetworks(8) }, { team: "a" }],
    );
  });
});
