import { all, type Input, isSecret, Output, output, type Resource } from "@pulumi/pulumi";
import { type ChartWiring, checkChartWiring } from "../plan/chart-wiring";
import { isMap } from "../plan/value-check";
import { type Issue, issue } from "../units/issue";
import { checkDnsLabel } from "../units/resource-name";
import { toRefusal } from "./refusal";

/** What a component is told by other resources, perhaps later, of the chart's `ChartWiring`. */
export interface WiringArgs {
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
export function checkWiring(args: WiringArgs): Issue[] {
  const known = Object.entries(pickWiring(args)).map(([key, value]) => [key, withoutLater(value)]);
  return checkChartWiring(Object.fromEntries(known));
}

/** The wiring as soon as it is known, checked once more. */
export function resolveWiring(
  component: Resource,
  name: string,
  args: WiringArgs,
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
  { environment = {}, podAnnotations = {} }: WiringArgs,
): Promise<void> {
  const readable = Object.entries({ environment, podAnnotations }).flatMap(([path, texts]) =>
    Object.entries(texts).map(([key, text]) => [`${path}.${key}`, text] as const),
  );
  const secret = await Promise.all(readable.map(([, text]) => isSecret(output(text))));
  const rule = "values of a release can be read by everyone who can read the release";
  const issues = readable
    .filter((_, index) => secret[index] === true)
    .map(([path]) => issue(path, "[secret]", rule, "put it into a Secret and name that"));
  if (issues.length > 0) throw toRefusal(component, name, issues);
}

/** Without keys that are absent, which the chart's values are not to have either. */
function pickWiring({
  serviceAccountName,
  imagePullSecretNames,
  tokenSecretName,
  environment,
  podAnnotations,
}: WiringArgs): WiringArgs {
  return {
    ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
    ...(imagePullSecretNames === undefined ? {} : { imagePullSecretNames }),
    ...(tokenSecretName === undefined ? {} : { tokenSecretName }),
    ...(environment === undefined ? {} : { environment }),
    ...(podAnnotations === undefined ? {} : { podAnnotations }),
  };
}

/** The same with `undefined` for whatever is known only later; what is no plain data stays to be refused. */
function withoutLater(value: unknown): unknown {
  if (isLater(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutLater);
  if (!isMap(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutLater(inner)]),
  );
}

function isLater(value: unknown): boolean {
  return Output.isInstance(value) || value instanceof Promise;
}
