import assert from "node:assert/strict";
import fc from "fast-check";
import { planEksAllocatable } from "../../plan/eks-allocatable";
import { GIBIBYTE, MEBIBYTE, TEBIBYTE } from "../../units/quantity";

const machine = fc.record({
  vcpus: fc.integer({ min: 1, max: 1000 }),
  memoryBytes: fc.integer({ min: 1, max: 32 * 1024 }).map((gib) => gib * GIBIBYTE),
  maxPods: fc.integer({ min: 1, max: 2000 }),
});

describe("planEksAllocatable", () => {
  // https://karpenter.sh/preview/reference/instance-types/ of 2026-07-11, the tables "Resources".
  const reference = [
    {
      name: "p6-b200.48xlarge",
      vcpus: 192,
      memoryBytes: 2 * TEBIBYTE,
      maxPods: 198,
      milliCpu: 191_450,
      mebibytes: 1_937_332,
    },
    {
      name: "p5.48xlarge",
      vcpus: 192,
      memoryBytes: 2 * TEBIBYTE,
      maxPods: 100,
      milliCpu: 191_450,
      mebibytes: 1_938_410,
    },
    {
      name: "m7a.32xlarge",
      vcpus: 128,
      memoryBytes: 512 * GIBIBYTE,
      maxPods: 737,
      milliCpu: 127_610,
      mebibytes: 476_504,
    },
    {
      name: "c7a.32xlarge",
      vcpus: 128,
      memoryBytes: 256 * GIBIBYTE,
      maxPods: 737,
      milliCpu: 127_610,
      mebibytes: 234_021,
    },
  ];
  for (const { name, milliCpu, mebibytes, ...spec } of reference) {
    it(`gives pods on ${name} what Karpenter's reference says`, () => {
      assert.deepEqual(planEksAllocatable(spec), { milliCpu, memoryBytes: mebibytes * MEBIBYTE });
    });
  }

  it("leaves an Arm machine 64 MiB less before the overhead, and no memory that is set aside as huge pages", () => {
    const spec = { vcpus: 4, memoryBytes: 8 * GIBIBYTE, maxPods: 58 };
    const hugePagesBytes = 2 * GIBIBYTE;
    const left = (changes: object) =>
      planEksAllocatable({ ...spec, ...changes }).memoryBytes / MEBIBYTE;
    // The first is g5g.xlarge of Karpenter's reference.
    assert.deepEqual([left({ architecture: "arm64" }), left({ hugePagesBytes })], [6525, 4536]);
  });

  it("leaves nothing, and not less, where the reservation is larger than the machine", () => {
    assert.equal(
      planEksAllocatable({ vcpus: 1, memoryBytes: GIBIBYTE, maxPods: 110 }).memoryBytes,
      0,
    );
  });

  it("always leaves less than the machine has", () => {
    fc.assert(
      fc.property(machine, (spec) => {
        const { milliCpu, memoryBytes } = planEksAllocatable(spec);
        return milliCpu < spec.vcpus * 1000 && memoryBytes < spec.memoryBytes;
      }),
    );
  });

  it("never leaves less on a larger machine", () => {
    fc.assert(
      fc.property(machine, fc.nat(100), fc.nat(1024), (spec, vcpus, gib) => {
        const smaller = planEksAllocatable(spec);
        const larger = planEksAllocatable({
          ...spec,
          vcpus: spec.vcpus + vcpus,
          memoryBytes: spec.memoryBytes + gib * GIBIBYTE,
        });
        return larger.milliCpu >= smaller.milliCpu && larger.memoryBytes >= smaller.memoryBytes;
      }),
    );
  });
});
