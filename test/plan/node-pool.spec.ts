import assert from "node:assert/strict";
import fc from "fast-check";
import { planNodePool } from "../../plan/node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { anything, GIB, linesOf, nodePoolPlan, nodePoolRef, requireValue } from "../support/specs";

/** A machine that the catalogue does not have, described by hand. */
const foreign: Partial<NodePoolRef> = {
  instanceType: "x1.metal",
  devicesPerNode: 4,
  deviceResource: "example.com/gpu",
  allocatableCpu: "60",
  allocatableMemory: "500Gi",
};

/** A pool of TPU slices in three words. */
const TPU: NodePoolRef = { name: "trillium", generation: "v6e", topology: "2x4" };

/** A pool of GKE in two words. */
const GKE: NodePoolRef = { name: "b200", machineType: "a4-highgpu-8g" };

function linesFor(changes: object): string[] {
  return linesOf(planNodePool(anything({ ...nodePoolRef(), ...changes })));
}

describe("planNodePool", () => {
  it("derives everything of p6-b200.48xlarge from two words", () => {
    assert.deepEqual(nodePoolPlan(), {
      name: "b200",
      machine: "p6-b200.48xlarge",
      isVerified: true,
      acceleratorModel: "B200",
      acceleratorVendor: "nvidia",
      deviceMemoryBytes: 191_512_591_728,
      labels: { "node.kubernetes.io/instance-type": "p6-b200.48xlarge" },
      taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }],
      deviceResource: "nvidia.com/gpu",
      devicesPerNode: 8,
      efaDevicesPerNode: 8,
      efaDevicesForPods: 0,
      slice: undefined,
      allocatable: { milliCpu: 191_450, memoryBytes: 1_937_332 * 1024 ** 2 },
      capacity: { milliCpu: 192_000, memoryBytes: 2048 * GIB },
      zone: undefined,
      maxSize: undefined,
    });
  });

  it("derives everything of a4-highgpu-8g from two words, with the taint of GKE", () => {
    assert.deepEqual(requireValue(planNodePool(GKE)), {
      name: "b200",
      machine: "a4-highgpu-8g",
      isVerified: true,
      acceleratorModel: "B200",
      acceleratorVendor: "nvidia",
      deviceMemoryBytes: 191_512_591_728,
      labels: { "node.kubernetes.io/instance-type": "a4-highgpu-8g" },
      taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
      deviceResource: "nvidia.com/gpu",
      devicesPerNode: 8,
      efaDevicesPerNode: 0,
      efaDevicesForPods: 0,
      slice: undefined,
      allocatable: { milliCpu: 223_370, memoryBytes: 3_911_292 * 1024 ** 2 },
      capacity: { milliCpu: 224_000, memoryBytes: 3968 * GIB },
      zone: undefined,
      maxSize: undefined,
    });
  });

  it("derives everything of v6e 2x4 from three words, with the labels and the taint of GKE", () => {
    assert.deepEqual(requireValue(planNodePool(TPU)), {
      name: "trillium",
      machine: "ct6e-standard-8t",
      isVerified: false,
      acceleratorModel: "TPU-v6e",
      acceleratorVendor: "google",
      deviceMemoryBytes: undefined,
      labels: {
        "node.kubernetes.io/instance-type": "ct6e-standard-8t",
        "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
        "cloud.google.com/gke-tpu-topology": "2x4",
      },
      taints: [{ key: "google.com/tpu", value: "present", effect: "NoSchedule" }],
      deviceResource: "google.com/tpu",
      devicesPerNode: 8,
      efaDevicesPerNode: 0,
      efaDevicesForPods: 0,
      slice: {
        generation: "v6e",
        topology: "2x4",
        machineType: "ct6e-standard-8t",
        chips: 8,
        hosts: 1,
        chipsPerHost: 8,
      },
      allocatable: { milliCpu: 179_480, memoryBytes: 1_414_841 * 1024 ** 2 },
      capacity: { milliCpu: 180_000, memoryBytes: 1440 * GIB },
      zone: undefined,
      maxSize: undefined,
    });
  });

  it("knows the hosts of a slice of several, and takes the machine that is chosen", () => {
    const pools: NodePoolRef[] = [
      { ...TPU, topology: "4x4", maxSize: 8 },
      { ...TPU, machineType: "ct6e-standard-4t" },
    ];
    assert.deepEqual(
      pools.map((ref) => {
        const { machine, devicesPerNode, slice } = requireValue(planNodePool(ref));
        return [machine, devicesPerNode, slice?.hosts];
      }),
      [
        ["ct6e-standard-4t", 4, 4],
        ["ct6e-standard-4t", 4, 2],
      ],
    );
  });

  const slices: readonly (readonly [object, string, object])[] = [
    [
      { maxSize: 6, topology: "4x4" },
      "maxSize: 6; a slice of v6e 4x4 has 4 hosts, all or none; write 4 or 8",
      { maxSize: 8, topology: "4x4" },
    ],
    [
      { maxSize: 1, topology: "4x4" },
      "maxSize: 1; a slice of v6e 4x4 has 4 hosts, all or none; write 4",
      { maxSize: 4, topology: "4x4" },
    ],
    [
      { instanceType: "p6-b200.48xlarge" },
      'instanceType: "p6-b200.48xlarge"; a pool has one kind of machine, and that of a TPU slice is no EC2 instance type; leave it out',
      {},
    ],
    [
      { topology: undefined },
      "topology: absent; must be whole numbers joined by x, without zeros in front; write 1x1 (1 chip) or 2x2 (4 chips)",
      { topology: "2x2" },
    ],
    [
      { generation: undefined },
      "generation: absent; must be one of v4, v5e, v5p, v6e, tpu7x; use one of v4, v5e, v5p, v6e, tpu7x",
      { generation: "v5e" },
    ],
    [
      { generation: undefined, generatoin: "v6e" },
      'generatoin: "v6e"; is not a known key; did you mean generation?',
      {},
    ],
    [
      { generation: undefined, topology: undefined, machineType: "ct6e-standard-4t" },
      'machineType: "ct6e-standard-4t"; is not in the catalogue of GCE machine types; write generation "v6e" and the topology of its slices, such as "2x2"',
      { topology: "2x2" },
    ],
    [
      { devicesPerNode: 4 },
      "devicesPerNode: 4; ct6e-standard-8t has 8; leave it out, it is derived from the machine",
      {},
    ],
    [
      { machineType: "a4-highgpu-8g" },
      'machineType: "a4-highgpu-8g"; is no machine of v6e in the catalogue; write ct6e-standard-8t or ct6e-standard-4t, or leave it out',
      { machineType: "ct6e-standard-4t" },
    ],
  ];
  for (const [changes, line, applied] of slices) {
    it(`fails on ${JSON.stringify(changes)} for slices of TPUs`, () => {
      const lines = [changes, applied].map((each) =>
        linesOf(planNodePool(anything({ ...TPU, ...each }))),
      );
      assert.deepEqual(lines, [[line], []]);
    });
  }

  it("asks for no device and tolerates no taint on a CPU machine", () => {
    const { deviceResource, devicesPerNode, taints } = nodePoolPlan({
      instanceType: "m7a.32xlarge",
    });
    assert.deepEqual(
      { deviceResource, devicesPerNode, taints },
      { deviceResource: undefined, devicesPerNode: 0, taints: [] },
    );
  });

  it("takes a machine outside the catalogue as it is described", () => {
    const { acceleratorModel, capacity, taints, allocatable } = nodePoolPlan(foreign);
    assert.deepEqual(
      { acceleratorModel, capacity, taints, allocatable },
      {
        acceleratorModel: undefined,
        capacity: undefined,
        taints: [{ key: "example.com/gpu", effect: "NoSchedule" }],
        allocatable: { milliCpu: 60_000, memoryBytes: 500 * GIB },
      },
    );
  });

  it("prefers what is written to what is derived", () => {
    const written = {
      labels: { pool: "a" },
      taints: [],
      zone: "us-east-1a",
      maxSize: 3,
      allocatableCpu: "100",
    };
    const { labels, taints, zone, maxSize, allocatable } = nodePoolPlan(written);
    assert.deepEqual(
      { labels, taints, zone, maxSize, milliCpu: allocatable.milliCpu },
      { labels: { pool: "a" }, taints: [], zone: "us-east-1a", maxSize: 3, milliCpu: 100_000 },
    );
  });

  it("fails on a machine outside the catalogue that is not described, and names the nearest", () => {
    assert.deepEqual(linesFor({ instanceType: "p6-b400.48xlarge" }), [
      'instanceType: "p6-b400.48xlarge"; is not in the catalogue of EC2 instance types; did you mean p6-b200.48xlarge? Otherwise describe the node by devicesPerNode, deviceResource, allocatableCpu and allocatableMemory',
    ]);
  });

  it("fails on Trainium, however it is described: the chart has no such device", () => {
    assert.deepEqual(linesFor({ ...foreign, instanceType: "trn2.48xlarge" }), [
      'instanceType: "trn2.48xlarge"; has Trainium, and llm-d-modelservice has no device aws.amazon.com/neuron; use a machine with NVIDIA devices',
    ]);
  });

  it("takes the EFA interfaces that the pool says it has, else those of the machine", () => {
    const counts = [undefined, 0, 4].map(
      (efaDevicesPerNode) => nodePoolPlan(anything({ efaDevicesPerNode })).efaDevicesPerNode,
    );
    assert.deepEqual(counts, [8, 0, 4]);
  });

  it("names the nearest machine of the cloud that the property is of, and a property that a machine belongs into", () => {
    const lines = [
      ...linesFor({ instanceType: "a4-highgpu-8g" }),
      ...linesOf(planNodePool({ ...GKE, machineType: "a4-higgpu-8g" })),
    ];
    const describe =
      "describe the node by devicesPerNode, deviceResource, allocatableCpu and allocatableMemory";
    assert.deepEqual(lines, [
      `instanceType: "a4-highgpu-8g"; is not in the catalogue of EC2 instance types; write it as machineType`,
      `machineType: "a4-higgpu-8g"; is not in the catalogue of GCE machine types; did you mean a4-highgpu-8g? Otherwise ${describe}`,
    ]);
  });

  it("fails on two machines, on none, and on one that is no text", () => {
    const lines = [
      ...linesFor({ machineType: "a4-highgpu-8g" }),
      ...linesOf(planNodePool({ name: "b200" })),
      ...linesOf(planNodePool(anything({ ...GKE, machineType: 8 }))),
    ];
    assert.deepEqual(lines, [
      'machineType: "a4-highgpu-8g"; a pool has one kind of machine, and instanceType stands beside it; leave one of the two out',
      "instanceType: absent; a pool has instanceType (EC2), machineType (GCE), or generation and topology (TPU slices); write one of the three",
      'machineType: 8; must be a text that is not empty; quote it: "8"',
    ]);
  });

  it("fails on devices that no resource stands for: pods would get none", () => {
    const { deviceResource: _, ...nameless } = foreign;
    assert.deepEqual(linesFor(nameless), [
      'deviceResource: absent; pods ask for the 4 devices of a node by it; name it, such as "nvidia.com/gpu", or write acceleratorVendor',
    ]);
  });

  it("fails on a resource of a machine without devices: pods would wait for ever", () => {
    assert.deepEqual(linesFor({ instanceType: "m7a.32xlarge", deviceResource: "nvidia.com/gpu" }), [
      'deviceResource: "nvidia.com/gpu"; a node of m7a.32xlarge has no devices; leave it out',
    ]);
  });

  it("says nothing of the resource of a machine that is not described", () => {
    const lines = linesFor({ instanceType: "x1.metal", deviceResource: "nvidia.com/gpu" });
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["instanceType"],
    );
  });

  it("fails on another number of devices than the catalogue says", () => {
    assert.deepEqual(linesFor({ devicesPerNode: 4 }), [
      "devicesPerNode: 4; p6-b200.48xlarge has 8; leave it out, it is derived from the machine",
    ]);
  });

  const wrong: readonly (readonly [object, string])[] = [
    [
      { maxSize: 0 },
      "maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ],
    [{ maxSize: "2" }, 'maxSize: "2"; must be a whole number of 1 or more; write 2 without quotes'],
    [{ name: "" }, 'name: ""; must be a text that is not empty; write it'],
    [{ maxSiz: 1 }, "maxSiz: 1; is not a known key; did you mean maxSize?"],
    [
      { labels: {} },
      "labels: {}; must be a map of one label or more, since none selects every node; write a label that only these nodes carry, or leave it out",
    ],
    [
      { labels: ["a"] },
      'labels: ["a"]; must be a map of one label or more, since none selects every node; write a label that only these nodes carry, or leave it out',
    ],
    [
      { labels: { a: true } },
      'labels.a: true; a label value is text; quote it, for example "true"',
    ],
    [{ taints: "gpu" }, 'taints: "gpu"; must be a list of taints; write key and effect of each'],
    [
      { taints: [{ key: "a", effect: "NoExec" }] },
      'taints[0].effect: "NoExec"; must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean NoExecute?',
    ],
    [
      { taints: ["a"] },
      'taints[0]: "a"; must be a map of key, value, effect; write keys and values',
    ],
    [
      { allocatableMemory: "5GB" },
      'allocatableMemory: "5GB"; GB is no unit of Kubernetes; write "5Gi" for powers of 1024, or "5G" for powers of 1000',
    ],
  ];
  for (const [changes, line] of wrong) {
    it(`fails on ${JSON.stringify(changes)}`, () => assert.deepEqual(linesFor(changes), [line]));
  }

  it("says that a text is no pool", () => {
    assert.deepEqual(linesOf(planNodePool(anything("b200"))), [
      '(all): "b200"; must be a node pool; write name and instanceType, or take ref of a pool',
    ]);
  });

  it("gives a plan or at least one reason, and never throws, whatever it is given", () => {
    const keys = [
      "instanceType",
      "machineType",
      "generation",
      "topology",
      "labels",
      "taints",
      "deviceResource",
      "devicesPerNode",
      "allocatableCpu",
      "zone",
      "maxSize",
    ];
    const changes = fc.dictionary(fc.constantFrom(...keys), fc.anything());
    fc.assert(
      fc.property(changes, (given) => {
        const result = planNodePool(anything({ ...nodePoolRef(), ...given }));
        assert.ok(result.ok || result.issues.length > 0);
      }),
    );
  });

  it("takes an explicit undefined for an absent key", () => {
    const absent = { labels: undefined, taints: undefined, maxSize: undefined, zone: undefined };
    assert.deepEqual(
      planNodePool(anything({ ...nodePoolRef(), ...absent })),
      planNodePool(nodePoolRef()),
    );
  });
});
