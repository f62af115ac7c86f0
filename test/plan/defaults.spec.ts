import assert from "node:assert/strict";
import { DEFAULTS_DATES, findDefaults } from "../../plan/defaults";
import { planModelService } from "../../plan/model-service";
import { GIB, linesOf, modelServicePlan, modelServiceSpec } from "../support/specs";

/** What each set was when it was made. A set that changes restarts every model that was made with it. */
const MADE = {
  "2026-11": {
    port: 8000,
    sharedMemory: "20Gi",
    startUpBudgetSeconds: 3600,
    probes: {
      startUp: { periodSeconds: 30, timeoutSeconds: 5 },
      readiness: { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
      liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    },
    preStopSeconds: 15,
    gracePeriodSeconds: 120,
    daemonTenths: 1,
    engineUse: { memoryBytes: 10 * GIB, memoryBytesPerRank: 4 * GIB, diskBytes: 10 * GIB },
  },
};

describe("defaults", () => {
  it("are what they were when their set was made", () => {
    const sets = DEFAULTS_DATES.map((date) => [date, findDefaults(date)]);
    assert.deepEqual(Object.fromEntries(sets), MADE);
  });
  it("are those of the newest set unless another one is named", () => {
    assert.equal(findDefaults(), findDefaults(DEFAULTS_DATES.at(-1)));
  });
  it("decide port, shared memory, start-up, probes and shutdown of a plan", () => {
    const { port, sharedMemory, startUpBudgetSeconds, roles, shutdown } = modelServicePlan({
      defaults: "2026-11",
    });
    assert.deepEqual(
      { port, sharedMemory, startUpBudgetSeconds, shutdown, period: roles[0]?.probes.startupProbe },
      {
        port: 8000,
        sharedMemory: "20Gi",
        startUpBudgetSeconds: 3600,
        shutdown: { preStopSeconds: 15, gracePeriodSeconds: 120 },
        period: {
          httpGet: { path: "/v1/models", port: "metrics" },
          periodSeconds: 30,
          timeoutSeconds: 5,
          failureThreshold: 120,
        },
      },
    );
  });
  it("cannot be those of a date without a set", () => {
    const lines = ["2026-12", "toString", 202611].map((defaults) =>
      linesOf(planModelService("tiny", { ...modelServiceSpec(), defaults: defaults as string })),
    );
    assert.deepEqual(lines, [
      ['defaults: "2026-12"; there are no defaults of this date; did you mean 2026-11?'],
      ['defaults: "toString"; there are no defaults of this date; use one of 2026-11'],
      ["defaults: 202611; there are no defaults of this date; use one of 2026-11"],
    ]);
  });
});
