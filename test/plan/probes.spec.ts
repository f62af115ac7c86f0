import assert from "node:assert/strict";
import { toProbes } from "../../plan/probes";

const PROBES = {
  startUp: { periodSeconds: 30, timeoutSeconds: 5 },
  readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
  liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
};

describe("toProbes", () => {
  const spec = { livenessPath: "/health", readinessPath: "/v1/models", startUpBudgetSeconds: 3600 };

  it("waits for the model to be asked, then for the process alone", () => {
    assert.deepEqual(toProbes(spec, PROBES), {
      startupProbe: {
        httpGet: { path: "/v1/models", port: "metrics" },
        periodSeconds: 30,
        timeoutSeconds: 5,
        failureThreshold: 120,
      },
      readinessProbe: {
        httpGet: { path: "/v1/models", port: "metrics" },
        periodSeconds: 5,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
      livenessProbe: {
        httpGet: { path: "/health", port: "metrics" },
        periodSeconds: 10,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
    });
  });
  it("rounds a budget up to whole periods, so that nothing is killed early", () => {
    assert.equal(
      toProbes({ ...spec, startUpBudgetSeconds: 61 }, PROBES).startupProbe.failureThreshold,
      3,
    );
  });
});
