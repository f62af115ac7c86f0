import assert from "node:assert/strict";
import { useKubeconfig } from "../support/kubeconfig";
import {
  attempt,
  type InputKind,
  readRefusals,
  toAppliedInput,
  toBadInput,
  toMessage,
  toProgram,
  withoutPrefix,
} from "../support/refusals";

/** The component itself tells of its refusal; beside it nothing is registered, and nothing of a stack. */
const REGISTERED: Readonly<Record<InputKind, readonly string[]>> = {
  configuration: [],
  gkeConfiguration: [],
  ClusterAddons: ["llmd:index:ClusterAddons addons"],
  ModelService: ["llmd:index:ModelService tiny"],
  ModelServiceOnTpu: ["llmd:index:ModelService tiny"],
  ModelStorage: ["llmd:index:ModelStorage llm-model"],
  planEnvironment: [],
};

const tables = readRefusals();

for (const { file, input, refusals } of tables) {
  describe(`refusals of ${file}`, () => {
    useKubeconfig();

    for (const refusal of refusals) {
      it(`refuses ${refusal.title}`, async () => {
        const { message, registered } = await attempt(toProgram(input, toBadInput(input, refusal)));
        assert.deepEqual(
          [withoutPrefix(message), registered],
          [toMessage(input, refusal.issues), REGISTERED[input]],
        );
      });
      if (refusal.applied !== undefined) {
        it(`takes what its way out says for ${refusal.title}`, async () => {
          const { message } = await attempt(toProgram(input, toAppliedInput(input, refusal)));
          assert.equal(message, "");
        });
      }
    }
  });
}

describe("the tables of refusals", () => {
  const rows = tables.flatMap(({ refusals }) => refusals);

  it("have at least 100 rows, and 30 whose way out is applied", () => {
    const applied = rows.filter((row) => row.applied !== undefined);
    assert.deepEqual([rows.length >= 100, applied.length >= 30], [true, true]);
  });
  it("have no title twice in one file", () => {
    const twice = tables.flatMap(({ refusals }) => {
      const titles = refusals.map(({ title }) => title);
      return titles.filter((title, index) => titles.indexOf(title) !== index);
    });
    assert.deepEqual(twice, []);
  });
  it("say each thing once, in four parts on one line, in order", () => {
    const wrong = rows.filter(({ issues }) => {
      const isSorted = issues.join("\n") === [...new Set(issues)].sort().join("\n");
      return issues.length === 0 || !isSorted || !issues.every((line) => FORM.test(line));
    });
    assert.deepEqual(wrong, []);
  });
});

const FORM = /^[^:]+: .+; .+; .+$/;
