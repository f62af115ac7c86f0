import { findModel } from "../catalog/models";
import {
  AccessMode,
  isStorageKind,
  StorageKind,
  type StorageKindRow,
  storageKindRow,
} from "../catalog/storage-kinds";
import { type Issue, issue, type Result } from "../units/issue";
import { formatBytes, parseBytes } from "../units/quantity";
import { checkDnsLabel, DNS_LABEL_MAX_LENGTH } from "../units/resource-name";
import { checkRoom, filesBytes } from "./model-bytes";
import {
  type ModelStorageSpec,
  STORAGE_KEYS,
  type StorageInput,
  type StorageRef,
} from "./model-storage-spec";
import { type PreloadPlan, planPreload, preloadFolder } from "./preload-job";
import type { PreloadSettings } from "./preload-settings";
import { planStorageClass, type StorageClassPlan } from "./storage-class";
import { readBytesPerSecond } from "./storage-reading";
import { checkStorageSettings } from "./storage-settings";
import { checkChoice, checkKeys, isMap, withoutMisspelt } from "./value-check";

/** The storage of models, with every default written out. */
export interface ModelStoragePlan {
  /** Where the weights lie. */
  readonly kind: StorageKind;
  /** What models need to know of the claim. */
  readonly ref: StorageRef;
  /** The claim to make, which pods read from; `undefined` when it exists. */
  readonly claim: ClaimPlan | undefined;
  /** How a claim that is read-only comes to its data; `undefined` where the claim itself is written to, or nothing is. */
  readonly filling: FillingPlan | undefined;
  /** Name of the claim that a Job can fill; `undefined` where none can. */
  readonly fillClaimName: string | undefined;
  /** The Job that fills it; `undefined` without `preload`. */
  readonly preload: PreloadPlan | undefined;
}

/** A PersistentVolumeClaim that is made. */
export interface ClaimPlan {
  /** Name of the claim. */
  readonly name: string;
  /** Size as a Kubernetes quantity. */
  readonly size: string;
  /** How many nodes may use it at once. */
  readonly accessMode: AccessMode;
  /** Name of its StorageClass; empty for a claim that is bound to a volume of ours. */
  readonly storageClassName: string;
  /** The StorageClass to make; `undefined` when it exists, or there is none. */
  readonly storageClass: StorageClassPlan | undefined;
  /** The volume to make; `undefined` where the driver of the class makes it. */
  readonly volume: VolumePlan | undefined;
}

/** A PersistentVolume that is made. */
export interface VolumePlan {
  /** Name of the volume. */
  readonly name: string;
  /** Driver of a bucket; `undefined` for a folder of each node. */
  readonly driver: string | undefined;
  /** Folder of each node; `undefined` for a bucket. */
  readonly hostPath: string | undefined;
  /** Options of each mount. */
  readonly mountOptions: readonly string[];
}

/** A claim that is filled, and the snapshot that is then taken of it. */
export interface FillingPlan {
  /** The claim that is filled. */
  readonly claim: ClaimPlan;
  /** Name of the VolumeSnapshot. */
  readonly snapshotName: string;
  /** Name of the VolumeSnapshotClass, which is made. */
  readonly snapshotClassName: string;
  /** Driver that takes the snapshot. */
  readonly driver: string;
}

/** Plans the storage called `name`, or says everything that is wrong with it. */
export function planModelStorage(name: string, spec: StorageInput): Result<ModelStoragePlan> {
  const form = checkKeys("", spec, STORAGE_KEYS);
  if (!isMap(spec)) return { ok: false, issues: form };
  const issues = [
    ...form,
    ...checkChoice(Object.values(StorageKind))("kind", spec.kind),
    ...checkName(name, spec),
    // Of a kind that there is not nothing more can be said.
    ...(isStorageKind(spec.kind) ? checkStorageSettings(spec) : []),
    ...(isMap(spec.preload) ? checkFilling(spec, spec.preload) : []),
  ];
  if (issues.length > 0) {
    const told = withoutMisspelt(issues, { path: "", value: spec, keys: STORAGE_KEYS });
    return { ok: false, issues: told };
  }
  const claim = planClaim(name, spec);
  const filling = planFilling(name, spec);
  const fillClaimName = findFillClaim(name, spec, filling);
  const preload = planJob(spec, fillClaimName);
  const ref = toStorageRef(name, spec);
  return { ok: true, value: { kind: spec.kind, ref, claim, filling, fillClaimName, preload } };
}

