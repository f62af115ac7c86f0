import { EFA_RESOURCE, ENGINE_TYPE_LABEL } from "../catalog/well-known";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import type { ChartWiring } from "./chart-wiring";
import type { KvTransferVariable } from "./kv-transfer";
import type { ModelServicePlan } from "./model-service";
import type { StartUpProbes } from "./probes";
import type { RolePlan } from "./role-plan";
import type { RolloutPlan } from "./rollout";
import { type Toleration, toScheduling } from "./scheduling";
import { hasGroups } from "./server-group";

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
  readonly volumes: readonly {
    readonly name: string;
    readonly emptyDir: { readonly medium: "Memory"; readonly sizeLimit: string };
  }[];
  readonly containers: readonly [ContainerValues];
  /** In the pods of a group that only compute, where they are started otherwise than their leader. */
  readonly workerContainers?: readonly [ContainerValues];
}

/** How a Deployment exchanges its pods. */
export type DeploymentStrategy =
  | { readonly type: "Recreate" }
  | { readonly type: "RollingUpdate"; readonly rollingUpdate: RolloutPlan };

/** The values of the engine's container. */
export interface ContainerValues {
  readonly name: string;
  readonly image: string;
  readonly modelCommand: "custom";
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env?: readonly VariableValues[];
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: "TCP";
  }[];
  readonly resources: {
    readonly limits: Readonly<Record<string, string>>;
    readonly requests: Readonly<Record<string, string>>;
  };
  readonly mountModelVolume: true;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  /** Fields that the chart has no key for, or only a deprecated one. */
  readonly extraConfig: Partial<StartUpProbes> & {
    readonly lifecycle: {
      readonly preStop: { readonly exec: { readonly command: readonly string[] } };
    };
    readonly securityContext: {
      readonly allowPrivilegeEscalation: false;
      readonly capabilities?: { readonly add: readonly ["IPC_LOCK"] };
    };
  };
}

/** The values of an environment variable. */
export type VariableValues =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } };
    };

const SHARED_MEMORY_VOLUME = "shared-memory";

/** The values of a role of the plan. */
export function toRoleValues(
  plan: ModelServicePlan,
  role: RolePlan,
  wiring: ChartWiring,
): RoleValues {
  const { replicas, parallelism, rollout, workerArgs } = role;
  const { tensor, data, dataLocal, workers } = parallelism;
  const container = toContainerValues(plan, role, wiring);
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
      { name: SHARED_MEMORY_VOLUME, emptyDir: { medium: "Memory", sizeLimit: plan.sharedMemory } },
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

function toContainerValues(
  plan: ModelServicePlan,
  role: RolePlan,
  wiring: ChartWiring,
): ContainerValues {
  const resources = toResources(role);
  const { kvTransfer } = role;
  return {
    name: plan.engine.name,
    image: plan.engine.image,
    modelCommand: "custom",
    command: role.command,
    args: role.args,
    ...whenPresent("env", toVariables(kvTransfer?.environment ?? [], wiring.environment ?? {})),
    ports: [
      { name: "metrics", containerPort: role.port, protocol: "TCP" },
      ...(kvTransfer?.port === undefined
        ? []
        : [{ name: "kv-transfer", containerPort: kvTransfer.port, protocol: "TCP" } as const]),
    ],
    resources: { limits: resources, requests: resources },
    mountModelVolume: true,
    volumeMounts: [{ name: SHARED_MEMORY_VOLUME, mountPath: "/dev/shm" }],
    extraConfig: {
      ...role.probes,
      // Endpoints are taken out of routing meanwhile, so that no request meets a closed port; then the engine has the
      // rest of the grace period for what it has begun.
      lifecycle: {
        preStop: { exec: { command: ["sleep", String(plan.shutdown.preStopSeconds)] } },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        // The network card reads and writes caches and what hosts exchange by itself, so their pages are locked into
        // memory, which containers may do with little of it. https://github.com/llm-d/llm-d guides/pd-disaggregation
        ...(kvTransfer === undefined && role.efaDevicesPerPod === 0
          ? {}
          : { capabilities: { add: ["IPC_LOCK"] } }),
      },
    },
  };
}

/** The same in a pod that only computes: it has no port, and so nothing asks it. When it ends its group is made anew. */
function toWorkerContainerValues(
  { ports: _, extraConfig, ...container }: ContainerValues,
  args: readonly string[],
): ContainerValues {
  const { lifecycle, securityContext } = extraConfig;
  return { ...container, args, extraConfig: { lifecycle, securityContext } };
}

/** Our variables, then the user's; one that the user sets too is left to the user. */
function toVariables(
  ours: readonly KvTransferVariable[],
  theirs: Readonly<Record<string, string>>,
): VariableValues[] {
  return [
    ...ours.filter(({ name }) => !Object.hasOwn(theirs, name)).map(toVariable),
    ...Object.entries(theirs).map(([name, value]) => ({ name, value: toTemplateText(value) })),
  ];
}

function toVariable(variable: KvTransferVariable): VariableValues {
  if ("value" in variable) return variable;
  return { name: variable.name, valueFrom: { fieldRef: { fieldPath: variable.podField } } };
}

/** The chart evaluates variables as templates; ours are texts, so that braces in a JSON value stay what they are. */
function toTemplateText(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

function toResources(role: RolePlan): Record<string, string> {
  const { parallelism, pool, resources, efaDevicesPerPod } = role;
  const devices = parallelism.devicesPerPod;
  return {
    cpu: formatMilliCpu(resources.milliCpu),
    memory: formatBytes(resources.memoryBytes),
    ...(pool.deviceResource === undefined ? {} : { [pool.deviceResource]: String(devices) }),
    ...(efaDevicesPerPod === 0 ? {} : { [EFA_RESOURCE]: String(efaDevicesPerPod) }),
  };
}

/** A record with the key, or an empty one; an empty list or map says nothing either. */
export function whenPresent<K extends string, V extends object | string>(
  key: K,
  value: V | undefined,
): Partial<Record<K, V>> {
  if (value === undefined || Object.keys(value).length === 0) return {};
  const record: Partial<Record<K, V>> = {};
  record[key] = value;
  return record;
}
