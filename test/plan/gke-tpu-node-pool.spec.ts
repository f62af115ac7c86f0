import assert from "node:assert/strict";
import fc from "fast-check";
import { tpuGenerations } from "../../catalog/tpu-generations";
import { planGkeTpuNodePool } from "../../plan/gke-tpu-node-pool";
import { planGkeTpuNodes } from "../../plan/gke-tpu-nodes";
import { planNodePool } from "../../plan/node-pool";
import { checkNodePoolRef } from "../../plan/node-pool-ref";
import { gkeTpuNodePoolPlan, gkeTpuNodePoolSpec } from "../support/gke-tpu-pools";
import { anything, requireValue } from "../support/specs";

type Changes = Parameters<typeof gkeTpuNodePoolPlan>[0];

/** A node pool a line: its key, and how many nodes it has. */
function poolsOf(changes: Changes): string[] {
  return gkeTpuNodePoolPlan(changes).nodePools.map(({ key, nodes }) =>
    nodes.kind === "fixed"
      ? `${key}: ${nodes.size}`
      : `${key}: ${nodes.minSize} to ${nodes.maxSize}`,
  );
}

describe("planGkeTpuNodePool", () => {
  it("tells models what a slice of one host is, in the words that a reference takes", () => {
    const { ref } = gkeTpuNodePoolPlan({ sliceCount: 3 });
    assert.deepEqual(
      [ref, checkNodePoolRef(ref)],
      [
        {
          name: "tpu",
          generation: "v6e",
          topology: "2x4",
          machineType: "ct6e-standard-8t",
          labels: {
            "llmd/node-pool": "tpu",
            "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
            "cloud.google.com/gke-tpu-topology": "2x4",
          },
          taints: [{ key: "google.com/tpu", value: "present", effect: "NoSchedule" }],
          devicesPerNode: 8,
          deviceResource: "google.com/tpu",
          efaDevicesPerNode: 0,
          allocatableCpu: "179480m",
          allocatableMemory: "1414841Mi",
          zone: "us-central1-b",
          maxSize: 3,
        },
        [],
      ],
    );
  });

  it("says of a node what its machine and its reference alone say, whatever the pool is", () => {
    const refs = ["1x1", "2x2", "2x4", "4x4"].map(
      (topology) => gkeTpuNodePoolPlan({ topology }).ref,
    );
    assert.deepEqual(
      refs.map((ref) => requireValue(planNodePool(ref)).allocatable),
      refs.map(({ name, generation, topology }) => {
        const short = { name, generation, topology };
        return requireValue(planNodePool(anything(short))).allocatable;
      }),
    );
  });

  const counts: readonly (readonly [string, Changes, string[]])[] = [
    ["one node for one slice of one host", {}, ["slices: 1"]],
    ["a node for each slice of one host", { sliceCount: 3 }, ["slices: 3"]],
    [
      "one node pool that scales, for slices of one host",
      { minSliceCount: 1, maxSliceCount: 4 },
      ["slices: 1 to 4"],
    ],
    ["a floor of 1 to a most", { maxSliceCount: 4 }, ["slices: 1 to 4"]],
    ["no more than its floor without a most", { minSliceCount: 2 }, ["slices: 2 to 2"]],
    ["room for one slice above a floor of none", { minSliceCount: 0 }, ["slices: 0 to 1"]],
    ["nothing at first with flex-start", { capacityType: "flex-start" }, ["slices: 0 to 1"]],
    ["one node pool for one slice of four hosts", { topology: "4x4" }, ["slice-1: 4"]],
    [
      "a node pool for each slice of several hosts",
      { generation: "v5p", topology: "2x2x2", sliceCount: 3 },
      ["slice-1: 2", "slice-2: 2", "slice-3: 2"],
    ],
    [
      "all hosts or none to a slice of several that comes and goes",
      { topology: "4x4", minSliceCount: 1, maxSliceCount: 3 },
      ["slice-1: 4", "slice-2: 0 to 4", "slice-3: 0 to 4"],
    ],
    [
      "all hosts or none with flex-start",
      { topology: "4x4", capacityType: "flex-start", maxSliceCount: 2 },
      ["slice-1: 0 to 4", "slice-2: 0 to 4"],
    ],
    [
      "two hosts to a 2x4 of machines with four chips",
      { machineType: "ct6e-standard-4t" },
      ["slice-1: 2"],
    ],
  ];
  for (const [title, changes, pools] of counts) {
    it(`gives ${title}`, () => assert.deepEqual(poolsOf(changes), pools));
  }

  const placements: readonly (readonly [Changes, object])[] = [
    [{ topology: "2x4" }, { kind: "none" }],
    [{ generation: "tpu7x", topology: "2x2x1" }, { kind: "none" }],
    [{ topology: "4x4" }, { kind: "compact", topology: "4x4" }],
    [
      { generation: "v4", topology: "2x2x2" },
      { kind: "compact", topology: "2x2x2" },
    ],
    [
      { generation: "tpu7x", topology: "2x2x2" },
      { kind: "workload-policy", topology: "2x2x2", region: "us-central1" },
    ],
  ];
  for (const [changes, placement] of placements) {
    it(`places ${JSON.stringify(changes)} by ${JSON.stringify(placement)}`, () => {
      assert.deepEqual(gkeTpuNodePoolPlan(changes).placement, placement);
    });
  }

  it("boots every generation from a disk that its machines take", () => {
    const disks = tpuGenerations().map((generation) => {
      const topology = generation === "v5e" || generation === "v6e" ? "2x2" : "2x2x1";
      return [generation, gkeTpuNodePoolPlan({ generation, topology }).disk];
    });
    assert.deepEqual(disks, [
      ["v4", { type: "pd-balanced", sizeGiB: 500 }],
      ["v5e", { type: "pd-balanced", sizeGiB: 500 }],
      ["v5p", { type: "pd-balanced", sizeGiB: 500 }],
      ["v6e", { type: "hyperdisk-balanced", sizeGiB: 500 }],
      ["tpu7x", { type: "hyperdisk-balanced", sizeGiB: 500 }],
    ]);
  });

  it("sets the taint of GKE once, and those of the user beside it", () => {
    const { taints } = gkeTpuNodePoolPlan({
      taints: [{ key: "example.com/serving", effect: "NoExecute" }],
    });
    assert.deepEqual(taints, [
      { key: "google.com/tpu", value: "present", effect: "NoSchedule" },
      { key: "example.com/serving", effect: "NoExecute" },
    ]);
  });

  it("has nodes to spare for an upgrade only where each slice is one host and none is reserved", () => {
    const upgrades = [{}, { topology: "4x4" }, { reservationName: "tpus" }].map(
      (changes) => gkeTpuNodePoolPlan(changes).upkeep.upgrade,
    );
    assert.deepEqual(upgrades, [
      { maxSurge: 1, maxUnavailable: 0 },
      { maxSurge: 0, maxUnavailable: 1 },
      { maxSurge: 0, maxUnavailable: 1 },
    ]);
  });

  it("never has a part of a slice, and as many nodes at most as its reference says", () => {
    const slice = fc.constantFrom(
      ...["1x1", "2x2", "2x4", "4x4", "8x16"].map((topology) => ({ generation: "v6e", topology })),
      ...["2x2x1", "2x2x2", "4x4x8"].map((topology) => ({ generation: "tpu7x", topology })),
    );
    const counts = fc.record({ minSliceCount: fc.nat(9), more: fc.nat(9) });
    fc.assert(
      fc.property(slice, counts, (machine, { minSliceCount, more }) => {
        const maxSliceCount = Math.max(1, minSliceCount + more);
        const changes = { ...machine, minSliceCount, maxSliceCount };
        const spec = gkeTpuNodePoolSpec(anything(changes));
        const { slice: made, nodePools, ref } = requireValue(planGkeTpuNodePool("tpu", spec));
        const mosts = nodePools.map(({ nodes }) =>
          nodes.kind === "fixed" ? nodes.size : nodes.maxSize,
        );
        const parts = mosts.filter((most) => made.hosts > 1 && most !== made.hosts);
        const sum = mosts.reduce((all, each) => all + each, 0);
        assert.deepEqual([parts, sum], [[], ref.maxSize]);
        assert.equal(sum, maxSliceCount * made.hosts);
      }),
    );
  });
});

