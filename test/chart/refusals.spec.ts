import assert from "node:assert/strict";
import { readChartRefusals, toRefusedValues } from "../support/chart-refusals";
import { describeWithHelm, renderChart } from "../support/helm";
import { pathsOfSchemaError } from "../support/helm-schema-error";

describeWithHelm("the chart refuses", (helm) => {
  for (const refusal of readChartRefusals()) {
    it(refusal.title, async () => {
      const rendering = await renderChart(helm(), { values: toRefusedValues(refusal) });
      assert.ok(!rendering.ok, "helm rendered it");
      const { helmPaths, issues } = refusal;
      if (helmPaths === undefined) {
        assert.deepEqual(issuesOf(rendering.message), issues);
        return;
      }
      assert.deepEqual(pathsOfSchemaError(rendering.message), helmPaths);
      // Of a key that is missing or too much helm names the map as the place, and the key behind it.
      const text = rendering.message.replaceAll("~1", "/");
      assert.deepEqual(
        issues.map(keyOf).filter((key) => !text.includes(key)),
        [],
      );
    });
  }
});

/** The lines between helm's own first and last sentence. */
function issuesOf(message: string): string[] {
  const [first, ...lines] = message.split("\n");
  assert.match(first ?? "", /^Error: execution error at \(llm-d-modelservice\/templates\//);
  return lines.filter((line) => line !== "" && !line.startsWith("Use --debug flag"));
}

/** The key that a line is about: `args` of `decode.containers[0].args[1]: 8; ...`. */
function keyOf(line: string): string {
  const path = line.slice(0, line.indexOf(": ")).replace(/\[\d+\]$/, "");
  return path.slice(path.lastIndexOf(".") + 1);
}
