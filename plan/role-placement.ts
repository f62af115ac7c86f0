import { loadedBytes } from "../catalog/model-parameters";
import type { Model } from "../catalog/models";
import { type Issue, issue, prefixIssues } from "../units/issue";
import { formatBytes, formatGiB, formatMilliCpu } from "../units/quantity";
import { checkEfaSpan } from "./efa-share";
import { countRolePods, type RoleSize, toPodDemand } from "./model-role";
import { countPods, describePod } from "./placement";

/** What the nodes of its pool cannot give a role, be they as many as they can; paths are relative to the role. */
export function checkRolePlacement(size: RoleSize, model: Model | undefined): Issue[] {
  return [
    ...prefixIssues("parallelism", checkEfaSpan(size.parallelism, size.pool)),
    ...checkPlacement(size),
    ...checkHostMemory(size, model),
  ];
}

function checkPlacement(size: RoleSize): Issue[] {
  const { pool, replicas, parallelism } = size;
  const { allocatable } = pool;
  const pod = toPodDemand(size);
  const issues: Issue[] = [];
  if (pod.milliCpu > allocatable.milliCpu) {
    const rule = `a node of ${pool.name} (${pool.machine}) gives pods ${formatMilliCpu(allocatable.milliCpu)} CPU`;
    issues.push(
      issue(
        "resources.cpu",
        formatMilliCpu(pod.milliCpu),
        rule,
        "ask for less, daemons need some too, or use a larger machine",
      ),
    );
  }
  if (pod.memoryBytes > allocatable.memoryBytes) {
    const rule = `a node of ${pool.name} (${pool.machine}) gives pods ${formatGiB(allocatable.memoryBytes)}`;
    issues.push(
      issue(
        "resources.memory",
        formatBytes(pod.memoryBytes),
        rule,
        "ask for less, daemons need some too, or use a larger machine",
      ),
    );
  }
  const most = countPods(pool, pod);
  if (issues.length > 0 || most === undefined || countRolePods(size) <= most) return issues;
  const { workers } = parallelism;
  const group = workers === 1 ? "" : `, and a server is ${workers} of them`;
  return [
    issue(
      "replicas",
      replicas,
      `at its maximum of ${pool.maxSize} x ${pool.machine} the pool ${pool.name} holds ${most} such pods (${describePod(pod)})${group}`,
      "use fewer replicas, smaller pods, or let the pool have more nodes",
    ),
  ];
}

/** Without devices the whole weights lie in the memory of each pod. */
function checkHostMemory(
  { pool, resources: { memoryBytes } }: RoleSize,
  model: Model | undefined,
): Issue[] {
  if (model === undefined || pool.devicesPerNode > 0) return [];
  const weights = loadedBytes(model);
  if (weights < memoryBytes) return [];
  return [
    issue(
      "resources.memory",
      formatBytes(memoryBytes),
      `${pool.machine} has no devices, and the weights of ${model.id} take ${formatGiB(weights)} of the pod's memory`,
      "use a pool with devices, or a smaller model",
    ),
  ];
}
