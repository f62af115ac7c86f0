import type { Recovery } from "../local/recovery";
import { issue } from "../units/issue";
import { Refused } from "./failure";

/** What was cleared of a run that was killed; none when the last one ended well. Another run that goes on is refused. */
export function renderRecovery(recovery: Recovery): string {
  const [held] = recovery.heldLocks;
  if (held !== undefined) {
    const rule = `process ${held.processId} on ${held.host} has been deploying since ${held.since}`;
    throw new Refused("A second deployment", [
      issue("", undefined, rule, "wait until it has ended"),
    ]);
  }
  const { staleLocks, killedChildren, pendingOperations } = recovery;
  const facts = [
    ...(staleLocks.length === 0 ? [] : ["its lock was removed"]),
    ...(killedChildren.length === 0 ? [] : [`${killedChildren.length} processes were ended`]),
    ...(pendingOperations.length === 0
      ? []
      : [`${pendingOperations.length} unfinished steps were looked up in the cluster`]),
  ];
  return facts.length === 0 ? "" : `the last run was killed: ${facts.join(", ")}`;
}
