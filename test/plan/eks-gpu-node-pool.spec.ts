import assert from "node:assert/strict";
import fc from "fast-check";
import { findInstanceType, instanceTypeNames } from "../../catalog/ec2-instance-types";
import { NodeOperatingSystem } from "../../catalog/eks-images";
import { EfaInterfaceLayout } from "../../plan/efa-interfaces";
import { CapacityType } from "../../plan/eks-capacity";
import { LocalStorage } from "../../plan/eks-disk";
import { planEksEfaNodePool } from "../../plan/eks-efa-node-pool";
import { type EksGpuNodePoolPlan, planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import { planNodePool } from "../../plan/node-pool";
import { CAPACITY_BLOCK, eksGpuNodePoolPlan, RESERVATION } from "../support/eks-pools";
import { anything, GIB, requireValue } from "../support/specs";

describe("planEksGpuNodePool", () => {
  it("derives everything of a pool of p5en.48xlarge from one word", () => {
    const { machine, userData, ...plan } = eksGpuNodePoolPlan();
    assert.deepEqual(
      { ...plan, amiType: machine.image.amiType, raid0: userData?.includes("strategy: RAID0") },
      {
        ref: {
          name: "gpu",
          instanceType: "p5en.48xlarge",
          labels: { "llmd/node-pool": "gpu" },
          taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
          devicesPerNode: 8,
          deviceResource: "nvidia.com/gpu",
          efaDevicesPerNode: 0,
          allocatableCpu: "191450m",
          allocatableMemory: "1937332Mi",
          maxSize: 1,
        },
        capacity: {
          capacityType: "on-demand",
          capacityReservationId: undefined,
          minSize: 1,
          maxSize: 1,
          desiredSize: 1,
          ignoresDesiredSize: false,
          deletesFirst: false,
        },
        disk: { sizeGiB: 100, raid0: true, ephemeralStorageBytes: 30_400_000_000_000 },
        releaseVersion: undefined,
        nodeLabels: { "llmd/node-pool": "gpu", "nvidia.com/gpu.present": "true" },
        taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
        hugePagesBytes: 0,
        metadataHopLimit: 1,
        scaleFromZeroTags: [],
        unverified: undefined,
        amiType: "AL2023_x86_64_NVIDIA",
        raid0: true,
      },
    );
  });

  it("starts a Capacity Block with no node, up to its size, and leaves the number to others", () => {
    const { capacity } = eksGpuNodePoolPlan(CAPACITY_BLOCK);
    assert.deepEqual(capacity, {
      capacityType: "capacity-block",
      capacityReservationId: "cr-0123456789abcdef0",
      minSize: 0,
      maxSize: 2,
      desiredSize: 0,
      ignoresDesiredSize: true,
      deletesFirst: true,
    });
  });

  it("deletes first on a reservation, and creates first on spot", () => {
    const orders = [RESERVATION, { capacityType: CapacityType.spot }].map(
      (changes) => eksGpuNodePoolPlan(changes).capacity.deletesFirst,
    );
    assert.deepEqual(orders, [true, false]);
  });

  it("takes a larger volume where the local disks are left alone", () => {
    const { disk, userData } = eksGpuNodePoolPlan({ localStorage: LocalStorage.unused });
    assert.deepEqual(
      [disk, userData],
      [{ sizeGiB: 500, raid0: false, ephemeralStorageBytes: 500 * GIB }, undefined],
    );
  });

  it("reserves memory for more pods than the machine has addresses for", () => {
    const { ref, userData } = eksGpuNodePoolPlan({ maxPods: 250 });
    // 52 pods more than 198, 11 MiB each.
    assert.deepEqual(
      [ref.allocatableMemory, userData?.includes("--max-pods=250")],
      [`${1_937_332 - 52 * 11}Mi`, true],
    );
  });

  it("keeps further labels off the selector, so that a new one moves no pods", () => {
    const { ref, nodeLabels } = eksGpuNodePoolPlan({ labels: { team: "a" } });
    assert.deepEqual(
      [ref.labels, nodeLabels],
      [
        { "llmd/node-pool": "gpu" },
        { team: "a", "llmd/node-pool": "gpu", "nvidia.com/gpu.present": "true" },
      ],
    );
  });

  it("says what was not verified, and uses the image for the processor", () => {
    const { unverified, machine } = eksGpuNodePoolPlan({ instanceType: "p6e-gb200.36xlarge" });
    assert.deepEqual(
      [unverified?.split(":")[0], machine.image.amiType],
      ["what is known of p6e-gb200.36xlarge was not all verified", "AL2023_ARM_64_NVIDIA"],
    );
  });
});

/** Every option that decides something, and what stands for its absence. */
const options = fc.record(
  {
    minSize: fc.integer({ min: -1, max: 5 }),
    maxSize: fc.integer({ min: 0, max: 5 }),
    desiredSize: fc.integer({ min: 0, max: 5 }),
    capacityType: fc.constantFrom(...Object.values(CapacityType)),
    capacityReservationId: fc.constant("cr-0123456789abcdef0"),
    capacityReservationSize: fc.integer({ min: 1, max: 5 }),
    availabilityZone: fc.constant("us-east-1a"),
    ignoreScalingChanges: fc.boolean(),
    diskSizeGiB: fc.constantFrom(10, 20, 1000),
    localStorage: fc.constantFrom(...Object.values(LocalStorage)),
    operatingSystem: fc.constantFrom(...Object.values(NodeOperatingSystem)),
    maxPods: fc.constantFrom(0, 1, 110, 250, 737),
    interfaceLayout: fc.constantFrom(...Object.values(EfaInterfaceLayout)),
  },
  { requiredKeys: [] },
);

function checkPool(plan: EksGpuNodePoolPlan): void {
  const pool = requireValue(planNodePool(plan.ref));
  const row = findInstanceType(plan.machine.row.name);
  const { minSize, desiredSize, maxSize } = plan.capacity;
  assert.deepEqual(
    {
      cpu: pool.allocatable.milliCpu <= (row?.vcpus ?? 0) * 1000 && pool.allocatable.milliCpu > 0,
      memory: pool.allocatable.memoryBytes < (row?.memoryBytes ?? 0),
      efa: pool.efaDevicesPerNode <= (row?.efaDevices ?? 0),
      sizes: minSize <= desiredSize && desiredSize <= maxSize,
      selector: Object.entries(plan.ref.labels ?? {}).every(
        ([key, value]) => plan.nodeLabels[key] === value,
      ),
    },
    { cpu: true, memory: true, efa: true, sizes: true, selector: true },
  );
}

describe("pools of every machine on EKS", () => {
  for (const instanceType of [...instanceTypeNames(), "trn1.32xlarge", "x1.metal"]) {
    it(`plan with ${instanceType} and any options within its capacity, or give a reason`, () => {
      fc.assert(
        fc.property(options, ({ interfaceLayout, ...spec }) => {
          const gpu = planEksGpuNodePool("pool", anything({ instanceType, ...spec }));
          const efa = planEksEfaNodePool(
            "pool",
            anything({
              instanceType,
              ...spec,
              ...(interfaceLayout === undefined ? {} : { interfaceLayout }),
            }),
          );
          assert.ok(gpu.ok || gpu.issues.length > 0);
          assert.ok(efa.ok || efa.issues.length > 0);
          if (gpu.ok) checkPool(gpu.value);
          if (efa.ok) checkPool(efa.value.pool);
          // What EFA takes off memory, and what it needs, only makes a pool harder to have.
          if (efa.ok) assert.ok(gpu.ok);
        }),
      );
    });
  }

  it("never throw, whatever they are given", () => {
    const keys = [
      ...["instanceType", "minSize", "maxSize", "desiredSize", "capacityType", "maxPods"],
      ...["capacityReservationId", "capacityReservationSize", "availabilityZone", "labels"],
      ...["taints", "subnetIds", "interfaceLayout", "operatingSystem", "localStorage"],
    ];
    const given = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...keys), fc.anything({ withBigInt: true })),
    );
    fc.assert(
      fc.property(given, (spec) => {
        for (const result of [
          planEksGpuNodePool("pool", anything(spec)),
          planEksEfaNodePool("pool", anything(spec)),
        ]) {
          assert.ok(result.ok || result.issues.length > 0);
        }
      }),
    );
  });

  it("plan whatever machine with devices that the image knows, by its name alone", () => {
    const refused = instanceTypeNames().filter(
      (instanceType) => !planEksGpuNodePool("pool", { instanceType }).ok,
    );
    assert.deepEqual(
      refused.filter((name) => !name.startsWith("g7.")),
      ["m7a.32xlarge"],
    );
  });
});
