import type { ToolProgress } from "../local/toolchain/toolchain";

/** A person looks more often than a log file is read. */
const PERIOD_MILLISECONDS = process.stdout.isTTY ? 1_000 : 30_000;

/** Shows each slow step with the time that it has taken and the time that it takes on a small machine. */
export function showProgress(show: (text: string) => void): ToolProgress {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    started(name, what, expectedSeconds) {
      const start = performance.now();
      const expected =
        expectedSeconds < 10 ? "" : `, about ${formatDuration(expectedSeconds)} on 2 cores`;
      const tell = () =>
        show(`${what} (${formatDuration((performance.now() - start) / 1000)}${expected})`);
      show(`${what}${expected}`);
      timers.set(name, setInterval(tell, PERIOD_MILLISECONDS));
    },
    finished(name, seconds) {
      clearInterval(timers.get(name));
      timers.delete(name);
      show(`${name} done in ${formatDuration(seconds)}`);
    },
  };
}

/** `8 s` or `3 min 20 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
