import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { Values } from "./helm";

/** Values in upstream's words, and what the objects that they render must have. */
export interface UpstreamCase {
  readonly title: string;
  readonly values: Values;
  /** By `Kind/name`, what stands at a path; `null` for nothing. */
  readonly renders: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const FILE = resolve(__dirname, "../golden/upstream-values.yaml");

export function readUpstreamCases(): readonly UpstreamCase[] {
  return parse(readFileSync(FILE, "utf8"), { merge: true }).cases;
}
