import { isStorageKind, StorageKind, storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { parseBytes } from "../units/quantity";
import type { ModelStoragePlan } from "./model-storage";

/** What tells one claim and its data from another; kept in the state of the stack, so that an edit can be held against it. */
export interface ClaimRecord {
  readonly kind: StorageKind;
  readonly claimName: string;
  readonly size?: string;
  readonly accessMode?: string;
  readonly storageClassName?: string;
  readonly hostPath?: string;
  /** Folder of the model that is in it once and for all; absent where another one can be loaded into the claim. */
  readonly preload?: string;
  /** As the component is wired to them. */
  readonly namespace?: string;
  readonly bucketName?: string;
}

/** The record of a plan, without its wiring. */
export function toClaimRecord({ kind, ref, claim, filling }: ModelStoragePlan): ClaimRecord {
  if (claim === undefined) return { kind, claimName: ref.claimName };
  const { name, size, accessMode, storageClassName, volume } = claim;
  return {
    kind,
    claimName: name,
    size,
    accessMode,
    storageClassName,
    ...(volume?.hostPath === undefined ? {} : { hostPath: volume.hostPath }),
    ...(filling === undefined || ref.preloaded === undefined
      ? {}
      : { preload: ref.preloaded.path }),
  };
}

/** Another value of one of these is another claim under another name. */
const NAMES = ["claimName", "namespace"] as const satisfies readonly (keyof ClaimRecord)[];

/** No claim and no volume changes one of these. */
const FIXED = [
  ...(["kind", "accessMode", "storageClassName", "hostPath", "bucketName", "preload"] as const),
] satisfies readonly (keyof ClaimRecord)[];

/** Why a claim cannot become another one; nothing where its data stays, or is given up with a reason. */
export function checkClaimChange(
  old: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
  replaceData: string | undefined,
): Issue[] {
  // What exists is not ours to keep, and what is ours is kept when it is called existing.
  if ([old.kind, next.kind].includes(StorageKind.existing)) return [];
  const renamed = NAMES.filter((key) => differs(old[key], next[key]));
  if (renamed.length > 0) {
    if (replaceData !== undefined) return [];
    return renamed.map((key) =>
      issue(
        key,
        next[key],
        `the data lies in the claim of ${key === "claimName" ? "the name" : "the namespace"} ${old[key]}, and models would begin with an empty one`,
        `write ${old[key]}, or say in replaceData why`,
      ),
    );
  }
  return [
    ...FIXED.filter((key) => differs(old[key], next[key])).map((key) =>
      issue(
        key,
        next[key],
        `the claim ${old.claimName} has ${old[key]}, which no claim can change`,
        `write ${old[key]}, or give a new claimName and say in replaceData why`,
      ),
    ),
    ...checkResizing(old, next),
  ];
}

/** What is known only later, or was not kept by an earlier version of this library, is taken for the same. */
function differs(old: unknown, next: unknown): boolean {
  return typeof old === "string" && typeof next === "string" && old !== next;
}

function checkResizing(
  old: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): Issue[] {
  const [present, wanted] = [parseBytes("size", old.size), parseBytes("size", next.size)];
  if (!present.ok || !wanted.ok || wanted.value === present.value) return [];
  const { kind } = next;
  const canGrow = isStorageKind(kind) && storageKindRow(kind).isExpandable;
  if (wanted.value > present.value && canGrow) return [];
  const reason =
    wanted.value < present.value ? "no claim becomes smaller" : `one of ${kind} cannot grow`;
  return [
    issue(
      "size",
      next.size,
      `the claim ${old.claimName} has ${old.size}, and ${reason}`,
      `write ${old.size}, or give a new claimName and say in replaceData why`,
    ),
  ];
}