describe("planGkeTpuNodes", () => {
  const nodesOf = (changes: Changes) => {
    const plan = gkeTpuNodePoolPlan(changes);
    return planGkeTpuNodes(plan, requireValue(planNodePool(plan.ref)));
  };

  it("puts the hosts of a slice into one node pool of GKE, and those of another into another", () => {
    const nodes = nodesOf({ generation: "v5p", topology: "2x2x2", sliceCount: 2 });
    assert.deepEqual(
      nodes.map(({ name, labels }) => [name, labels["cloud.google.com/gke-nodepool"]]),
      [
        ["tpu-1", "tpu-slice-1"],
        ["tpu-2", "tpu-slice-1"],
        ["tpu-3", "tpu-slice-2"],
        ["tpu-4", "tpu-slice-2"],
      ],
    );
  });

  it("shows a node as GKE makes it", () => {
    const [node, ...others] = nodesOf({ labels: { team: "a" } });
    assert.deepEqual(
      [node, others],
      [
        {
          name: "tpu-1",
          labels: {
            "node.kubernetes.io/instance-type": "ct6e-standard-8t",
            "topology.kubernetes.io/zone": "us-central1-b",
            "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
            "cloud.google.com/gke-tpu-topology": "2x4",
            "cloud.google.com/gke-nodepool": "tpu-slices",
            "llmd/node-pool": "tpu",
            team: "a",
          },
          taints: [{ key: "google.com/tpu", value: "present", effect: "NoSchedule" }],
          capacity: { milliCpu: 180_000, memoryBytes: 1440 * 1024 ** 3 },
          allocatable: { milliCpu: 179_480, memoryBytes: 1_414_841 * 1024 ** 2 },
          extendedResources: { "google.com/tpu": 8 },
        },
        [],
      ],
    );
  });
});
