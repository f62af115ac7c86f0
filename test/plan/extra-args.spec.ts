import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { toEngineCommand } from "../../plan/engine-command";
import { checkExtraArgs } from "../../plan/extra-args";
import { planKvTransfer } from "../../plan/kv-transfer";
import { RoleName } from "../../plan/model-role";
import { anything, engineSettings, linesOf } from "../support/specs";

const PAIR = [RoleName.prefill, RoleName.decode];

function linesFor(
  extraArgs: unknown,
  name: Engine = Engine.vllm,
  roles: readonly RoleName[] = [RoleName.both],
): string[] {
  const settings = engineSettings({ name, extraArgs: anything(extraArgs) });
  return linesOf(checkExtraArgs(settings, roles));
}

describe("checkExtraArgs", () => {
  it("has nothing to say when there are none", () => {
    assert.deepEqual(linesOf(checkExtraArgs(engineSettings(), [RoleName.both])), []);
  });
  it("lets flags pass that we do not write, with values of any form", () => {
    const args = ["--seed", "-1", "--async-scheduling", "--x", "true", '--config={"a": 1}', "4 5"];
    assert.deepEqual(linesFor(args), []);
  });
  it("fails on a text in place of the list, which a shell would have split", () => {
    assert.deepEqual(linesFor("--seed 1"), [
      'extraArgs: "--seed 1"; must be a list with one entry per argument; write ["--flag", "value"]',
    ]);
  });
  it("fails on flag and value in one entry", () => {
    assert.deepEqual(linesFor(["--seed 1"]), [
      'extraArgs[0]: "--seed 1"; is one argument, and the engine would read flag and value as one word; write two entries: "--flag", "value"',
    ]);
  });
  it("fails on a number and on an empty text", () => {
    assert.deepEqual(linesFor(["--seed", 4, ""]), [
      'extraArgs[1]: 4; must be a text that is not empty; write numbers in quotes, such as "4"',
      'extraArgs[2]: ""; must be a text that is not empty; write numbers in quotes, such as "4"',
    ]);
  });
  it("fails on a flag that a setting stands for, in all its spellings", () => {
    assert.deepEqual(linesFor(["--max-model-len", "--max-model-len=8", "--max_model_len=8"]), [
      'extraArgs[0]: "--max-model-len"; is a flag that we write; set engine.contextLength',
      'extraArgs[1]: "--max-model-len=8"; is a flag that we write; set engine.contextLength',
      'extraArgs[2]: "--max_model_len=8"; is a flag that we write; set engine.contextLength',
    ]);
  });
  it("knows each engine's own flags only", () => {
    assert.deepEqual(linesFor(["--max-model-len"], Engine.sglang), []);
    assert.deepEqual(linesFor(["--context-length"], Engine.sglang), [
      'extraArgs[0]: "--context-length"; is a flag that we write; set engine.contextLength',
    ]);
  });
  it("fails on the short names of what follows from the pool", () => {
    assert.deepEqual(linesFor(["--tp", "8", "-pp=2"]), [
      'extraArgs[0]: "--tp"; is a flag that we write; set roles.both.parallelism.tensor',
      'extraArgs[2]: "-pp=2"; is a flag that we write; set roles.both.parallelism.pipeline',
    ]);
  });
  it("names both roles where there are two", () => {
    assert.deepEqual(linesFor(["--tp"], Engine.vllm, PAIR), [
      'extraArgs[0]: "--tp"; is a flag that we write; set roles.prefill.parallelism.tensor and roles.decode.parallelism.tensor',
    ]);
  });
  it("leaves the transfer of the cache to servers that do both halves, who may keep it elsewhere", () => {
    const args = ["--kv-transfer-config", "{}", "--disaggregation-mode", "null"];
    assert.deepEqual(linesFor(args), []);
  });

  for (const name of Object.values(Engine)) {
    it(`refuses every flag that gives a server of ${name} its half of the work`, () => {
      const args = PAIR.flatMap((role) => planKvTransfer(name, role)?.args ?? []);
      const flags = args.filter((word) => word.startsWith("-"));
      const lines = flags.map(
        (flag, index) =>
          `extraArgs[${index}]: "${flag}"; is a flag that we write; leave it out, it follows from roles.prefill and roles.decode`,
      );
      assert.deepEqual(linesFor(flags, name, PAIR), lines.toSorted());
    });
    it(`refuses every flag that the command line of ${name} has already`, () => {
      const { args } = toEngineCommand(engineSettings({ name }), {
        modelPath: "/model-cache/m",
        servedName: "m",
        port: 8000,
        parallelism: { tensor: 2, pipeline: 2, expert: true, devicesPerPod: 4 },
      });
      const flags = args.filter((word) => word.startsWith("-"));
      assert.equal(linesFor(flags, name).length, flags.length);
    });
  }
});
