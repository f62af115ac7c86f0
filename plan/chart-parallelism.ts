import type { CheckedRole } from "./checked-values";

/** How many ranks a role of the chart's values has, and where; absent numbers follow from data = dataLocal * workers. */
export function deriveParallelism({ parallelism: given = {} }: CheckedRole) {
  const data = given.data ?? (given.dataLocal ?? 1) * (given.workers ?? 1);
  const workers = given.workers ?? Math.max(1, Math.floor(data / (given.dataLocal ?? data)));
  const dataLocal = given.dataLocal ?? Math.max(1, Math.floor(data / workers));
  return { data, dataLocal, workers };
}
