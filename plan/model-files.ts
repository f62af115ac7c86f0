import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { formatGiB, parseBytes } from "../units/quantity";
import { checkDnsLabel } from "../units/resource-name";
import { resolveReplicas } from "./model-role";
import { rolesOf } from "./model-roles";
import type { ModelServiceSpec } from "./model-service-spec";
import { AccessMode, filesBytes, type StorageRef } from "./model-storage";
import { checkBytes, checkChoice, optional } from "./value-check";

/** Where the files of the model lie. */
export interface ModelFilesPlan {
  /** Name of the claim. */
  readonly claimName: string;
  /** Folder in the claim. */
  readonly path: string;
  /** Size of the claim; `undefined` when it is not known. */
  readonly claimBytes: number | undefined;
}

/** Where the files lie, once nothing is wrong with the claim. */
export function planModelFiles({ claimName, size }: StorageRef, path: string): ModelFilesPlan {
  const bytes = parseBytes("size", size);
  return { claimName, path, claimBytes: bytes.ok ? bytes.value : undefined };
}

/** What is wrong with the claim and the folder in it; paths are relative to `model`. */
export function checkModelFiles(spec: ModelServiceSpec, row: Model | undefined): Issue[] {
  const { storage, path = spec.model.id } = spec.model;
  // What is no number of servers is told by its role.
  const replicas = rolesOf(spec.roles)
    .map(([, role]) => resolveReplicas(role))
    .filter((count) => Number.isSafeInteger(count))
    .reduce((sum, count) => sum + count, 0);
  const issues = [
    ...checkDnsLabel("storage.claimName", storage.claimName),
    ...optional(checkChoice(Object.values(AccessMode)))("storage.accessMode", storage.accessMode),
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
  return [...issues, ...checkStorageSize(storage, row)];
}

function checkStorageSize(storage: StorageRef, row: Model | undefined): Issue[] {
  const form = optional(checkBytes)("storage.size", storage.size);
  const size = parseBytes("storage.size", storage.size);
  if (form.length > 0 || !size.ok) return form;
  if (row === undefined) return [];
  const needed = filesBytes(row);
  if (size.value >= needed) return [];
  return [
    issue(
      "storage.size",
      storage.size,
      `the files of ${row.id} are ${formatGiB(needed)}, the claim has ${formatGiB(size.value)}`,
      "use a larger claim",
    ),
  ];
}
