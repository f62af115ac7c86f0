import { all, type Input, isSecret, Output, output, type Resource } from "@pulumi/pulumi";
import { type ChartWiring, checkChartWiring } from "../plan/chart-wiring";
import { isMap } from "../plan/value-check";
import { type Issue, issue } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import { toRefusal } from "./refusal";

/** `ChartWiring` as a component is told it: by other resources, and perhaps later. */
export interface WiringInputs {
  readonly serviceAccountName?: Input<string>;
  readonly imagePullSecretNames?: Input<string>[];
  readonly tokenSecretName?: Input<string>;
  readonly environment?: Record<string, Input<string>>;
  readonly podAnnotations?: Record<string, Input<string>>;
}

/** What is wrong with a namespace that is known before anything runs. */
export function checkNamespace(namespace: Input<string>): Issue[] {
  return isLater(namespace) ? [] : checkDnsLabel("namespace", namespace);
}

/** What is wrong with the part of the wiring that is known before anything runs. */
export function checkWiring(args: WiringInputs): Issue[] {
  const known = Object.entries(pickWiring(args)).map(([key, value]) => [key, withoutLater(value)]);
  return checkChartWiring(Object.fromEntries(known));
}

/** The wiring as soon as it is known, checked once more. */
export function resolveWiring(
  component: Resource,
  name: string,
  args: WiringInputs,
): Output<ChartWiring> {
  return all([pickWiring(args), refuseSecrets(component, name, args)]).apply(([wiring]) => {
    const issues = checkChartWiring(wiring);
    if (issues.length > 0) throw toRefusal(component, name, issues);
    return wiring;
  });
}

/** Values are no place for a secret. Only an output knows whether it is one, so this is told later than all else. */
async function refuseSecrets(
  component: Resource,
  name: string,
  { environment = {}, podAnnotations = {} }: WiringInputs,
): Promise<void> {
  const readable = [
    ...toPlaces("environment", environment),
    ...toPlaces("podAnnotations", podAnnotations),
  ];
  const secret = await Promise.all(readable.map(([, text]) => isSecret(output(text))));
  const rule = "values of a release can be read by everyone who can read the release";
  const issues = readable
    .filter((_, index) => secret[index] === true)
    .map(([path]) => issue(path, "[secret]", rule, "put it into a Secret and name that"));
  if (issues.length > 0) throw toRefusal(component, name, issues);
}

/** Each text by its path; from other languages the whole map may be an output. */
function toPlaces(path: string, texts: Record<string, Input<string>>): [string, Input<unknown>][] {
  if (isLater(texts)) return [[path, texts]];
  return Object.entries(texts).map(([key, text]) => [`${path}.${key}`, text]);
}

const WIRING_KEYS = [
  ...(["serviceAccountName", "imagePullSecretNames", "tokenSecretName"] as const),
  ...(["environment", "podAnnotations"] as const),
] satisfies readonly (keyof ChartWiring)[];

/** Without keys that are absent, which the chart's values are not to have either. */
function pickWiring(args: WiringInputs): WiringInputs {
  const given = WIRING_KEYS.filter((key) => args[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, args[key]]));
}

/** The same with `undefined` for whatever is known only later; what is no plain data stays to be refused. */
export function withoutLater(value: unknown): unknown {
  if (isLater(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutLater);
  if (!isMap(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutLater(inner)]),
  );
}

/** Whether a value is known only when the program has run so far. */
export function isLater(value: unknown): boolean {
  return Output.isInstance(value) || value instanceof Promise;
}
