import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Packages that another one asks for and the lock file does not have, as `<asking>: <asked for>`. */
function findMissing({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !foldersAbove(path).some((folder) => `${folder}${name}` in packages))
      .map((name) => `${path}: ${name}`),
  );
}

/** Where Node looks for a package from `path`: `a/node_modules/b` looks below itself, below `a` and at the root. */
function foldersAbove(path: string): string[] {
  const parts = path === "" ? [] : path.split("/node_modules/");
  const folders = parts.map((_, index) => `${parts.slice(0, index + 1).join("/node_modules/")}/`);
  return ["", ...folders].map((folder) => `${folder}node_modules/`);
}

describe("package-lock.json", () => {
  // npm leaves out what a registry does not have for another platform, and `npm ci` then refuses the file.
  it("names every package, those for other platforms too, or npm ci refuses it", () => {
    const lock = JSON.parse(readFileSync(resolve(__dirname, "../../package-lock.json"), "utf8"));
    assert.deepEqual(findMissing(lock), []);
  });

  it("fails on a package that is asked for and not there", () => {
    const packages = {
      "": { dependencies: { tool: "1" } },
      "node_modules/tool": {
        dependencies: { part: "1" },
        optionalDependencies: { "tool-mac": "1" },
      },
      "node_modules/tool/node_modules/part": { dependencies: { tool: "1" } },
    };
    assert.deepEqual(findMissing({ packages }), ["node_modules/tool: tool-mac"]);
  });
});
