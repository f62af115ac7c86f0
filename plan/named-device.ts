import { type Accelerator, acceleratorModels, findAccelerator } from "../catalog/accelerators";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";

/** A device by whatever name a log, a shop or a person gives it; `undefined` when the catalogue has none, or not its memory. */
export function findNamedDevice(text: string): Accelerator | undefined {
  const { words, size } = readName(text);
  if (words.length === 0) return undefined;
  const matches = measured().filter((row) => {
    const own = readName(row.model);
    return sameWords(own.words, words) && (size === undefined || isAbout(row, size));
  });
  // Of several sizes of one name the one that is not said is not known.
  return matches.length === 1 ? matches[0] : undefined;
}

/** The device with the least memory of those that are sold with this many GB. */
export function findDeviceOfSize(size: number): Accelerator | undefined {
  return measured()
    .filter((row) => isAbout(row, size))
    .toSorted((one, other) => (one.memoryBytes ?? 0) - (other.memoryBytes ?? 0))[0];
}

function measured(): Accelerator[] {
  return acceleratorModels()
    .flatMap((model) => findAccelerator(model) ?? [])
    .filter(({ memoryBytes }) => memoryBytes !== undefined);
}

/** Makers and product lines say nothing that the number does not. */
const LINES = ["NVIDIA", "AMD", "GEFORCE", "RTX", "TESLA", "INSTINCT", "SXM", "PCIE", "NVL"];

function readName(text: string): { words: string[]; size: number | undefined } {
  const parts = text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
  const sizes = parts.filter((part) => /^\d{2,3}(GB|G|GIB)?$/.test(part));
  const words = parts.filter(
    (part) => !sizes.includes(part) && !LINES.includes(part) && !/^(GB|GIB)$/.test(part),
  );
  const [size] = sizes;
  return { words, size: size === undefined ? undefined : Number.parseInt(size, 10) };
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word) => other.includes(word));
}

/** What is sold as so many GB is anything from that in 10^9 bytes to that in GiB, and a little less where a part of it checks errors. */
function isAbout({ memoryBytes = 0, advertisedMiB }: Accelerator, size: number): boolean {
  const sold = Math.max((advertisedMiB ?? 0) * MEBIBYTE, memoryBytes) / GIBIBYTE;
  return sold > size * 0.9 && sold <= size * 1.03;
}
