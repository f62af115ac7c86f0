import { isMap } from "./value-check";

/**
 * Whether pods are exchanged when the values of a release change from one to the other. The number of pods and the
 * way of exchanging them are not part of what a pod is; everything else is taken to be, which may warn too often.
 */
export function exchangesPods(before: unknown, after: unknown): boolean {
  return toText(withoutNumbers(before)) !== toText(withoutNumbers(after));
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

/** The engine may give the keys of a map in another order than the program wrote them. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isMap(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
