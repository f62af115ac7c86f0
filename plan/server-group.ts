import { Engine, findEngine, isEngine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { checkEfaSpan } from "./efa-share";
import type { NodePoolPlan } from "./node-pool";
import { platformOf } from "./platform";

/** How one server is spread, as far as its hosts go. */
interface Ranks {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly workers: number;
}

/**
 * Whether only the leader of a group answers requests: one rank spans all hosts, and the others compute what it hands out.
 * Where each host has ranks of its own it answers for them.
 */
export function answersByLeader({ data, workers }: Ranks): boolean {
  return workers > 1 && data === 1;
}

/** Whether any server of a model is a group of pods; the chart makes LeaderWorkerSets of all its roles then, or of none. */
export function hasGroups({
  roles,
}: {
  readonly roles: readonly { readonly parallelism: Ranks }[];
}): boolean {
  return roles.some(({ parallelism }) => parallelism.workers > 1);
}

/** For messages: `tensor 8 x pipeline 1`, with what else divides the server. */
export function describeRanks({ tensor, pipeline, data, workers }: Ranks): string {
  const product = [
    `tensor ${tensor} x pipeline ${pipeline}`,
    ...(data === 1 ? [] : [`data ${data}`]),
  ].join(" x ");
  return workers === 1 ? product : `${product} over ${workers} hosts`;
}

/** The fewest hosts of the pool on which the server can be; `undefined` where there is no such number. */
export function findWorkers(ranks: Ranks, pool: NodePoolPlan): number | undefined {
  const devices = countDevices(ranks);
  const most = Math.min(ranks.data === 1 ? devices : ranks.data, MOST_WORKERS);
  return Array.from({ length: most }, (_, index) => index + 1).find((workers) => {
    const devicesPerPod = devices / workers;
    return (
      devicesPerPod <= pool.devicesPerNode &&
      workers <= (pool.maxSize ?? workers) &&
      isEven({ ...ranks, workers }) &&
      checkEfaSpan({ workers, devicesPerPod }, pool).length === 0
    );
  });
}

/** Hosts that are worth naming as a way out. */
const MOST_WORKERS = 64;

function countDevices({ tensor, pipeline, data }: Ranks): number {
  return tensor * pipeline * data;
}

function isEven(ranks: Ranks): boolean {
  const { data, workers } = ranks;
  return countDevices(ranks) % workers === 0 && (data === 1 || data % workers === 0);
}

/** What cannot be spread over hosts, whatever the engine; paths are relative to `parallelism`. */
export function checkGroup(ranks: Ranks, pool: NodePoolPlan): Issue[] {
  const { data, workers } = ranks;
  if (platformOf(pool) === "google") return checkGroupOnTpu(ranks, pool);
  if (pool.devicesPerNode === 0) {
    const rule = `${pool.machine} has no devices, and a server there is one rank in one pod`;
    return [["data", data] as const, ["workers", workers] as const]
      .filter(([, count]) => count > 1)
      .map(([path, count]) => issue(path, count, rule, "leave it out, and use replicas"));
  }
  return isEven(ranks) ? [] : [explainUneven(ranks, pool)];
}

function explainUneven(ranks: Ranks, pool: NodePoolPlan): Issue {
  const { data, workers } = ranks;
  const found = findWorkers(ranks, pool);
  if (data > 1) {
    const rule = `the ${data} ranks of data are spread evenly over hosts`;
    const wayOut = `set data to 1, or to a multiple of ${workers}`;
    return issue("workers", workers, rule, found === undefined ? wayOut : `use ${found}`);
  }
  const devices = countDevices(ranks);
  const rule = `${devices} devices (${describeRanks({ ...ranks, workers: 1 })}) are spread evenly over hosts`;
  const wayOut = `use a number that divides ${devices}`;
  return issue("workers", workers, rule, found === undefined ? wayOut : `use ${found}`);
}

function checkGroupOnTpu(
  { data, workers }: Ranks,
  { slice, devicesPerNode }: NodePoolPlan,
): Issue[] {
  // A slice of several hosts is refused as such.
  if (slice !== undefined && slice.hosts > 1) return [];
  const host = `a pod has all ${devicesPerNode} chips of its host, which tensor x pipeline takes`;
  return [
    ...(data === 1 ? [] : [issue("data", data, host, "leave it out")]),
    ...(workers === 1
      ? []
      : [issue("workers", workers, "a slice of one host is one pod", "leave it out")]),
  ];
}

/**
 * Longest name of a release with groups: the pods of a group are named by it, its role and number, and a StatefulSet of
 * more than 52 characters makes none. https://github.com/kubernetes-sigs/lws/issues/410
 */
const MOST_NAME_LENGTH = 52 - "-prefill-999".length;

/** What a service with groups cannot have beside them; paths begin at the service. */
export function checkGroupService(releaseName: unknown, port: number, engine: Engine): Issue[] {
  // What is no name or no engine has been told already.
  const groupPort = isEngine(engine) ? findEngine(engine).groupPort : undefined;
  const nameRule = `the pods of a group are named by it, with at most ${MOST_NAME_LENGTH} characters`;
  return [
    ...(typeof releaseName === "string" && releaseName.length > MOST_NAME_LENGTH
      ? [issue("releaseName", releaseName, nameRule, "use a shorter name")]
      : []),
    ...(port === groupPort
      ? [issue("port", port, "the pods of a group find each other on it", "leave it out for 8000")]
      : []),
  ];
}

/** Requests reach all pods of a model by one selector, be it of leaders alone; paths begin at the service. */
export function checkGroupRoles(
  roles: readonly { readonly name: string; readonly parallelism: Ranks }[],
): Issue[] {
  const alone = roles.find(({ parallelism }) => answersByLeader(parallelism));
  const every = roles.find(
    ({ parallelism }) => parallelism.workers > 1 && !answersByLeader(parallelism),
  );
  if (alone === undefined || every === undefined) return [];
  const rule = `only the leader of a group of ${alone.name} answers requests, and every pod of a group of ${every.name}, so that no one selector finds both`;
  const wayOut = "spread both roles over hosts by data, or neither";
  return [issue(`roles.${alone.name}.parallelism.data`, alone.parallelism.data, rule, wayOut)];
}

/** What an engine has no word for; paths are relative to `parallelism`. */
export function checkGroupEngine({ data }: Ranks, engine: Engine): Issue[] {
  if (engine !== Engine.sglang || data === 1) return [];
  const rule = "SGLang counts such ranks within tensor (--dp-size with --enable-dp-attention)";
  const wayOut = "count them in tensor, and write the two flags into engine.extraArgs";
  return [issue("data", data, rule, wayOut)];
}
