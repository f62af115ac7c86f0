import assert from "node:assert/strict";
import { toChartValues } from "../../plan/chart-values";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import { exchangesPods } from "../../plan/rollout-effect";
import { modelServicePlan } from "../support/specs";

function valuesOf(changes: Partial<ModelServiceSpec> = {}): object {
  return toChartValues(modelServicePlan(changes), {});
}

/** The same with the keys of every map in reverse. */
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, reverseKeys(inner)]);
  return Object.fromEntries(entries.toReversed());
}

describe("exchangesPods", () => {
  it("is false for another number of pods and another way of exchanging them", () => {
    const rollout = { maxSurge: 0, maxUnavailable: 2 };
    const changed = valuesOf({ roles: { both: { replicas: 2 } }, rollout });
    assert.equal(exchangesPods(valuesOf(), changed), false);
  });
  it("is true for another engine setting", () => {
    const engine = { name: "vllm", contextLength: 8 } as const;
    assert.equal(exchangesPods(valuesOf(), valuesOf({ engine })), true);
  });
  it("is true between values and none", () => {
    assert.equal(exchangesPods(undefined, valuesOf()), true);
  });
  it("is false for the same values in another order of keys", () => {
    const values = valuesOf();
    assert.notEqual(JSON.stringify(reverseKeys(values)), JSON.stringify(values));
    assert.equal(exchangesPods(values, reverseKeys(values)), false);
  });
});
