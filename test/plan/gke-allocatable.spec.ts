import assert from "node:assert/strict";
import fc from "fast-check";
import { Architecture } from "../../catalog/ec2-instance-types";
import { planGkeAllocatable } from "../../plan/gke-allocatable";
import { GIBIBYTE, MEBIBYTE } from "../../units/quantity";

const machine = fc.record({
  vcpus: fc.integer({ min: 1, max: 1000 }),
  memoryBytes: fc.integer({ min: 1, max: 32 * 1024 }).map((gib) => gib * GIBIBYTE),
});

describe("planGkeAllocatable", () => {
  // https://github.com/2i2c-org/infrastructure/issues/2121: nodes of GKE 1.25.
  const seen = [
    { name: "n2-highmem-4", vcpus: 4, gibibytes: 32, milliCpu: 3920, kibibytes: 29_085_928 },
    { name: "n2-highmem-16", vcpus: 16, gibibytes: 128, milliCpu: 15_890, kibibytes: 122_210_676 },
    { name: "n2-highmem-64", vcpus: 64, gibibytes: 512, milliCpu: 63_770, kibibytes: 510_603_916 },
  ];
  for (const { name, vcpus, gibibytes, milliCpu, kibibytes } of seen) {
    it(`gives pods on ${name} the processors of a real node, and its memory within a thousandth`, () => {
      const planned = planGkeAllocatable({ vcpus, memoryBytes: gibibytes * GIBIBYTE });
      const share = planned.memoryBytes / (kibibytes * 1024);
      assert.deepEqual([planned.milliCpu, Math.abs(share - 1) < 0.001], [milliCpu, true]);
    });
  }

  it("counts a4-highgpu-8g as the autoscaler does", () => {
    // 4063232 MiB less 63816 for the kernel, 88024 for the kubelet and 100 for eviction.
    assert.deepEqual(planGkeAllocatable({ vcpus: 224, memoryBytes: 3968 * GIBIBYTE }), {
      milliCpu: 223_370,
      memoryBytes: 3_911_292 * MEBIBYTE,
    });
  });

  it("leaves more on Arm, where the kernel keeps less", () => {
    const spec = { vcpus: 140, memoryBytes: 884 * GIBIBYTE };
    const [x86, arm] = [spec, { ...spec, architecture: Architecture.arm64 }].map(
      (each) => planGkeAllocatable(each).memoryBytes / MEBIBYTE,
    );
    // 0.29 % of 14,472 MiB, whatever the whole MiB make of it.
    assert.equal((arm ?? 0) - (x86 ?? 0), 41);
  });

  it("reserves processors for more than 110 pods, and memory for image streaming", () => {
    const spec = { vcpus: 224, memoryBytes: 3968 * GIBIBYTE };
    assert.deepEqual(
      [{ maxPods: 110 }, { maxPods: 111 }, { imageStreaming: true }].map((changes) =>
        planGkeAllocatable({ ...spec, ...changes }),
      ),
      [
        { milliCpu: 223_370, memoryBytes: 3_911_292 * MEBIBYTE },
        { milliCpu: 222_970, memoryBytes: 3_911_292 * MEBIBYTE },
        // 4 % of 88,024 MiB.
        { milliCpu: 223_370, memoryBytes: 3_907_771 * MEBIBYTE },
      ],
    );
  });

  it("leaves nothing, and not less, where the reservation is larger than the machine", () => {
    const { memoryBytes } = planGkeAllocatable({ vcpus: 1, memoryBytes: 128 * MEBIBYTE });
    assert.equal(memoryBytes, 0);
  });

  it("always leaves less than the machine has, and never less on a larger machine", () => {
    fc.assert(
      fc.property(machine, fc.nat(100), fc.nat(1024), (spec, vcpus, gib) => {
        const smaller = planGkeAllocatable(spec);
        const larger = planGkeAllocatable({
          vcpus: spec.vcpus + vcpus,
          memoryBytes: spec.memoryBytes + gib * GIBIBYTE,
        });
        return (
          smaller.milliCpu < spec.vcpus * 1000 &&
          smaller.memoryBytes < spec.memoryBytes &&
          larger.milliCpu >= smaller.milliCpu &&
          larger.memoryBytes >= smaller.memoryBytes
        );
      }),
    );
  });
});
