import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { Tool, ToolName } from "./tool";
import { findVersion, isWithin } from "./version";
import { TOOLS } from "./versions";

/**
 * The user's own program, when the first one of its name on `searchPath` is whole and of an accepted
 * version. Only the first: a second one of the same name is not what the user means by it.
 */
export function findOnPath(name: ToolName, searchPath: string): Tool | undefined {
  const pin = TOOLS[name];
  const path = findProgram(pin.program, searchPath);
  if (path === undefined) return undefined;
  if (pin.beside !== undefined && !existsSync(join(dirname(realpathSync(path)), pin.beside))) {
    return undefined;
  }
  const version = readVersion(name, path);
  if (version === undefined || !isWithin(version, pin.accepted)) return undefined;
  return { name, version, path, origin: "path" };
}

/** The first executable file of this name; relative folders are left out, as they mean nothing to a child elsewhere. */
export function findProgram(program: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, program))
    .find(isExecutableFile);
}

/** What the program says its version is; absent when it does not run or does not say. */
export function readVersion(name: ToolName, path: string): string | undefined {
  const { stdout } = spawnSync(path, TOOLS[name].versionArgs, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: MILLISECONDS_TO_ANSWER,
    // `pulumi version` asks the network for a newer one, which a blocked network makes slow.
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return findVersion(stdout ?? "");
}

/** Each answers in under a second; a first run from a cold disk or under a virus scanner takes longer. */
const MILLISECONDS_TO_ANSWER = 20_000;

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
