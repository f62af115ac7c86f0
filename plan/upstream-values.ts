import { Engine } from "../catalog/engines";
import { UPSTREAM_CHART } from "../catalog/upstream-chart";
import { ENGINE_TYPE_LABEL } from "../catalog/well-known";
import { type Issue, issue, joinPath, renderIssues } from "../units/issue";
import { ChartSource } from "./chart-source";
import { parseContainerImage } from "./container-image";
import { isMap } from "./value-check";

type Values = Readonly<Record<string, unknown>>;

type Place = keyof typeof UPSTREAM_CHART.keys;

/** Keys that only the bundled chart has and without which a model runs as well: what it checks, and what an endpoint picker reads. */
const DROPPED = { "": ["strict"], role: ["podLabels"] } as const;

const ROLES = ["decode", "prefill"] as const;

/** The values without what upstream's chart has no use for. */
export function toUpstreamValues(values: Values): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(without(DROPPED[""], values)).map(([key, value]) => [
      key,
      isRole(key) && isMap(value) ? without(DROPPED.role, value) : value,
    ]),
  );
}

function without(keys: readonly string[], values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));
}

function isRole(key: string): key is (typeof ROLES)[number] {
  return ROLES.some((role) => role === key);
}

/**
 * What is lost with the labels of the pods. An endpoint picker takes a pod without one for vLLM:
 * https://github.com/llm-d/llm-d-router
 */
export function warnOfUpstream(engine: Engine): string[] {
  if (engine === Engine.vllm) return [];
  return refuse(
    `it has no key for labels of pods beside the selector, so that an endpoint picker misses ${ENGINE_TYPE_LABEL}=${engine} and looks for the metrics of vLLM`,
  ).map((each) => renderIssues([each]));
}

/** Why upstream's chart would not render the model that these values describe. */
export function checkUpstreamValues(values: Values): Issue[] {
  return [
    ...rolesOf(values).flatMap(([role, { autoscaling }]) => checkAutoscaling(role, autoscaling)),
    ...checkProxy(values.routing),
    ...checkUpstreamKeys(toUpstreamValues(values)),
  ];
}

/** The keys of values, whole or laid over others, that its templates do not read. */
export function checkUpstreamKeys(values: Values): Issue[] {
  return [
    ...checkRead("", "", values),
    ...rolesOf(values).flatMap(([role, settings]) => [
      ...checkRead("role", role, settings),
      ...toContainers(settings).flatMap((container, index) =>
        checkRead("container", `${role}.containers[${index}]`, container),
      ),
    ]),
  ];
}

function rolesOf(values: Values): (readonly [string, Values])[] {
  return ROLES.flatMap((role) => {
    const settings = values[role];
    return isMap(settings) ? [[role, settings] as const] : [];
  });
}

const BUNDLED = "leave chart.source out for the bundled chart";

function refuse(rule: string, wayOut: string = BUNDLED): Issue[] {
  return [issue("chart.source", ChartSource.upstream, rule, wayOut)];
}

function checkAutoscaling(role: string, autoscaling: unknown): Issue[] {
  if (!isMap(autoscaling) || autoscaling.enabled !== true) return [];
  return refuse(
    `it writes replicas on every upgrade and so takes back what an autoscaler has set (5 became 2), and ${role}.autoscaling is enabled`,
  );
}

function checkProxy(routing: unknown): Issue[] {
  const proxy = isMap(routing) && isMap(routing.proxy) ? routing.proxy : {};
  if (proxy.enabled !== true || isOldProxy(proxy.image)) return [];
  const { major, minor } = UPSTREAM_CHART.firstProxyTooNew;
  return refuse(
    `it starts the routing proxy with --connector, which the proxy has no longer from v${major}.${minor} on, and the image is ${proxy.image}`,
    `${BUNDLED}, or set routingProxyImage to an older version`,
  );
}

/** A tag that is no version is taken for the newest. */
function isOldProxy(image: unknown): boolean {
  const tag = typeof image === "string" ? parseContainerImage(image)?.tag : undefined;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(tag ?? "") ?? [];
  if (major === undefined || minor === undefined) return false;
  const { firstProxyTooNew: first } = UPSTREAM_CHART;
  return (
    Number(major) < first.major || (Number(major) === first.major && Number(minor) < first.minor)
  );
}

function checkRead(place: Place, path: string, values: Values): Issue[] {
  const read: readonly string[] = UPSTREAM_CHART.keys[place];
  return Object.keys(values)
    .filter((key) => !read.includes(key))
    .flatMap((key) =>
      refuse(`its templates do not read ${joinPath(path, key)}, which this model is to have`),
    );
}

function toContainers(role: Values): Values[] {
  return Array.isArray(role.containers) ? role.containers.filter(isMap) : [];
}
