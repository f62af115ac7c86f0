import assert from "node:assert/strict";
import { planScaleFromZeroTags } from "../../plan/eks-scale-from-zero-tags";
import { GIB } from "../support/specs";

const PREFIX = "k8s.io/cluster-autoscaler/node-template/resources/";
const node = {
  minSize: 0,
  efaDevices: 16,
  hugePagesBytes: 10_256 * 1024 ** 2,
  ephemeralStorageBytes: 20 * GIB,
};

describe("planScaleFromZeroTags", () => {
  it("names EFA devices, huge pages and the disk as pods can have them", () => {
    assert.deepEqual(planScaleFromZeroTags(node), [
      { name: "efa", key: `${PREFIX}vpc.amazonaws.com/efa`, value: "16" },
      { name: "huge-pages", key: `${PREFIX}hugepages-2Mi`, value: "10256Mi" },
      { name: "ephemeral-storage", key: `${PREFIX}ephemeral-storage`, value: "17Gi" },
    ]);
  });

  it("names the disk alone where there is no EFA", () => {
    const tags = planScaleFromZeroTags({ ...node, efaDevices: 0, hugePagesBytes: 0 });
    assert.deepEqual(
      tags.map(({ name }) => name),
      ["ephemeral-storage"],
    );
  });

  it("is empty where there is always a node to look at", () => {
    assert.deepEqual(planScaleFromZeroTags({ ...node, minSize: 1 }), []);
  });
});
