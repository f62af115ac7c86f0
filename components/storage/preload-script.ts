import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findPackageFolder } from "../package-folder";

/** The files of the script that the Job runs, by name, as the package has them. */
export function readPreloadScript(): Record<string, string> {
  const folder = findPackageFolder("preload", "preload.py");
  const names = readdirSync(folder).filter((name) => name.endsWith(".py"));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}
