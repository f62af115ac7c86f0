import assert from "node:assert/strict";
import { AcceleratorVendor } from "../../catalog/accelerators";
import { planNodePool } from "../../plan/node-pool";
import { platformOf } from "../../plan/platform";
import { devicePoolRef, GIB, nodePoolRef, requireValue } from "../support/specs";

const planOf = (changes: object) => requireValue(planNodePool(devicePoolRef(changes)));

describe("the devices of a pool that no catalogue has", () => {
  const resources: Readonly<Record<AcceleratorVendor, string>> = {
    amd: "amd.com/gpu",
    "intel-i915": "gpu.intel.com/i915",
    "intel-xe": "gpu.intel.com/xe",
    "intel-gaudi": "habana.ai/gaudi",
    nvidia: "nvidia.com/gpu",
    google: "google.com/tpu",
  };
  for (const vendor of Object.values(AcceleratorVendor)) {
    it(`are asked for by the resource of ${vendor}, which taints their nodes too`, () => {
      const { deviceResource, taints, acceleratorVendor } = planOf({ acceleratorVendor: vendor });
      assert.deepEqual(
        [acceleratorVendor, deviceResource, taints],
        [vendor, resources[vendor], [{ key: resources[vendor], effect: "NoSchedule" }]],
      );
    });
    it(`are those of ${vendor} where its resource is named`, () => {
      const pool = planOf({ deviceResource: resources[vendor] });
      assert.deepEqual([pool.acceleratorVendor, platformOf(pool)], [vendor, vendor]);
    });
  }
  it("are asked for by a resource of its own beside a vendor", () => {
    const pool = planOf({ acceleratorVendor: "amd", deviceResource: "example.com/mi300x" });
    assert.deepEqual([pool.deviceResource, platformOf(pool)], ["example.com/mi300x", "amd"]);
  });
  it("are taken for NVIDIA's under a resource of nobody's", () => {
    const pool = planOf({ deviceResource: "example.com/gpu" });
    assert.deepEqual([pool.acceleratorVendor, platformOf(pool)], [undefined, "nvidia"]);
  });

  it("have the memory of a model that the catalogue has, by whatever name", () => {
    const { acceleratorModel, acceleratorVendor, deviceMemoryBytes, deviceResource } = planOf({
      acceleratorModel: "AMD Instinct MI300X",
    });
    assert.deepEqual(
      [acceleratorModel, acceleratorVendor, deviceMemoryBytes, deviceResource],
      ["MI300X", "amd", Math.floor(191.98 * GIB), "amd.com/gpu"],
    );
  });
  it("have the memory that is written, whatever the catalogue says of their model", () => {
    const pools = ["Gaudi 3", "H100 80GB"].map((acceleratorModel) =>
      planOf({ deviceResource: "example.com/gpu", acceleratorModel, deviceMemory: "100Gi" }),
    );
    assert.deepEqual(
      pools.map((pool) => [pool.acceleratorModel, pool.deviceMemoryBytes]),
      [
        ["Gaudi 3", 100 * GIB],
        ["H100-80", 100 * GIB],
      ],
    );
  });
  it("have no memory that is known where nobody says so", () => {
    const pools = [{}, { acceleratorModel: "Gaudi 3" }].map((changes) =>
      planOf({ acceleratorVendor: "intel-gaudi", ...changes }),
    );
    assert.deepEqual(
      pools.map((pool) => [pool.acceleratorModel, pool.deviceMemoryBytes]),
      [
        [undefined, undefined],
        ["Gaudi 3", undefined],
      ],
    );
  });
});

describe("the devices of a machine in the catalogue", () => {
  it("are what they are where the vendor is written too", () => {
    const written = nodePoolRef({ acceleratorVendor: AcceleratorVendor.nvidia });
    assert.deepEqual(planNodePool(written), planNodePool(nodePoolRef()));
  });
});
