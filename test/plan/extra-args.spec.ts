import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { toEngineCommand } from "../../plan/engine-command";
import { checkExtraArgs } from "../../plan/extra-args";
import { RoleName } from "../../plan/model-role";
import { requireVersion, toTransferArgs } from "../support/engine-flags";
import { anything, engineSettings, linesOf, parallelismPlan } from "../support/specs";

const PAIR = [RoleName.prefill, RoleName.decode];

function linesFor(
  extraArgs: unknown,
  name: Engine = Engine.vllm,
  roles: readonly RoleName[] = [RoleName.both],
): string[] {
  const settings = engineSettings({ name, extraArgs: anything(extraArgs) });
  return linesOf(checkExtraArgs(settings, roles, undefined));
}

/** The lines for a version of vLLM, or of SGLang when its number is given. */
function linesOfVersion(
  args: readonly string[],
  version = "0.11.1",
  name: Engine = version.startsWith("0.5.") ? Engine.sglang : Engine.vllm,
): string[] {
  const settings = engineSettings({ name, extraArgs: [...args] });
  return linesOf(checkExtraArgs(settings, [RoleName.both], requireVersion(name, version)));
}

describe("checkExtraArgs", () => {
  it("has nothing to say when there are none", () => {
    assert.deepEqual(linesOf(checkExtraArgs(engineSettings(), [RoleName.both], undefined)), []);
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
      'extraArgs[0]: "--seed"; flag and value are one entry, which the engine would read as one word; write two entries: "--flag", "value"',
    ]);
  });
  it("fails on a number and on an empty text", () => {
    assert.deepEqual(linesFor(["--seed", 4, ""]), [
      'extraArgs[1]: 4; must be a text that is not empty; write numbers in quotes, such as "4"',
      'extraArgs[2]: ""; must be a text that is not empty; write numbers in quotes, such as "4"',
    ]);
  });
  it("fails on a flag whose value is a secret, in every spelling, and shows no value", () => {
    const line = (index: number, shown: string) =>
      `extraArgs[${index}]: "${shown}"; gives the engine a secret, and everyone who can read the release can read its arguments; leave it out: name the Secret with the Hub's token by tokenSecretName, and let the gateway ask clients for keys`;
    assert.deepEqual(linesFor(["--api-key", "planted", "--admin-api-keyy=planted"]), [
      line(0, "--api-key"),
      line(2, "--admin-api-keyy"),
    ]);
    for (const flag of ["--api", "--api-k", "--api-kye", "--hf_tokn"]) {
      assert.deepEqual(linesOfVersion([`${flag}=planted`, "planted"]), [line(0, flag)]);
    }
    assert.deepEqual(linesFor(["--hf_token planted"]), [
      'extraArgs[0]: "--hf_token"; flag and value are one entry, which the engine would read as one word; write two entries: "--flag", "value"',
    ]);
  });
  it("shows no value of a flag that no engine has: it may have been meant for a secret", () => {
    assert.deepEqual(linesOfVersion(["--passwort=planted"]), [
      'extraArgs[0]: "--passwort"; is no flag of vllm v0.11.1; leave it out',
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

  it("takes flags of a known version with as many values as each takes", () => {
    const args = ["--seed", "-1", "--async-scheduling", "--no-enable-lora"];
    const lists = [
      "--allowed-media-domains",
      "a",
      "b",
      "--compilation-config.mode",
      "3",
      "-O3",
      "--max_logprobs=5",
    ];
    assert.deepEqual(linesOfVersion([...args, ...lists]), []);
  });
  it("takes what begins one flag alone, as the engine does", () => {
    assert.deepEqual(linesOfVersion(["--async-sched"]), []);
  });
  it("says of a misspelt flag which one was probably meant", () => {
    assert.deepEqual(linesOfVersion(["--asinc-scheduling", "--xyzzy"]), [
      'extraArgs[0]: "--asinc-scheduling"; is no flag of vllm v0.11.1; did you mean --async-scheduling?',
      'extraArgs[1]: "--xyzzy"; is no flag of vllm v0.11.1; leave it out',
    ]);
  });
  it("names the setting where the flag that was meant has one", () => {
    assert.deepEqual(linesOfVersion(["--max-num-seqz", "8", "--kv-cache-datatype=fp8"]), [
      'extraArgs[0]: "--max-num-seqz"; is no flag of vllm v0.11.1; did you mean --max-num-seqs? then set engine.batching.maxNumSeqs',
      'extraArgs[2]: "--kv-cache-datatype"; is no flag of vllm v0.11.1; did you mean --kv-cache-dtype? then set engine.kvCacheDtype',
    ]);
  });
  it("finds a flag that we write behind its short name, its beginning and the form that turns it off", () => {
    const args = ["-q", "awq", "--max-num-seq", "8", "--no-enable-expert-parallel"];
    assert.deepEqual(linesOfVersion(args), [
      'extraArgs[0]: "-q"; is a flag that we write; set engine.quantization',
      'extraArgs[2]: "--max-num-seq"; is short for --max-num-seqs, a flag that we write; set engine.batching.maxNumSeqs',
      'extraArgs[4]: "--no-enable-expert-parallel"; is a flag that we write; set roles.both.parallelism.expert',
    ]);
  });
  it("fails on what begins several flags", () => {
    assert.deepEqual(
      [linesOfVersion(["--cuda-graph-max-bs=8"], "0.5.20"), linesOfVersion(["--max-num", "8"])],
      [
        [
          'extraArgs[0]: "--cuda-graph-max-bs"; could be --cuda-graph-max-bs-decode or --cuda-graph-max-bs-prefill of sglang v0.5.20; write one of them in full',
        ],
        [
          'extraArgs[0]: "--max-num"; could be --max-num-batched-tokens, --max-num-partial-prefills or 1 more of vllm v0.11.1; write one of them in full',
        ],
      ],
    );
  });
  it("names the setting for a flag of the other engine, and why it counts otherwise", () => {
    assert.deepEqual(linesOfVersion(["--context-length", "8", "--mem-fraction-static", "0.8"]), [
      'extraArgs[0]: "--context-length"; is a flag of sglang, not of vllm v0.11.1; use engine.contextLength',
      'extraArgs[2]: "--mem-fraction-static"; is a flag of sglang, not of vllm v0.11.1, and vLLM divides memory by everything on the device (--gpu-memory-utilization); use engine.gpuMemoryUtilization',
    ]);
  });
  it("says whose a flag is that no setting stands for", () => {
    assert.deepEqual(linesOfVersion(["--random-seed", "8"]), [
      'extraArgs[0]: "--random-seed"; is a flag of sglang, not of vllm v0.11.1; leave it out',
    ]);
  });
  it("names the version that has the flag", () => {
    assert.deepEqual(linesOfVersion(["--swap-space", "4"], "0.30.0"), [
      'extraArgs[0]: "--swap-space"; is no flag of vllm v0.30.0, but of v0.11.1; leave it out, or use an image of that version',
    ]);
  });
  it("fails on values that no flag takes, and on flags without theirs", () => {
    const args = [
      "true",
      "--enable-lora",
      "true",
      "--seed",
      "1",
      "2",
      "--enforce-eager=1",
      "--max-logprobs",
    ];
    assert.deepEqual(linesOfVersion(args), [
      'extraArgs[0]: "true"; is a value without a flag; leave it out, or write the flag that it belongs to before it',
      'extraArgs[2]: "true"; --enable-lora takes no value; write --enable-lora alone, or leave it out',
      'extraArgs[5]: "2"; --seed takes one value; leave it out, or write the flag that it belongs to before it',
      'extraArgs[6]: "--enforce-eager=1"; --enforce-eager takes no value; write --enforce-eager alone, or leave it out',
      'extraArgs[7]: "--max-logprobs"; needs a value; write it as the next entry',
    ]);
  });
  it("says nothing of flags where the version is not known", () => {
    assert.deepEqual(linesFor(["--asinc-scheduling", "--context-length", "1", "2"]), []);
  });

  for (const name of Object.values(Engine)) {
    it(`refuses every flag that gives a server of ${name} its half of the work`, () => {
      const args = PAIR.flatMap((role) => toTransferArgs(name, role));
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
        parallelism: parallelismPlan({ tensor: 2, pipeline: 2, data: 4, workers: 2, expert: true }),
      });
      const flags = args.filter((word) => word.startsWith("-"));
      assert.equal(linesFor(flags, name).length, flags.length);
    });
  }
});
