import {
  AccessMode,
  type RequiredStorageSetting,
  StorageKind,
  type StorageKindRow,
  type StorageSetting,
  storageKindRow,
} from "../catalog/storage-kinds";
import { type Issue, issue, joinPath } from "../units/issue";
import { checkObjectName } from "../units/resource-name";
import { type ModelStorageSpec, STORAGE_SETTINGS, type StorageInput } from "./model-storage-spec";
import { checkPreload } from "./preload-settings";
import { planClassParameters } from "./storage-class";
import { checkReading } from "./storage-reading";
import { checkVolumeSize } from "./storage-size";
import {
  checkBytes,
  checkChoice,
  checkRequiredText,
  checkText,
  checkTexts,
  isMap,
} from "./value-check";

/** What is wrong with the settings of a kind that there is: those that it needs, those that it has not, and what stands in the others. */
export function checkStorageSettings(spec: StorageInput): Issue[] {
  const row = storageKindRow(spec.kind);
  const legal = [...row.required, ...row.optional];
  return STORAGE_SETTINGS.flatMap((setting) => {
    const value = spec[setting];
    if (value === undefined) return toMissing(setting, row);
    if (!legal.includes(setting)) return [toStray(setting, value, spec.kind, row)];
    return FORMS[setting]?.(setting, value, spec) ?? [];
  });
}

type SettingCheck = (path: string, value: unknown, spec: ModelStorageSpec) => Issue[];

/** The form of each setting. Wiring has none here: it may be known later, and its component checks it. */
const FORMS: Readonly<Partial<Record<StorageSetting, SettingCheck>>> = {
  size: (_, size, { kind }) => checkVolumeSize(kind, size),
  accessMode: checkMode,
  storageClassName: checkObjectName,
  provisioner: checkText,
  parameters: checkParameters,
  mountOptions: checkMountOptions,
  throughputPerTiB: (_, __, spec) => checkReading(spec),
  throughput: (_, __, spec) => checkReading(spec),
  readThroughput: checkBytes,
  zone: checkRequiredText,
  volumeName: checkObjectName,
  hostPath: checkHostPath,
  preload: checkPreload,
  replaceData: checkRequiredText,
};

/** Why a setting that a kind needs is needed, and what to write. */
const MISSING: Readonly<Record<RequiredStorageSetting, readonly [rule: string, wayOut: string]>> = {
  size: ["a claim needs a size", 'write a quantity such as "2Ti"'],
  accessMode: [
    "a claim needs an access mode",
    `use ${AccessMode.readWriteMany}, or ${AccessMode.readWriteOnce} for one pod`,
  ],
  storageClassName: [
    "a claim without a class takes the cluster's default, which differs between clusters",
    "name the class",
  ],
  throughputPerTiB: [
    "decides the price of the file system, and how long each start takes",
    "use 1000 for a large model, or less",
  ],
  zone: ["the data lies in one zone, and pods must be there", "write the zone of the pool"],
  hostPath: ["the disks of a node are mounted at a folder", "write it, such as /mnt/models"],
  preload: ["the disk is filled once, and read-only afterwards", "name the model and its revision"],
  subnetId: ["the file system is made in a subnet", "write for example subnet-0123456789abcdef0"],
  securityGroupIds: [
    "nodes reach the file system through its security groups",
    'write for example ["sg-0123456789abcdef0"]',
  ],
  fileSystemId: [
    "the claim is a folder of a file system that exists",
    "write for example fs-0123456789abcdef0",
  ],
  bucketName: ["the claim is a bucket that exists", "write its name"],
};

function toMissing(setting: StorageSetting, { required }: StorageKindRow): Issue[] {
  return required
    .filter((each) => each === setting)
    .map((each) => issue(each, undefined, ...MISSING[each]));
}

function toStray(setting: StorageSetting, value: unknown, kind: StorageKind, row: StorageKindRow) {
  if (kind === StorageKind.existing) {
    const wayOut = `leave ${setting} out, or use kind ${StorageKind.storageClass}`;
    return issue(setting, value, "an existing claim is used as it is", wayOut);
  }
  if (setting === "preload" && row.fill === "bucket") {
    const rule = "a half-filled folder would be served, as files in a bucket cannot be renamed";
    return issue(setting, value, rule, "leave it out, and put the files into the bucket");
  }
  if (setting === "preload") {
    const rule = "a Job fills the disks of one node, and pods run on others too";
    return issue(setting, value, rule, "leave it out, and fill the folder on every node");
  }
  if (setting === "provisioner" && row.driver !== undefined) {
    const wayOut = `leave it out, or use kind ${StorageKind.storageClass}`;
    return issue(setting, value, `${kind} has the driver ${row.driver}`, wayOut);
  }
  const other = OTHER_SPEED[setting];
  const isOther = other !== undefined && [...row.required, ...row.optional].includes(other);
  const wayOut = isOther ? `leave it out, or use ${other}` : "leave it out";
  return issue(setting, value, `means nothing to ${kind}`, wayOut);
}

/** Each cloud has its own word for how fast a volume is. */
const OTHER_SPEED: Readonly<Partial<Record<StorageSetting, StorageSetting>>> = {
  throughput: "throughputPerTiB",
  throughputPerTiB: "throughput",
};

function checkMode(path: string, mode: unknown, { kind }: ModelStorageSpec): Issue[] {
  const { accessModes } = storageKindRow(kind);
  const form = checkChoice(Object.values(AccessMode))(path, mode);
  if (form.length > 0 || accessModes.some((each) => each === mode)) return form;
  const [only] = accessModes;
  return [issue(path, mode, `a claim of ${kind} is ${only}`, `use ${only}, or leave it out`)];
}

function checkParameters(path: string, parameters: unknown, spec: ModelStorageSpec): Issue[] {
  // Kubernetes refuses everything but text in a class, when it is made.
  const form = checkTexts()(path, parameters);
  if (!isMap(parameters)) return form;
  const ours = Object.keys(planClassParameters(spec));
  return [
    ...form,
    ...checkOwnClass(path, parameters, spec),
    ...[...ours, ...STORAGE_SETTINGS]
      .filter((key) => spec.kind !== StorageKind.storageClass && Object.hasOwn(parameters, key))
      .map((key) =>
        issue(joinPath(path, key), parameters[key], `${spec.kind} writes it`, "leave it out"),
      ),
  ];
}

function checkMountOptions(path: string, options: unknown, spec: ModelStorageSpec): Issue[] {
  if (!Array.isArray(options)) {
    return [issue(path, options, "must be a list of texts", 'write for example ["ro"]')];
  }
  const form = options.flatMap((each, index) => checkText(`${path}[${index}]`, each));
  return [...form, ...checkOwnClass(path, options, spec)];
}

/** Only a class that we make has parameters and options of ours. */
function checkOwnClass(path: string, value: unknown, { kind, provisioner }: ModelStorageSpec) {
  if (kind !== StorageKind.storageClass || provisioner !== undefined) return [];
  const wayOut = `name the provisioner too, or leave ${path} out`;
  return [issue(path, value, "belong to a class that we make", wayOut)];
}

function checkHostPath(path: string, folder: unknown): Issue[] {
  const form = checkText(path, folder);
  if (form.length > 0) return form;
  const parts = String(folder).split("/");
  if (parts[0] === "" && parts[1] !== "" && !parts.includes("..")) return [];
  const rule = "must be a folder of the node, absolute, without ..";
  return [issue(path, folder, rule, "write for example /mnt/models")];
}
