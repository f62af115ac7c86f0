import type { ReleaseStatus, Revision } from "./release-history";

/** One call of helm on the way to the release that is asked for. */
export type Step =
  | { readonly command: "install" | "uninstall" | "upgrade" }
  | { readonly command: "rollback"; readonly revision: number };

/**
 * What leads from a release as it was found to the one that is asked for, by the status of its newest revision.
 *
 * Helm refuses to touch a release that some operation has marked as its own, even when that operation was killed:
 * "another operation (install/upgrade/rollback) is in progress", for ever. Nobody else works on a release of ours
 * while the stack's lock is held, so such a mark is always a dead one.
 */
const RECOVERY: Readonly<Record<ReleaseStatus, "upgrade" | "reinstall" | "roll-back">> = {
  deployed: "upgrade",
  failed: "upgrade",
  superseded: "upgrade",
  unknown: "upgrade",
  "pending-install": "reinstall",
  uninstalled: "reinstall",
  uninstalling: "reinstall",
  "pending-rollback": "roll-back",
  "pending-upgrade": "roll-back",
};

/** The steps from the revisions that were found, oldest first, to the release that is asked for. */
export function planSteps(revisions: readonly Revision[]): readonly Step[] {
  const newest = revisions.at(-1);
  if (newest === undefined) return [{ command: "install" }];
  const way = RECOVERY[newest.status];
  if (way === "upgrade") return [{ command: "upgrade" }];
  // A rollback with no number would go to the revision before, which a second kill may have left half-made.
  const good = revisions.findLast(({ status }) => status === "deployed" || status === "superseded");
  if (way === "reinstall" || good === undefined) {
    return [{ command: "uninstall" }, { command: "install" }];
  }
  return [{ command: "rollback", revision: good.number }, { command: "upgrade" }];
}

/** True when the newest revision says that the release is on its way out: it counts as gone. */
export function isGone(revisions: readonly Revision[]): boolean {
  const status = revisions.at(-1)?.status;
  return status === undefined || status === "uninstalled" || status === "uninstalling";
}
