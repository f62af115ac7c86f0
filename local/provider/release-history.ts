import { type Cluster, requireSuccess } from "./cluster";
import { OWNERSHIP_KEY } from "./ownership";
import type { ReleasePlace } from "./release-inputs";

/** https://helm.sh/docs/helm/helm_status */
export type ReleaseStatus =
  | "deployed"
  | "failed"
  | "pending-install"
  | "pending-rollback"
  | "pending-upgrade"
  | "superseded"
  | "uninstalled"
  | "uninstalling"
  | "unknown";

/** One revision of a release, as Helm's Secret in the cluster labels it. */
export interface Revision {
  readonly number: number;
  readonly status: ReleaseStatus;
  /** Ownership mark of the resource that made it; absent on a release that is not ours. */
  readonly mark: string | undefined;
}

/** Every revision that Helm keeps of a release, oldest first; none when there is no release. */
export async function listRevisions(
  cluster: Cluster,
  { name, namespace }: ReleasePlace,
): Promise<readonly Revision[]> {
  const labels = await listLabels(cluster, namespace, `owner=helm,name=${name}`);
  return toRevisions(labels);
}

/** By provider instance, of which every operation has its own, and namespace. */
const foreseen = new WeakMap<Cluster, Map<string, Promise<readonly Labels[]>>>();

/** The same for a preview, which changes nothing: the cluster is asked once for all releases of a namespace. */
export async function foreseeRevisions(
  cluster: Cluster,
  { name, namespace }: ReleasePlace,
): Promise<readonly Revision[]> {
  const byNamespace = foreseen.get(cluster) ?? new Map<string, Promise<readonly Labels[]>>();
  foreseen.set(cluster, byNamespace);
  const labels = byNamespace.get(namespace) ?? listLabels(cluster, namespace, "owner=helm");
  byNamespace.set(namespace, labels);
  return toRevisions((await labels).filter((each) => each.name === name));
}

type Labels = Readonly<Record<string, string>>;

/** Labels of Helm's Secrets only: their data holds the values. */
async function listLabels(
  cluster: Cluster,
  namespace: string,
  selector: string,
): Promise<readonly Labels[]> {
  const template = '{range .items[*]}{.metadata.labels}{"\\n"}{end}';
  const result = await cluster.kubectl([
    ...["get", "secrets", "--namespace", namespace, "--selector", selector],
    ...["--output", `jsonpath=${template}`],
  ]);
  const lines = requireSuccess(result).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function toRevisions(labels: readonly Labels[]): readonly Revision[] {
  return labels.map(toRevision).sort((a, b) => a.number - b.number);
}

const STATUSES: ReadonlySet<string> = new Set<ReleaseStatus>([
  "deployed",
  "failed",
  "pending-install",
  "pending-rollback",
  "pending-upgrade",
  "superseded",
  "uninstalled",
  "uninstalling",
]);

function toRevision(labels: Labels): Revision {
  const status = labels.status ?? "";
  return {
    number: Number(labels.version),
    status: isStatus(status) ? status : "unknown",
    mark: labels[OWNERSHIP_KEY],
  };
}

function isStatus(text: string): text is ReleaseStatus {
  return STATUSES.has(text);
}
