import { type Issue, issue } from "../units/issue";
import { checkChartImage, checkChartModel } from "./chart-model-check";
import { checkRequester } from "./chart-requester-check";
import { checkChartRole } from "./chart-role-check";
import { checkTracing } from "./chart-tracing-check";
import type { CheckedValues } from "./checked-values";
import { compileSchema } from "./schema-issues";
import { isMap } from "./value-check";

/** What the chart says of its values. */
export interface ChartContract {
  /** Schema of the values, JSON Schema draft-07. */
  readonly valuesSchema: object;
  /** What the chart takes where the values say nothing. */
  readonly defaultValues: object;
}

/**
 * Everything for which helm would refuse the values: first what the schema does not allow, and where it has nothing to
 * say, what the checks of the templates (chart/templates/_check*.tpl) fail with, in their words. A text that helm
 * evaluates as a template is not known here, and nothing is said of it.
 */
export function checkChartValues(values: object, chart: ChartContract): Issue[] {
  const final = layOverDefaults(chart.defaultValues, values);
  const issues = compileSchema(chart.valuesSchema)(final);
  return issues.length > 0 ? issues : checkRendering(withoutEmptyKeys(final));
}

/** A key with nothing behind it is an absent one to the templates, at any depth. */
function withoutEmptyKeys(values: CheckedValues): CheckedValues {
  return JSON.parse(JSON.stringify(values, (_, value) => value ?? undefined));
}

/** As helm lays values over the defaults of a chart: maps are merged, and `null` takes a default away. */
function layOverDefaults(defaults: object, values: object): Record<string, unknown> {
  const below: Readonly<Record<string, unknown>> = { ...defaults };
  const over: Readonly<Record<string, unknown>> = { ...values };
  const kept = Object.entries(below).filter(([key]) => !Object.hasOwn(over, key));
  const laid = Object.entries(over).flatMap(([key, value]) => {
    const old = Object.hasOwn(below, key) ? below[key] : undefined;
    if (value === null && old !== undefined) return [];
    return [[key, isMap(old) && isMap(value) ? layOverDefaults(old, value) : value] as const];
  });
  return Object.fromEntries([...kept, ...laid]);
}

function checkRendering(values: CheckedValues): Issue[] {
  if (!values.enabled) return [];
  const absent = checkPresent(values);
  if (absent.length > 0) return absent;
  return [
    ...checkChartModel(values),
    ...checkProxy(values),
    ...checkTracing(values),
    ...(["decode", "prefill"] as const).flatMap((name) => {
      const role = values[name];
      return role?.create ? checkChartRole(name, role, values) : [];
    }),
    ...checkRequester(values),
  ];
}

/** Values that everything else reads. */
function checkPresent({ modelArtifacts, accelerator, routing }: CheckedValues): Issue[] {
  const needed = {
    "modelArtifacts.name": modelArtifacts?.name,
    "modelArtifacts.uri": modelArtifacts?.uri,
    "modelArtifacts.mountPath": modelArtifacts?.mountPath,
    "accelerator.type": accelerator?.type,
    "routing.servicePort": routing?.servicePort,
    "routing.proxy": routing?.proxy,
  };
  return Object.entries(needed)
    .filter(([, value]) => value === undefined)
    .map(([path]) => toAbsent(path));
}

function toAbsent(path: string): Issue {
  const wayOut = "set it, or leave out the null that takes its default away";
  return issue(path, null, "this value is needed", wayOut);
}

function checkProxy({ decode, routing, strict }: CheckedValues): Issue[] {
  const proxy = routing?.proxy;
  if (!decode?.create || !proxy?.enabled) return [];
  const image = checkChartImage("routing.proxy.image", proxy.image, strict);
  const absent = (["targetPort", "connector"] as const).filter((key) => proxy[key] === undefined);
  const issues = [...image, ...absent.map((key) => toAbsent(`routing.proxy.${key}`))];
  if (Number(routing?.servicePort) !== Number(proxy.targetPort)) return issues;
  const rule = "the proxy already listens on this port, routing.servicePort, in the same pod";
  const wayOut = "choose another one, for example 8200, or set routing.proxy.enabled to false";
  return [...issues, issue("routing.proxy.targetPort", proxy.targetPort, rule, wayOut)];
}
