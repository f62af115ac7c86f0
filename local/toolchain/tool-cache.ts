import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { readVersion } from "./from-path";
import type { Tool, ToolName } from "./tool";
import { ToolUnavailable } from "./tool";
import { TOOLS } from "./versions";

/** A tool that an earlier run left in `tools`, in the order of its sources. */
export function findInCache(name: ToolName, tools: string): Tool | undefined {
  for (const { version } of TOOLS[name].sources) {
    const path = join(toolFolder(name, version, tools), TOOLS[name].program);
    if (existsSync(path)) return { name, version, path, origin: "cache" };
  }
  return undefined;
}

/**
 * Moves a finished program into the cache, in one step: whoever looks sees all of it or nothing.
 * When another process was faster, its copy stays.
 *
 * Throws when the program does not run here or is not the version that was asked for.
 */
export async function moveIntoCache(
  program: string,
  { name, version, origin }: Pick<Tool, "name" | "version" | "origin">,
  tools: string,
): Promise<Tool> {
  await chmod(program, 0o755);
  const found = readVersion(name, program);
  if (found !== version) {
    throw new ToolUnavailable([
      {
        tools: [name],
        cause: `the program from its ${origin === "built" ? "Go module" : "npm package"} does not say that it is ${version}`,
        evidence: `${TOOLS[name].versionArgs.join(" ")}: ${found ?? "no version"}`,
        wayOut: "put one on PATH that runs on this machine",
      },
    ]);
  }
  const folder = toolFolder(name, version, tools);
  const path = join(folder, TOOLS[name].program);
  await withTemporaryFolder(tools, async (temporary) => {
    await rename(program, join(temporary, TOOLS[name].program));
    await rename(temporary, folder).catch((error: unknown) => {
      if (!existsSync(path)) throw error;
    });
  });
  return { name, version, path, origin };
}

/** A fresh folder on the file system of the cache, so that a rename out of it is one step; removed at the end. */
export async function withTemporaryFolder<T>(
  tools: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(tools, { recursive: true });
  const folder = await mkdtemp(join(tools, TEMPORARY));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what a run left that was killed; only for the one who holds the lock of `tools`. */
export async function removeTemporaryFolders(tools: string): Promise<void> {
  for (const name of await readdir(tools)) {
    if (name.startsWith(TEMPORARY)) await rm(join(tools, name), { recursive: true, force: true });
  }
}

const TEMPORARY = ".new-";

function toolFolder(name: ToolName, version: string, tools: string): string {
  return join(tools, `${name}@${version}`);
}
