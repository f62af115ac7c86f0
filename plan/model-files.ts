import type { Model } from "../catalog/models";
import { AccessMode, StorageKind, storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue, prefixIssues } from "../units/issue";
import { parseBytes } from "../units/quantity";
import { checkDnsLabel } from "../units/resource-name";
import { checkRoom } from "./model-bytes";
import { checkLoading, findLoadSeconds, warnOfLoading } from "./model-loading";
import { resolveReplicas } from "./model-role";
import { rolesOf } from "./model-roles";
import type { ModelServiceSpec, ModelSettings } from "./model-service-spec";
import type { PreloadedModel, StorageRef } from "./model-storage-spec";
import type { NodePoolPlan } from "./node-pool";
import { checkReach } from "./storage-reach";
import {
  checkBytes,
  checkChoice,
  checkKeys,
  checkRequiredText,
  checkText,
  isMap,
  optional,
} from "./value-check";

/** Where the files of the model lie. */
export interface ModelFilesPlan {
  /** Name of the claim. */
  readonly claimName: string;
  /** Folder in the claim. */
  readonly path: string;
  /** Size of the claim; `undefined` when it is not known. */
  readonly claimBytes: number | undefined;
  /** Annotations by which the driver of the claim knows its pods. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Seconds in which one node alone reads the files; `undefined` when it is not known. */
  readonly loadSeconds: number | undefined;
  /** What works, and should be known before. */
  readonly warnings: readonly Issue[];
}

/** Where the files lie, once nothing is wrong with the claim. */
export function planModelFiles(
  storage: StorageRef,
  path: string,
  row: Model | undefined,
): ModelFilesPlan {
  const bytes = parseBytes("size", storage.size);
  const { kind } = storage;
  return {
    claimName: storage.claimName,
    path,
    claimBytes: bytes.ok ? bytes.value : undefined,
    podAnnotations: kind === undefined ? {} : storageKindRow(kind).podAnnotations,
    loadSeconds: findLoadSeconds(storage, row),
    warnings: prefixIssues("model", warnOfLoading(storage, row)),
  };
}

/** What the claim is held against. */
export interface ModelFilesContext {
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly row: Model | undefined;
  /** The pools of all roles. */
  readonly pools: readonly NodePoolPlan[];
  readonly startUpBudgetSeconds: number;
}

/** What is wrong with the claim and the folder in it; paths are relative to `model`. */
export function checkModelFiles(
  spec: ModelServiceSpec,
  { row, pools, startUpBudgetSeconds }: ModelFilesContext,
): Issue[] {
  const { storage } = spec.model;
  const path = findModelPath(spec.model);
  const roles = rolesOf(spec.roles).map(([, role]) => role);
  // What is no number of servers or hosts is told by its role.
  const pods = roles
    .map((role) => [resolveReplicas(role), role.parallelism?.workers ?? 1] as const)
    .filter((counts) => counts.every((count) => Number.isSafeInteger(count)))
    .reduce((sum, [replicas, workers]) => sum + replicas * workers, 0);
  const hasGroups = roles.some(({ parallelism }) => (parallelism?.workers ?? 1) !== 1);
  const orOne = `, or one replica${spec.roles.both === undefined ? " of roles.both alone" : ""}`;
  const issues = [
    ...checkDnsLabel("storage.claimName", storage.claimName),
    ...optional(checkChoice(Object.values(AccessMode)))("storage.accessMode", storage.accessMode),
    ...optional(checkChoice(Object.values(StorageKind)))("storage.kind", storage.kind),
    ...optional(checkText)("storage.zone", storage.zone),
    ...optional(checkBytes)("storage.readThroughput", storage.readThroughput),
    ...optional(checkPreloaded)("storage.preloaded", storage.preloaded),
  ];
  if (typeof path === "string" && (path.startsWith("/") || path.split("/").includes(".."))) {
    issues.push(
      issue(
        "path",
        path,
        "must be a folder inside the claim",
        "write it without leading slash and without ..",
      ),
    );
  }
  if (storage.accessMode === AccessMode.readWriteOnce && pods > 1) {
    issues.push(
      issue(
        "storage.accessMode",
        storage.accessMode,
        `${pods} ${hasGroups ? "pods" : "replicas"} may run on as many nodes, and only one can attach the claim`,
        `use ${AccessMode.readWriteMany} or ${AccessMode.readOnlyMany}${hasGroups ? "" : orOne}`,
      ),
    );
  }
  return [
    ...issues,
    ...checkStorageSize(storage, row),
    ...checkReach(storage, pools, row),
    ...checkLoading(storage, row, startUpBudgetSeconds),
  ];
}

/** The folder of the model in its claim: as told, where it was preloaded, else that of its id. */
export function findModelPath({ id, path, storage }: ModelSettings): string {
  const { preloaded } = storage;
  if (path !== undefined) return path;
  return isMap(preloaded) && preloaded.model === id ? preloaded.path : id;
}

function checkStorageSize(storage: StorageRef, row: Model | undefined): Issue[] {
  const form = optional(checkBytes)("storage.size", storage.size);
  return form.length > 0 ? form : checkRoom("storage.size", storage.size, row);
}

const PRELOADED_KEYS = ["model", "path"] as const satisfies readonly (keyof PreloadedModel)[];

function checkPreloaded(path: string, preloaded: unknown): Issue[] {
  const form = checkKeys(path, preloaded, PRELOADED_KEYS);
  if (!isMap(preloaded)) return form;
  return [
    ...form,
    ...checkRequiredText(`${path}.model`, preloaded.model),
    ...checkRequiredText(`${path}.path`, preloaded.path),
  ];
}
