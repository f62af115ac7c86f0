import { type Issue, issue } from "../units/issue";
import { checkChartContainers } from "./chart-pod-check";
import type { CheckedRole, CheckedValues } from "./checked-values";

/** What is wrong with a role of the values that is rendered. */
export function checkChartRole(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  return [
    ...checkAccelerator(name, role, values),
    ...checkNodes(name, role),
    ...checkParallelism(name, role, values),
    ...checkGroup(name, role, values),
    ...checkChartContainers(name, role, values),
    ...checkMonitor(name, role, values),
  ];
}

function checkAccelerator(
  name: string,
  role: CheckedRole,
  { accelerator }: CheckedValues,
): Issue[] {
  const own = role.accelerator?.type;
  const type = own || (accelerator?.type ?? "");
  const devices = accelerator?.resources ?? {};
  if (type === "cpu" || Object.hasOwn(devices, type)) return [];
  const types = Object.keys(devices).toSorted().join(", ");
  return [
    issue(
      own ? `${name}.accelerator.type` : "accelerator.type",
      type,
      `a type is cpu or a key of accelerator.resources (${types})`,
      `choose one of them, or add accelerator.resources.${type} with the resource name of the device`,
    ),
  ];
}

/** The nodes that a role may run on. */
function checkNodes(name: string, { acceleratorTypes, extraConfig }: CheckedRole): Issue[] {
  const { labelKey = "", labelValues = [] } = acceleratorTypes ?? {};
  const path = `${name}.acceleratorTypes`;
  if (labelKey === "") {
    if (labelValues.length === 0) return [];
    const wayOut = "name it, for example nvidia.com/gpu.product";
    return [issue(`${path}.labelKey`, "", "labelValues are the values of this node label", wayOut)];
  }
  const required =
    extraConfig?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const none = `no node has one of no values of ${labelKey}`;
  const two = `${path} already requires nodes, and two requirements would be alternatives`;
  return [
    ...(labelValues.length === 0
      ? [issue(`${path}.labelValues`, [], none, "list the values, or clear labelKey")]
      : []),
    ...(required
      ? [
          issue(
            `${name}.extraConfig.affinity.nodeAffinity`,
            required,
            two,
            "write both into one term of extraConfig, and clear acceleratorTypes",
          ),
        ]
      : []),
  ];
}

function checkParallelism(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  const path = `${name}.parallelism`;
  const { data, dataLocal, workers } = deriveParallelism(role);
  const parts = Object.entries({ dataLocal, workers }).filter(([, part]) => data % part !== 0);
  const product = `with strict, data is dataLocal * workers, here ${dataLocal} * ${workers}`;
  return [
    ...parts.map(([key, part]) =>
      issue(
        `${path}.data`,
        data,
        `data is a multiple of ${key}, which is ${part}`,
        `change one of them, or leave ${key} out`,
      ),
    ),
    ...(values.strict && data !== dataLocal * workers
      ? [issue(`${path}.data`, data, product, "change one of them, or leave dataLocal out")]
      : []),
    ...(workers > 1 && !values.multinode
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

/** Absent ones follow from data = dataLocal * workers. */
function deriveParallelism({ parallelism: given = {} }: CheckedRole) {
  const data = given.data ?? (given.dataLocal ?? 1) * (given.workers ?? 1);
  const workers = given.workers ?? Math.max(1, Math.floor(data / (given.dataLocal ?? data)));
  const dataLocal = given.dataLocal ?? Math.max(1, Math.floor(data / workers));
  return { data, dataLocal, workers };
}

/** What only a LeaderWorkerSet has, and what it has not. */
function checkGroup(name: string, role: CheckedRole, { multinode }: CheckedValues): Issue[] {
  const { subGroupPolicy = {}, strategy } = role;
  const isAlone = Object.keys(subGroupPolicy).length > 0 && !multinode;
  const type = strategy?.type || "RollingUpdate";
  const topologies = (["subGroupExclusiveTopology", "subGroupExclusiveToplogy"] as const).filter(
    (key) => role[key],
  );
  return [
    ...(isAlone
      ? [
          issue(
            `${name}.subGroupPolicy`,
            subGroupPolicy,
            "subgroups are parts of a LeaderWorkerSet",
            "set multinode to true, or leave it out",
          ),
        ]
      : []),
    ...topologies.map((key) =>
      issue(
        `${name}.${key}`,
        true,
        "the annotation of the LeaderWorkerSet names a node label, which this value does not",
        `write leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology with the label into ${name}.annotations`,
      ),
    ),
    ...(multinode && type !== "RollingUpdate"
      ? [
          issue(
            `${name}.strategy.type`,
            type,
            "a LeaderWorkerSet has the strategy RollingUpdate only",
            "leave it out: maxSurge is 0 there, so that a new group needs no free nodes",
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
