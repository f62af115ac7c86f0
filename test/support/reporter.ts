import { writeFileSync } from "node:fs";
import type { MochaOptions, Test } from "mocha";
import { Runner, reporters } from "mocha";
import type { RunReport, SkippedTest } from "./run-report";
import { findSkipReason } from "./skip";

/**
 * mocha's own `spec` output, and beside it the counts as JSON in the file of reporter option `output`.
 * Without that option it is the `spec` reporter.
 */
class CountingReporter extends reporters.Spec {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const skipped: SkippedTest[] = [];
    const unexplained: string[] = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test: Test) => {
      const title = test.fullTitle();
      const reason = findSkipReason(test);
      if (reason === undefined) unexplained.push(title);
      else skipped.push({ title, reason });
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      for (const title of unexplained) console.error(`  skipped without a reason: ${title}`);
      runner.failures += unexplained.length;
      const output: unknown = options.reporterOptions?.output;
      if (typeof output !== "string") return;
      const failed = this.stats.failures + unexplained.length;
      const report: RunReport = { passed: this.stats.passes, failed, skipped };
      writeFileSync(output, JSON.stringify(report));
    });
  }
}

export = CountingReporter;
