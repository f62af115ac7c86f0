import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Issue, issue } from "../units/issue";

/**
 * Refuses a stack while another one has resources on the local plane: nodes and volumes of the plane are those that one
 * stack plans, and exchanging them would take the nodes away from the pods of the other.
 */
export function checkPlayedStack(
  backendDirectory: string,
  project: string,
  stack: string,
): readonly Issue[] {
  const folder = join(backendDirectory, ".pulumi", "stacks", project);
  const states = existsSync(folder) ? readdirSync(folder) : [];
  return states
    .filter((file) => file.endsWith(".json") && file !== `${stack}.json`)
    .filter((file) => hasResources(join(folder, file)))
    .map((file) => {
      const other = file.slice(0, -".json".length);
      const rule = `the local plane plays stack ${other}, and its nodes are those of one stack`;
      return issue("stack", stack, rule, "run `make down` first");
    });
}

/** The engine replaces a state file as a whole, so there is no half of one. */
function hasResources(file: string): boolean {
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
  return (checkpoint.latest?.resources ?? []).length > 0;
}
