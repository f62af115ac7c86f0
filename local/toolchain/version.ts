/** Versions that are accepted: from the first, included, up to the second, not included. */
export interface VersionRange {
  readonly from: string;
  readonly below: string;
}

/**
 * The first version in what a program prints about itself, as three numbers: `1.32.4` in
 * `Client Version: v1.32.4-dispatcher`. Absent when there is none.
 *
 * What follows the numbers is left out: vendors append their own words to released versions,
 * and nobody has a pre-release of these tools on PATH by accident.
 */
export function findVersion(text: string): string | undefined {
  return /(?<![\d.])(\d+\.\d+\.\d+)(?![\d.])/.exec(text)?.[1];
}

export function isWithin(version: string, range: VersionRange): boolean {
  return compareVersions(version, range.from) >= 0 && compareVersions(version, range.below) < 0;
}

/** Negative when `left` is the older one, zero when they are equal. */
export function compareVersions(left: string, right: string): number {
  const rightNumbers = right.split(".").map(Number);
  for (const [index, number] of left.split(".").map(Number).entries()) {
    const difference = number - (rightNumbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** For people: `1.35.0 or later, below 1.38.0`. */
export function describeRange(range: VersionRange): string {
  return `${range.from} or later, below ${range.below}`;
}
