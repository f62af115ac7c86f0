import type { KubernetesObject } from "./helm";

/** A LeaderWorkerSet, in the parts that say which pods it has. */
export interface LeaderWorkerSet extends KubernetesObject {
  readonly spec: {
    readonly replicas: number;
    readonly leaderWorkerTemplate: {
      readonly size: number;
      readonly leaderTemplate?: PodTemplate;
      readonly workerTemplate: PodTemplate;
    };
  };
}

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly Container[] };
}

interface Container {
  readonly env?: readonly object[];
}

const DOMAIN = "leaderworkerset.sigs.k8s.io";

/**
 * The pods that the controller of LeaderWorkerSets would make of one: in each group a leader, and workers that are told
 * where it is. https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/
 */
export function toGroupPods(
  { metadata: { name }, spec }: LeaderWorkerSet,
  namespace: string,
): object[] {
  const { size, leaderTemplate, workerTemplate } = spec.leaderWorkerTemplate;
  return Array.from({ length: spec.replicas }, (_, group) => group).flatMap((group) =>
    Array.from({ length: size }, (_, worker) => {
      const template = worker === 0 ? (leaderTemplate ?? workerTemplate) : workerTemplate;
      const leader = `${name}-${group}`;
      const environment = [
        { name: "LWS_LEADER_ADDRESS", value: `${leader}.${name}.${namespace}` },
        { name: "LWS_GROUP_SIZE", value: String(size) },
        { name: "LWS_WORKER_INDEX", value: String(worker) },
      ];
      return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
          ...template.metadata,
          namespace,
          name: worker === 0 ? leader : `${leader}-${worker}`,
          labels: {
            ...template.metadata.labels,
            [`${DOMAIN}/name`]: name,
            [`${DOMAIN}/group-index`]: String(group),
            [`${DOMAIN}/worker-index`]: String(worker),
          },
        },
        spec: {
          ...template.spec,
          subdomain: name,
          containers: template.spec.containers.map((container) => ({
            ...container,
            env: [...environment, ...(container.env ?? [])],
          })),
        },
      };
    }),
  );
}
