import pc from "picocolors";
import { type Issue, renderIssues } from "../units/issue";

/** What the user wrote cannot work; nothing was changed. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(what: string, issues: readonly Issue[]) {
    super(`${what} cannot work as it is written; nothing was changed:\n${renderIssues(issues)}`);
  }
}

/** Failures that say all that a person needs; any other is a fault of ours and shows its stack. */
const EXPECTED = ["Refused", "ToolUnavailable", "ControlPlaneFailed", "DeploymentFailed"];

/** The end of a command that failed: what happened, what was seen, what to do. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return pc.red(String(error));
  return EXPECTED.includes(error.name)
    ? `${pc.red("Failed:")} ${error.message}`
    : (error.stack ?? error.message);
}
