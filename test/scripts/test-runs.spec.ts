import assert from "node:assert/strict";
import {
  assignSpecs,
  countFailures,
  renderSummary,
  tallyCommand,
  tallyMocha,
} from "../../scripts/test-runs";

describe("assignSpecs", () => {
  it("gives every spec to the run of its folder", () => {
    const specs = [
      "architecture.spec.ts",
      "components/model-service.spec.ts",
      "chart/render.spec.ts",
    ];
    assert.deepEqual(Object.fromEntries(assignSpecs(specs)), {
      pure: ["test/architecture.spec.ts"],
      component: ["test/components/model-service.spec.ts"],
      engine: ["test/chart/render.spec.ts"],
    });
  });

  it("fails on a spec that no run would take", () => {
    assert.throws(() => assignSpecs(["attic/old.spec.ts"]), {
      message: "test/attic/old.spec.ts: no test run takes this folder; add it to MOCHA_RUNS",
    });
  });
});

describe("tallyMocha", () => {
  const report = { passed: 3, failed: 0, skipped: [] };

  it("takes the counts of the report", () => {
    const tally = tallyMocha("pure", 2, { ...report, failed: 2 }, 1);
    assert.deepEqual([tally.passed, tally.failed], [3, 2]);
  });

  it("counts a run that died without a report as one failure", () => {
    const tally = tallyMocha("engine", 134, undefined, 1);
    assert.deepEqual([tally.passed, tally.failed], [0, 1]);
  });

  it("counts a run that failed after its last test as one failure", () => {
    const tally = tallyMocha("engine", 7, report, 1);
    assert.deepEqual([tally.passed, tally.failed], [3, 1]);
  });
});

describe("renderSummary", () => {
  const skipped = [{ title: "golden values match", reason: "no shared data" }];
  const tallies = [
    tallyCommand("types", 0, 2),
    tallyCommand("lint", 1, 0.5),
    tallyMocha("pure", 0, { passed: 40, failed: 0, skipped }, 1.25),
  ];
  const lines = renderSummary(tallies).split("\n");

  it("ends with the total alone on a line", () => {
    assert.deepEqual(lines.slice(-2), ["", "41 passed, 1 failed, 1 skipped"]);
  });

  it("names each skipped test with its reason", () => {
    assert.deepEqual(lines.slice(-4, -2), ["Skipped:", "  golden values match: no shared data"]);
  });

  it("counts a failed type check or linter as a failed test", () => {
    assert.equal(countFailures(tallies), 1);
  });
});
