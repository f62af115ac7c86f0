import assert from "node:assert/strict";
import { engineVersions, flagsOf, wordsOf } from "../../catalog/engine-versions";
import { Engine } from "../../catalog/engines";
import { requireVersion } from "../support/engine-flags";

const VERSIONS = Object.values(Engine).flatMap(engineVersions);
const COLUMNS = ["kvCacheDtypes", "toolCallParsers", "reasoningParsers", "quantizations"] as const;

describe("the versions of engines", () => {
  it("are those of each package that were read", () => {
    assert.deepEqual(
      VERSIONS.map((row) => `${row.package} ${row.version}`),
      ["vllm 0.11.1", "vllm 0.30.0", "vllm-tpu 0.29.0", "sglang 0.5.2", "sglang 0.5.20"],
    );
  });
  it("have as many flags as were counted in their sources, a pair of on and off as one", () => {
    assert.deepEqual(
      VERSIONS.map(({ flags }) => wordsOf(flags).length),
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
    for (const column of COLUMNS) {
      const { [column]: text } = row;
      if (text === undefined) continue;
      it(`have each of the ${column} of ${name} once`, () => {
        const words = wordsOf(text);
        assert.deepEqual(words, [...new Set(words)]);
      });
    }
  }
});

describe("flagsOf", () => {
  const flags = flagsOf(requireVersion(Engine.vllm, "0.11.1"));

  it("finds a flag by each of its names", () => {
    const names = ["--tensor-parallel-size", "-tp"];
    assert.deepEqual(
      names.map((name) => flags.get(name)),
      [
        { names, values: "one" },
        { names, values: "one" },
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
});
