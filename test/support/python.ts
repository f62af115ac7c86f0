import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "mocha";
import { skip } from "./skip";

const TOOLS = resolve(__dirname, "../../.tools");
const MILLISECONDS_TO_INSTALL = 5 * 60_000;

/** Packages in exact versions, so that a new word of theirs changes no test, in an environment of their own. */
export interface PythonEnvironment {
  /** Name of the environment's folder; with the versions in it, since another one is another environment. */
  readonly name: string;
  /** Packages as pip is asked for them. */
  readonly packages: readonly string[];
  /** Modules that can be imported once everything is there. */
  readonly modules: readonly string[];
}

/** The interpreter of an environment. */
export function pythonPath({ name }: PythonEnvironment): string {
  return resolve(TOOLS, name, "bin/python");
}

/** Installs an environment that is not there; where that fails, the suite is skipped with the reason. */
export function requirePython(context: Context, environment: PythonEnvironment): void {
  context.timeout(MILLISECONDS_TO_INSTALL);
  const python = pythonPath(environment);
  const imports = `import ${environment.modules.join(", ")}`;
  if (existsSync(python) && run(python, ["-c", imports]) === undefined) return;
  mkdirSync(TOOLS, { recursive: true });
  const failure =
    run("python3", ["-m", "venv", resolve(TOOLS, environment.name)]) ??
    run(python, ["-m", "pip", "install", "--quiet", ...environment.packages]);
  if (failure !== undefined) skip(context, `${environment.name} cannot be had: ${failure}`);
}

/** The last line that a failed command printed; `undefined` when it did not fail. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${command} failed`;
}
