import { storedBytes } from "../catalog/model-parameters";
import type { Model } from "../catalog/models";
import { type Issue, issue, type Result } from "../units/issue";
import { checkDnsLabel, checkObjectName } from "../units/resource-name";
import {
  checkBytes,
  checkChoice,
  checkKeys,
  checkText,
  checkTexts,
  isMap,
  optional,
  withoutMisspelt,
} from "./value-check";

/** Where the weights of models lie. */
export const StorageKind = {
  /** A claim that we make, of a StorageClass that the cluster has or that we make with it. */
  storageClass: "storage-class",
  /** A claim that exists already and that we only use. */
  existing: "existing",
} as const;
export type StorageKind = (typeof StorageKind)[keyof typeof StorageKind];

/** How many nodes may use a claim at once; the words are Kubernetes' own. */
export const AccessMode = {
  /** One node reads and writes: enough for one pod. */
  readWriteOnce: "ReadWriteOnce",
  /** Many nodes read. */
  readOnlyMany: "ReadOnlyMany",
  /** Many nodes read and write. */
  readWriteMany: "ReadWriteMany",
} as const;
export type AccessMode = (typeof AccessMode)[keyof typeof AccessMode];

/** Which claim holds the weights, and whether we make it. */
export interface ModelStorageSpec {
  /** How the claim comes to be. */
  readonly kind: StorageKind;
  /** Name of the claim. Defaults to the name of the component. */
  readonly claimName?: string;
  /** Size of the claim as a Kubernetes quantity, such as `2Ti`; at least what the models in it need. Required unless `existing`, where it is optional and only checked against. */
  readonly size?: string;
  /** How many nodes may use the claim at once. Required unless `existing`. More than one replica needs one of the `Many` modes. */
  readonly accessMode?: AccessMode;
  /** Name of the StorageClass. Required with `storage-class`, refused with `existing`. */
  readonly storageClassName?: string;
  /** Driver of a StorageClass that we make, such as `fsx.csi.aws.com`. When absent, the class must exist in the cluster. A class belongs to the whole cluster: of several stacks on it one makes the class, and the others leave this out. */
  readonly provisioner?: string;
  /** Parameters of a StorageClass that we make, in the driver's own words. Only with `provisioner`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * What a model needs to know of the claim that holds its weights. Write one by hand for a claim that is not ours, and from
 * other languages than TypeScript, where `ref` of a storage arrives as an output: `claimName` is enough, with `dependsOn`.
 */
export interface StorageRef {
  /** Name of the claim, in the namespace of the model. */
  readonly claimName: string;
  /** When given, more than one replica on a claim for one node is refused. */
  readonly accessMode?: AccessMode;
  /** Size of the claim as a Kubernetes quantity. When given, a model that is larger is refused. */
  readonly size?: string;
}

/** The claim that holds the weights of models, with every default written out. */
export interface ModelStoragePlan {
  /** What models need to know of the claim. */
  readonly ref: StorageRef;
  /** The claim to make; `undefined` when it exists. */
  readonly claim: ClaimPlan | undefined;
}

/** A PersistentVolumeClaim that is made. */
export interface ClaimPlan {
  /** Name of the claim. */
  readonly name: string;
  /** Size as a Kubernetes quantity. */
  readonly size: string;
  /** How many nodes may use it at once. */
  readonly accessMode: AccessMode;
  /** Name of its StorageClass. */
  readonly storageClassName: string;
  /** The StorageClass to make; `undefined` when it exists. */
  readonly storageClass: StorageClassPlan | undefined;
}

/** A StorageClass that is made. */
export interface StorageClassPlan {
  /** Name of the class. */
  readonly name: string;
  /** Its driver. */
  readonly provisioner: string;
  /** Its parameters, in the driver's own words. */
  readonly parameters: Readonly<Record<string, string>>;
}

const STORAGE_KEYS = [
  ...["kind", "claimName", "size", "accessMode", "storageClassName", "provisioner", "parameters"],
  // The wiring of the component, which hands its arguments over as they are.
  "namespace",
] as const satisfies readonly (keyof ModelStorageSpec | "namespace")[];

/** Bytes that the files of a model take in a claim: as published, else computed from its dimensions. */
export function filesBytes(model: Model): number {
  return model.repositoryBytes ?? storedBytes(model);
}

/** Plans the storage called `name`, or says everything that is wrong with it. */
export function planModelStorage(name: string, spec: ModelStorageSpec): Result<ModelStoragePlan> {
  const form = checkKeys("", spec, STORAGE_KEYS);
  if (!isMap(spec)) return { ok: false, issues: form };
  const claimName = spec.claimName === undefined ? name : spec.claimName;
  const issues = [
    ...form,
    ...checkChoice(Object.values(StorageKind))("kind", spec.kind),
    ...checkDnsLabel("claimName", claimName),
    ...optional(checkBytes)("size", spec.size),
    ...optional(checkChoice(Object.values(AccessMode)))("accessMode", spec.accessMode),
    ...checkByKind(spec),
  ];
  if (issues.length > 0) {
    const told = withoutMisspelt(issues, { path: "", value: spec, keys: STORAGE_KEYS });
    return { ok: false, issues: told };
  }
  return { ok: true, value: { ref: toStorageRef(name, spec), claim: toClaim(claimName, spec) } };
}

/** What is required follows from the kind; of one that there is not nothing can be said. */
function checkByKind(spec: ModelStorageSpec): Issue[] {
  switch (spec.kind) {
    case StorageKind.existing:
      return checkExisting(spec);
    case StorageKind.storageClass:
      return checkMade(spec);
    default:
      spec.kind satisfies never;
      return [];
  }
}

function checkExisting(spec: ModelStorageSpec): Issue[] {
  const settings = ["storageClassName", "provisioner", "parameters"] as const;
  return settings
    .filter((key) => spec[key] !== undefined)
    .map((key) =>
      issue(
        key,
        spec[key],
        "an existing claim is used as it is",
        `leave ${key} out, or use kind ${StorageKind.storageClass}`,
      ),
    );
}

function checkMade(spec: ModelStorageSpec): Issue[] {
  const issues: Issue[] = [];
  if (spec.size === undefined) {
    issues.push(issue("size", undefined, "a claim needs a size", 'write a quantity such as "2Ti"'));
  }
  if (spec.accessMode === undefined) {
    const wayOut = `use ${AccessMode.readWriteMany}, or ${AccessMode.readWriteOnce} for one pod`;
    issues.push(issue("accessMode", undefined, "a claim needs an access mode", wayOut));
  }
  issues.push(
    ...(spec.storageClassName === undefined
      ? [
          issue(
            "storageClassName",
            undefined,
            "a claim without a class takes the cluster's default, which differs between clusters",
            "name the class",
          ),
        ]
      : checkObjectName("storageClassName", spec.storageClassName)),
  );
  issues.push(...optional(checkText)("provisioner", spec.provisioner));
  // Kubernetes refuses everything but text in a class, when it is made.
  issues.push(...optional(checkTexts())("parameters", spec.parameters));
  if (spec.parameters !== undefined && spec.provisioner === undefined) {
    issues.push(
      issue(
        "parameters",
        spec.parameters,
        "belong to a class that we make",
        "name the provisioner too, or leave parameters out",
      ),
    );
  }
  return issues;
}

/** What a model needs to know of the storage called `name`. */
export function toStorageRef(name: string, spec: ModelStorageSpec): StorageRef {
  return {
    claimName: spec.claimName ?? name,
    ...(spec.accessMode === undefined ? {} : { accessMode: spec.accessMode }),
    ...(spec.size === undefined ? {} : { size: spec.size }),
  };
}

function toClaim(name: string, spec: ModelStorageSpec): ClaimPlan | undefined {
  const { size, accessMode, storageClassName, provisioner } = spec;
  if (spec.kind === StorageKind.existing || size === undefined) return undefined;
  if (accessMode === undefined || storageClassName === undefined) return undefined;
  const storageClass =
    provisioner === undefined
      ? undefined
      : { name: storageClassName, provisioner, parameters: spec.parameters ?? {} };
  return { name, size, accessMode, storageClassName, storageClass };
}
