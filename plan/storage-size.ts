import type { SizeRange, StorageKind } from "../catalog/storage-kinds";
import { storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { formatBytes, parseBytes } from "../units/quantity";
import { checkBytes } from "./value-check";

/** What is wrong with a size that stands for a kind with sizes. */
export function checkVolumeSize(kind: StorageKind, size: unknown): Issue[] {
  const { sizes } = storageKindRow(kind);
  const form = checkBytes("size", size);
  const bytes = parseBytes("size", size);
  if (form.length > 0 || !bytes.ok || sizes === undefined) return form;
  if (sizes.some((range) => isLegal(range, bytes.value))) return [];
  const rule = `a volume of ${kind} has ${sizes.map(describeRange).join(", or ")}`;
  return [issue("size", size, rule, `use ${formatBytes(findNextSize(sizes, bytes.value))}`)];
}

/** The least legal size that is no smaller, or the largest there is. */
function findNextSize(sizes: readonly SizeRange[], bytes: number): number {
  const next = sizes
    .map(({ leastBytes, stepBytes = 1 }) =>
      Math.max(leastBytes, Math.ceil(bytes / stepBytes) * stepBytes),
    )
    .filter((size, index) => size <= (sizes[index]?.mostBytes ?? 0));
  return next.length > 0 ? Math.min(...next) : Math.max(...sizes.map(({ mostBytes }) => mostBytes));
}

function isLegal({ leastBytes, mostBytes, stepBytes = 1 }: SizeRange, bytes: number): boolean {
  return bytes >= leastBytes && bytes <= mostBytes && bytes % stepBytes === 0;
}

function describeRange({ leastBytes, mostBytes, stepBytes }: SizeRange): string {
  if (leastBytes === mostBytes) return formatBytes(leastBytes);
  const least = formatBytes(leastBytes);
  const range =
    mostBytes === Number.MAX_SAFE_INTEGER
      ? `${least} or more`
      : `${least} to ${formatBytes(mostBytes)}`;
  return stepBytes === undefined ? range : `${range} in steps of ${formatBytes(stepBytes)}`;
}
