import assert from "node:assert/strict";
import { assertHelmRefused, readChartRefusals, toRefusedValues } from "../support/chart-refusals";
import { describeWithHelm, renderChart } from "../support/helm";

describeWithHelm("the chart refuses", (helm) => {
  for (const refusal of readChartRefusals()) {
    it(refusal.title, async () => {
      const rendering = await renderChart(helm(), { values: toRefusedValues(refusal) });
      assert.ok(!rendering.ok, "helm rendered it");
      assertHelmRefused(rendering.message, refusal);
    });
  }
});
