import { isList, type PropertyMap, textAt, valueAt } from "./wire";

/** Where a live object stands on its way to what was asked for. */
export type Readiness =
  | { readonly state: "ready" }
  | { readonly state: "waiting"; readonly because: string }
  | { readonly state: "failed"; readonly because: string };

/** Reads an object that has no namespace. */
export type FindObject = (kind: string, name: string) => Promise<PropertyMap | undefined>;

/** How one kind of object is handled. */
export interface KindRow {
  /** API group; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Properties that the API server, or Pulumi's own plugin, does not change in place. A path covers what is below it. */
  readonly fixed: readonly string[];
  /** Properties that hold secrets whatever the program says. */
  readonly secret?: readonly string[];
  /** Judges the live object after create and update. Absent: the object is ready when the server took it. */
  readonly judge?: (live: PropertyMap) => Readiness;
  /** True when the object cannot become ready before something else uses it; then it is not waited for. */
  readonly isDeferred?: (live: PropertyMap, find: FindObject) => Promise<boolean>;
  /** Seconds that `judge` may say "waiting", unless the resource has `customTimeouts`. Defaults to 300. */
  readonly waitSeconds?: number;
}

const READY: Readiness = { state: "ready" };

/**
 * The kinds that this provider handles, and what it waits for.
 *
 * Helm releases are apart (`release.ts`); objects of custom resource definitions have no row: see `findKind`.
 * What is fixed follows https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go, so that a
 * preview here promises what the official plugin would do, and for the rest what the API server refuses to change.
 */
export const KINDS: readonly KindRow[] = [
  { group: "", kind: "ConfigMap", fixed: ["data", "binaryData"] },
  { group: "", kind: "Namespace", fixed: [] },
  {
    group: "",
    kind: "PersistentVolume",
    fixed: ["spec.csi", "spec.hostPath", "spec.nodeAffinity"],
  },
  {
    group: "",
    kind: "PersistentVolumeClaim",
    // All but the size: a claim grows in place where its class lets it, and the API server refuses to make it smaller.
    fixed: [
      ...["spec.accessModes", "spec.dataSource", "spec.dataSourceRef", "spec.selector"],
      ...["spec.storageClassName", "spec.volumeMode", "spec.volumeName"],
    ],
    judge: judgeClaim,
    isDeferred: bindsAtFirstUse,
  },
  {
    group: "",
    kind: "Secret",
    fixed: ["type", "data", "stringData"],
    secret: ["data", "stringData"],
  },
  { group: "", kind: "Service", fixed: ["spec.clusterIP"] },
  { group: "", kind: "ServiceAccount", fixed: [] },
  { group: "apps", kind: "Deployment", fixed: ["spec.selector"], judge: judgeDeployment },
  {
    group: "batch",
    kind: "Job",
    fixed: ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
    judge: judgeJob,
    waitSeconds: 600,
  },
  { group: "policy", kind: "PodDisruptionBudget", fixed: [] },
  { group: "rbac.authorization.k8s.io", kind: "ClusterRole", fixed: [] },
  { group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding", fixed: ["roleRef"] },
  { group: "rbac.authorization.k8s.io", kind: "Role", fixed: [] },
  { group: "rbac.authorization.k8s.io", kind: "RoleBinding", fixed: ["roleRef"] },
  { group: "scheduling.k8s.io", kind: "PriorityClass", fixed: ["value", "preemptionPolicy"] },
  {
    group: "storage.k8s.io",
    kind: "StorageClass",
    fixed: ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
  },
];

/** Groups whose kinds the API server brings along: one of them without a row is a kind that we do not handle. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** The row of a kind. An object of a custom resource definition has nothing fixed and is never waited for. */
export function findKind(apiVersion: string, kind: string): KindRow | undefined {
  const group = apiVersion.includes("/") ? apiVersion.replace(/\/.*$/, "") : "";
  const row = KINDS.find((each) => each.group === group && each.kind === kind);
  return row ?? (BUILT_IN_GROUPS.has(group) ? undefined : { group, kind, fixed: [] });
}

/** True for a changed property that makes the object a new one. */
export function isFixed(row: KindRow, path: string): boolean {
  const fixed = ["kind", "metadata.name", "metadata.namespace", ...row.fixed];
  return fixed.some(
    (each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`),
  );
}

function judgeClaim(claim: PropertyMap): Readiness {
  const phase = textAt(claim, "status", "phase") ?? "without a phase";
  if (phase === "Bound") return READY;
  return { state: phase === "Lost" ? "failed" : "waiting", because: phase };
}

async function bindsAtFirstUse(claim: PropertyMap, find: FindObject): Promise<boolean> {
  const className = textAt(claim, "spec", "storageClassName") ?? "";
  const storageClass = className === "" ? undefined : await find("StorageClass", className);
  return textAt(storageClass, "volumeBindingMode") === "WaitForFirstConsumer";
}

function judgeJob(job: PropertyMap): Readiness {
  if (findCondition(job, "Complete")?.status === "True") return READY;
  const failed = findCondition(job, "Failed");
  if (failed?.status === "True") return { state: "failed", because: failed.message };
  return { state: "waiting", because: "not complete" };
}

function judgeDeployment(deployment: PropertyMap): Readiness {
  const wanted = valueAt(deployment, "spec", "replicas") ?? 1;
  const updated = valueAt(deployment, "status", "updatedReplicas") ?? 0;
  const available = valueAt(deployment, "status", "availableReplicas") ?? 0;
  const isSeen =
    valueAt(deployment, "status", "observedGeneration") ===
    valueAt(deployment, "metadata", "generation");
  if (isSeen && updated === wanted && available === wanted) return READY;
  return { state: "waiting", because: `${available} of ${wanted} replicas available` };
}

/** A condition of an object's status. */
export function findCondition(
  object: PropertyMap,
  type: string,
): { readonly status: string; readonly message: string } | undefined {
  const conditions = valueAt(object, "status", "conditions");
  if (!isList(conditions)) return undefined;
  for (const condition of conditions) {
    const entry = { condition };
    if (textAt(entry, "condition", "type") !== type) continue;
    const message =
      textAt(entry, "condition", "message") ?? textAt(entry, "condition", "reason") ?? "";
    return { status: textAt(entry, "condition", "status") ?? "Unknown", message };
  }
  return undefined;
}
