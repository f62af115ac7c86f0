import { type Issue, issue } from "../units/issue";
import { type ChartSettings, checkChart } from "./chart-source";
import { checkDefaultsDate } from "./defaults";
import { checkDeployAs, type DeployAs } from "./deploy-as";
import type { EngineSettings } from "./engine-settings";
import { checkRoleForm, RoleName } from "./model-role";
import { checkRoleNames, type RolesSettings, rolesOf } from "./model-roles";
import { STORAGE_REF_KEYS, type StorageRef } from "./model-storage-spec";
import type { NodePoolRef } from "./node-pool-ref";
import type { RolloutSettings } from "./rollout";
import { checkKeys, checkRequiredText, checkText, isMap, optional } from "./value-check";

/** Which model is served, under which name, from which claim. */
export interface ModelSettings {
  /** Id of the model as its publisher writes it, such as `deepseek-ai/DeepSeek-V3.1`. With a row in the catalogue its dimensions are checked. */
  readonly id: string;
  /** Name that clients write into their requests. Defaults to the id. */
  readonly servedName?: string;
  /** The claim that holds the files of the model. From other languages than TypeScript write `claimName`, in place of the output `ref` of a storage. */
  readonly storage: StorageRef;
  /** Folder of the model in the claim, without a leading slash. Defaults to the folder that `storage` was told to load this model into, else to the id. */
  readonly path?: string;
}

/** One model on one cluster: everything that decides what exists. */
export interface ModelServiceSpec {
  /** Name of the Helm release, a DNS label of at most 53 characters, unique in the namespace. Defaults to the name of the component. Pods are selected by it, so another name means other pods. */
  readonly releaseName?: string;
  /** The model. */
  readonly model: ModelSettings;
  /** The engine that serves it. */
  readonly engine: EngineSettings;
  /** The pool whose nodes run the pods of every role that does not name its own. From other languages than TypeScript write `name` and the machine, in place of the output `ref` of a pool. */
  readonly nodePool: NodePoolRef;
  /** The servers of the model: `both`, or `prefill` and `decode`. */
  readonly roles: RolesSettings;
  /** How new pods take the place of old ones. Defaults to what the pool has room for. */
  readonly rollout?: RolloutSettings;
  /** Port of the engine's API on each pod, 1 to 65535. Defaults to 8000. With `prefill` and `decode` not 8200, which the engine behind the routing proxy has, nor the port on which caches are handed over (vLLM 5600, SGLang 8998). */
  readonly port?: number;
  /** Size of `/dev/shm`, where the processes of one pod exchange data, as a Kubernetes quantity; counts against the memory of the pod. Defaults to `20Gi`, as llm-d's guides set it. */
  readonly sharedMemory?: string;
  /** Longest time in seconds until a pod answers its first request: image, weights, warm-up. Defaults to 3600, as llm-d's guides set it. Probes and the time-out of the release follow from it. */
  readonly startUpBudgetSeconds?: number;
  /** Image of the routing proxy of `decode`, with an exact tag or digest. Defaults to the one of the catalogue. Refused with `roles.both`, which has none. */
  readonly routingProxyImage?: string;
  /** Registry, with an optional path, that all images come from instead of their own, such as `registry.example.com:5000`. When absent images come from where they are published. */
  readonly imageRegistryMirror?: string;
  /**
   * Why this model may run although the arithmetic says that its memory does not suffice, such as "measured on 2026-11-20".
   * When absent what does not fit is refused. The refusal becomes a warning of every preview, and stays in the output
   * `memory` with this reason; nothing else that is wrong is allowed by it.
   */
  readonly allowUnproven?: string;
  /** The chart that renders the objects of the model. Defaults to the one that comes with this package. */
  readonly chart?: ChartSettings;
  /**
   * What puts the objects of the chart into the cluster: `release`, a Helm release that Helm's own commands see, or
   * `objects`, one Pulumi resource for each, so that a preview shows every field and a refresh finds what was changed by
   * hand. Defaults to `release`. A running model changes from one to the other by `handOver`, and the update fails without.
   */
  readonly deployAs?: DeployAs;
  /**
   * Date of the set of computed defaults (port, probes, shared memory, start-up budget, shutdown, share of a node), such
   * as `2026-11`. Defaults to the newest of this library. Name one so that a later version, which may have a newer set,
   * restarts nothing.
   */
  readonly defaults?: string;
}

const SPEC_KEYS = [
  ...["releaseName", "model", "engine", "nodePool", "roles", "rollout", "port", "sharedMemory"],
  ...["startUpBudgetSeconds", "routingProxyImage", "imageRegistryMirror"],
  ...["allowUnproven", "chart", "deployAs", "defaults"],
] as const satisfies readonly (keyof ModelServiceSpec)[];

/** The wiring of the component, which hands its arguments over as they are. */
const WIRING_KEYS = [
  ...["namespace", "serviceAccountName", "imagePullSecretNames", "tokenSecretName"],
  ...["verifyTokenSecret", "environment", "podAnnotations", "extraValues", "handOver"],
];

/** What is wrong with names of settings and with what is no map; from other languages and from files anything can arrive. */
export function checkShape(spec: ModelServiceSpec): Issue[] {
  const unknown = checkKeys("", spec, [...SPEC_KEYS, ...WIRING_KEYS]);
  if (!isMap(spec)) return unknown;
  const { model, engine, roles } = spec;
  return [
    ...unknown,
    ...checkKeys("model", model, ["id", "servedName", "storage", "path"]),
    ...(isMap(model)
      ? [
          ...checkRequiredText("model.id", model.id),
          ...optional(checkText)("model.servedName", model.servedName),
          ...optional(checkText)("model.path", model.path),
          ...checkKeys("model.storage", model.storage, STORAGE_REF_KEYS),
        ]
      : []),
    ...(isMap(engine)
      ? []
      : [
          issue(
            "engine",
            engine,
            "must be a map of engine settings",
            'write at least name: "vllm"',
          ),
        ]),
    ...checkRoles(roles),
    ...optional(checkText)("allowUnproven", spec.allowUnproven),
    ...checkChart(spec.chart),
    ...optional(checkDeployAs)("deployAs", spec.deployAs),
    ...optional(checkDefaultsDate)("defaults", spec.defaults),
  ];
}

function checkRoles(roles: RolesSettings): Issue[] {
  const unknown = checkKeys("roles", roles, Object.values(RoleName));
  if (!isMap(roles)) return unknown;
  return [
    ...unknown,
    // A misspelt role is not told as a missing one too.
    ...(unknown.length > 0 ? [] : checkRoleNames(roles)),
    ...rolesOf(roles).flatMap(([name, role]) =>
      isMap(role) ? [] : checkRoleForm(`roles.${name}`, role),
    ),
  ];
}

/** Whether everything that is read as a map is one. */
export function isReadable(spec: ModelServiceSpec): boolean {
  if (!isMap(spec) || !isMap(spec.model)) return false;
  if (!isMap(spec.model.storage) || !isMap(spec.engine) || !isMap(spec.roles)) return false;
  return rolesOf(spec.roles).every(([, role]) => isMap(role));
}
