import { EFA_RESOURCE, ENGINE_TYPE_LABEL, HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import type { ChartWiring } from "./chart-wiring";
import type { TierVolume } from "./kv-cache-server";
import type { KvTransferVariable } from "./kv-transfer";
import type { ModelServicePlan } from "./model-service";
import { platformOf } from "./platform";
import { findPlatformNeeds } from "./platform-needs";
import type { StartUpProbes } from "./probes";
import type { RolePlan } from "./role-plan";
import type { RolloutPlan } from "./rollout";
import { type Toleration, toScheduling } from "./scheduling";

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

/** The values of the engine's container. */
export interface ContainerValues {
  readonly name: string;
  readonly image: string;
  readonly modelCommand: "custom";
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env?: readonly VariableValues[];
  readonly ports: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: "TCP";
  }[];
  readonly resources: {
    readonly limits: Readonly<Record<string, string>>;
    readonly requests: Readonly<Record<string, string>>;
  };
  readonly mountModelVolume: true;
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
  /** Fields that the chart has no key for, or only a deprecated one. */
  readonly extraConfig: StartUpProbes & {
    readonly lifecycle: {
      readonly preStop: { readonly exec: { readonly command: readonly string[] } };
    };
    readonly securityContext: {
      readonly allowPrivilegeEscalation: false;
      readonly capabilities?: { readonly add: readonly ("IPC_LOCK" | "SYS_NICE")[] };
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
  const { replicas, parallelism, rollout, kvCacheTiers } = role;
  const sharedMemory =
    kvCacheTiers === undefined ? plan.sharedMemory : formatBytes(kvCacheTiers.sharedMemoryBytes);
  return {
    create: true,
    replicas,
    parallelism: { tensor: parallelism.tensor, data: 1, dataLocal: 1, workers: 1 },
    ...toScheduling(role.pool),
    strategy: toStrategy(rollout, replicas),
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
    containers: [toContainerValues(plan, role, wiring)],
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
  const { kvTransfer, kvCacheTiers } = role;
  const needs = findPlatformNeeds(plan.engine.name, platformOf(role.pool));
  // The network card reads and writes the cache by itself, so its pages are locked into memory, which containers
  // may do with little of it. https://github.com/llm-d/llm-d guides/pd-disaggregation
  const capabilities = [
    ...(kvTransfer === undefined ? [] : ["IPC_LOCK" as const]),
    ...needs.capabilities,
  ];
  const ours = [
    ...needs.environment,
    ...(kvTransfer?.environment ?? []),
    ...(kvCacheTiers?.environment ?? []),
  ];
  return {
    name: plan.engine.name,
    image: plan.engine.image,
    modelCommand: "custom",
    command: role.command,
    args: role.args,
    ...whenPresent("env", toVariables(ours, wiring.environment ?? {})),
    ports: [
      { name: "metrics", containerPort: role.port, protocol: "TCP" },
      ...(kvTransfer?.port === undefined
        ? []
        : [{ name: "kv-transfer", containerPort: kvTransfer.port, protocol: "TCP" } as const]),
    ],
    resources: { limits: resources, requests: resources },
    mountModelVolume: true,
    volumeMounts: [
      { name: SHARED_MEMORY_VOLUME, mountPath: "/dev/shm" },
      ...(kvCacheTiers?.volumes ?? []).map(({ name, mountPath, subPath }) => ({
        name,
        mountPath,
        ...whenPresent("subPath", subPath),
      })),
    ],
    extraConfig: {
      ...plan.probes,
      // Endpoints are taken out of routing meanwhile, so that no request meets a closed port; then the engine has the
      // rest of the grace period for what it has begun.
      lifecycle: {
        preStop: { exec: { command: ["sleep", String(plan.shutdown.preStopSeconds)] } },
      },
      securityContext: {
        allowPrivilegeEscalation: false,
        ...(capabilities.length === 0 ? {} : { capabilities: { add: capabilities } }),
      },
    },
  };
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

function toVolume({ name, source }: TierVolume): VolumeValues {
  if ("claimName" in source) return { name, persistentVolumeClaim: source };
  return { name, emptyDir: { sizeLimit: formatBytes(source.diskBytes) } };
}

function toResources(role: RolePlan): Record<string, string> {
  const { parallelism, pool, resources, kvCacheTiers, efa } = role;
  const devices = parallelism.devicesPerPod;
  const disk = kvCacheTiers?.ephemeralStorageBytes ?? resources.ephemeralStorageBytes;
  return {
    cpu: formatMilliCpu(resources.milliCpu),
    memory: formatBytes(resources.memoryBytes),
    ...(disk === undefined ? {} : { "ephemeral-storage": formatBytes(disk) }),
    ...(pool.deviceResource === undefined ? {} : { [pool.deviceResource]: String(devices) }),
    ...(efa === undefined
      ? {}
      : {
          [EFA_RESOURCE]: String(efa.devices),
          [HUGE_PAGES_2MI_RESOURCE]: formatBytes(efa.hugePagesBytes),
        }),
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
