import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPlayedStack } from "../../local/played-stack";
import { linesOf } from "../support/specs";

describe("checkPlayedStack", () => {
  let backend: string;

  beforeEach(() => {
    backend = mkdtempSync(join(tmpdir(), "llmd-played-"));
  });

  afterEach(() => rmSync(backend, { recursive: true, force: true }));

  it("refuses a stack while another one has resources on the plane", () => {
    writeState("local.json", { resources: [{ urn: "urn:a" }] });
    assert.deepEqual(check("staging"), [
      'stack: "staging"; the local plane plays stack local, and its nodes are those of one stack; run `make down` first',
    ]);
  });

  it("takes the same stack again, one after a stack that is empty, and the first of all", () => {
    assert.deepEqual(check("local"), []);
    writeState("local.json", { resources: [{ urn: "urn:a" }] });
    writeState("local.json.bak", { resources: [{ urn: "urn:a" }] });
    writeState("dev.json", {});
    assert.deepEqual(check("local"), []);
  });

  function check(stack: string): string[] {
    return linesOf(checkPlayedStack(backend, "llm-serving", stack));
  }

  function writeState(file: string, latest: object): void {
    const folder = join(backend, ".pulumi", "stacks", "llm-serving");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify({ checkpoint: { latest } }));
  }
});
