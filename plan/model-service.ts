import { defaultImage, type Engine, findEngine } from "../catalog/engines";
import { findModel, type Model } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import { formatGiB, parseBytes } from "../units/quantity";
import { checkDnsLabel, RELEASE_NAME_MAX_LENGTH } from "../units/resource-name";
import { checkContainerImage, checkImageRegistryMirror, toMirroredImage } from "./container-image";
import { checkEngineSettings } from "./engine-args";
import { toEngineCommand } from "./engine-command";
import { checkExtraArgs } from "./extra-args";
import { planModelRole, type RolePlan, resolveReplicas } from "./model-role";
import { checkShape, type ModelServiceSpec } from "./model-service-spec";
import { AccessMode, filesBytes, type StorageRef } from "./model-storage";
import { type NodePoolPlan, planNodePool } from "./node-pool";
import { checkChoice, checkWholeNumber, optional } from "./value-check";

export interface ModelServicePlan {
  readonly releaseName: string;
  readonly model: { readonly id: string; readonly servedName: string };
  readonly files: ModelFilesPlan;
  readonly engine: EnginePlan;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly port: number;
  readonly role: RolePlan;
  readonly pool: NodePoolPlan;
  readonly sharedMemory: string;
  readonly startUpBudgetSeconds: number;
}

/** Where the files of the model lie. */
export interface ModelFilesPlan {
  readonly claimName: string;
  /** Folder in the claim. */
  readonly path: string;
  /** Size of the claim; `undefined` when it is not known. */
  readonly claimBytes: number | undefined;
}

export interface EnginePlan {
  readonly name: Engine;
  readonly image: string;
  /** Answers as soon as the process lives. */
  readonly livenessPath: string;
  /** Answers once the model can be asked. */
  readonly readinessPath: string;
}

/** Where the chart mounts the claim of the model; upstream's default. */
export const MODEL_MOUNT_PATH = "/model-cache";

/** 20Gi and one hour: https://github.com/llm-d/llm-d guides/recipes/modelserver (shared memory, 120 start-up probes of 30 s). */
const DEFAULTS = { port: 8000, sharedMemory: "20Gi", startUpBudgetSeconds: 3600 } as const;

/** Plans the service called `name`, or says everything that is wrong with it. */
export function planModelService(name: string, spec: ModelServiceSpec): Result<ModelServicePlan> {
  const shape = checkShape(spec);
  if (shape.length > 0) return { ok: false, issues: shape };

  const releaseName = spec.releaseName ?? name;
  const port = spec.port ?? DEFAULTS.port;
  const sharedMemory = spec.sharedMemory ?? DEFAULTS.sharedMemory;
  const startUpBudgetSeconds = spec.startUpBudgetSeconds ?? DEFAULTS.startUpBudgetSeconds;
  const row = findModel(spec.model.id);
  const pool = planNodePool(spec.nodePool);
  const role = pool.ok
    ? planModelRole(spec.roles.both, { pool: pool.value, model: row, rollout: spec.rollout })
    : undefined;
  const issues = [
    ...checkDnsLabel("releaseName", releaseName, RELEASE_NAME_MAX_LENGTH),
    ...prefixIssues("model", checkModel(spec, row)),
    ...prefixIssues("engine", [
      ...checkEngineSettings(spec.engine, row),
      ...checkExtraArgs(spec.engine),
    ]),
    ...optional(checkContainerImage)("engine.image", spec.engine.image),
    ...optional(checkImageRegistryMirror)("imageRegistryMirror", spec.imageRegistryMirror),
    ...prefixIssues("nodePool", issuesOf(pool)),
    ...(role === undefined ? [] : issuesOf(role)),
    ...checkPort(port),
    ...checkWholeNumber(60)("startUpBudgetSeconds", startUpBudgetSeconds),
    ...checkSharedMemory(sharedMemory, role),
  ];
  if (issues.length > 0 || !pool.ok || role?.ok !== true) return { ok: false, issues };

  const engine = findEngine(spec.engine.name);
  const image = spec.engine.image ?? defaultImage(spec.engine.name);
  const path = spec.model.path ?? spec.model.id;
  const servedName = spec.model.servedName ?? spec.model.id;
  return {
    ok: true,
    value: {
      releaseName,
      model: { id: spec.model.id, servedName },
      files: toFilesPlan(spec.model.storage, path),
      engine: {
        name: engine.name,
        image: toMirroredImage(image, spec.imageRegistryMirror),
        livenessPath: engine.livenessPath,
        readinessPath: engine.readinessPath,
      },
      ...toEngineCommand(spec.engine, {
        modelPath: `${MODEL_MOUNT_PATH}/${path}`,
        servedName,
        port,
        parallelism: role.value.parallelism,
      }),
      port,
      role: role.value,
      pool: pool.value,
      sharedMemory,
      startUpBudgetSeconds,
    },
  };
}

function toFilesPlan({ claimName, size }: StorageRef, path: string): ModelFilesPlan {
  const bytes = size === undefined ? undefined : parseBytes("size", size);
  return { claimName, path, claimBytes: bytes?.ok === true ? bytes.value : undefined };
}

/** Paths are relative to `model`. */
function checkModel(spec: ModelServiceSpec, row: Model | undefined): Issue[] {
  const { storage, path = spec.model.id } = spec.model;
  const replicas = resolveReplicas(spec.roles.both);
  const issues = [
    ...checkDnsLabel("storage.claimName", storage.claimName),
    ...optional(checkChoice(Object.values(AccessMode)))("storage.accessMode", storage.accessMode),
  ];
  if (path.startsWith("/") || path.split("/").includes("..")) {
    issues.push(
      issue(
        "path",
        path,
        "must be a folder inside the claim",
        "write it without leading slash and without ..",
      ),
    );
  }
  if (storage.accessMode === AccessMode.readWriteOnce && replicas > 1) {
    issues.push(
      issue(
        "storage.accessMode",
        storage.accessMode,
        `${replicas} replicas may run on as many nodes, and only one can attach the claim`,
        `use ${AccessMode.readWriteMany} or ${AccessMode.readOnlyMany}, or one replica`,
      ),
    );
  }
  return [...issues, ...checkStorageSize(storage, row)];
}

function checkStorageSize(storage: StorageRef, row: Model | undefined): Issue[] {
  if (storage.size === undefined) return [];
  const size = parseBytes("storage.size", storage.size);
  if (!size.ok) return [...size.issues];
  const needed = row === undefined ? 0 : filesBytes(row);
  if (row === undefined || size.value >= needed) return [];
  return [
    issue(
      "storage.size",
      storage.size,
      `the files of ${row.id} are ${formatGiB(needed)}, the claim has ${formatGiB(size.value)}`,
      "use a larger claim",
    ),
  ];
}

function checkPort(port: number): Issue[] {
  if (Number.isSafeInteger(port) && port >= 1 && port <= 65535) return [];
  return [issue("port", port, "must be a port of 1 to 65535", "leave it out for 8000")];
}

function checkSharedMemory(sharedMemory: string, role: Result<RolePlan> | undefined): Issue[] {
  const size = parseBytes("sharedMemory", sharedMemory);
  if (!size.ok) return [...size.issues];
  if (role?.ok !== true || size.value < role.value.resources.memoryBytes) return [];
  const memory = formatGiB(role.value.resources.memoryBytes);
  return [
    issue(
      "sharedMemory",
      sharedMemory,
      `counts against the memory of the pod, which is ${memory}`,
      "use less, or more memory in roles.both.resources",
    ),
  ];
}
