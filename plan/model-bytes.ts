import { storedBytes } from "../catalog/model-parameters";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { formatBytes, formatGiB, parseBytes, roundUpToGiB } from "../units/quantity";

/** Bytes that the files of a model take in a claim: as published, else computed from its dimensions. */
export function filesBytes(model: Model): number {
  return model.repositoryBytes ?? storedBytes(model);
}

/** A claim needs a twentieth more than the files: a file system keeps some for itself, and a download for what is not whole yet. */
const HEADROOM = 1.05;

/** Bytes that a claim needs for a model. */
export function neededBytes(model: Model): number {
  return Math.ceil(filesBytes(model) * HEADROOM);
}

/** Whether a claim of this size has room for a model; what is no size is told by its own check. */
export function checkRoom(path: string, size: unknown, row: Model | undefined): Issue[] {
  const bytes = parseBytes(path, size);
  if (row === undefined || !bytes.ok) return [];
  const needed = neededBytes(row);
  if (bytes.value >= needed) return [];
  return [
    issue(
      path,
      size,
      `the files of ${row.id} are ${formatGiB(filesBytes(row))} and need ${formatGiB(needed)}, the claim has ${formatGiB(bytes.value)}`,
      `use a claim of ${formatBytes(roundUpToGiB(needed))} or more`,
    ),
  ];
}
