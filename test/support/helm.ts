import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { Context } from "mocha";
import { parse, parseAllDocuments } from "yaml";
import { checkChartValues } from "../../plan/chart-check";
import { renderIssues } from "../../units/issue";
import { requireTools, toolPath } from "./tools";

/** The bundled chart. */
export const CHART_FOLDER = resolve(__dirname, "../../chart");

/** Each Helm that users have. */
export type HelmName = "helm" | "helm4";

/** A program that was found, by the name under which tests speak of it. */
export interface Helm {
  readonly name: HelmName;
  readonly path: string;
}

/** What helm renders, and the parts of it that tests look for. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** Values as a user would write them. */
export type Values = Readonly<Record<string, unknown>>;

/** What one run of helm gave: objects, or the text it failed with. */
export type Rendering =
  | { readonly ok: true; readonly objects: readonly KubernetesObject[] }
  | { readonly ok: false; readonly message: string };

/** Runs the same tests with Helm 3 and Helm 4; one that cannot be had is skipped with the reason. */
export function describeWithHelm(title: string, tests: (helm: () => Helm) => void): void {
  for (const name of ["helm", "helm4"] as const) {
    describe(`${title}, with ${name}`, () => {
      let helm: Helm | undefined;
      before(async function () {
        helm = await requireHelm(this, name);
      });
      tests(() => {
        if (helm === undefined) throw new Error(`${name} is used before it was found`);
        return helm;
      });
    });
  }
}

async function requireHelm(context: Context, name: HelmName): Promise<Helm> {
  return { name, path: toolPath(await requireTools(context, [name]), name) };
}

/** Options of one rendering; each release is called `model` in the namespace `llm` unless it says otherwise. */
export interface RenderOptions {
  readonly values?: Values;
  /** Values files, read before `values`. */
  readonly files?: readonly string[];
  /** Further arguments, such as `--set` and a pair. */
  readonly arguments?: readonly string[];
  readonly release?: string;
  /** Another chart in place of the bundled one. */
  readonly chart?: string;
}

/** What `helm template` makes of the chart. */
export async function renderChart(helm: Helm, options: RenderOptions = {}): Promise<Rendering> {
  const { exitCode, stdout, stderr } = await execa(
    helm.path,
    [
      ...["template", options.release ?? "model", options.chart ?? CHART_FOLDER],
      ...["--namespace", "llm"],
      ...(options.files ?? []).flatMap((file) => ["--values", file]),
      ...["--values", "-"],
      ...(options.arguments ?? []),
    ],
    { input: JSON.stringify(options.values ?? {}), reject: false, env: isolatedFromCluster },
  );
  if (exitCode !== 0) return { ok: false, message: stderr };
  if (options.files === undefined && options.arguments === undefined) {
    requireAllowed(options.values ?? {});
  }
  return { ok: true, objects: parseObjects(stdout) };
}

/** A preview that refused what helm renders would take values from the user; `chart-refusals.yaml` is for the reverse. */
function requireAllowed(values: Values): void {
  const issues = checkChartValues(values, {
    valuesSchema: JSON.parse(readFileSync(join(CHART_FOLDER, "values.schema.json"), "utf8")),
    defaultValues: parse(readFileSync(join(CHART_FOLDER, "values.yaml"), "utf8")),
  });
  if (issues.length > 0) {
    throw new Error(`a preview refuses what helm renders:\n${renderIssues(issues)}`);
  }
}

/** The one object of this kind and name; a rendering without it fails the test. */
export async function renderObject(
  helm: Helm,
  kindAndName: string,
  options: RenderOptions = {},
): Promise<KubernetesObject> {
  const objects = await renderObjects(helm, options);
  const found = objects.filter((each) => `${each.kind}/${each.metadata.name}` === kindAndName);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    throw new Error(`${found.length} objects are ${kindAndName}: ${listNames(objects).join(", ")}`);
  }
  return only;
}

export async function renderObjects(
  helm: Helm,
  options: RenderOptions = {},
): Promise<readonly KubernetesObject[]> {
  const rendering = await renderChart(helm, options);
  if (!rendering.ok) throw new Error(rendering.message);
  return rendering.objects;
}

/** `Kind/name` of each object, in order. */
export function listNames(objects: readonly KubernetesObject[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

/** The documents of a manifest; empty ones are left out. A key that stands twice is an error. */
export function parseObjects(manifest: string): KubernetesObject[] {
  return parseAllDocuments(manifest, { uniqueKeys: true })
    .map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return document.toJS() as KubernetesObject | null;
    })
    .filter((object) => object !== null);
}

/** What stands at a path such as `spec.template.spec.containers[0].args`; `undefined` when nothing does. */
export function readPath(object: unknown, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    object,
  );
}

/** A kubeconfig of the person who runs the tests has nothing to do with them. */
const isolatedFromCluster = { KUBECONFIG: "/dev/null", HELM_NAMESPACE: "" };
