import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { gkeGoldenCases, readGkeInputs, renderGkeGolden } from "../support/gke-golden";

describe("what reaches Google", () => {
  for (const golden of gkeGoldenCases()) {
    it(`is what was reviewed, for ${golden.name}`, async () => {
      const rendered = renderGkeGolden(await readGkeInputs(golden));
      assert.equal(rendered, readFileSync(golden.path, "utf8"));
    });
  }

  it("was reviewed for no pool that there is not", () => {
    const paths = gkeGoldenCases().map(({ path }) => path);
    assert.deepEqual(
      readdirSync(dirname(paths[0] ?? "")).toSorted(),
      paths.map((path) => basename(path)).toSorted(),
    );
  });
});
