import assert from "node:assert/strict";
import { engineVersions, flagsOf } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { readWords } from "../../plan/engine-word";
import { requireVersion } from "../support/engine-flags";

/** Each argument in a short form: `=name` for a flag in full, `<name` for its beginning, `?` for several, `!` for none, `.` for a value. */
function read(args: readonly string[], engine: Engine = Engine.vllm, version = "0.11.1"): string[] {
  return readWords(requireVersion(engine, version), args).map((word) => {
    switch (word.kind) {
      case "flag":
        return `${word.short ? "<" : "="}${word.flag.names[0]}${word.hasValue ? " with value" : ""}`;
      case "ambiguous":
        return `?${word.names.length}`;
      case "unknown":
        return `!${word.name}`;
      case "value":
        return ".";
      default:
        return word satisfies never;
    }
  });
}

describe("readWords", () => {
  it("tells flags from values, which may be numbers below zero and JSON", () => {
    assert.deepEqual(read(["--seed", "-1", "-.5", "-", '{"a": 1}', "a b", ""]), [
      "=--seed",
      ...[".", ".", ".", ".", ".", "."],
    ]);
  });
  it("reads a value behind an equals sign, and one joined to a short name", () => {
    assert.deepEqual(read(["--seed=-1", "-tp=2", "-qawq", "-n2"]), [
      "=--seed with value",
      "=--tensor-parallel-size with value",
      "=--quantization with value",
      "=--nnodes with value",
    ]);
  });
  it("takes the beginning of one name for the flag, and of several for none", () => {
    assert.deepEqual(read(["--max-num-seq", "--async-sched=1", "--max-num", "-d", "--"]), [
      "<--max-num-seqs",
      "<--async-scheduling with value",
      "?3",
      "?10",
      "!--",
    ]);
  });
  it("takes a name in full although others begin with it", () => {
    assert.deepEqual(read(["--chat-template", "-dp"]), [
      "=--chat-template",
      "=--data-parallel-size",
    ]);
  });
  it("reads underscores in names of vLLM, not of SGLang", () => {
    assert.deepEqual(read(["--max_model_len=8"]), ["=--max-model-len with value"]);
    assert.deepEqual(read(["--context_length=8"], Engine.sglang, "0.5.2"), ["!--context_length"]);
  });
  it("reads keys of a JSON value of vLLM, whose next word is a value whatever it looks like", () => {
    const args = ["--compilation-config.mode", "3", "--kv_transfer_config.a_b=c", "-O.x", "--y"];
    assert.deepEqual(read(args), [
      "=--compilation-config",
      ".",
      "=--kv-transfer-config with value",
      "=--compilation-config",
      ".",
    ]);
    assert.deepEqual(read(["--json-model-override-args.a=1"], Engine.sglang, "0.5.2"), [
      "!--json-model-override-args.a",
    ]);
  });
  for (const [version, flag] of [
    ["0.11.1", "--compilation-config"],
    ["0.30.0", "--optimization-level"],
  ] as const) {
    it(`reads the level of optimization in vLLM ${version}`, () => {
      assert.deepEqual(read(["-O3", "-O=2", "-O", "1"], Engine.vllm, version), [
        `=${flag} with value`,
        `=${flag} with value`,
        `=${flag}`,
        ".",
      ]);
    });
  }
  for (const version of Object.values(Engine).flatMap(engineVersions)) {
    it(`reads every flag of ${version.engine} ${version.version} by each of its names, alone and with a value`, () => {
      const names = [...flagsOf(version).keys()];
      const flags = [...flagsOf(version).values()];
      const full = { kind: "flag", short: false } as const;
      assert.deepEqual(
        readWords(version, names),
        flags.map((flag) => ({ ...full, flag, hasValue: false })),
      );
      assert.deepEqual(
        readWords(
          version,
          names.map((name) => `${name}=-x`),
        ),
        flags.map((flag) => ({ ...full, flag, hasValue: true })),
      );
    });
  }
  it("does not know what another version has", () => {
    assert.deepEqual(
      ["0.11.1", "0.30.0"].map((version) => read(["--swap-space"], Engine.vllm, version)),
      [["=--swap-space"], ["!--swap-space"]],
    );
  });
});
