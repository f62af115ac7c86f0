import assert from "node:assert/strict";
import type { ArchitectureRule } from "./support/architecture-rules";
import {
  checkComponentFields,
  checkCycles,
  checkDirection,
  checkEntries,
  checkExamples,
  checkLength,
  checkNames,
  checkPurity,
} from "./support/architecture-rules";
import { parseSource, readSourceTree } from "./support/source-tree";

/** Applies a rule to files that exist only here, to show what it refuses and what it lets pass. */
function apply(rule: ArchitectureRule, files: Readonly<Record<string, string>>): string[] {
  return rule(Object.entries(files).map(([path, text]) => parseSource(path, text)));
}

describe("architecture", () => {
  const tree = readSourceTree();

  describe("imports go one way", () => {
    it("holds for every source file", () => assert.deepEqual(checkDirection(tree), []));

    it("fails when a room imports one on its left, as a type too", () => {
      const files = {
        "components/pool.ts": `import { plan } from "../plan/pool"; export * from "../local/up";`,
        "local/up.ts": `import "../components/pool"; const cli = import("../cli/verb");`,
        "cli/verb.ts": "",
        "plan/pool.ts": `import type { Pool } from "../components/pool"; import "../units/issue";`,
        "units/issue.ts": `type Row = import("../plan/pool").Row;`,
      };
      assert.deepEqual(apply(checkDirection, files), [
        "components/pool.ts imports local/up.ts",
        "plan/pool.ts imports components/pool.ts",
        "units/issue.ts imports plan/pool.ts",
      ]);
    });

    it("fails when a room imports tests, programs or the package's own entry", () => {
      const files = {
        "components/pool.ts": `import "../index"; import "../test/pool"; import "../stacks";`,
        "index.ts": `export * from "./components/pool";`,
        "stacks/index.ts": `import "../index";`,
        "test/pool.ts": `import "../stacks/index";`,
      };
      assert.deepEqual(apply(checkDirection, files), [
        "components/pool.ts imports index.ts",
        "components/pool.ts imports test/pool.ts",
        "components/pool.ts imports stacks/index.ts",
      ]);
    });

    it("fails on a room that it does not know", () => {
      assert.deepEqual(apply(checkDirection, { "attic/chest.ts": "" }), [
        `attic/chest.ts: the import rule has no room "attic"`,
      ]);
    });
  });

  describe("units, catalog and plan are pure", () => {
    it("holds for every source file", () => assert.deepEqual(checkPurity(tree), []));

    it("fails on Pulumi and on modules of Node, however they are imported", () => {
      const text = `import type { Input } from "@pulumi/pulumi"; import fs = require("fs"); export * from "node:path";`;
      assert.deepEqual(apply(checkPurity, { "plan/pool.ts": text, "local/pool.ts": text }), [
        "plan/pool.ts imports @pulumi/pulumi",
        "plan/pool.ts imports fs",
        "plan/pool.ts imports node:path",
      ]);
    });

    it("fails on the clock, chance, the environment and output", () => {
      const text = `console.log(process.env.HOME, new Date(), Math.random(), Math.max(1, 2));`;
      assert.deepEqual(apply(checkPurity, { "units/pool.ts": text }), [
        "units/pool.ts uses process",
        "units/pool.ts uses console",
        "units/pool.ts uses Date",
        "units/pool.ts uses Math.random",
      ]);
    });

    it("lets properties of the same names pass", () => {
      const text = `interface Row { process: string } export const name = (row: Row) => ({ fetch: row.process });`;
      assert.deepEqual(apply(checkPurity, { "catalog/row.ts": text }), []);
    });
  });

  describe("files outside catalog and test have at most 250 lines", () => {
    it("holds for every source file", () => assert.deepEqual(checkLength(tree), []));

    it("fails on line 251", () => {
      const files = {
        "plan/long.ts": "// line\n".repeat(251),
        "plan/full.ts": "// line\n".repeat(250),
        "catalog/rows.ts": "// line\n".repeat(251),
      };
      assert.deepEqual(apply(checkLength, files), ["plan/long.ts has 251 lines"]);
    });
  });

  describe("files import one another without cycles", () => {
    it("holds for every source file", () => assert.deepEqual(checkCycles(tree), []));

    it("fails on a cycle of three and on a file that imports itself", () => {
      const files = {
        "plan/a.ts": `import { b } from "./b";`,
        "plan/b.ts": `import type { C } from "./inner";`,
        "plan/inner/index.ts": `export { a } from "../a"; import "../d";`,
        "plan/d.ts": `import "./d";`,
        "plan/e.ts": `import "./a"; import "./d";`,
      };
      assert.deepEqual(apply(checkCycles, files), [
        "plan/a.ts -> plan/b.ts -> plan/inner/index.ts -> plan/a.ts",
        "plan/d.ts -> plan/d.ts",
      ]);
    });
  });

  describe("entries have export lines only", () => {
    it("holds for every source file", () => assert.deepEqual(checkEntries(tree), []));

    it("fails on an entry with logic", () => {
      const files = {
        "index.ts": `export { Pool } from "./components/pool"; export type * from "./plan/pool";`,
        "eks.ts": `import { Pool } from "./components/pool"; export { Pool };`,
        "components/eks/index.ts": `export const DEFAULT = 1;`,
        "stacks/index.ts": `console.log("a program");`,
      };
      assert.deepEqual(apply(checkEntries, files), [
        "eks.ts has more than export lines",
        "components/eks/index.ts has more than export lines",
      ]);
    });
  });

  describe("every example has its test", () => {
    it("holds for every source file", () => assert.deepEqual(checkExamples(tree), []));

    it("fails on an example without", () => {
      const files = {
        "examples/one/index.ts": "",
        "examples/two/index.ts": "",
        "test/examples/one.spec.ts": "",
      };
      assert.deepEqual(apply(checkExamples, files), ["examples/two/index.ts is run by no test"]);
    });
  });

  describe("components have public fields only", () => {
    it("holds for every source file", () => assert.deepEqual(checkComponentFields(tree), []));

    it("fails on hidden fields however they are written, and lets methods and other classes pass", () => {
      const text = `class Pool extends ComponentResource {
        #a = 1; private readonly b = 2; protected c = 3; public readonly d = 4; private e() {}
        constructor(private readonly f: string, g: string) {}
      }
      class Row { private readonly a = 1; }`;
      assert.deepEqual(apply(checkComponentFields, { "components/pool.ts": text }), [
        "components/pool.ts: Pool.#a would be an output in other languages",
        "components/pool.ts: Pool.b would be an output in other languages",
        "components/pool.ts: Pool.c would be an output in other languages",
        "components/pool.ts: Pool.f would be an output in other languages",
      ]);
    });
  });

  describe("files are named in kebab-case for what is in them", () => {
    it("holds for every source file", () => assert.deepEqual(checkNames(tree), []));

    it("fails on other spellings and on drawers", () => {
      const files = {
        "plan/nodePool.ts": "",
        "plan/types.ts": "",
        "plan/string-utils.ts": "",
        "local/helpers/up.ts": "",
        "catalog/ec2-instance-types.ts": "",
        "test/plan/node-pool.spec.ts": "",
      };
      assert.deepEqual(apply(checkNames, files), [
        `plan/nodePool.ts: "nodePool" is not kebab-case`,
        `plan/types.ts: "types" names no thing`,
        `plan/string-utils.ts: "string-utils" names no thing`,
        `local/helpers/up.ts: "helpers" names no thing`,
      ]);
    });
  });
});
