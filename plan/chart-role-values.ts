import { ENGINE_TYPE_LABEL } from "../catalog/well-known";
import { formatBytes } from "../units/quantity";
import {
  type ContainerValues,
  SHARED_MEMORY_VOLUME,
  toContainerValues,
  toWorkerContainerValues,
} from "./chart-container-values";
import type { ChartWiring } from "./chart-wiring";
import type { TierVolume } from "./kv-cache-server";
import type { ModelServicePlan } from "./model-service";
import type { RolePlan } from "./role-plan";
import type { RolloutPlan } from "./rollout";
import { type Toleration, toScheduling } from "./scheduling";
import { hasGroups } from "./server-group";
import { whenPresent } from "./when-present";

/** The values of one role. */
export interface RoleValues {
  readonly create: true;
  readonly replicas: number;
  /** All four always: an absent one is derived by rules that changed between versions of the chart. */
  readonly parallelism: {
    readonly tensor: number;
    readonly data: number;
    readonly dataLocal: number;
    readonly workers: number;
  };
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
  readonly strategy: DeploymentStrategy;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly enableServiceLinks: false;
  readonly terminationGracePeriodSeconds: number;
  readonly extraConfig: { readonly automountServiceAccountToken: false };
  readonly volumes: readonly VolumeValues[];
  readonly containers: readonly [ContainerValues];
  /** In the pods of a group that only compute, where they are started otherwise than their leader. */
  readonly workerContainers?: readonly [ContainerValues];
}

/** A volume of the pods. */
export interface VolumeValues {
  readonly name: string;
  readonly emptyDir?: { readonly medium?: "Memory"; readonly sizeLimit: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

/** How a Deployment exchanges its pods. */
export type DeploymentStrategy =
  | { readonly type: "Recreate" }
  | { readonly type: "RollingUpdate"; readonly rollingUpdate: RolloutPlan };

/** The values of a role of the plan. */
export function toRoleValues(
  plan: ModelServicePlan,
  role: RolePlan,
  wiring: ChartWiring,
): RoleValues {
  const { replicas, parallelism, rollout, workerArgs, kvCacheTiers } = role;
  const { tensor, data, dataLocal, workers } = parallelism;
  const container = toContainerValues(plan, role, wiring);
  const sharedMemory =
    kvCacheTiers === undefined ? plan.sharedMemory : formatBytes(kvCacheTiers.sharedMemoryBytes);
  return {
    create: true,
    replicas,
    parallelism: { tensor, data, dataLocal, workers },
    ...toScheduling(role.pool),
    strategy: hasGroups(plan)
      ? { type: "RollingUpdate", rollingUpdate: rollout }
      : toStrategy(rollout, replicas),
    // By it the endpoint picker knows the names of the metrics.
    podLabels: { [ENGINE_TYPE_LABEL]: plan.engine.name },
    ...whenPresent("podAnnotations", { ...plan.files.podAnnotations, ...wiring.podAnnotations }),
    ...whenPresent(
      "imagePullSecrets",
      wiring.imagePullSecretNames?.map((name) => ({ name })),
    ),
    // A Service called vllm in the namespace would set VLLM_PORT, which vLLM reads as its own.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: plan.shutdown.gracePeriodSeconds,
    // An engine never talks to the API server.
    extraConfig: { automountServiceAccountToken: false },
    volumes: [
      { name: SHARED_MEMORY_VOLUME, emptyDir: { medium: "Memory", sizeLimit: sharedMemory } },
      ...(kvCacheTiers?.volumes ?? []).map(toVolume),
    ],
    containers: [container],
    ...(workerArgs === undefined
      ? {}
      : { workerContainers: [toWorkerContainerValues(container, workerArgs)] as const }),
  };
}

/**
 * A rolling update in which every pod may be missing is ready for helm while none is there, so that it would not wait:
 * https://github.com/helm/helm/blob/v3.18.0/pkg/kube/ready.go. `Recreate` exchanges the same pods, and helm waits for them.
 */
function toStrategy(rollout: RolloutPlan, replicas: number): DeploymentStrategy {
  const exchangesAllAtOnce = rollout.maxSurge === 0 && rollout.maxUnavailable >= replicas;
  return exchangesAllAtOnce
    ? { type: "Recreate" }
    : { type: "RollingUpdate", rollingUpdate: rollout };
}

function toVolume({ name, source }: TierVolume): VolumeValues {
  if ("claimName" in source) return { name, persistentVolumeClaim: source };
  return { name, emptyDir: { sizeLimit: formatBytes(source.diskBytes) } };
}
