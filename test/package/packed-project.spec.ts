import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { createPackedProject, type PackedProject } from "../support/packed-project";
import { requireTools } from "../support/tools";

const ROOT = resolve(__dirname, "../..");

/** The program that the README prints. */
function readReadmeProgram(): string {
  const program = /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  if (program === undefined) throw new Error("the README has no TypeScript program");
  return program;
}

/** A program about the pools of a cloud, as far as it needs no component. */
const POOL_PROGRAM = `import { type NodePoolRef, TaintEffect } from "llmd/eks";
import type { NodeTaint } from "llmd/gke";
const taint: NodeTaint = { key: "nvidia.com/gpu", effect: TaintEffect.noSchedule };
export const pool: NodePoolRef = { name: "b200", instanceType: "p6-b200.48xlarge", taints: [taint] };
`;

describe("the package as npm packs it", () => {
  let project: PackedProject;

  before(() => {
    project = createPackedProject();
    project.write("index.ts", readReadmeProgram());
    project.write("pools.ts", POOL_PROGRAM);
  });

  after(() => project.remove());

  describe("holds the library, its chart, the script of the preload and what npm always adds", () => {
    it("at its top level", () => {
      const tops = project.archive.files.map(({ path }) => path.split("/")[0]);
      assert.deepEqual([...new Set(tops)].toSorted(), [
        ...["CHANGELOG.md", "LICENSE", "README.md", "bin", "chart", "dist"],
        ...["package.json", "plugin.js", "preload"],
      ]);
    });

    it("in dist, no room that runs from a clone only, and of the command what answers without one", () => {
      const inside = project.archive.files.flatMap(({ path }) =>
        path.startsWith("dist/") ? [path.split("/")[1]] : [],
      );
      assert.deepEqual([...new Set(inside)].toSorted(), [
        ...["catalog", "cli", "components", "eks.d.ts", "eks.js", "gke.d.ts", "gke.js"],
        ...["index.d.ts", "index.js", "plan", "units"],
      ]);
    });

    it("in the command, the verb fit, which loads nothing but itself and needs no cluster", () => {
      const inside = project.archive.files.flatMap(({ path }) =>
        /^dist\/cli\/.*\.js$/.test(path) ? [path.slice("dist/cli/".length)] : [],
      );
      assert.deepEqual(inside.toSorted(), [
        ...["columns.js", "fit-input.js", "fit-model.js", "fit-observed.js", "fit-report.js"],
        "fit.js",
      ]);
    });

    for (const folder of ["chart", "preload"]) {
      it(`in ${folder}, every file of it`, () => {
        const packed = project.archive.files.flatMap(({ path }) =>
          path.startsWith(`${folder}/`) ? [path] : [],
        );
        const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
          .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
        assert.deepEqual(packed.toSorted(), files.toSorted());
      });
    }

    it("in less than 450 kB and 600 files", () => {
      const { size, files } = project.archive;
      assert.deepEqual([size < 450_000, files.length < 600], [true, true]);
    });
  });

  it("answers llmd fit, and says of the other verbs where they are", () => {
    const llmd = (...words: string[]) => project.node("node_modules/llmd/bin/llmd.js", ...words);
    const { status, stdout } = llmd("fit", "deepseek-ai/DeepSeek-V3.1", "-m", "p5en.48xlarge");
    const local = llmd("local", "up");
    assert.deepEqual(
      [status, stdout.trimEnd().endsWith("fits"), local.status, local.stderr],
      [0, true, 1, "llmd: a package has only the verb fit; the others run from a clone\n"],
    );
  });

  describe("type-checks the program of the README", () => {
    for (const [resolution, options] of Object.entries({
      node16: { module: "node16", moduleResolution: "node16" },
      bundler: { module: "esnext", moduleResolution: "bundler", noEmit: true },
    })) {
      it(`under ${resolution} resolution`, () => {
        assert.equal(project.checkTypes("index.ts", options), "");
      });
    }
  });

  describe("type-checks a program about pools", () => {
    for (const [resolution, options] of Object.entries({
      node16: { module: "node16", moduleResolution: "node16" },
      node10: { module: "commonjs", moduleResolution: "node10" },
    })) {
      it(`under ${resolution} resolution`, () => {
        assert.equal(project.checkTypes("pools.ts", options), "");
      });
    }
  });

  it("previews the program of the README on the real engine", async function () {
    await requireTools(this, ["pulumi"]);
    project.checkTypes("index.ts", { module: "node16", moduleResolution: "node16" });
    const program = async () => require(join(project.folder, "out", "index.js"));
    await withStack({ program }, async (stack) => {
      const outcome = await stack.preview();
      assert.deepEqual(summarize(outcome), [
        "create deepseek-v3-1",
        "create deepseek-v3-1-release",
      ]);
      const chart = outcome.steps.at(-1)?.inputs.chart;
      assert.equal(resolve(String(chart)), join(project.folder, "node_modules", "llmd", "chart"));
    });
  });

  it("is imported by name from an ES module", () => {
    project.write(
      "names.mjs",
      `import { Engine, ModelService } from "llmd"; console.log(Engine.vllm, ModelService.name);`,
    );
    assert.deepEqual(project.node("names.mjs"), {
      status: 0,
      stdout: "vllm ModelService\n",
      stderr: "",
    });
  });

  it("is loaded by its folder where exports are not known", () => {
    const load = `console.log(require("./node_modules/llmd") === require("llmd"));`;
    assert.equal(project.node("-e", load).stdout, "true\n");
  });

  for (const [entry, sdk] of Object.entries({
    "llmd/eks": "@pulumi/aws",
    "llmd/gke": "@pulumi/gcp",
  })) {
    describe(entry, () => {
      const load = `try { console.log(require("${entry}").TaintEffect.noSchedule); }
        catch (error) { console.log(error.name, "|", error.message, "|", error.stack); }`;
      const sentence = `${entry} needs the package ${sdk}, which is not installed: run "npm install ${sdk}".`;

      it(`fails without ${sdk} with one sentence that says so, and no stack`, () => {
        assert.equal(project.node("-e", load).stdout, `Error | ${sentence} | ${sentence}\n`);
      });

      it(`works with ${sdk}`, () => {
        project.install(sdk);
        assert.equal(project.node("-e", load).stdout, "NoSchedule\n");
      });
    });
  }
});
