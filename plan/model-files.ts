import type { Model } from "../catalog/models";
import { AccessMode, StorageKind, storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue, prefixIssues } from "../units/issue";
import { formatBytes, formatGiB, parseBytes, roundUpToGiB } from "../units/quantity";
import { checkDnsLabel } from "../units/resource-name";
import { checkLoading, findLoadSeconds, warnOfLoading } from "./model-loading";
import { resolveReplicas } from "./model-role";
import { rolesOf } from "./model-roles";
import type { ModelServiceSpec } from "./model-service-spec";
import { filesBytes, neededBytes } from "./model-storage";
import type { StorageRef } from "./model-storage-spec";
import type { NodePoolPlan } from "./node-pool";
import { checkReach } from "./storage-reach";
import { checkBytes, checkChoice, checkText, optional } from "./value-check";

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
  const { storage, path = spec.model.id } = spec.model;
  // What is no number of servers is told by its role.
  const replicas = rolesOf(spec.roles)
    .map(([, role]) => resolveReplicas(role))
    .filter((count) => Number.isSafeInteger(count))
    .reduce((sum, count) => sum + count, 0);
  const issues = [
    ...checkDnsLabel("storage.claimName", storage.claimName),
    ...optional(checkChoice(Object.values(AccessMode)))("storage.accessMode", storage.accessMode),
    ...optional(checkChoice(Object.values(StorageKind)))("storage.kind", storage.kind),
    ...optional(checkText)("storage.zone", storage.zone),
    ...optional(checkBytes)("storage.readThroughput", storage.readThroughput),
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
  if (storage.accessMode === AccessMode.readWriteOnce && replicas > 1) {
    issues.push(
      issue(
        "storage.accessMode",
        storage.accessMode,
        `${replicas} replicas may run on as many nodes, and only one can attach the claim`,
        `use ${AccessMode.readWriteMany} or ${AccessMode.readOnlyMany}, or one replica${spec.roles.both === undefined ? " of roles.both alone" : ""}`,
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

function checkStorageSize(storage: StorageRef, row: Model | undefined): Issue[] {
  const form = optional(checkBytes)("storage.size", storage.size);
  const size = parseBytes("storage.size", storage.size);
  if (form.length > 0 || !size.ok) return form;
  if (row === undefined) return [];
  const needed = neededBytes(row);
  if (size.value >= needed) return [];
  return [
    issue(
      "storage.size",
      storage.size,
      `the files of ${row.id} are ${formatGiB(filesBytes(row))} and need ${formatGiB(needed)}, the claim has ${formatGiB(size.value)}`,
      `use a claim of ${formatBytes(roundUpToGiB(needed))} or more`,
    ),
  ];
}
