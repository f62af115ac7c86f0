import assert from "node:assert/strict";
import { findInstanceType, instanceTypeNames } from "../../catalog/ec2-instance-types";
import { mostEksPods, planEksMaxPods } from "../../plan/eks-max-pods";

function requireRow(name: string) {
  const row = findInstanceType(name);
  assert(row !== undefined);
  return row;
}

describe("planEksMaxPods", () => {
  it("gives p5.48xlarge 100 pods, and 51 where an EFA-only interface has one of its two places", () => {
    const row = requireRow("p5.48xlarge");
    assert.deepEqual([planEksMaxPods(row), planEksMaxPods(row, 1)], [100, 51]);
  });

  it("counts the interfaces of card 0 only", () => {
    assert.equal(planEksMaxPods(requireRow("g6e.48xlarge")), 492);
  });

  it("leaves room for pods on every machine, also where an EFA-only interface has a place of card 0", () => {
    const crowded = instanceTypeNames()
      .map(requireRow)
      .filter((row) => row.networkCards[0]?.efa && planEksMaxPods(row, 1) < 50);
    assert.deepEqual(crowded, []);
  });
});

describe("mostEksPods", () => {
  it("is 110 below 30 processors, and 250 from there", () => {
    const most = ["g6.4xlarge", "g6.8xlarge"].map((name) => mostEksPods(requireRow(name)));
    assert.deepEqual(most, [110, 250]);
  });
});
