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
  // Labels only: the data of these Secrets holds the values.
  const template = '{range .items[*]}{.metadata.labels}{"\\n"}{end}';
  const result = await cluster.kubectl([
    ...["get", "secrets", "--namespace", namespace, "--selector", `owner=helm,name=${name}`],
    ...["--output", `jsonpath=${template}`],
  ]);
  return requireSuccess(result)
    .split("\n")
    .filter((line) => line !== "")
    .map(toRevision)
    .sort((a, b) => a.number - b.number);
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

function toRevision(line: string): Revision {
  const labels: Readonly<Record<string, string>> = JSON.parse(line);
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
