import { type ComponentResourceOptions, mergeOptions, ResourceHook } from "@pulumi/pulumi";
import { getEngine } from "@pulumi/pulumi/runtime/settings";
import { checkClaimChange } from "../../plan/claim-change";
import { renderIssues } from "../../units/issue";

/**
 * Options by which an edit that would leave a claim and its data is refused, in the preview already.
 *
 * The component keeps the record of its claim as its own inputs, and the engine calls a hook before it updates them,
 * with the old ones. A hook of the claim itself would see no old inputs where the claim is replaced, and one before
 * deletion would keep the stack from being destroyed without its program.
 */
export function guardData(
  name: string,
  replaceData: string | undefined,
  options: ComponentResourceOptions | undefined,
): ComponentResourceOptions {
  // Under mocks nothing calls a hook, and their monitor cannot register one.
  if (getEngine() === undefined) return { ...options };
  const hook = new ResourceHook(
    toHookName(name),
    ({ oldInputs = {}, newInputs = {} }) => {
      const issues = checkClaimChange(oldInputs, newInputs, replaceData);
      if (issues.length > 0) {
        throw new Error(`${name} cannot change as it is written:\n${renderIssues(issues)}`);
      }
    },
    { onDryRun: true },
  );
  return mergeOptions(options, { hooks: { beforeUpdate: [hook] } });
}

/** Names of hooks are unique in a program, those of components only below one parent. */
const names = new Map<string, number>();

function toHookName(name: string): string {
  const count = (names.get(name) ?? 0) + 1;
  names.set(name, count);
  return count === 1 ? `data of ${name}` : `data of ${name} (${count})`;
}
