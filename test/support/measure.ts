/** Seconds that something took, as text. */
export interface Measured {
  readonly best: string;
  readonly median: string;
}

/** Measures some runs; of several, after one that warms up. */
export async function measure(run: () => Promise<unknown>, runs = 3): Promise<Measured> {
  if (runs > 1) await run();
  const seconds: number[] = [];
  for (let round = 0; round < runs; round += 1) {
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  const sorted = seconds.toSorted((a, b) => a - b);
  return { best: describe(sorted[0]), median: describe(sorted[Math.floor(runs / 2)]) };
}

function describe(seconds = 0): string {
  return seconds < 0.1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`;
}
