import assert from "node:assert/strict";
import fc from "fast-check";
import { releaseTimeoutSeconds } from "../../plan/start-up";
import { modelServicePlan } from "../support/specs";

describe("releaseTimeoutSeconds", () => {
  it("gives one pod its start-up budget and Helm five minutes", () => {
    assert.equal(releaseTimeoutSeconds(modelServicePlan()), 3900);
  });
  it("gives one start-up after the other where pods are exchanged one by one", () => {
    const roles = { both: { replicas: 3 } };
    assert.equal(
      releaseTimeoutSeconds(modelServicePlan({ roles, startUpBudgetSeconds: 600 })),
      2100,
    );
  });
  it("waits for the slower of two roles, which are exchanged at the same time", () => {
    const roles = { prefill: { replicas: 3 }, decode: { replicas: 2 } };
    assert.equal(
      releaseTimeoutSeconds(modelServicePlan({ roles, startUpBudgetSeconds: 600 })),
      2100,
    );
  });
  it("is always above what the probes wait", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 86_400 }),
        fc.nat(4),
        (startUpBudgetSeconds, replicas) => {
          const plan = modelServicePlan({ startUpBudgetSeconds, roles: { both: { replicas } } });
          const [role] = plan.roles;
          assert.ok(role);
          const { startupProbe } = role.probes;
          const waits = startupProbe.periodSeconds * startupProbe.failureThreshold;
          assert.ok(waits >= startUpBudgetSeconds && waits < releaseTimeoutSeconds(plan));
        },
      ),
    );
  });
});
