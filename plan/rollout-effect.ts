import { toCanonicalJson } from "../units/canonical-json";
import { isMap } from "./value-check";

/**
 * Whether pods are exchanged when the values of a release change from one to the other. The number of pods and the
 * way of exchanging them are not part of what a pod is; everything else is taken to be, which may warn too often.
 */
export function exchangesPods(before: unknown, after: unknown): boolean {
  // The engine may give the keys of a map in another order than the program wrote them.
  return toCanonicalJson(withoutNumbers(before)) !== toCanonicalJson(withoutNumbers(after));
}

const NOT_IN_PODS = ["replicas", "strategy"];
const ROLES = ["decode", "prefill"];

function withoutNumbers(values: unknown): unknown {
  if (!isMap(values)) return values;
  const roles = ROLES.filter((role) => isMap(values[role])).map((role) => [
    role,
    withoutKeys(values[role]),
  ]);
  return { ...values, ...Object.fromEntries(roles) };
}

function withoutKeys(role: unknown): unknown {
  if (!isMap(role)) return role;
  return Object.fromEntries(Object.entries(role).filter(([key]) => !NOT_IN_PODS.includes(key)));
}
