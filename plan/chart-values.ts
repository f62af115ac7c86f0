import { ENGINE_TYPE_LABEL, INFERENCE_SERVING_LABEL, MODEL_LABEL } from "../catalog/well-known";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import { MODEL_MOUNT_PATH, type ModelServicePlan } from "./model-service";
import { type StartUpProbes, toProbes } from "./probes";
import type { RolloutPlan } from "./rollout";
import { type Toleration, toScheduling } from "./scheduling";
import { isMap } from "./value-check";

/** What only the program knows when it runs: names and texts that other resources give out. */
export interface ChartWiring {
  /** Existing service account of the pods. When absent the chart makes one. */
  readonly serviceAccountName?: string;
  /** Names of Secrets to pull images with. */
  readonly imagePullSecretNames?: readonly string[];
  /** Name of the Secret with the Hugging Face token under `HF_TOKEN`. */
  readonly tokenSecretName?: string;
  /** Environment variables of the engine. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Annotations of the pods. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** The values of the chart llm-d-modelservice that we write, key by key. */
export interface ChartValues {
  readonly strict: true;
  readonly fullnameOverride: string;
  readonly serviceAccountOverride?: string;
  readonly multinode: false;
  readonly modelArtifacts: {
    readonly name: string;
    readonly uri: string;
    readonly mountPath: string;
    readonly readOnly: true;
    readonly authSecretName?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly accelerator: { readonly type: "nvidia" | "cpu" };
  readonly routing: { readonly servicePort: number; readonly proxy: { readonly enabled: false } };
  readonly decode: RoleValues;
  readonly prefill: { readonly create: false };
}

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
  readonly env?: readonly { readonly name: string; readonly value: string }[];
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
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  /** Fields that the chart has no key for, or only a deprecated one. */
  readonly extraConfig: StartUpProbes & {
    readonly lifecycle: {
      readonly preStop: { readonly exec: { readonly command: readonly string[] } };
    };
    readonly securityContext: { readonly allowPrivilegeEscalation: false };
  };
}

/**
 * Endpoints are taken out of routing while this many seconds pass, so that no request meets a closed port;
 * then the engine has the rest of the grace period for what it has begun.
 * https://github.com/llm-d/llm-d guides/recipes/modelserver/components/graceful-shutdown
 */
const PRE_STOP_SECONDS = 15;
const GRACE_PERIOD_SECONDS = 120;

const SHARED_MEMORY_VOLUME = "shared-memory";

/** The values of a plan. A key with nothing to say is left out, never written as `undefined` or null. */
export function toChartValues(plan: ModelServicePlan, wiring: ChartWiring): ChartValues {
  return {
    strict: true,
    fullnameOverride: plan.releaseName,
    ...whenPresent("serviceAccountOverride", wiring.serviceAccountName),
    multinode: false,
    modelArtifacts: {
      name: plan.model.servedName,
      uri: `pvc://${plan.files.claimName}/${plan.files.path}`,
      mountPath: MODEL_MOUNT_PATH,
      readOnly: true,
      ...whenPresent("authSecretName", wiring.tokenSecretName),
      // They are the selector, which can never change: nothing but what is unique and lasting belongs here.
      labels: { [INFERENCE_SERVING_LABEL]: "true", [MODEL_LABEL]: plan.releaseName },
    },
    accelerator: { type: plan.pool.deviceResource === undefined ? "cpu" : "nvidia" },
    // The proxy serves prefill and decode; before one server of both kinds it only adds a port and a failure.
    routing: { servicePort: plan.port, proxy: { enabled: false } },
    decode: toRoleValues(plan, wiring),
    prefill: { create: false },
  };
}

function toRoleValues(plan: ModelServicePlan, wiring: ChartWiring): RoleValues {
  const { replicas, parallelism, rollout } = plan.role;
  return {
    create: true,
    replicas,
    parallelism: { tensor: parallelism.tensor, data: 1, dataLocal: 1, workers: 1 },
    ...toScheduling(plan.pool),
    strategy: toStrategy(rollout, replicas),
    // By it the endpoint picker knows the names of the metrics.
    podLabels: { [ENGINE_TYPE_LABEL]: plan.engine.name },
    ...whenPresent("podAnnotations", wiring.podAnnotations),
    ...whenPresent(
      "imagePullSecrets",
      wiring.imagePullSecretNames?.map((name) => ({ name })),
    ),
    // A Service called vllm in the namespace would set VLLM_PORT, which vLLM reads as its own.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE_PERIOD_SECONDS,
    // An engine never talks to the API server.
    extraConfig: { automountServiceAccountToken: false },
    volumes: [
      { name: SHARED_MEMORY_VOLUME, emptyDir: { medium: "Memory", sizeLimit: plan.sharedMemory } },
    ],
    containers: [toContainerValues(plan, wiring)],
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

function toContainerValues(plan: ModelServicePlan, wiring: ChartWiring): ContainerValues {
  const resources = toResources(plan);
  return {
    name: plan.engine.name,
    image: plan.engine.image,
    modelCommand: "custom",
    command: plan.command,
    args: plan.args,
    ...whenPresent(
      "env",
      Object.entries(wiring.environment ?? {}).map(([name, value]) => ({
        name,
        value: toTemplateText(value),
      })),
    ),
    ports: [{ name: "metrics", containerPort: plan.port, protocol: "TCP" }],
    resources: { limits: resources, requests: resources },
    mountModelVolume: true,
    volumeMounts: [{ name: SHARED_MEMORY_VOLUME, mountPath: "/dev/shm" }],
    extraConfig: {
      ...toProbes({ ...plan.engine, startUpBudgetSeconds: plan.startUpBudgetSeconds }),
      lifecycle: { preStop: { exec: { command: ["sleep", String(PRE_STOP_SECONDS)] } } },
      securityContext: { allowPrivilegeEscalation: false },
    },
  };
}

/** The chart evaluates variables as templates; ours are texts, so that braces in a JSON value stay what they are. */
function toTemplateText(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

function toResources({ role, pool }: ModelServicePlan): Record<string, string> {
  const devices = role.parallelism.devicesPerPod;
  return {
    cpu: formatMilliCpu(role.resources.milliCpu),
    memory: formatBytes(role.resources.memoryBytes),
    ...(pool.deviceResource === undefined ? {} : { [pool.deviceResource]: String(devices) }),
  };
}

/** A record with the key, or an empty one; an empty list or map says nothing either. */
function whenPresent<K extends string, V extends object | string>(
  key: K,
  value: V | undefined,
): Partial<Record<K, V>> {
  if (value === undefined || Object.keys(value).length === 0) return {};
  const record: Partial<Record<K, V>> = {};
  record[key] = value;
  return record;
}

/** Lays `extra` over `values` as Helm does: maps are merged, everything else is replaced. */
export function mergeValues(
  values: object,
  extra: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const below: Readonly<Record<string, unknown>> = { ...values };
  const laid = Object.entries(extra).map(([key, value]) => {
    const old = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isMap(old) && isMap(value) ? mergeValues(old, value) : value];
  });
  return { ...below, ...Object.fromEntries(laid) };
}