/** What stands in the way of a Job that fills the claim. */
function checkFilling({ size, accessMode }: ModelStorageSpec, preload: PreloadSettings): Issue[] {
  const issues = checkRoom("size", size, findModel(preload.model));
  if (accessMode === AccessMode.readOnlyMany) {
    const wayOut = `use ${AccessMode.readWriteMany}, or leave preload out`;
    issues.push(issue("accessMode", accessMode, "nothing can be loaded into the claim", wayOut));
  }
  return issues;
}

function planJob(spec: ModelStorageSpec, claimName: string | undefined): PreloadPlan | undefined {
  const { preload, kind, size, zone } = spec;
  if (preload === undefined || claimName === undefined) return undefined;
  const row = findModel(preload.model);
  const claim = parseBytes("size", size);
  // Of a model outside of the catalogue its claim alone is known, and it fills no more than that.
  const bytes = row === undefined ? (claim.ok ? claim.value : 0) : filesBytes(row);
  return planPreload(preload, { claimName, kind, zone, bytes });
}

/** What a model needs to know of the storage called `name`. */
export function toStorageRef(name: string, spec: ModelStorageSpec): StorageRef {
  const mode = findAccessMode(spec);
  const bytes = readBytesPerSecond(spec);
  const { preload } = spec;
  return {
    claimName: toClaimName(name, spec),
    ...(mode === undefined ? {} : { accessMode: mode }),
    ...(spec.size === undefined ? {} : { size: spec.size }),
    kind: spec.kind,
    ...(spec.zone === undefined ? {} : { zone: spec.zone }),
    ...(bytes === undefined ? {} : { readThroughput: formatBytes(bytes) }),
    ...(isMap(preload)
      ? { preloaded: { model: preload.model, path: preloadFolder(preload) } }
      : {}),
  };
}

/** Of the claim that is filled and of its class, after the name of the claim. */
const FILL_SUFFIX = "-fill";

function checkName(name: string, spec: ModelStorageSpec): Issue[] {
  const hasFilling =
    isStorageKind(spec.kind) && storageKindRow(spec.kind).fill === "job-and-snapshot";
  const most = DNS_LABEL_MAX_LENGTH - (hasFilling ? FILL_SUFFIX.length : 0);
  return checkDnsLabel("claimName", toClaimName(name, spec), most);
}

/** A name that is null, as a key without a value in a file, is not absent: its check refuses it. */
function toClaimName(name: string, { claimName = name }: ModelStorageSpec): string {
  return claimName;
}

/** The only mode of the kind, where none is given. */
function findAccessMode({ kind, accessMode }: ModelStorageSpec): AccessMode | undefined {
  const { accessModes } = storageKindRow(kind);
  return accessMode ?? (accessModes.length === 1 ? accessModes[0] : undefined);
}

/** Kubernetes asks every claim for a size, also where it means nothing. */
const NOMINAL_SIZE = "1Gi";

function planClaim(name: string, spec: ModelStorageSpec): ClaimPlan | undefined {
  const row = storageKindRow(spec.kind);
  const accessMode = findAccessMode(spec);
  if (row.makes === "nothing" || accessMode === undefined) return undefined;
  const claim = { name: toClaimName(name, spec), size: spec.size ?? NOMINAL_SIZE, accessMode };
  if (row.makes === "volume") {
    const volume = planVolume(claim.name, spec, row);
    return { ...claim, storageClassName: "", storageClass: undefined, volume };
  }
  const storageClassName = spec.storageClassName ?? `${claim.name}-${spec.kind}`;
  const storageClass = planStorageClass(storageClassName, spec);
  return { ...claim, storageClassName, storageClass, volume: undefined };
}

function planVolume(claimName: string, spec: ModelStorageSpec, row: StorageKindRow): VolumePlan {
  return {
    name: spec.volumeName ?? `${claimName}-${spec.kind}`,
    driver: row.driver,
    hostPath: spec.hostPath,
    mountOptions: [...row.mountOptions, ...(spec.mountOptions ?? [])],
  };
}

function planFilling(name: string, spec: ModelStorageSpec): FillingPlan | undefined {
  const { fill, driver } = storageKindRow(spec.kind);
  const claim = planClaim(name, spec);
  if (fill !== "job-and-snapshot" || driver === undefined || claim === undefined) return undefined;
  return {
    claim: {
      ...claim,
      name: `${claim.name}${FILL_SUFFIX}`,
      accessMode: AccessMode.readWriteOnce,
    },
    snapshotName: claim.name,
    snapshotClassName: claim.storageClassName,
    driver,
  };
}

function findFillClaim(
  name: string,
  spec: ModelStorageSpec,
  filling: FillingPlan | undefined,
): string | undefined {
  const { fill } = storageKindRow(spec.kind);
  if (fill === "job") return toClaimName(name, spec);
  return filling?.claim.name;
}
