import { applyObjects, runKubectl } from "./kubectl";
import type { ControlPlane } from "./plane";

/** A node without a machine behind it: the scheduler believes it, and kwok plays its kubelet. */
export interface FakeNode {
  readonly name: string;
  /** Labels of the node pool; those that every kubelet sets come in addition. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
  }[];
  /** What the machine has, as quantities by resource name: `{ cpu: "192", "nvidia.com/gpu": "8" }`. */
  readonly capacity: Readonly<Record<string, string>>;
  /** What pods may request of it. `pods` is 110 when absent. */
  readonly allocatable: Readonly<Record<string, string>>;
}

/**
 * Makes the fake nodes of the plane exactly these, and waits until all are Ready. A node that is not
 * in the list any more goes with the pods on it, as when a pool is scaled down.
 */
export async function applyNodes(plane: ControlPlane, nodes: readonly FakeNode[]): Promise<void> {
  const objects = nodes.map(toNode);
  await applyObjects(plane, objects);
  // The status of a node that is there already can only be written on its own.
  await applyObjects(plane, objects, "status");
  await removeOthers(plane, new Set(nodes.map(({ name }) => name)));
  if (nodes.length === 0) return;
  await runKubectl(plane, ["wait", "node", "-l", OURS, "--for=condition=Ready", "--timeout=60s"]);
}

const OURS = "app.kubernetes.io/managed-by=llmd";

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ (maxPods) */
const DEFAULT_PODS = "110";

function toNode({ name, labels, taints, capacity, allocatable }: FakeNode): object {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      // https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: {
        "app.kubernetes.io/managed-by": "llmd",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        ...labels,
      },
    },
    spec: { taints },
    status: {
      capacity: { pods: DEFAULT_PODS, ...capacity },
      allocatable: { pods: DEFAULT_PODS, ...allocatable },
    },
  };
}

async function removeOthers(plane: ControlPlane, kept: ReadonlySet<string>): Promise<void> {
  const names = await runKubectl(plane, ["get", "nodes", "-l", OURS, "-o", "name"]);
  for (const name of names.split("\n").map((line) => line.replace(/^node\//, ""))) {
    if (name === "" || kept.has(name)) continue;
    await runKubectl(plane, ["delete", "node", name]);
    // Nobody is left to end them; the garbage collector for pods would take a minute.
    await runKubectl(plane, [
      ...["delete", "pods", "--all-namespaces", "--force"],
      ...["--field-selector", `spec.nodeName=${name}`],
    ]);
  }
}
