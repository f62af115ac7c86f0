import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import { type Changes, changePlaces } from "./changed";

const STACK_FILE = resolve(__dirname, "../../stacks/config/Pulumi.local.yaml");
const PREFIX = "llm-serving:";

/** What `Pulumi.local.yaml` says of the project, as the program reads it: a new copy each time, free to break. */
export function readLocalConfig(): Record<string, unknown> {
  const { config } = parse(readFileSync(STACK_FILE, "utf8"));
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** The same with places changed. */
export function changeLocalConfig(changes: Changes): unknown {
  return changePlaces(readLocalConfig(), changes);
}

/** Stack configuration as Pulumi hands it over: scalars as text, everything else as JSON. */
export function toPulumiConfig(config: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...(config as object) }).map(([key, value]) => [
      `${PREFIX}${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
