import assert from "node:assert/strict";
import { EfaInterfaceLayout } from "../../plan/efa-interfaces";
import { parseBytes } from "../../units/quantity";
import { eksEfaNodePoolPlan, eksGpuNodePoolPlan, RESERVATION } from "../support/eks-pools";
import { requireValue } from "../support/specs";

const MIB = 1024 ** 2;

function memoryOf(text = ""): number {
  return requireValue(parseBytes("memory", text));
}

describe("planEksEfaNodePool", () => {
  it("is the pool without EFA, and what EFA adds to it", () => {
    const { pool, interfaces } = eksEfaNodePoolPlan();
    const { ref: gpu } = eksGpuNodePoolPlan();
    assert.deepEqual(
      {
        interfaces: interfaces.length,
        efaDevices: pool.ref.efaDevicesPerNode,
        zone: pool.ref.zone,
        labels: pool.nodeLabels,
        cpu: pool.ref.allocatableCpu,
        mebibytes: (memoryOf(gpu.allocatableMemory) - memoryOf(pool.ref.allocatableMemory)) / MIB,
      },
      {
        interfaces: 17,
        efaDevices: 16,
        zone: "us-east-1a",
        labels: {
          "llmd/node-pool": "efa",
          "nvidia.com/gpu.present": "true",
          "vpc.amazonaws.com/efa.present": "true",
        },
        cpu: gpu.allocatableCpu,
        mebibytes: 10_256,
      },
    );
  });

  const maxPods = [
    ["p5.48xlarge", EfaInterfaceLayout.enaAndEfaOnly, "--max-pods=51"],
    ["p5.48xlarge", EfaInterfaceLayout.efaOnEveryCard, undefined],
    ["p6-b300.48xlarge", EfaInterfaceLayout.enaAndEfaOnly, undefined],
    ["p4d.24xlarge", EfaInterfaceLayout.enaAndEfaOnly, "--max-pods=250"],
  ] as const;
  for (const [instanceType, interfaceLayout, flag] of maxPods) {
    it(`tells the kubelet ${flag ?? "no number of pods"} on ${instanceType} with ${interfaceLayout}`, () => {
      const { userData } = eksEfaNodePoolPlan({ instanceType, interfaceLayout }).pool;
      assert.equal(/--max-pods=\d+/.exec(userData ?? "")?.[0], flag);
    });
  }

  it("tells the kubelet the number of pods that is given", () => {
    const { userData } = eksEfaNodePoolPlan({ maxPods: 110 }).pool;
    assert.equal(/--max-pods=\d+/.exec(userData ?? "")?.[0], "--max-pods=110");
  });

  it("makes a placement group, takes one that exists, and has none on a reservation", () => {
    const groups = [
      {},
      { placementGroupName: "mine" },
      RESERVATION,
      { ...RESERVATION, placementGroupName: "mine" },
    ].map((changes) => eksEfaNodePoolPlan(changes).placementGroup);
    assert.deepEqual(groups, [
      { kind: "made" },
      { kind: "existing", name: "mine" },
      { kind: "none" },
      { kind: "existing", name: "mine" },
    ]);
  });

  it("tells the Cluster Autoscaler of EFA and huge pages where the pool goes to zero", () => {
    const { scaleFromZeroTags } = eksEfaNodePoolPlan({ minSize: 0 }).pool;
    assert.deepEqual(
      scaleFromZeroTags.map(({ name, value }) => [name, value]),
      [
        ["efa", "16"],
        ["huge-pages", "10256Mi"],
        ["ephemeral-storage", "25479Gi"],
      ],
    );
  });
});
