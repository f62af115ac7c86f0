import type { FakeNode } from "../../local/control-plane/nodes";
import { type LeaderWorkerSet, toGroupPods } from "./group-pods";
import { type KubernetesObject, readPath } from "./helm";

/** What runs the pods of one role. */
export interface Workload {
  readonly role: string;
  /** How many pods it has. */
  readonly pods: number;
  /** What one of its pods asks of a node. */
  readonly needs: NodeNeeds;
  /** Claims that its pods mount. */
  readonly claims: readonly string[];
  /** Pods that nobody makes here, since its controller is not installed. */
  readonly podsToMake: readonly object[];
}

export interface NodeNeeds {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: FakeNode["taints"];
  readonly devices: Readonly<Record<string, string>>;
}

/** The workloads among objects that were rendered for a namespace. */
export function toWorkloads(objects: readonly KubernetesObject[], namespace: string): Workload[] {
  return objects.flatMap((object) => {
    if (object.kind === "LeaderWorkerSet") {
      const pods = toGroupPods(object as LeaderWorkerSet, namespace);
      const template = readPath(object, "spec.leaderWorkerTemplate.workerTemplate");
      return [toWorkload(template, pods.length, pods)];
    }
    const template = readPath(object, "spec.template");
    if (template === undefined) return [];
    return [toWorkload(template, Number(readPath(object, "spec.replicas") ?? 1), [])];
  });
}

function toWorkload(template: unknown, pods: number, podsToMake: readonly object[]): Workload {
  const { spec } = template as PodTemplate;
  const claims = (spec.volumes ?? []).flatMap((each) => each.persistentVolumeClaim ?? []);
  return {
    role: String(Object(readPath(template, "metadata.labels"))["llm-d.ai/role"]),
    pods,
    needs: toNeeds(spec),
    claims: claims.map(({ claimName }) => claimName),
    podsToMake,
  };
}

interface PodTemplate {
  readonly spec: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
    readonly containers: readonly unknown[];
    readonly volumes?: readonly {
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
  };
}

interface Toleration {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

const NODE_TERM =
  "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions";

function toNeeds(pod: PodTemplate["spec"]): NodeNeeds {
  const expressions = readPath(pod, NODE_TERM) as
    | readonly { readonly key: string; readonly values: readonly string[] }[]
    | undefined;
  const devices = pod.containers
    .flatMap((container) => Object.entries(Object(readPath(container, "resources.limits"))))
    .filter(([name]) => name.includes("/"))
    .map(([name, count]) => [name, String(count)]);
  return {
    labels: {
      ...pod.nodeSelector,
      ...Object.fromEntries((expressions ?? []).map(({ key, values }) => [key, values[0] ?? ""])),
    },
    taints: (pod.tolerations ?? []).map(({ key, value = "present", effect }) => ({
      ...{ key, value, effect },
    })),
    devices: Object.fromEntries(devices),
  };
}
