import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";

const STACK_FILE = resolve(__dirname, "../../stacks/config/Pulumi.local.yaml");
const PREFIX = "llm-serving:";

/** What `Pulumi.local.yaml` says of the project, as the program reads it: a new copy each time, free to break. */
export function readLocalConfig(): Record<string, unknown> {
  const { config } = parse(readFileSync(STACK_FILE, "utf8"));
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

/** The same with one place changed: `models.qwen3-vl-235b.replicas`; `undefined` takes the key out. */
export function changeLocalConfig(changes: Readonly<Record<string, unknown>>): unknown {
  const config = readLocalConfig();
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce<Record<string, unknown>>((map, key) => {
      const inner = (map[key] ?? {}) as Record<string, unknown>;
      map[key] = inner;
      return inner;
    }, config);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return config;
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
