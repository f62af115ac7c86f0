import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runFit } from "../../cli/fit";
import { MODEL_CONFIGS } from "../support/model-configs";

/** What a run of the verb prints and ends with. */
function run(...words: readonly string[]): { code: number; out: string; err: string } {
  const texts = { out: "", err: "" };
  const { stdout, stderr } = process;
  const written = [stdout.write, stderr.write] as const;
  const collect = (name: "out" | "err") => (text: string) => {
    texts[name] += text;
    return true;
  };
  stdout.write = collect("out") as typeof stdout.write;
  stderr.write = collect("err") as typeof stderr.write;
  try {
    return { code: runFit(words), ...texts };
  } finally {
    [stdout.write, stderr.write] = written;
  }
}

/** What vLLM prints while it starts, as in the logs of its issues. */
const VLLM_LOG = `
INFO 10-30 09:00:00 [core.py:75] Initializing a V1 LLM engine (v0.29.0) with config: model='Qwen/Qwen3-14B', max_seq_len=40960, tensor_parallel_size=1, pipeline_parallel_size=1, kv_cache_dtype=auto
INFO 10-30 09:01:00 [gpu_model_runner.py:4000] Model loading took 27.52 GiB memory and 10.1 seconds
INFO 10-30 09:02:00 [gpu_worker.py:563] Available KV cache memory: 11.06 GiB
INFO 10-30 09:02:00 [kv_cache_utils.py:1000] GPU KV cache size: 72,496 tokens
INFO 10-30 09:02:00 [kv_cache_utils.py:1001] Maximum concurrency for 40,960 tokens per request: 1.77x
`;

/** The same of SGLang. */
const SGLANG_LOG = `
server_args=ServerArgs(model_path='meta-llama/Llama-3.1-8B-Instruct', mem_fraction_static=0.88, tp_size=1, context_length=131072)
Load weight begin. avail mem=78.59 GB
Load weight end. type=LlamaForCausalLM, dtype=torch.bfloat16, avail mem=63.48 GB, mem usage=15.11 GB.
KV Cache is allocated. #tokens: 442750, K size: 27.02 GB, V size: 27.02 GB
max_total_num_tokens=442750, chunked_prefill_size=8192
`;

