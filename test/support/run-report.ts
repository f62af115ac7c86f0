/** What one mocha run did, as the reporter writes it and `scripts/test.ts` reads it. */
export interface RunReport {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

export interface SkippedTest {
  /** Suite titles and test title, joined with spaces. */
  readonly title: string;
  readonly reason: string;
}
