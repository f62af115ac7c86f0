import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findProgram } from "./from-path";
import type { Tool, ToolName, ToolPlaces } from "./tool";
import { ToolUnavailable } from "./tool";
import { moveIntoCache, withTemporaryFolder } from "./tool-cache";
import type { ModuleName, ModuleSource } from "./versions";
import { GO_MODULES } from "./versions";

/** A tool together with the source to build it from. */
export interface ToBuild {
  readonly name: ToolName;
  readonly source: ModuleSource;
}

/**
 * Builds programs of one Go module, in one run of `go build`: most of their packages are shared.
 *
 * The build may not change `go.mod` and `go.sum`, so every module is checked against its digest
 * there. The programs hold no path of this machine and need no C compiler.
 */
export async function buildFromGoModule(
  module: ModuleName,
  toBuild: readonly ToBuild[],
  places: ToolPlaces,
): Promise<readonly Tool[]> {
  const tools = toBuild.map(({ name }) => name);
  const go = findProgram("go", places.searchPath);
  if (go === undefined) {
    throw new ToolUnavailable([
      {
        tools,
        cause: "building from Go modules needs Go, and there is no `go` on PATH",
        evidence: "",
        wayOut: "install Go (https://go.dev/doc/install), or put the programs themselves on PATH",
      },
    ]);
  }
  return withTemporaryFolder(places.tools, async (folder) => {
    await build(go, module, toBuild, folder, places);
    return Promise.all(
      toBuild.map(({ name, source }) =>
        moveIntoCache(
          join(folder, source.output),
          { name, version: source.version, origin: "built" },
          places.tools,
        ),
      ),
    );
  });
}

async function build(
  go: string,
  module: ModuleName,
  toBuild: readonly ToBuild[],
  folder: string,
  places: ToolPlaces,
): Promise<void> {
  const log = join(places.tools, "log", `go-${module}.log`);
  await mkdir(join(places.tools, "log"), { recursive: true });
  const variables = Object.entries(GO_MODULES[module].linkerVariables);
  const linkerFlags = ["-s", "-w", ...variables.map(([name, value]) => `-X ${name}=${value}`)];
  const { failed, shortMessage } = await execa(
    go,
    [
      "build",
      ...["-mod=readonly", "-trimpath", "-buildvcs=false"],
      // Neither inlining nor debug information: a third less processor time to compile (measured with
      // kwokctl), and these programs have little to do.
      ...["-gcflags", "all=-l -dwarf=false", "-ldflags", linkerFlags.join(" ")],
      ...["-o", `${folder}/`],
      ...toBuild.map(({ source }) => source.main),
    ],
    {
      cwd: join(places.modules, module),
      // A workspace or flags of the user's own would change what is built.
      env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly" },
      stdout: { file: log },
      stderr: { file: log },
      stdin: "ignore",
      reject: false,
    },
  );
  if (!failed) return;
  throw new ToolUnavailable([
    {
      tools: toBuild.map(({ name }) => name),
      cause: `building from Go modules failed: ${shortMessage}`,
      evidence: await lastLines(log),
      wayOut: `read ${log}; see that the Go module proxy is reached and the disk has 5 GB free; run again`,
    },
  ]);
}

const LINES_OF_EVIDENCE = 8;

async function lastLines(log: string): Promise<string> {
  const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
  return lines.slice(-LINES_OF_EVIDENCE).join("\n");
}
