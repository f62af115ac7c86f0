import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this package: the nearest one above this file whose `package.json` is named `llmd`.
 * Sources run in place and compiled files from `dist/`, so the number of steps up differs.
 */
export function repositoryRoot(): string {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const path = join(folder, "package.json");
    if (!existsSync(path)) continue;
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof content === "object" && content !== null && "name" in content) {
      if (content.name === "llmd") return folder;
    }
  }
  throw new Error(`no package.json named llmd above ${__dirname}`);
}
