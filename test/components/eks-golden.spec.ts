import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { eksGoldenCases, readEksInputs, renderEksGolden } from "../support/eks-golden";

describe("what reaches AWS", () => {
  for (const golden of eksGoldenCases()) {
    it(`is what was reviewed, for ${golden.name}`, async () => {
      const rendered = renderEksGolden(await readEksInputs(golden));
      assert.equal(rendered, readFileSync(golden.path, "utf8"));
    });
  }

  it("was reviewed for no pool that there is not", () => {
    const paths = eksGoldenCases().map(({ path }) => path);
    assert.deepEqual(
      readdirSync(dirname(paths[0] ?? "")).toSorted(),
      paths.map((path) => basename(path)).toSorted(),
    );
  });
});
