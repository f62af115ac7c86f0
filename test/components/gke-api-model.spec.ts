import assert from "node:assert/strict";
import { requireGkeDiscovery, validateNodePool } from "../support/gke-api";
import { gkeGoldenCases, readGkeInputs } from "../support/gke-golden";

describe("what reaches Google, by its own discovery document of the GKE API", () => {
  before(function () {
    requireGkeDiscovery(this);
  });

  for (const golden of gkeGoldenCases()) {
    it(`is a request that GKE understands, for ${golden.name}`, async () => {
      assert.deepEqual(validateNodePool(await readGkeInputs(golden)), []);
    });
  }

  it("is refused with a misspelt key, a word that there is not, a number as text and what only GKE writes", async () => {
    const [golden] = gkeGoldenCases();
    assert(golden !== undefined);
    const { nodeConfig, ...inputs } = await readGkeInputs(golden);
    const wrong = validateNodePool({
      ...inputs,
      status: "RUNNING",
      upgradeSettings: { strategy: "BLUE-GREEN" },
      nodeConfig: { ...(nodeConfig as object), diskSizeGb: "500", diskTyp: "pd-ssd" },
    });
    assert.deepEqual(wrong.toSorted(), [
      "/nodePool/config/diskSizeGb: must be integer",
      "/nodePool/config: must NOT have additional properties (diskTyp)",
      "/nodePool/upgradeSettings/strategy: must be equal to one of the allowed values",
      "/nodePool: must NOT have additional properties (status)",
    ]);
  });
});
