import { type Issue, issue } from "../units/issue";
import { checkAccelerator } from "./chart-device-check";
import { checkGroup, runsVllm, writesHosts } from "./chart-group-check";
import { deriveParallelism } from "./chart-parallelism";
import { checkChartContainers } from "./chart-pod-check";
import type { CheckedRole, CheckedValues } from "./checked-values";

/** What is wrong with a role of the values that is rendered. */
export function checkChartRole(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  return [
    ...checkAccelerator(name, role, values),
    ...checkNodes(name, role, values),
    ...checkParallelism(name, role, values),
    ...checkGroup(name, role, values),
    ...checkChartContainers(name, role, values),
    ...checkMonitor(name, role, values),
  ];
}

/** The nodes that a role may run on. */
function checkNodes(
  name: string,
  { acceleratorTypes }: CheckedRole,
  { strict }: CheckedValues,
): Issue[] {
  const { labelKey = "", labelValues = [] } = acceleratorTypes ?? {};
  const path = `${name}.acceleratorTypes`;
  if (labelKey === "") {
    if (!strict || labelValues.length === 0) return [];
    const wayOut = "name it, for example nvidia.com/gpu.product";
    return [issue(`${path}.labelKey`, "", "labelValues are the values of this node label", wayOut)];
  }
  if (labelValues.length > 0) return [];
  const none = `no node has one of no values of ${labelKey}`;
  return [issue(`${path}.labelValues`, [], none, "list the values, or clear labelKey")];
}

function checkParallelism(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  const path = `${name}.parallelism`;
  const { data, dataLocal, workers } = deriveParallelism(role);
  const writesOwn = (role.containers ?? []).some((each) => writesHosts(each, role, values));
  // One copy that spans all workers: its own layers are what they share. The chart itself writes no command for it.
  const spans = values.multinode && data === 1 && dataLocal === 1 && !writesOwn;
  const isWhole = spans || data === dataLocal * workers;
  const parts = spans
    ? []
    : Object.entries({ dataLocal, workers }).filter(([, part]) => data % part !== 0);
  const isSplit = data !== dataLocal && (role.containers ?? []).some(runsVllm);
  const product = `with strict, data is dataLocal * workers, here ${dataLocal} * ${workers}`;
  const isWaiting = parts.length === 0 && !isWhole && !values.strict && writesOwn;
  const ranks = `vLLM waits for all ranks of data, and the pods of a group have dataLocal * workers, here ${dataLocal} * ${workers}`;
  return [
    ...parts.map(([key, part]) =>
      issue(
        `${path}.data`,
        data,
        `data is a multiple of ${key}, which is ${part}`,
        `change one of them, or leave ${key} out`,
      ),
    ),
    ...(values.strict && !isWhole
      ? [issue(`${path}.data`, data, product, "change one of them, or leave dataLocal out")]
      : []),
    ...(isWaiting
      ? [issue(`${path}.data`, data, ranks, "change one of them, or leave dataLocal out")]
      : []),
    ...(workers > 1 && !values.multinode && (values.strict || isSplit)
      ? [
          issue(
            `${path}.workers`,
            workers,
            "the pods of a Deployment do not serve together",
            "set multinode to true, or workers to 1 and dataLocal to data",
          ),
        ]
      : []),
  ];
}

/** A PodMonitor finds its port by name; one that finds none is silent. */
function checkMonitor(name: string, role: CheckedRole, { strict }: CheckedValues): Issue[] {
  const { enabled, portName } = role.monitoring?.podmonitor ?? {};
  const containers = [...(role.containers ?? []), ...(role.initContainers ?? [])];
  const ports = containers.flatMap(({ ports = [] }) => ports.map((port) => port.name));
  if (!strict || !enabled || ports.includes(portName)) return [];
  return [
    issue(
      `${name}.monitoring.podmonitor.portName`,
      portName ?? null,
      "with strict, a container of the role has a port of this name, as nothing else is scraped",
      `give the engine's entry in ${name}.containers[].ports this name`,
    ),
  ];
}
