import type { Model } from "../catalog/models";
import { StorageKind } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { formatGiB, parseBytes } from "../units/quantity";
import { filesBytes } from "./model-bytes";
import type { StorageRef } from "./model-storage-spec";

/**
 * From when on loading is worth a warning, in seconds: a sixth of the hour that llm-d's guides give a start, so that
 * loading is never what uses it up. Every pod of a roll-out takes as long. https://github.com/llm-d/llm-d
 */
const SLOW_SECONDS = 600;

/** Seconds that one node alone takes to read the files of the model; `undefined` where the speed or the model is not known. */
export function findLoadSeconds(storage: StorageRef, row: Model | undefined): number | undefined {
  const speed = parseBytes("readThroughput", storage.readThroughput);
  if (row === undefined || !speed.ok || speed.value === 0) return undefined;
  return Math.ceil(filesBytes(row) / speed.value);
}

/** A pod that takes longer to load than it may take to start never serves. */
export function checkLoading(
  storage: StorageRef,
  row: Model | undefined,
  startUpBudgetSeconds: number,
): Issue[] {
  const seconds = findLoadSeconds(storage, row);
  if (row === undefined || seconds === undefined || !(seconds > startUpBudgetSeconds)) return [];
  return [
    issue(
      "storage.readThroughput",
      storage.readThroughput,
      `${describeLoading(storage, row, seconds)}, and a pod has ${toMinutes(startUpBudgetSeconds)} to start`,
      `${faster(storage)}, or raise startUpBudgetSeconds`,
    ),
  ];
}

/** What works, and takes long at every start. */
export function warnOfLoading(storage: StorageRef, row: Model | undefined): Issue[] {
  const seconds = findLoadSeconds(storage, row);
  if (row === undefined || seconds === undefined || seconds <= SLOW_SECONDS) return [];
  const rule = `${describeLoading(storage, row, seconds)} at each start of a pod`;
  return [issue("storage.readThroughput", storage.readThroughput, rule, faster(storage))];
}

function describeLoading(storage: StorageRef, row: Model, seconds: number): string {
  const speed = parseBytes("readThroughput", storage.readThroughput);
  const bytes = speed.ok ? speed.value : 0;
  return `${formatGiB(filesBytes(row))} at ${(bytes / 1e6).toFixed(0)} MB/s take ${toMinutes(seconds)}`;
}

function toMinutes(seconds: number): string {
  return `${Math.round(seconds / 60)} minutes`;
}

/** The setting that makes it load faster. */
function faster({ kind }: StorageRef): string {
  switch (kind) {
    case StorageKind.fsxLustre:
      return "use more throughputPerTiB or a larger size";
    case StorageKind.ebsGp3:
    case StorageKind.hyperdiskMl:
      return "use more throughput";
    case StorageKind.filestore:
      return "use a larger size";
    case StorageKind.efs:
      return `use kind ${StorageKind.fsxLustre}`;
    default:
      return "use faster storage";
  }
}
