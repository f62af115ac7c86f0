import assert from "node:assert/strict";
import fc from "fast-check";
import { BootDiskType, findMachineType, machineTypeNames } from "../../catalog/gce-machine-types";
import { GkeCapacityType } from "../../plan/gke-capacity";
import { LocalSsdUse } from "../../plan/gke-disk";
import { type GkeGpuNodePoolPlan, planGkeGpuNodePool } from "../../plan/gke-gpu-node-pool";
import { AcceleratorNetworkProfile } from "../../plan/gke-network";
import { GkeNodeImage, GpuDriverVersion } from "../../plan/gke-node-image";
import { planGkeGpuNodes } from "../../plan/gke-nodes";
import { planNodePool } from "../../plan/node-pool";
import { TaintEffect } from "../../plan/node-pool-ref";
import { GKE_RESERVATION, gkeGpuNodePoolPlan } from "../support/gke-pools";
import { anything, requireValue } from "../support/specs";

describe("planGkeGpuNodePool", () => {
  it("derives everything of a pool of a3-megagpu-8g from its machine and its zone", () => {
    const { machine, ...plan } = gkeGpuNodePoolPlan();
    assert.deepEqual(
      { ...plan, accelerator: machine.acceleratorType },
      {
        ref: {
          name: "gpu",
          machineType: "a3-megagpu-8g",
          labels: { "llmd/node-pool": "gpu" },
          taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
          devicesPerNode: 8,
          deviceResource: "nvidia.com/gpu",
          allocatableCpu: "207410m",
          // 1916928 MiB less 30280 for the kernel, 45098 for the kubelet and 100 for eviction.
          allocatableMemory: "1841450Mi",
          zone: "us-central1-b",
          maxSize: 1,
        },
        capacity: {
          capacityType: "on-demand",
          reservationName: undefined,
          maxRunDurationSeconds: undefined,
          deletesFirst: false,
        },
        size: {
          zones: ["us-central1-b"],
          perZone: { kind: "fixed", size: 1 },
          maxSize: 1,
          ignoresSize: false,
        },
        upkeep: {
          autoRepair: true,
          autoUpgrade: true,
          upgrade: { maxSurge: 1, maxUnavailable: 0 },
        },
        disk: {
          type: "pd-balanced",
          sizeGiB: 100,
          localSsds: { count: 16, use: "ephemeral" },
        },
        network: { hasProfile: false, hasGvnic: true, nodeLabels: {} },
        placement: undefined,
        image: {
          imageType: "cos-containerd",
          gpuDriverVersion: "default",
          imageStreaming: false,
          imageCacheDisk: undefined,
        },
        maxPodsPerNode: undefined,
        secureBoot: false,
        nodeLabels: { "llmd/node-pool": "gpu" },
        taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
        taintsArm: false,
        unverified: undefined,
        accelerator: "nvidia-h100-mega-80gb",
      },
    );
  });

  it("counts sizes in each zone, and the pool in all of them", () => {
    const { ref, size } = gkeGpuNodePoolPlan({
      zones: ["us-central1-a", "us-central1-b"],
      maxSize: 3,
    });
    assert.deepEqual(
      [ref.maxSize, ref.zone, size.perZone],
      [6, undefined, { kind: "autoscaled", minSize: 1, maxSize: 3 }],
    );
  });

  it("begins a flex-start pool with no node, and neither repairs nor upgrades it", () => {
    const { size, upkeep } = gkeGpuNodePoolPlan({ capacityType: GkeCapacityType.flexStart });
    assert.deepEqual(
      [size.perZone, upkeep],
      [
        { kind: "autoscaled", minSize: 0, maxSize: 1 },
        { autoRepair: false, autoUpgrade: true, upgrade: undefined },
      ],
    );
  });

  const upgrades = [
    ["a further machine first on spot", { capacityType: GkeCapacityType.spot }, 1, 0],
    ["an old machine first on a reservation", GKE_RESERVATION, 0, 1],
    ["an old machine first where machines stand together", { compactPlacement: true }, 0, 1],
    ["as many at a time as is said", { maxUnavailable: 4 }, 0, 4],
    ["both where both are said", { maxSurge: 2, maxUnavailable: 1 }, 2, 1],
  ] as const;
  for (const [title, changes, maxSurge, maxUnavailable] of upgrades) {
    it(`upgrades with ${title}`, () => {
      const { upgrade } = gkeGpuNodePoolPlan(changes).upkeep;
      assert.deepEqual(upgrade, { maxSurge, maxUnavailable });
    });
  }

  it("deletes first on a reservation, and creates first on spot", () => {
    const orders = [GKE_RESERVATION, { capacityType: GkeCapacityType.spot }].map(
      (changes) => gkeGpuNodePoolPlan(changes).capacity.deletesFirst,
    );
    assert.deepEqual(orders, [true, false]);
  });

  it("takes a larger disk where local SSDs are left alone, or are not there", () => {
    const disks = [
      gkeGpuNodePoolPlan({ localSsdUse: LocalSsdUse.rawBlock }),
      gkeGpuNodePoolPlan({ machineType: "g2-standard-96" }),
      gkeGpuNodePoolPlan({ machineType: "g2-standard-96", localSsdCount: 8 }),
    ].map(({ disk }) => disk);
    assert.deepEqual(disks, [
      { type: "pd-balanced", sizeGiB: 500, localSsds: { count: 16, use: "raw-block" } },
      { type: "pd-balanced", sizeGiB: 500, localSsds: undefined },
      { type: "pd-balanced", sizeGiB: 100, localSsds: { count: 8, use: "ephemeral" } },
    ]);
  });

  it("lets a model tolerate the taint of Arm, which GKE sets by itself and no pool writes down", () => {
    const { ref, taints, taintsArm } = gkeGpuNodePoolPlan({
      machineType: "a4x-highgpu-4g",
      ...GKE_RESERVATION,
      taints: [{ key: "team", value: "a", effect: TaintEffect.noExecute }],
    });
    const device = { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" };
    const team = { key: "team", value: "a", effect: "NoExecute" };
    assert.deepEqual(
      [ref.taints, taints, taintsArm],
      [
        [device, { key: "kubernetes.io/arch", value: "arm64", effect: "NoSchedule" }, team],
        [device, team],
        true,
      ],
    );
  });

  it("labels nodes for DRANET where GKE makes the networks, and bare metal for its own kind of interfaces", () => {
    const profile = { ...GKE_RESERVATION, acceleratorNetworkProfile: "auto" } as const;
    const labels = ["a4-highgpu-8g", "a4x-maxgpu-4g-metal"].map(
      (machineType) => gkeGpuNodePoolPlan({ machineType, ...profile }).nodeLabels,
    );
    const dranet = {
      "cloud.google.com/gke-networking-dra-driver": "true",
      "llmd/node-pool": "gpu",
    };
    assert.deepEqual(labels, [
      dranet,
      { ...dranet, "cloud.google.com/gke-dpv2-unified-cni": "cni-migration" },
    ]);
  });

  it("takes processors off for more pods, and memory for image streaming", () => {
    const { ref } = gkeGpuNodePoolPlan({ maxPodsPerNode: 256, imageStreaming: true });
    // 0.4 processors, and 4 % of 45,098 MiB.
    assert.deepEqual([ref.allocatableCpu, ref.allocatableMemory], ["207010m", "1839646Mi"]);
  });

  it("keeps further labels off the selector, so that a new one moves no pods", () => {
    const { ref, nodeLabels } = gkeGpuNodePoolPlan({ labels: { team: "a" } });
    assert.deepEqual(
      [ref.labels, nodeLabels],
      [{ "llmd/node-pool": "gpu" }, { team: "a", "llmd/node-pool": "gpu" }],
    );
  });

  it("gives as many nodes as there may be in all zones, with every label that the pool gives them", () => {
    const plan = gkeGpuNodePoolPlan({
      zones: ["us-central1-a", "us-central1-b"],
      size: 1,
      labels: { team: "a" },
    });
    const nodes = planGkeGpuNodes(plan, requireValue(planNodePool(plan.ref)));
    assert.deepEqual(
      nodes.map(({ name, labels }) => [name, labels]),
      ["gpu-1", "gpu-2"].map((name) => [
        name,
        {
          "llmd/node-pool": "gpu",
          "node.kubernetes.io/instance-type": "a3-megagpu-8g",
          team: "a",
        },
      ]),
    );
  });

  const reservations = [
    "reserved",
    "reserved/reservationBlocks/block-1",
    "reserved/reservationBlocks/block-1/reservationSubBlocks/rack-1",
    "projects/example.com:shared/reservations/reserved",
    "projects/123456/reservations/reserved/reservationBlocks/block-1",
  ];
  for (const reservationName of reservations) {
    it(`takes the reservation ${reservationName}`, () => {
      const { capacity } = gkeGpuNodePoolPlan({ reservationName });
      assert.equal(capacity.reservationName, reservationName);
    });
  }
});

/** Every option that decides something, and what stands for its absence. */
const options = fc.record(
  {
    zones: fc.subarray(["us-central1-a", "us-central1-b", "us-east5-a"]),
    size: fc.integer({ min: -1, max: 3 }),
    minSize: fc.integer({ min: -1, max: 3 }),
    maxSize: fc.integer({ min: 0, max: 3 }),
    ignoreScalingChanges: fc.boolean(),
    capacityType: fc.constantFrom(...Object.values(GkeCapacityType)),
    reservationName: fc.constantFrom("reserved", "reserved/reservationBlocks/block-1"),
    maxRunDurationSeconds: fc.constantFrom(60, 604_800),
    autoRepair: fc.boolean(),
    maxSurge: fc.integer({ min: 0, max: 2 }),
    maxUnavailable: fc.integer({ min: 0, max: 2 }),
    diskType: fc.constantFrom(...Object.values(BootDiskType)),
    diskSizeGiB: fc.constantFrom(10, 15, 1000),
    localSsdCount: fc.constantFrom(0, 1, 8, 16, 32),
    localSsdUse: fc.constantFrom(...Object.values(LocalSsdUse)),
    acceleratorNetworkProfile: fc.constantFrom(...Object.values(AcceleratorNetworkProfile)),
    compactPlacement: fc.boolean(),
    placementPolicyName: fc.constant("mine"),
    imageType: fc.constantFrom(...Object.values(GkeNodeImage)),
    gpuDriverVersion: fc.constantFrom(...Object.values(GpuDriverVersion)),
    imageStreaming: fc.boolean(),
    maxPodsPerNode: fc.constantFrom(8, 110, 256),
  },
  { requiredKeys: ["zones"] },
);

function checkPool(plan: GkeGpuNodePoolPlan): void {
  const pool = requireValue(planNodePool(plan.ref));
  const row = findMachineType(plan.machine.name);
  const { upkeep, size, capacity, disk, network, placement } = plan;
  const isReserved = capacity.reservationName !== undefined;
  assert.deepEqual(
    {
      cpu: pool.allocatable.milliCpu <= (row?.vcpus ?? 0) * 1000 && pool.allocatable.milliCpu > 0,
      memory: pool.allocatable.memoryBytes < (row?.memoryBytes ?? 0),
      boots: row?.bootDisks.includes(disk.type),
      moves: (upkeep.upgrade?.maxSurge ?? 0) + (upkeep.upgrade?.maxUnavailable ?? 1) > 0,
      oneZone: size.zones.length === 1 || (placement === undefined && !network.hasProfile),
      bought: !isReserved || capacity.capacityType === "on-demand",
      sold: row?.soldOnlyAs?.includes(isReserved ? "reservation" : capacity.capacityType) ?? true,
      taints: new Set(pool.taints.map(({ key }) => key)).size === pool.taints.length,
      selector: Object.entries(plan.ref.labels ?? {}).every(
        ([key, value]) => plan.nodeLabels[key] === value,
      ),
    },
    {
      cpu: true,
      memory: true,
      boots: true,
      moves: true,
      oneZone: true,
      bought: true,
      sold: true,
      taints: true,
      selector: true,
    },
  );
}

describe("pools of every machine on GKE", () => {
  for (const machineType of [...machineTypeNames(), "ct6e-standard-4t", "m3-ultramem-32"]) {
    it(`plan with ${machineType} and any options within its capacity, or give a reason`, () => {
      fc.assert(
        fc.property(options, (spec) => {
          const result = planGkeGpuNodePool("pool", { machineType, ...spec });
          assert.ok(result.ok || result.issues.length > 0);
          if (result.ok) checkPool(result.value);
        }),
      );
    });
  }

  it("never throw, whatever they are given", () => {
    const keys = [
      ...["machineType", "zones", "size", "minSize", "maxSize", "capacityType", "labels"],
      ...["reservationName", "taints", "additionalNetworks", "acceleratorNetworkProfile"],
      ...["compactPlacement", "placementPolicyName", "localSsdCount", "imageCacheDisk"],
      ...["maxRunDurationSeconds", "maxSurge", "diskType", "imageType", "maxPodsPerNode"],
    ];
    const given = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom(...keys), fc.anything({ withBigInt: true })),
    );
    fc.assert(
      fc.property(given, (spec) => {
        const result = planGkeGpuNodePool("pool", anything(spec));
        assert.ok(result.ok || result.issues.length > 0);
      }),
    );
  });

  it("plan whatever machine with devices, in the first way in which it is sold", () => {
    const refused = machineTypeNames().filter((machineType) => {
      const sale = findMachineType(machineType)?.soldOnlyAs?.[0];
      const capacity = sale === "reservation" ? GKE_RESERVATION : { capacityType: sale };
      const spec = { machineType, zones: ["us-central1-b"], ...(sale && capacity) };
      return !planGkeGpuNodePool("pool", anything(spec)).ok;
    });
    assert.deepEqual(
      refused,
      machineTypeNames().filter((name) => name.startsWith("c3-")),
    );
  });
});
