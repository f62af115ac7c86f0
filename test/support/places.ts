import type { FakeNode } from "../../local/control-plane/nodes";
import { type Helm, renderObjects } from "./helm";
import type { Installation } from "./installations";
import { toWorkloads, type Workload } from "./workloads";

/** An installation in a namespace of its own, with nodes that are for nobody else. */
export interface Place {
  readonly title: string;
  readonly options: Installation["options"];
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  /** The nodes that the pods of each role are meant for. */
  readonly nodes: Readonly<Record<string, readonly FakeNode[]>>;
  /** Nodes with room for them that are not meant for them. */
  readonly others: readonly FakeNode[];
}

/**
 * The label of the nodes of a place. Its pods select it too, beside what they select by themselves: models of several
 * places ask for nodes that look alike, and one must not take those of another.
 */
const PLACE_LABEL = "test.llmd/place";

/** Arguments for helm by which the pods of a namespace stay on the nodes of its place. */
function toPlaceArguments(namespace: string): string[] {
  const key = PLACE_LABEL.replaceAll(".", "\\.");
  return ["decode", "prefill"].flatMap((role) => [
    ...["--set", `${role}.nodeSelector.${key}=${namespace}`],
  ]);
}

/** The place of an installation; its objects are rendered to know what it needs. */
export async function toPlace(
  helm: Helm,
  namespace: string,
  { title, options, nodes }: Installation,
): Promise<Place> {
  const placed = [...(options.arguments ?? []), ...toPlaceArguments(namespace)];
  const all = { ...options, arguments: placed };
  const workloads = toWorkloads(await renderObjects(helm, all), namespace);
  const own = (node: FakeNode): FakeNode => ({
    ...node,
    name: `${namespace}-${node.name}`,
    labels: { ...node.labels, [PLACE_LABEL]: namespace },
  });
  const meant = nodes ?? toNodesAsAsked(workloads);
  const others = nodes === undefined ? toPlainNodes(workloads) : toUnlabelledNodes(nodes);
  return {
    ...{ title, options: all, namespace, workloads },
    nodes: Object.fromEntries(Object.entries(meant).map(([role, all]) => [role, all.map(own)])),
    others: others.map(own),
  };
}

const ROOM = { cpu: "192", memory: "4Ti", "ephemeral-storage": "4Ti" };

/** For each pod of a role a node that has just the devices of one, and whatever else the values ask for. */
function toNodesAsAsked(workloads: readonly Workload[]): Record<string, FakeNode[]> {
  const nodesOf = ({ role, pods, needs }: Workload) =>
    Array.from({ length: pods }, (_, index) => ({
      name: `${role}-${index}`,
      labels: needs.labels,
      taints: needs.taints,
      capacity: { ...ROOM, ...needs.devices },
      allocatable: { ...ROOM, ...needs.devices },
    }));
  // Roles that ask for the same are at home on the nodes of each other.
  const alike = (workload: Workload) =>
    workloads.filter(({ needs }) => JSON.stringify(needs) === JSON.stringify(workload.needs));
  return Object.fromEntries(
    workloads.map((workload) => [workload.role, alike(workload).flatMap(nodesOf)]),
  );
}

/** A node with nothing special; none where a role asks for nothing special and so may run on it. */
function toPlainNodes(workloads: readonly Workload[]): FakeNode[] {
  const anywhere = workloads.some(({ needs: { labels, devices } }) =>
    Object.keys({ ...labels, ...devices }).every((key) => key === PLACE_LABEL),
  );
  const plain = { name: "plain", labels: {}, taints: [], capacity: ROOM, allocatable: ROOM };
  return anywhere ? [] : [plain];
}

/** Nodes like those of the pools, without their labels and taints. */
function toUnlabelledNodes(nodes: NonNullable<Installation["nodes"]>): FakeNode[] {
  return Object.entries(nodes).flatMap(([role, [first]]) =>
    first === undefined ? [] : [{ ...first, name: `other-${role}`, labels: {}, taints: [] }],
  );
}

/** The namespace of a place and the claims that its pods mount, bound. */
export function toSurroundings({ namespace, workloads }: Place): object[] {
  const claims = new Set(workloads.flatMap((workload) => workload.claims));
  const spec = { accessModes: ["ReadWriteMany"], storageClassName: "" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    ...[...claims].flatMap((name) => {
      const volumeName = `${namespace}-${name}`;
      const hostPath = { path: `/llmd/${volumeName}` };
      const capacity = { storage: "1Ti" };
      return [
        {
          ...{ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: volumeName } },
          spec: { ...spec, capacity, hostPath },
        },
        {
          ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name, namespace } },
          spec: { ...spec, volumeName, resources: { requests: capacity } },
        },
      ];
    }),
  ];
}

/** All nodes of a place, each once. */
export function toNodes({ nodes, others }: Place): FakeNode[] {
  const all = [...Object.values(nodes).flat(), ...others];
  return [...new Map(all.map((node) => [node.name, node])).values()];
}
