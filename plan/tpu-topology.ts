import type { TpuGenerationRow } from "../catalog/tpu-generations";

/** Every dimension of a cube. */
const CUBE = 4;

/** Whether slices of a generation can have this topology, which has the right number of dimensions. */
export function isLegalTopology(
  { topologies, cubes }: TpuGenerationRow,
  topology: string,
): boolean {
  if (topologies.includes(topology)) return true;
  if (cubes === undefined) return false;
  const dimensions = toDimensions(topology);
  const isAscending = dimensions.every((each, index) => each >= (dimensions[index - 1] ?? 0));
  return (
    dimensions.every((each) => each % CUBE === 0) &&
    (isAscending || !cubes.ascending) &&
    countChips(topology) <= cubes.most * CUBE ** 3
  );
}

/** Every topology of a generation, smallest first; of those with equally many chips the one nearest to a cube first. */
export function legalTopologies({ topologies, cubes }: TpuGenerationRow): string[] {
  const listed = [...topologies];
  if (cubes === undefined) return listed;
  const made: number[][] = [];
  for (let a = 1; a <= cubes.most; a++) {
    for (let b = cubes.ascending ? a : 1; a * b <= cubes.most; b++) {
      for (let c = cubes.ascending ? b : 1; a * b * c <= cubes.most; c++) made.push([a, b, c]);
    }
  }
  const sorted = made.toSorted((a, b) => multiply(a) - multiply(b) || spread(a) - spread(b));
  return [...listed, ...sorted.map((cube) => cube.map((each) => each * CUBE).join("x"))];
}

/** Chips of a slice: the product of its dimensions. */
export function countChips(topology: string): number {
  return multiply(toDimensions(topology));
}

/** How many directions there are. */
export function countDimensions(topology: string): number {
  return toDimensions(topology).length;
}

/**
 * What was probably meant, for a way out: the same numbers in the spelling and order of a topology, otherwise the
 * topologies with as many chips, or those with the next fewer and the next more.
 */
export function nearestTopologies(legal: readonly string[], text: string): string[] {
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  if (numbers.length === 0) return legal.slice(0, 2);
  const meant = numbers.toSorted((a, b) => a - b);
  const same = legal.find((each) =>
    isSame(
      toDimensions(each).toSorted((a, b) => a - b),
      meant,
    ),
  );
  if (same !== undefined) return [same];
  const chips = multiply(numbers);
  const equal = legal.find((each) => countChips(each) === chips);
  if (equal !== undefined) return [equal];
  const fewer = legal.filter((each) => countChips(each) < chips);
  const most = Math.max(...fewer.map(countChips));
  return [
    fewer.find((each) => countChips(each) === most),
    legal.find((each) => countChips(each) > chips),
  ].filter((each) => each !== undefined);
}

function toDimensions(topology: string): number[] {
  return topology.split("x").map(Number);
}

function multiply(numbers: readonly number[]): number {
  return numbers.reduce((product, each) => product * each, 1);
}

/** The longest dimension less the shortest. */
function spread(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers);
}

function isSame(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
