/**
 * Loaded by mocha before the first spec (`.mocharc.json`).
 *
 * mocha leaves a run green when a promise is rejected and nobody looks, even when that promise is
 * a failed resource registration: https://github.com/mochajs/mocha/issues/5507. Thrown again, the
 * rejection becomes an uncaught exception, which fails the test that runs, or the process.
 */
process.on("unhandledRejection", (reason) => {
  throw reason;
});

/** Long enough to close servers and child processes, short enough to be noticed. */
const MILLISECONDS_TO_EXIT = 30_000;

export const mochaHooks = {
  /** A handle left open would hold the run for ever: it is named and the run fails. */
  afterAll(): void {
    const timer = setTimeout(() => {
      console.error(
        `Still open after the last test: ${process.getActiveResourcesInfo().join(", ")}`,
      );
      process.exit(1);
    }, MILLISECONDS_TO_EXIT);
    timer.unref();
  },
};
