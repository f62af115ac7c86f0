import { type Issue, issue } from "../units/issue";
import { deriveParallelism } from "./chart-parallelism";
import type { CheckedContainer, CheckedRole, CheckedValues } from "./checked-values";

const PLACES = ["subGroupExclusiveToplogy", "subGroupExclusiveTopology"] as const;

/** What only a LeaderWorkerSet has, and what it has not. */
export function checkGroup(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  if (!values.multinode) return checkNoGroup(name, role, values);
  const type = role.strategy?.type || "RollingUpdate";
  const rule = "a LeaderWorkerSet has the strategy RollingUpdate only";
  const wayOut = "leave it out: maxSurge is 0 there, so that a new group needs no free nodes";
  return [
    ...checkSubGroups(name, role),
    ...checkPlaces(name, role),
    ...checkGroupName(name, role, values),
    ...(!values.strict || type === "RollingUpdate"
      ? []
      : [issue(`${name}.strategy.type`, type, rule, wayOut)]),
  ];
}

function checkNoGroup(name: string, role: CheckedRole, { strict }: CheckedValues): Issue[] {
  const { workerContainers = [] } = role;
  const wayOut = "set multinode to true, or leave it out";
  const workers = "workers are pods of a LeaderWorkerSet";
  return [
    ...(workerContainers.length === 0
      ? []
      : [issue(`${name}.workerContainers`, workerContainers.length, workers, wayOut)]),
    ...(["subGroupPolicy", ...PLACES] as const)
      .filter((key) => strict && isStated(role[key]))
      .map((key) =>
        issue(`${name}.${key}`, role[key], "subgroups are parts of a LeaderWorkerSet", wayOut),
      ),
  ];
}

/** As a template asks: not for an empty map, an empty text or false. */
function isStated(value: object | string | boolean | undefined): boolean {
  return typeof value === "object" ? Object.keys(value).length > 0 : Boolean(value);
}

function checkSubGroups(name: string, role: CheckedRole): Issue[] {
  const { subGroupPolicy = {} } = role;
  if (!isStated(subGroupPolicy)) return [];
  const { subGroupSize: size, subGroupPolicyType } = subGroupPolicy;
  const { workers } = deriveParallelism(role);
  const path = `${name}.subGroupPolicy.subGroupSize`;
  if (!size) {
    const wayOut = `set it, so that it divides the ${workers} workers of the group with or without the leader`;
    return [issue(path, size ?? null, "subgroups have a number of pods", wayOut)];
  }
  const isExcluded = subGroupPolicyType === "LeaderExcluded";
  const divides = (workers - 1) % size === 0 || (!isExcluded && workers % size === 0);
  if (size <= workers && divides) return [];
  const leader = isExcluded ? "without" : "with or without";
  const rule = `it divides the workers of the group, here ${workers}, ${leader} the leader`;
  return [issue(path, size, rule, `change it, or ${name}.parallelism.workers`)];
}

const ANNOTATION = "leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology";

/** The node label that a subgroup has a place of its own by. */
function checkPlaces(name: string, role: CheckedRole): Issue[] {
  const stated: readonly (readonly [string, string | boolean | undefined])[] = [
    [`annotations[${ANNOTATION}]`, role.annotations?.[ANNOTATION]],
    ...PLACES.map((key) => [key, role[key]] as const),
  ];
  const issues = stated.flatMap(([key, label]) => {
    const path = `${name}.${key}`;
    if (String(label) === "true") {
      const rule = "a subgroup has a place of its own by a node label, which true does not name";
      return [
        issue(path, label, rule, "write the label, for example cloud.google.com/gke-nodepool"),
      ];
    }
    if (!label || isStated(role.subGroupPolicy)) return [];
    const rule = "this is the place of a subgroup, and the group has none";
    return [issue(path, label, rule, `set ${name}.subGroupPolicy.subGroupSize, or leave it out`)];
  });
  const labels = stated.flatMap(([, label]) =>
    label && String(label) !== "true" && isStated(role.subGroupPolicy) ? [label] : [],
  );
  if (new Set(labels).size < 2) return issues;
  const rule = `a subgroup has a place by one label, and ${name}.annotations or subGroupExclusiveToplogy names another`;
  const path = `${name}.subGroupExclusiveTopology`;
  return [...issues, issue(path, labels, rule, "leave out all but one")];
}

/** Characters before the chart cuts a name. */
const LONGEST_FULLNAME = 55;

/** The name of what the controller makes; of a release that names itself otherwise nothing is known here. */
function checkGroupName(
  name: string,
  role: CheckedRole,
  { fullnameOverride = "" }: CheckedValues,
): Issue[] {
  const isCut = fullnameOverride.length > LONGEST_FULLNAME;
  if (fullnameOverride === "" || isCut) return [];
  const last = Math.max(1, role.replicas ?? 1) - 1;
  const end = `-${name}${deriveParallelism(role).workers > 1 ? `-${last}` : ""}`;
  const fullname = fullnameOverride.replace(/-$/, "");
  const longest = 52 - end.length;
  if (fullname.length <= longest) return [];
  return [
    issue(
      "fullnameOverride",
      fullname,
      `with multinode, ${fullname}${end} names a StatefulSet, which has pods with 52 characters at most`,
      `set it to a name of ${longest} characters at most`,
    ),
  ];
}

/** Flags that place the ranks of a group; who writes one writes all of them. */
const PLACING =
  /^(--(no-)?(nnodes|node-rank|master-addr|headless|data-parallel-(address|backend|external-lb|hybrid-lb|rank|start-rank))|-(n|r|dpa|dpb|dpe|dph|dpn|dpr))$/;

/** Whether the chart tells vLLM in this container how the pods of a group find each other. */
export function writesHosts(
  container: CheckedContainer,
  role: CheckedRole,
  { multinode }: CheckedValues,
): boolean {
  const { args = [] } = container;
  const isPlaced = args.some((word) =>
    PLACING.test((word.split("=")[0] ?? "").replaceAll("_", "-")),
  );
  const isGroup = multinode === true && deriveParallelism(role).workers > 1;
  return isGroup && !isPlaced && runsVllm(container);
}

/** Whether the chart writes the arguments of vLLM in this container; the simulator has others. */
export function runsVllm({ image = "", modelCommand = "" }: CheckedContainer): boolean {
  const isWritten = ["vllmServe", "imageDefault"].includes(modelCommand);
  return isWritten && !image.includes("llm-d-inference-sim");
}
