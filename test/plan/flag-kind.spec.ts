import assert from "node:assert/strict";
import fc from "fast-check";
import { type EngineVersion, engineVersions, flagsOf } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { checkExtraArgs } from "../../plan/extra-args";
import { RoleName } from "../../plan/model-role";
import { requireVersion } from "../support/engine-flags";
import { engineSettings, linesOf } from "../support/specs";

const VERSIONS = Object.values(Engine).flatMap(engineVersions);
const VLLM = requireVersion(Engine.vllm, "0.30.0");
const SGLANG = requireVersion(Engine.sglang, "0.5.20");

function linesFor(version: EngineVersion, ...extraArgs: readonly string[]): string[] {
  const settings = engineSettings({ name: version.engine, extraArgs: [...extraArgs] });
  return linesOf(checkExtraArgs(settings, [RoleName.both], version));
}

/** Values of a flag that are refused, in both ways of writing them. */
function refusedOf(version: EngineVersion, flag: string, values: readonly string[]): string[] {
  return values.filter((value) => {
    const ways = [linesFor(version, flag, value), linesFor(version, `${flag}=${value}`)];
    assert.equal(ways[0]?.length, ways[1]?.length, `${flag} ${value}`);
    return ways[0]?.length !== 0;
  });
}

describe("the values of flags in further arguments", () => {
  it("are whole numbers as Python reads them", () => {
    const good = ["0", "-1", "+5", " 7 ", "1_000", "007"];
    const bad = ["many", "1.5", "1e3", "1k", "0x10", "1__0", "1 0", "true"];
    assert.deepEqual(refusedOf(VLLM, "--max-logprobs", [...good, ...bad]), bad);
  });
  it("are numbers as Python reads them", () => {
    const good = ["1", ".5", "5.", "-0.25", "1e3", "1_0.5e-2", "inf", "Infinity", "NaN"];
    const bad = ["half", "0,9", "90%", ".", "1e", "e3"];
    assert.deepEqual(refusedOf(VLLM, "--watermark", [...good, ...bad]), bad);
  });
  it("may be short forms of whole numbers where a flag reads them, of either engine", () => {
    const good = ["8192", "8k", "8K", "25.6k", "1M", "1Ki", "2g", "auto", "-1"];
    const bad = ["8kb", "k", "8 k", "8.5", "eight"];
    assert.deepEqual(refusedOf(VLLM, "--max-num-scheduled-tokens", [...good, ...bad]), bad);
    assert.deepEqual(refusedOf(SGLANG, "--max-total-tokens", [...good, ...bad]), bad);
  });
  it("are JSON as Python and vLLM read it, with NaN and numbers like 80m", () => {
    const good = [
      '{"a": [1, "80m"]}',
      '{"a": NaN, "b": -Infinity}',
      '{"a": 80m}',
      "[]",
      "3",
      '"x"',
    ];
    const bad = ["{a: 1}", "{'a': 1}", '{"a": 1', '{"a": 80mb}', "a=1", '{"a": "NaN}'];
    assert.deepEqual(refusedOf(VLLM, "--profiler-config", [...good, ...bad]), bad);
  });
  it("show no JSON: it may hold a key to storage", () => {
    const args = ["--kv-events-config", '{"token": planted}', "--profiler-config={planted}"];
    assert.deepEqual(linesFor(VLLM, ...args), [
      'extraArgs[1]: "--kv-events-config"; takes JSON, and its value is none; write it in one entry, with double quotes: {"key": 1}',
      'extraArgs[2]: "--profiler-config"; takes JSON, and its value is none; write it in one entry, with double quotes: {"key": 1}',
    ]);
  });
  it("are words of a list, in their own case unless the engine changes it", () => {
    const kda = ["triton", "Triton", "flash-kda"];
    assert.deepEqual(refusedOf(VLLM, "--kda-prefill-backend", kda), ["Triton", "flash-kda"]);
    const moe = ["triton", "Deep-Gemm", "FLASHINFER_TRTLLM", "deepgemm"];
    assert.deepEqual(refusedOf(VLLM, "--moe-backend", moe), ["deepgemm"]);
  });
  it("are numbers of a list, however they are written", () => {
    const ranks = ["16", "016", "+16", "17", "1.6"];
    assert.deepEqual(refusedOf(VLLM, "--max-lora-rank", ranks), ["17", "1.6"]);
  });
  it("may be lists, of which each word counts", () => {
    const args = ["--numa-bind-nodes", "0", "one", "2", "two", "--seed", "3"];
    assert.deepEqual(linesFor(VLLM, ...args), [
      'extraArgs[2]: "one"; --numa-bind-nodes takes a whole number; write digits alone, such as 8',
      'extraArgs[4]: "two"; --numa-bind-nodes takes a whole number; write digits alone, such as 8',
    ]);
  });
  it("are told once when there is one too many", () => {
    assert.deepEqual(linesFor(VLLM, "--max-logprobs", "5", "many"), [
      'extraArgs[2]: "many"; --max-logprobs takes one value; leave it out, or write the flag that it belongs to before it',
    ]);
  });
  it("may be anything where a flag takes text, and None and nothing where vLLM does", () => {
    const text = ["--tokenizer", "1", "--hf-overrides", "{a", "--device-ids", "0,GPU-1"];
    assert.deepEqual(linesFor(VLLM, ...text), []);
    assert.deepEqual(linesFor(VLLM, "--max-log-len", "None", "--seed="), []);
    assert.equal(linesFor(SGLANG, "--stream-interval", "None").length, 1);
  });
  it("are left alone after keys with a dot and after -O, of which vLLM makes other flags", () => {
    const keys = [
      "--profiler-config.profiler",
      "torch",
      "--kv-events-config.enable_kv_cache_events=yes",
    ];
    assert.deepEqual(linesFor(VLLM, ...keys, "-O3", "-Ox", "-O", "2"), []);
  });
  it("are left alone where Kubernetes fills them in", () => {
    assert.deepEqual(linesFor(VLLM, "--seed", "$(SEED)", "--renderer-num-workers=$(CPUS)"), []);
  });
  it("are checked after the beginning of a flag's name, and after another name of it", () => {
    assert.deepEqual(linesFor(VLLM, "--max-logp=many", "--renderer_num_workers", "two"), [
      'extraArgs[0]: "--max-logp=many"; --max-logp takes a whole number; write digits alone, such as 8',
      'extraArgs[2]: "two"; --renderer_num_workers takes a whole number; write digits alone, such as 8',
    ]);
  });
  it("are not checked of flags that we write: those are refused whatever their value", () => {
    assert.deepEqual(linesFor(VLLM, "--max-num-seqs", "many"), [
      'extraArgs[0]: "--max-num-seqs"; is a flag that we write; set engine.batching.maxNumSeqs',
    ]);
  });

  it("are right in the flags that guides of llm-d, vLLM and SGLang write", () => {
    const vllm = [
      ...["--kv-offloading-size", "64", "--kv-offloading-backend", "native"],
      ...["--generation-config", "vllm", "--block-size", "16", "--kv-cache-memory-bytes", "10G"],
      ...["--shutdown-timeout", "30", "--disable-access-log-for-endpoints", "/health,/metrics"],
      ...["--mm-encoder-tp-mode", "data", "--mm-processor-cache-gb", "0", "--async-scheduling"],
      ...["--limit-mm-per-prompt", '{"image": 2}', "--limit-mm-per-prompt.video", "0"],
      ...["--kv-transfer-config", '{"kv_connector":"NixlConnector","kv_role":"kv_both"}'],
      ...["--all2all-backend", "deepep_low_latency", "--language-model-only", "--seed", "-1"],
      ...["--compilation-config.mode", "3", '-cc={"cudagraph_mode":"FULL"}', "-O2"],
    ];
    const sglang = [
      ...["--max-prefill-tokens", "16384", "--max-total-tokens=100k", "--page-size", "64"],
      ...["--enable-hierarchical-cache", "--hicache-ratio", "2.0", "--hicache-size", "30"],
      ...["--hicache-write-policy", "write_through", "--hicache-io-backend", "kernel"],
      ...["--hicache-mem-layout", "page_first", "--hicache-storage-backend", "mooncake"],
      ...["--hicache-storage-prefetch-policy", "timeout", "--sampling-defaults", "openai"],
      ...["--kv-events-config", '{"publisher":"zmq","topic":"kv"}', "--enable-cache-report"],
      ...["--attention-backend", "trtllm_mla", "--moe-a2a-backend", "deepep", "--enable-trace"],
      ...["--otlp-traces-endpoint", "otel:4317", "--schedule-conservativeness", "0.3"],
    ];
    assert.deepEqual([linesFor(VLLM, ...vllm), linesFor(SGLANG, ...sglang)], [[], []]);
  });

  for (const version of VERSIONS) {
    const name = `${version.package} ${version.version}`;
    const flags = [...new Set(flagsOf(version).values())].filter(({ values }) => values !== "none");
    const ours = (flag: string) =>
      linesFor(version, flag, "x").some((line) => /we write|secret|follows/.test(line));
    const theirs = flags.filter(({ names: [flag = ""] }) => !ours(flag));

    it(`are all right for ${name} when they are words of its lists`, () => {
      const lines = theirs.flatMap(({ names: [flag = ""], words = [] }) =>
        words.flatMap((word) => linesFor(version, flag, word)),
      );
      assert.deepEqual([theirs.length > 100, lines], [true, []]);
    });
    it(`are all right for ${name} whenever they are numbers and numbers are asked for`, () => {
      const numeric = theirs.filter(({ kind = "" }) =>
        ["int", "float", "size", "json"].includes(kind),
      );
      fc.assert(
        fc.property(fc.constantFrom(...numeric), fc.integer(), ({ names: [flag = ""] }, value) => {
          assert.deepEqual(linesFor(version, flag, String(value)), []);
        }),
      );
      const floats = theirs.filter(({ kind }) => kind === "float");
      fc.assert(
        fc.property(fc.constantFrom(...floats), fc.double(), ({ names: [flag = ""] }, value) => {
          assert.deepEqual(linesFor(version, `${flag}=${value}`), []);
        }),
      );
    });
    it(`are all right for ${name} whenever they are JSON and JSON is asked for`, () => {
      const json = theirs.filter(({ kind }) => kind === "json");
      if (json.length === 0) return;
      fc.assert(
        fc.property(fc.constantFrom(...json), fc.json(), ({ names: [flag = ""] }, value) => {
          assert.deepEqual(linesFor(version, `${flag}=${value}`), []);
        }),
      );
    });
    it(`are refused once for ${name} when they have no digit and a number is asked for`, () => {
      const numeric = theirs.filter(({ kind = "" }) => ["int", "size"].includes(kind));
      const noNumber = fc.stringMatching(/^[b-z]{1,8}$/);
      fc.assert(
        fc.property(fc.constantFrom(...numeric), noNumber, ({ names: [flag = ""] }, value) => {
          assert.equal(linesFor(version, flag, value).length, 1);
        }),
      );
    });
  }
});
