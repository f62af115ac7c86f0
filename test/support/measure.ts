/** How often a benchmark runs after the run that warms up. */
const RUNS = 3;

/** Best and median of some runs after one that warms up. */
export async function measure(run: () => Promise<unknown>): Promise<[string, string]> {
  await run();
  const seconds: number[] = [];
  for (let round = 0; round < RUNS; round += 1) {
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  const sorted = seconds.toSorted((a, b) => a - b);
  return [describe(sorted[0]), describe(sorted[Math.floor(RUNS / 2)])];
}

function describe(seconds = 0): string {
  return seconds < 0.1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}