describe("llmd fit", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "llmd-fit-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const fileOf = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("compares the machines for one model, those that fit with the fewest devices first", () => {
    const { code, out } = run("deepseek-ai/DeepSeek-V3.1");
    const rows = out.split("\n").map((line) => line.split(/ {2,}/));
    assert.deepEqual(
      [code, rows.slice(0, 4).map(([, machine, devices]) => [machine, devices])],
      [
        0,
        [
          ["MACHINE", "DEVICES"],
          ["p5e.48xlarge", "8 x H200"],
          ["p5en.48xlarge", "8 x H200"],
          ["p6-b200.48xlarge", "8 x B200"],
        ],
      ],
    );
  });
  it("compares all models on one machine, for programs", () => {
    const { out } = run("--machine", "p5.48xlarge", "--context", "8192", "--json");
    const rows: { model: string; machine: string; contextLength: number }[] = JSON.parse(out);
    assert.deepEqual(
      [
        [...new Set(rows.map(({ machine, contextLength }) => `${machine} ${contextLength}`))],
        rows.length > 30,
      ],
      [["p5.48xlarge 8192"], true],
    );
  });
  describe("with a model that its own config.json describes", () => {
    const config = MODEL_CONFIGS["Qwen/Qwen3-30B-A3B-FP8"];
    const answer = (...words: readonly string[]) => run(...words, "-m", "p5.48xlarge", "--json");

    it("answers as for the row of the catalogue", () => {
      const path = fileOf("config.json", JSON.stringify(config));
      const { code, out } = answer("Qwen/Qwen3-30B-A3B-FP8", "--config", path);
      assert.deepEqual([code, out], [0, answer("Qwen/Qwen3-30B-A3B-FP8").out]);
    });
    it("names the field that is missing", () => {
      const { num_hidden_layers: _layers, ...rest } = config ?? {};
      const path = fileOf("no-layers.json", JSON.stringify(rest));
      const { code, err } = answer("--config", path);
      assert.deepEqual(
        [code, err],
        [
          1,
          "config.num_hidden_layers: absent; must be a whole number from 1 to 1000; copy the file of the repository as it is\n",
        ],
      );
    });
    it("holds the dimensions to the bytes of its index", () => {
      const path = fileOf("config.json", JSON.stringify(config));
      const index = fileOf("index.json", JSON.stringify({ metadata: { total_size: 1000 } }));
      const { code, err } = answer("--config", path, "--index", index);
      assert.deepEqual(
        [code, err],
        [
          1,
          "index.metadata.total_size: 1000; must be what the dimensions in config.json give, which is 31174520832; take both files from one repository at one commit; where they are, this build is not known here\n",
        ],
      );
    });
    it("refuses an index alone", () => {
      const { code, err } = answer("--index", "index.json");
      assert.deepEqual(
        [code, err],
        [1, '--index: "index.json"; describes no dimensions; name config.json by --config too\n'],
      );
    });
  });
  it("asks for so many requests at the same time", () => {
    const answers = ["4", "5"].map((concurrency) => {
      const words = [
        "deepseek-ai/DeepSeek-V3.1",
        "-m",
        "p5en.48xlarge",
        "--concurrency",
        concurrency,
      ];
      return run(...words)
        .out.trimEnd()
        .split(/ {2,}/)
        .at(-1);
    });
    assert.deepEqual(answers, ["fits", "too few requests"]);
  });
  it("answers in the words and numbers of the engine that is asked for", () => {
    const words = ["Qwen/Qwen3-32B", "-m", "p5en.48xlarge", "--engine", "sglang", "--json"];
    const [row] = JSON.parse(
      run(...words, "--fraction", "0.8", "--kv-cache-dtype", "fp8_e4m3").out,
    );
    assert.deepEqual(
      [row.kvBytesPerTokenPerGpu, row.terms.at(-1).why],
      [131_072, "static fraction 0.8 reserves it"],
    );
  });
  it("answers logged cases in their own shape", () => {
    const file = fileOf(
      "cases.json",
      JSON.stringify([
        {
          id: "a",
          engine: "vllm",
          engineVersion: "0.29.0",
          model: "Qwen/Qwen3-14B",
          gpu: "L40S",
          tensor: 1,
          maxModelLen: 40_960,
        },
        { id: "b", engine: "vllm", model: "acme/tiny", gpu: "L40S", tensor: 1 },
      ]),
    );
    const [known, unknown] = JSON.parse(run("--cases", file, "--json").out);
    assert.deepEqual(
      [Object.keys(known), known.outcome, unknown],
      [
        [
          ...["id", "outcome", "servesContext", "weightsGiBPerGpu", "kvBytesPerTokenPerGpu"],
          ...["availableKvGiBPerGpu", "kvTokens", "maxContext", "terms"],
        ],
        "starts",
        { id: "b", outcome: "unknown", reason: "model acme/tiny" },
      ],
    );
  });
  it("sets what is predicted beside what vLLM printed", () => {
    const { out } = run("--observed", fileOf("vllm.log", VLLM_LOG), "--gpu", "L40S");
    assert.deepEqual(
      out
        .trimEnd()
        .split("\n")
        .map((line) => line.trim().split(/ {2,}/)),
      [
        ["TERM", "PREDICTED", "OBSERVED", "ERROR"],
        ["free before loading", "44.45 GiB"],
        ["weights", "27.51 GiB", "27.52 GiB", "-0.0 %"],
        ["free after loading", "16.94 GiB"],
        ["KV cache", "11.47 GiB", "11.06 GiB", "+3.7 %"],
        ["graphs", "1.41 GiB"],
        ["tokens", "75152", "72496", "+3.7 %"],
        ["outcome", "starts", "starts"],
      ],
    );
  });
  it("sets what is predicted beside what SGLang printed", () => {
    const { out } = run("--observed", fileOf("sglang.log", SGLANG_LOG), "--gpu", "H100");
    const rows = out
      .trimEnd()
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(
      rows.filter(([term]) => term !== "graphs"),
      [
        ["TERM", "PREDICTED", "OBSERVED", "ERROR"],
        ["free before loading", "78.59 GiB", "78.59 GiB", "+0.0 %"],
        ["weights", "14.96 GiB", "15.11 GiB", "-1.0 %"],
        ["free after loading", "63.63 GiB", "63.48 GiB", "+0.2 %"],
        ["KV cache", "54.20 GiB", "54.04 GiB", "+0.3 %"],
        ["tokens", "444020", "442750", "+0.3 %"],
        ["outcome", "starts", "starts"],
      ],
    );
  });
  it("says what a log does not, and how to say it", () => {
    const { out } = run("--observed", fileOf("short.log", VLLM_LOG));
    assert.equal(
      out,
      "not predicted: device is not known; say it with the model's id, --gpu or --tensor\n",
    );
  });
  it("appends the case to a file of cases, which it can answer then", () => {
    const file = join(folder, "own.json");
    const log = fileOf("vllm.log", VLLM_LOG);
    const last = [1, 2].map(() =>
      run("--observed", log, "--gpu", "L40S", "--save", file).out.split("\n").at(-2),
    );
    const cases: { id: string; observed: object }[] = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual(
      [last, cases.map(({ observed }) => observed), run("--cases", file).code],
      [
        [`appended to ${file}, which has 1 cases`, `appended to ${file}, which has 2 cases`],
        Array.from({ length: 2 }, () => ({
          ...{ weightsGiBPerGpu: 27.52, availableKvGiBPerGpu: 11.06 },
          ...{ kvTokens: 72_496, outcome: "starts" },
        })),
        0,
      ],
    );
  });

  const mistakes: readonly (readonly [words: readonly string[], line: string])[] = [
    [[], "model: absent; what is compared?; name a model, or --machine"],
    [
      ["deepseek-ai/DeepSeek-V3.11"],
      'model: "deepseek-ai/DeepSeek-V3.11"; is not in the catalogue; did you mean deepseek-ai/DeepSeek-V3.1?',
    ],
    [
      ["-m", "p5.48xlarg"],
      '--machine: "p5.48xlarg"; is no machine with devices whose memory is known; did you mean p5.48xlarge?',
    ],
    [
      ["-m", "p5.48xlarge", "-c", "8k"],
      '--context: "8k"; must be a whole number of 1 or more; write it in digits',
    ],
    [
      ["-m", "p5.48xlarge", "--engine", "tgi"],
      '--engine: "tgi"; is no engine; use one of vllm, sglang',
    ],
    [
      ["-m", "p5.48xlarge", "--fraction", "85"],
      '--fraction: "85"; must be above 0 and at most 1; write a share such as 0.9',
    ],
    [["a", "b"], 'model: ["a","b"]; one model at a time; leave one out'],
  ];
  for (const [words, line] of mistakes) {
    it(`refuses ${JSON.stringify(words)} in one line`, () => {
      assert.deepEqual(run(...words), { code: 1, out: "", err: `${line}\n` });
    });
  }
  it("says what there is where a word is not known", () => {
    const { code, err } = run("--contxt", "8");
    assert.deepEqual(
      [code, err.includes("--contxt"), err.includes("--context TOKENS")],
      [1, true, true],
    );
  });
});
