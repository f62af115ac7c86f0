import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChartVersion } from "../../scripts/chart-version";
import { CHART_FOLDER } from "../support/helm";

describe("the version of the chart", () => {
  let copy = "";

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "llmd-chart-"));
    cpSync(CHART_FOLDER, copy, { recursive: true });
  });

  afterEach(() => {
    rmSync(copy, { recursive: true });
  });

  it("follows its content", () => {
    const { stamped, computed } = readChartVersion();
    const command = "node -r ts-node/register/transpile-only scripts/chart-version.ts --write";
    assert.equal(stamped, computed, `chart/Chart.yaml is stale; run: ${command}`);
  });

  it("is the version of upstream's values, then twelve digits", () => {
    assert.match(readChartVersion().computed, /^0\.4\.12\+[0-9a-f]{12}$/);
  });

  it("does not depend on itself", () => {
    const before = readChartVersion(copy).computed;
    writeFileSync(
      join(copy, "Chart.yaml"),
      readFileSync(join(copy, "Chart.yaml"), "utf8").replace(/^version: .*$/m, "version: 9.9.9"),
    );
    assert.deepEqual(readChartVersion(copy), { stamped: "9.9.9", computed: before });
  });

  it("changes with one letter of a template, and with the name of a file", () => {
    const before = readChartVersion(copy).computed;
    writeFileSync(join(copy, "templates/new.yaml"), "");
    const withFile = readChartVersion(copy).computed;
    writeFileSync(join(copy, "templates/new.yaml"), "a");
    assert.equal(new Set([before, withFile, readChartVersion(copy).computed]).size, 3);
  });
});
