import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sharedPath } from "./shared";

/** An example of upstream that was rendered by its chart. */
interface UpstreamExample {
  readonly name: string;
  readonly release: string;
  readonly values: string;
  readonly arguments: readonly string[];
}

/** Upstream's examples, with the release names under which it rendered them. */
export const UPSTREAM_EXAMPLES: readonly UpstreamExample[] = [
  { name: "cpu", release: "cpu-sim", values: "values-cpu.yaml", arguments: [] },
  { name: "pd", release: "pd", values: "values-pd.yaml", arguments: [] },
  {
    name: "pvc",
    release: "pvc",
    values: "values-pd.yaml",
    arguments: ["--set", "modelArtifacts.uri=pvc://pvc-name/path/to/model"],
  },
];

/**
 * Writes a chart with the name and version of upstream's, its default values and its schema, and in place of its
 * templates, which are not ours to have, the manifests in `manifests`, rendered by it.
 */
export function writeUpstreamChart(folder: string, manifests: readonly string[] = []): void {
  mkdirSync(join(folder, "templates"), { recursive: true });
  const head = "apiVersion: v2\nname: llm-d-modelservice\nversion: v0.4.12\nappVersion: v0.4.0\n";
  writeFileSync(join(folder, "Chart.yaml"), head);
  for (const file of ["values.yaml", "values.schema.json"]) {
    copyFileSync(sharedPath(`chart/${file}`), join(folder, file));
  }
  for (const [index, manifest] of manifests.entries()) {
    cpSync(manifest, join(folder, "templates", `${index}.yaml`));
  }
}
