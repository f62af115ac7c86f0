import { type Accelerator, acceleratorModels, findAccelerator } from "../catalog/accelerators";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";

/** A device by whatever name a log, a shop or a person gives it; `undefined` when the catalogue has none, or several. */
export function findNamedDevice(text: string): Accelerator | undefined {
  const { words, size } = readName(text);
  if (words.length === 0) return undefined;
  const matches = devices().filter((row) => {
    const own = readName(row.model);
    return sameWords(own.words, words) && (size === undefined || isAbout(row, size));
  });
  // Of several sizes of one name the one that is not said is not known.
  return matches.length === 1 ? matches[0] : undefined;
}

/** The device with the least memory of those that are sold with this many GB, and of which a log was read. */
export function findDeviceOfSize(size: number): Accelerator | undefined {
  return devices()
    .filter(({ memoryBytes }) => memoryBytes !== undefined)
    .filter((row) => isAbout(row, size))
    .toSorted((one, other) => visibleBytes(one) - visibleBytes(other))[0];
}

function devices(): Accelerator[] {
  return acceleratorModels().flatMap((model) => findAccelerator(model) ?? []);
}

/** Makers and product lines say nothing that the number does not. */
const LINES = /^(NVIDIA|AMD|GEFORCE|RTX|TESLA|INSTINCT|SXM\d?|PCIE|NVL|HBM\dE?)$/;

function readName(text: string): { words: string[]; size: number | undefined } {
  const parts = text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  const sizes = parts.filter((part) => /^\d{2,3}(GB|G|GIB)?$/.test(part));
  const words = parts.filter(
    (part) => !sizes.includes(part) && !LINES.test(part) && !/^(GB|GIB)$/.test(part),
  );
  const [size] = sizes;
  return { words, size: size === undefined ? undefined : Number.parseInt(size, 10) };
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/** What is sold as so many GB is anything from that in 10^9 bytes to that in GiB, and a little less where a part of it checks errors. */
function isAbout(row: Accelerator, size: number): boolean {
  const sold = visibleBytes(row) / GIBIBYTE;
  return sold > size * 0.9 && sold <= size * 1.01;
}

/** Of what is advertised CUDA shows 98.75 % or more in every log that was read. */
const VISIBLE_SHARE = 0.9875;

/**
 * Memory as CUDA reports it; where no log of it was read, the least that it can be by what is advertised. Good enough to
 * answer a log with, and not to prove what is not running yet.
 */
export function visibleBytes({ memoryBytes, advertisedMiB = 0 }: Accelerator): number {
  return memoryBytes ?? Math.floor(advertisedMiB * VISIBLE_SHARE) * MEBIBYTE;
}
