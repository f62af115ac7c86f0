import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * An empty project that has this package as `npm pack` makes it, and of other packages only those that npm would
 * install with it. They are links to ours: nothing is fetched, and the program shares its Pulumi with the test engine.
 */

const ROOT = resolve(__dirname, "../..");
const LOCAL = join(ROOT, ".local");

/** What `npm pack --json` says of the archive. */
export interface Archive {
  readonly filename: string;
  /** Bytes of the archive. */
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

export interface PackedProject {
  readonly folder: string;
  readonly archive: Archive;
  /** Writes a file of the project and returns its path. */
  write(name: string, content: string): string;
  /** Adds a package that the user installs beside ours. */
  install(name: string): void;
  /** Runs Node in the project. Whatever is required there is found there, not in the folders above. */
  node(...args: readonly string[]): ProcessEnd;
  /** Checks types as `tsc` does with these options beside `strict`, and returns what it prints: nothing when all is well. */
  checkTypes(file: string, options: Readonly<Record<string, unknown>>): string;
  remove(): void;
}

export interface ProcessEnd {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function createPackedProject(): PackedProject {
  mkdirSync(LOCAL, { recursive: true });
  const folder = mkdtempSync(join(LOCAL, "test-package-"));
  const archive = packInto(folder);
  const modules = join(folder, "node_modules");
  const installed = join(modules, "llmd");
  mkdirSync(installed, { recursive: true });
  run("tar", ["-xzf", join(folder, archive.filename), "--strip-components=1", "-C", installed]);

  const write = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const install = (name: string): void => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  };
  const { dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) install(name);
  write("package.json", JSON.stringify({ name: "consumer", private: true }));
  const boundary = write("boundary.cjs", BOUNDARY);

  return {
    folder,
    archive,
    write,
    install,
    node: (...args) => spawn(process.execPath, ["--require", boundary, ...args], folder),
    checkTypes: (file, options) => {
      const config = { compilerOptions: { ...STRICT, ...options }, files: [file] };
      write("tsconfig.json", JSON.stringify(config));
      return spawn(process.execPath, [COMPILER, "--project", folder], folder).stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const COMPILER = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const STRICT = { strict: true, skipLibCheck: true, target: "es2022", outDir: "out", types: [] };

/** The project lies below this repository, where Node would go on looking for what is missing. */
const BOUNDARY = `const Module = require("node:module");
const pathsAbove = Module._nodeModulePaths;
Module._nodeModulePaths = (from) =>
  pathsAbove(from).filter((path) => !from.startsWith(__dirname) || path.startsWith(__dirname));
`;

function packInto(folder: string): Archive {
  // Words of the build come before the JSON.
  const printed = run("npm", ["pack", "--json", "--pack-destination", folder]);
  const [archive] = JSON.parse(printed.slice(printed.search(/^\[$/m)));
  return archive;
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawn(command, args, ROOT);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
  return stdout;
}

function spawn(command: string, args: readonly string[], cwd: string): ProcessEnd {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}
