import { type Issue, renderIssues } from "../units/issue";
import { colorsFor } from "./colors";

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
  const { red } = colorsFor(process.stderr);
  if (!(error instanceof Error)) return red(String(error));
  return EXPECTED.includes(error.name)
    ? `${red("Failed:")} ${error.message}`
    : (error.stack ?? error.message);
}
