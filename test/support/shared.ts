import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "mocha";
import { skip } from "./skip";

/** Recorded data of other projects, too large or not ours to keep here; lies beside the clone. */
const SHARED = resolve(__dirname, "../../../shared");

/** The path of a file or folder in the shared data, which need not exist. */
export function sharedPath(name: string): string {
  return resolve(SHARED, name);
}

/** Whether the shared data is on this machine. */
export function hasShared(): boolean {
  return existsSync(SHARED);
}

/** Skips the test, counted and named, on a machine without the shared data. */
export function requireShared(context: Context): void {
  if (!hasShared()) skip(context, "the shared data is not beside this clone (../shared)");
}
