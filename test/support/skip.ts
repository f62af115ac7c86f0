import type { Context, Runnable, Suite } from "mocha";
import { Test } from "mocha";

/** Why a test, or every test of a suite whose `before` hook gave up, did not run. */
const reasons = new WeakMap<Runnable | Suite, string>();

/**
 * Skips the test that runs, or from a `before` hook every test of its suite.
 * A skip needs a reason: the report names it, and a pending test without one counts as failed.
 */
export function skip(context: Context, reason: string): never {
  const scope = context.test instanceof Test ? context.test : context.test?.parent;
  if (scope !== undefined) reasons.set(scope, reason);
  return context.skip();
}

/** The reason given for this test or for a suite around it; `undefined` when nobody gave one. */
export function findSkipReason(test: Test): string | undefined {
  let scope: Test | Suite | undefined = test;
  while (scope !== undefined) {
    const reason = reasons.get(scope);
    if (reason !== undefined) return reason;
    scope = scope.parent;
  }
  return undefined;
}
