import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";

const ROOT = resolve(__dirname, "../..");

/** Runs mocha as `scripts/test.ts` does, on one spec with this text. */
async function runSpec(text: string): Promise<{ exitCode: number | undefined; report: unknown }> {
  mkdirSync(join(ROOT, ".local"), { recursive: true });
  const directory = mkdtempSync(join(ROOT, ".local", "test-mocha-"));
  const report = join(directory, "report.json");
  const spec = join(directory, "fixture.spec.ts");
  writeFileSync(spec, text);
  try {
    const { exitCode } = await execa(
      process.execPath,
      [
        "node_modules/mocha/bin/mocha.js",
        ...["--reporter", "./test/support/reporter.ts", "--reporter-option", `output=${report}`],
        spec,
      ],
      { cwd: ROOT, reject: false },
    );
    return { exitCode, report: JSON.parse(readFileSync(report, "utf8")) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("a mocha run", () => {
  it("fails the test in which a promise is rejected that nobody awaits", async () => {
    const { exitCode, report } = await runSpec(`
      it("loses a promise", async () => {
        void Promise.reject(new Error("lost"));
        await new Promise(() => {});
      });
      it("passes", () => {});
    `);
    assert.deepEqual(report, { passed: 1, failed: 1, skipped: [] });
    assert.notEqual(exitCode, 0);
  });

  it("ends with another exit code than 0 when a promise is rejected after the last test", async () => {
    const { exitCode } = await runSpec(`
      it("passes", () => {});
      after(() => void setTimeout(() => void Promise.reject(new Error("late")), 50));
    `);
    assert.notEqual(exitCode, 0);
  });

  it("counts and names skipped tests, and fails on a pending one without a reason", async () => {
    const { exitCode, report } = await runSpec(`
      import { skip } from "${ROOT}/test/support/skip";
      it("needs a tool", function () { skip(this, "no tool"); });
      describe("a suite", () => {
        before(function () { skip(this, "no data"); });
        it("reads data", () => {});
      });
      it("is still to be written");
    `);
    const skipped = [
      { title: "needs a tool", reason: "no tool" },
      { title: "a suite reads data", reason: "no data" },
    ];
    assert.deepEqual([exitCode, report], [1, { passed: 0, failed: 1, skipped }]);
  });
});
