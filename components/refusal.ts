import { type Resource, ResourceError } from "@pulumi/pulumi";
import { type Issue, renderIssues } from "../units/issue";

/**
 * The one error of a component whose input cannot work. All issues stand in the text, because outside of remote
 * components Pulumi prints nothing else of an error; the stack is hidden, it would show our sources.
 */
export function toRefusal(
  resource: Resource,
  name: string,
  issues: readonly Issue[],
): ResourceError {
  return new ResourceError(
    `${name} cannot work as it is written:\n${renderIssues(issues)}`,
    resource,
    true,
  );
}
