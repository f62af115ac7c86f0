import assert from "node:assert/strict";
import fc from "fast-check";
import { countPods, describePod, fitsPool, repeatPod } from "../../plan/placement";
import { GIB, nodePoolPlan } from "../support/specs";

const whole = { devices: 8, milliCpu: 32_000, memoryBytes: 700 * GIB };
const half = { ...whole, devices: 4 };

const demand = fc.record({
  devices: fc.integer({ min: 0, max: 8 }),
  milliCpu: fc.integer({ min: 1, max: 200_000 }),
  memoryBytes: fc.integer({ min: 1, max: 2000 }).map((gib) => gib * GIB),
});

describe("fitsPool", () => {
  it("says nothing of a pool whose size is not known", () => {
    assert.equal(fitsPool(nodePoolPlan(), [whole]), undefined);
  });
  it("puts two halves on one node", () => {
    assert.equal(fitsPool(nodePoolPlan({ maxSize: 1 }), [half, half]), true);
  });
  it("does not spread one pod over two nodes", () => {
    assert.equal(fitsPool(nodePoolPlan({ maxSize: 2 }), [half, half, half, whole]), false);
  });
  it("places the largest first, whatever the order", () => {
    assert.equal(fitsPool(nodePoolPlan({ maxSize: 2 }), [half, whole, half]), true);
  });
  for (const [what, pod] of [
    ["devices", { ...half, devices: 5 }],
    ["processors", { ...half, milliCpu: 160_000 }],
    ["memory", { ...half, memoryBytes: 1200 * GIB }],
  ] as const) {
    it(`finds no room when the ${what} of a node are too few for both`, () => {
      assert.equal(fitsPool(nodePoolPlan({ maxSize: 1 }), [pod, half]), false);
    });
  }
  it("fits no pods on any pool", () => {
    assert.equal(fitsPool(nodePoolPlan({ maxSize: 1 }), []), true);
  });
  it("never loses room when the pool may grow", () => {
    fc.assert(
      fc.property(
        fc.array(demand, { maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        (pods, maxSize) => {
          const smaller = fitsPool(nodePoolPlan({ maxSize }), pods);
          const larger = fitsPool(nodePoolPlan({ maxSize: maxSize + 1 }), pods);
          assert.ok(!smaller || larger);
        },
      ),
    );
  });
});

describe("countPods", () => {
  it("says nothing of a pool whose size is not known", () => {
    assert.equal(countPods(nodePoolPlan(), half), undefined);
  });
  it("counts by what runs out first", () => {
    const pool = nodePoolPlan({ maxSize: 3 });
    assert.deepEqual(
      [whole, half, { ...half, memoryBytes: 1000 * GIB }].map((pod) => countPods(pool, pod)),
      [3, 6, 3],
    );
  });
  it("does not count one by one", () => {
    const pool = nodePoolPlan({ maxSize: 1_000_000_000 });
    assert.equal(countPods(pool, half), 2_000_000_000);
  });
  it("agrees with placing them one by one", () => {
    fc.assert(
      fc.property(demand, fc.integer({ min: 1, max: 4 }), (pod, maxSize) => {
        const pool = nodePoolPlan({ maxSize });
        const count = Math.min(countPods(pool, pod) ?? 0, 50);
        assert.equal(fitsPool(pool, repeatPod(pod, count)), true);
        if (count < 50) assert.equal(fitsPool(pool, repeatPod(pod, count + 1)), false);
      }),
    );
  });
});

describe("describePod", () => {
  it("names devices, processors and memory", () => {
    assert.equal(describePod(whole), "8 devices, 32 CPU, 700.00 GiB");
  });
});
