import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { requireGkeDiscovery, validateNodePool } from "../support/gke-api";
import { gkeTpuGoldenCases, readGkeTpuInputs, renderGkeTpuGolden } from "../support/gke-tpu-golden";

describe("what reaches Google for pools of TPU slices", () => {
  for (const golden of gkeTpuGoldenCases()) {
    it(`is what was reviewed, for ${golden.name}`, async () => {
      const rendered = renderGkeTpuGolden(await readGkeTpuInputs(golden));
      assert.equal(rendered, readFileSync(golden.path, "utf8"));
    });
  }

  it("was reviewed for no pool that there is not", () => {
    const paths = gkeTpuGoldenCases().map(({ path }) => path);
    assert.deepEqual(
      readdirSync(dirname(paths[0] ?? "")).toSorted(),
      paths.map((path) => basename(path)).toSorted(),
    );
  });
});

describe("what reaches Google for pools of TPU slices, by Google's own description of its API", () => {
  before(function () {
    requireGkeDiscovery(this);
  });

  for (const golden of gkeTpuGoldenCases()) {
    it(`is a request that GKE understands, for ${golden.name}`, async () => {
      const { nodePools } = await readGkeTpuInputs(golden);
      assert.deepEqual(Object.values(nodePools).flatMap(validateNodePool), []);
    });
  }

  it("is refused with a misspelt key and a word that there is not", async () => {
    const [golden] = gkeTpuGoldenCases();
    assert(golden !== undefined);
    const { nodePools } = await readGkeTpuInputs(golden);
    const [pool] = Object.values(nodePools);
    const wrong = { ...pool, placementPolicy: { type: "compact", topology: "2x2x1" } };
    assert.deepEqual(validateNodePool(wrong).toSorted(), [
      "/nodePool/placementPolicy/type: must be equal to one of the allowed values",
      "/nodePool/placementPolicy: must NOT have additional properties (topology)",
    ]);
  });
});
