import assert from "node:assert/strict";
import { engineVersions, flagsOf, splitFlags } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { requireVersion } from "../support/engine-flags";

const VERSIONS = Object.values(Engine).flatMap(engineVersions);

describe("the versions of engines", () => {
  it("are those of each package that were read", () => {
    assert.deepEqual(
      VERSIONS.map((row) => `${row.package} ${row.version}`),
      ["vllm 0.11.1", "vllm 0.30.0", "vllm-tpu 0.29.0", "sglang 0.5.2", "sglang 0.5.20"],
    );
  });
  it("have as many flags as were counted in their sources, a pair of on and off as one", () => {
    assert.deepEqual(
      VERSIONS.map(({ flags }) => splitFlags(flags).length),
      [200, 300, 293, 210, 494],
    );
  });

  for (const row of VERSIONS) {
    const name = `${row.package} ${row.version}`;
    it(`have each name of ${name} once`, () => {
      const names = [...new Set(flagsOf(row).values())].flatMap((flag) => flag.names);
      assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
    });
    it(`have names of ${name} that argparse takes`, () => {
      const odd = [...flagsOf(row).keys()].filter(
        (flag) => !/^(?:--[a-z0-9]+(?:-[a-z0-9]+)*|-[a-zO]+)$/.test(flag),
      );
      assert.deepEqual(odd, []);
    });
    it(`have each word of a flag of ${name} once, and none that an argument could not be`, () => {
      const lists = [...new Set(flagsOf(row).values())].flatMap(({ words = [] }) => [words]);
      const odd = lists.filter(
        (words) =>
          new Set(words).size < words.length || words.some((word) => !/^[\w,-]+$/.test(word)),
      );
      assert.deepEqual([lists.length > 20, odd], [true, []]);
    });
    it(`have a kind for each flag of ${name} with values, and for no other`, () => {
      const odd = [...flagsOf(row).values()].filter(
        ({ values, kind, words }) =>
          (values === "none") !== (kind === undefined) ||
          (words !== undefined) !== (kind === "words" || kind === "anyCase"),
      );
      assert.deepEqual(odd, []);
    });
  }
});

describe("flagsOf", () => {
  const flags = flagsOf(requireVersion(Engine.vllm, "0.11.1"));

  it("finds a flag by each of its names", () => {
    const names = ["--tensor-parallel-size", "-tp"];
    assert.deepEqual(
      names.map((name) => flags.get(name)),
      [
        { names, values: "one", kind: "int" },
        { names, values: "one", kind: "int" },
      ],
    );
  });
  it("has the form that turns a flag off, for its long name alone", () => {
    assert.deepEqual(flags.get("--no-data-parallel-hybrid-lb"), {
      names: ["--no-data-parallel-hybrid-lb"],
      values: "none",
    });
  });
  it("says how many values follow", () => {
    const names = ["--headless", "--seed", "--hf-token", "--api-key"];
    assert.deepEqual(
      names.map((name) => flags.get(name)?.values),
      ["none", "one", "optional", "some"],
    );
  });
  it("says of which kind they are, and which words there are", () => {
    const names = ["--headless", "--seed", "--cpu-offload-gb", "--max-num-batched-tokens"];
    const more = ["--kv-transfer-config", "--tokenizer", "--cuda-graph-sizes", "--runner"];
    assert.deepEqual(
      [...names, ...more].map((name) => flags.get(name)?.kind),
      [undefined, "int", "float", "size", "json", "text", "int", "words"],
    );
    assert.deepEqual(flags.get("--runner")?.words, ["auto", "generate", "pooling", "draft"]);
    assert.deepEqual(
      flagsOf(requireVersion(Engine.vllm, "0.30.0")).get("--moe-backend")?.kind,
      "anyCase",
    );
  });
  it("reads a list that goes on in the next line", () => {
    assert.deepEqual(flags.get("--all2all-backend")?.words, [
      ...["naive", "pplx", "deepep_high_throughput", "deepep_low_latency"],
      ...["allgather_reducescatter", "flashinfer_all2allv"],
    ]);
  });
});
