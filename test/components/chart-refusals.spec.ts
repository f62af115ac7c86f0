import assert from "node:assert/strict";
import { ModelService } from "../../components/model-service";
import { readChartRefusals, toRefusedValues } from "../support/chart-refusals";
import { attempt } from "../support/refusals";
import { modelServiceSpec } from "../support/specs";

describe("values of the chart in extraValues are refused before anything is registered:", () => {
  for (const refusal of readChartRefusals()) {
    it(refusal.title, async () => {
      // A service that says nothing which a LeaderWorkerSet has not. It sets strict, and a row says itself when it does.
      const service = modelServiceSpec({ rollout: { maxSurge: 1, maxUnavailable: 0 } });
      const extraValues = { strict: false, ...toRefusedValues(refusal) };
      const program = () =>
        void new ModelService("tiny", { ...service, namespace: "llm", extraValues });
      assert.deepEqual(await attempt({ program, config: {} }), {
        message: [
          "tiny cannot work as it is written:",
          ...(refusal.preview ?? refusal.issues).map((line) => `extraValues.${line}`),
        ].join("\n"),
        registered: ["llmd:index:ModelService tiny"],
      });
    });
  }
});

describe("the table of refused values of the chart", () => {
  const rows = readChartRefusals();

  it("has at least 60 rows, of which some are with strict and some without", () => {
    const strict = rows.filter(({ values }) => values.strict === true);
    assert.deepEqual(
      [rows.length >= 60, strict.length >= 15, rows.length - strict.length >= 45],
      [true, true, true],
    );
  });
  it("has no title and no values twice", () => {
    for (const key of ["title", "values"] as const) {
      const texts = rows.map((row) => JSON.stringify(row[key]));
      assert.deepEqual(texts, [...new Set(texts)]);
    }
  });
  it("says each thing once, in four parts on one line, in order", () => {
    const wrong = rows.filter(({ issues }) => {
      const isSorted = issues.join("\n") === [...new Set(issues)].sort().join("\n");
      return issues.length === 0 || !isSorted || !issues.every((line) => FORM.test(line));
    });
    assert.deepEqual(wrong, []);
  });
});

const FORM = /^[^:]+: .+; .+; .+$/;
