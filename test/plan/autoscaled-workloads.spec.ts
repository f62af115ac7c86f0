import assert from "node:assert/strict";
import { findAutoscaledWorkloads } from "../../plan/autoscaled-workloads";
import { mergeValues, toChartValues } from "../../plan/chart-values";
import { modelServicePlan, pairSpec } from "../support/specs";

describe("findAutoscaledWorkloads", () => {
  const values = { ...toChartValues(modelServicePlan(pairSpec()), {}) };
  const names = (extra: Readonly<Record<string, unknown>>) =>
    findAutoscaledWorkloads(mergeValues(values, extra));
  const autoscaling = { enabled: true };

  it("names none by itself", () => assert.deepEqual(names({}), []));
  it("names those of the roles that are autoscaled, by the name that the chart gives them", () => {
    assert.deepEqual(
      [
        names({ prefill: { autoscaling } }),
        names({ decode: { autoscaling }, prefill: { autoscaling } }),
        names({ decode: { autoscaling }, fullnameOverride: "other" }),
        names({ decode: { autoscaling: { enabled: false } } }),
      ],
      [["tiny-prefill"], ["tiny-decode", "tiny-prefill"], ["other-decode"], []],
    );
  });
});
