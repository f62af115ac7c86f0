import type { StorageReading } from "../catalog/storage-kinds";
import { storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { MEBIBYTE, parseBytes, TEBIBYTE } from "../units/quantity";
import type { ModelStorageSpec } from "./model-storage-spec";
import { checkWholeNumber } from "./value-check";

/** Lustre's MB are powers of 1000, and its TiB are powers of 1024. https://docs.aws.amazon.com/fsx/latest/LustreGuide/ssd-storage.html */
const MEGABYTE = 1000 ** 2;

/** Bytes that one node alone reads from the storage in a second; `undefined` where no figure is known. */
export function readBytesPerSecond(spec: ModelStorageSpec): number | undefined {
  const bytes = computeReading(spec);
  // Of a setting that is no number nothing follows; its check refuses it.
  return Number.isSafeInteger(bytes) && Number(bytes) > 0 ? bytes : undefined;
}

function computeReading(spec: ModelStorageSpec): number | undefined {
  const { reads } = storageKindRow(spec.kind);
  const stated = parseBytes("readThroughput", spec.readThroughput);
  if (reads === undefined) return stated.ok ? stated.value : undefined;
  const size = parseBytes("size", spec.size);
  const tebibytes = size.ok ? size.value / TEBIBYTE : 0;
  switch (reads.by) {
    case "throughputPerTiB":
      return Math.floor((spec.throughputPerTiB ?? 0) * MEGABYTE * tebibytes);
    case "size":
      return Math.floor(reads.bytesPerTiB * tebibytes);
    case "throughput":
      return (spec.throughput ?? reads.whenAbsent) * MEBIBYTE;
    case "measurement":
      return reads.bytes;
    default:
      reads satisfies never;
      return undefined;
  }
}

/** What is wrong with the setting that decides the speed, where it is given. */
export function checkReading(spec: ModelStorageSpec): Issue[] {
  const { reads } = storageKindRow(spec.kind);
  if (reads?.by === "throughputPerTiB") return checkPerTiB(spec.throughputPerTiB, reads);
  if (reads?.by === "throughput") return checkThroughput(spec, reads);
  return [];
}

/** The deployment type that has this throughput. */
export function findDeployment(spec: ModelStorageSpec): string | undefined {
  const { reads } = storageKindRow(spec.kind);
  if (reads?.by !== "throughputPerTiB" || spec.throughputPerTiB === undefined) return undefined;
  const { throughputPerTiB } = spec;
  return reads.deployments.find(({ throughputs }) => throughputs.includes(throughputPerTiB))?.type;
}

function checkPerTiB(
  value: unknown,
  { deployments }: StorageReading & { by: "throughputPerTiB" },
): Issue[] {
  const form = value === undefined ? [] : checkWholeNumber(1)("throughputPerTiB", value);
  if (value === undefined || form.length > 0) return form;
  const legal = deployments.flatMap(({ throughputs }) => throughputs);
  if (legal.some((each) => each === value)) return [];
  const rule = `a file system has ${deployments.map(describeDeployment).join(", or ")} MB/s/TiB`;
  const next = legal.toSorted((a, b) => a - b).find((each) => each >= Number(value));
  return [issue("throughputPerTiB", value, rule, `use ${next ?? Math.max(...legal)}`)];
}

function describeDeployment({
  type,
  throughputs,
}: {
  readonly type: string;
  readonly throughputs: readonly number[];
}): string {
  return `${throughputs.join(", ")} (${type})`;
}

function checkThroughput(
  { kind, throughput }: ModelStorageSpec,
  { least, most }: StorageReading & { by: "throughput" },
): Issue[] {
  const form = throughput === undefined ? [] : checkWholeNumber(1)("throughput", throughput);
  if (throughput === undefined || form.length > 0) return form;
  if (throughput >= least && throughput <= most) return [];
  const nearest = throughput < least ? least : most;
  const rule = `a disk of ${kind} has ${least} to ${most} MiB/s`;
  return [issue("throughput", throughput, rule, `use ${nearest}`)];
}
