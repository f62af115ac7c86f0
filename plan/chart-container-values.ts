import { EFA_RESOURCE, HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import { formatBytes, formatMilliCpu } from "../units/quantity";
import type { ChartWiring } from "./chart-wiring";
import type { KvTransferVariable } from "./kv-transfer";
import type { ModelServicePlan } from "./model-service";
import { platformOf } from "./platform";
import { findPlatformNeeds } from "./platform-needs";
import type { StartUpProbes } from "./probes";
import type { RolePlan } from "./role-plan";
import { whenPresent } from "./when-present";

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
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
  /** Fields that the chart has no key for, or only a deprecated one. */
  readonly extraConfig: Partial<StartUpProbes> & {
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

/** Name of the volume that processes of a pod exchange data in. */
export const SHARED_MEMORY_VOLUME = "shared-memory";

/** The container of the engine in the pods of a role that answer requests. */
export function toContainerValues(
  plan: ModelServicePlan,
  role: RolePlan,
  wiring: ChartWiring,
): ContainerValues {
  const resources = toResources(role);
  const { kvTransfer, kvCacheTiers } = role;
  const needs = findPlatformNeeds(plan.engine.name, platformOf(role.pool));
  // The network card reads and writes caches and what hosts exchange by itself, so their pages are locked into memory,
  // which containers may do with little of it. https://github.com/llm-d/llm-d guides/pd-disaggregation
  const capabilities = [
    ...(kvTransfer === undefined && role.efa === undefined ? [] : ["IPC_LOCK" as const]),
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
      ...role.probes,
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

/** The same in a pod that only computes: it has no port, and so nothing asks it. When it ends its group is made anew. */
export function toWorkerContainerValues(
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
