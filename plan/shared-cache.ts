import { AccessMode, isStorageKind, storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { parseContainerImage } from "./container-image";
import { findKvCacheDtype } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import { countRolePods, type RoleSize } from "./model-role";
import type { ModelSettings } from "./model-service-spec";
import type { StorageRef } from "./model-storage-spec";
import { checkReach } from "./storage-reach";

const PATH = "engine.kvCache.tiers.shared";

/** Whether the pods of a model can write to the claim, and read what the others write. Paths begin at the service. */
export function checkSharedCache(
  shared: StorageRef,
  { storage }: ModelSettings,
  roles: readonly RoleSize[],
): Issue[] {
  const reach = checkReach(
    shared,
    roles.map(({ pool }) => pool),
    undefined,
  );
  return [
    ...checkWriting(shared, roles),
    ...(shared.claimName === storage.claimName ? [explainWeights(shared)] : []),
    ...reach.map((each) => ({ ...each, path: each.path.replace(/^storage/, PATH) })),
  ].filter(isFirst);
}

/** Roles on one pool are told once. */
function isFirst({ path, rule }: Issue, index: number, issues: readonly Issue[]): boolean {
  return issues.findIndex((each) => each.path === path && each.rule === rule) === index;
}

function checkWriting({ kind, accessMode }: StorageRef, roles: readonly RoleSize[]): Issue[] {
  const row = isStorageKind(kind) ? storageKindRow(kind) : undefined;
  const wayOut = `use a claim with ${AccessMode.readWriteMany}`;
  if (row !== undefined && !row.accessModes.some((mode) => mode !== AccessMode.readOnlyMany)) {
    const rule =
      "its volumes are read-only in pods, or files in them can be neither renamed nor deleted";
    return [issue(`${PATH}.kind`, kind, rule, wayOut)];
  }
  if (accessMode === AccessMode.readOnlyMany) {
    return [issue(`${PATH}.accessMode`, accessMode, "every pod writes to it", wayOut)];
  }
  const only = row?.accessModes.length === 1 ? row.accessModes[0] : undefined;
  const pods = roles.reduce((sum, role) => sum + countRolePods(role), 0);
  if ((accessMode ?? only) !== AccessMode.readWriteOnce || pods <= 1) return [];
  const rule = `${pods} pods may run on as many nodes, and only one node can attach the claim`;
  return [issue(`${PATH}.accessMode`, AccessMode.readWriteOnce, rule, wayOut)];
}

function explainWeights({ claimName }: StorageRef): Issue {
  const rule = "is the claim of the weights, which the cache would fill";
  return issue(`${PATH}.claimName`, claimName, rule, "use a claim of its own");
}

/** What the names in a folder of the claim hang on. */
export interface SharedFolderQuestion {
  readonly model: ModelSettings;
  /** Folder of the model in the claim of its weights, which names the revision where it was preloaded. */
  readonly modelPath: string;
  readonly engine: EngineSettings;
  readonly image: string | undefined;
  readonly role: RoleSize;
}

/**
 * The folder that these servers share, and no others: a cache that another checkpoint, engine, number format or division
 * over devices has made is not the same bytes, and the names of SGLang's files do not tell.
 */
export function toSharedFolder(question: SharedFolderQuestion): string {
  const { model, modelPath, engine, image, role } = question;
  const { tag, digest } = parseContainerImage(image ?? "") ?? {};
  const version = (digest ?? tag)?.replaceAll(":", "-");
  const { tensor, pipeline } = role.parallelism;
  return [
    // What is no text has been told already.
    `${modelPath}/`.startsWith(`${model.id}/`) ? modelPath : `${model.id}/${modelPath}`,
    [engine.name, version].filter((part) => part !== undefined).join("-"),
    findKvCacheDtype(engine) ?? "auto",
    ...(engine.quantization === undefined ? [] : [`quantization-${engine.quantization}`]),
    `tensor-${tensor}`,
    ...(pipeline === 1 ? [] : [`pipeline-${pipeline}`]),
  ].join("/");
}
