import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { type Cluster, toReason } from "./cluster";
import { generateName } from "./ownership";
import type { CheckFailure, CheckRequest, CheckResult } from "./protocol";
import { hasUnknown, type PropertyMap, type PropertyValue, revealSecrets, textAt } from "./wire";

/** What Pulumi's own plugin writes into the checked inputs of a Release, so that both leave the same state. */
const DEFAULTS: PropertyMap = {
  allowNullValues: false,
  atomic: false,
  cleanupOnFail: false,
  createNamespace: false,
  dependencyUpdate: false,
  description: "",
  devel: false,
  disableCRDHooks: false,
  disableOpenapiValidation: false,
  disableWebhooks: false,
  forceUpdate: false,
  keyring: "",
  lint: false,
  postrender: "",
  recreatePods: false,
  renderSubchartNotes: false,
  replace: false,
  resetValues: false,
  reuseValues: false,
  skipAwait: false,
  skipCrds: false,
  verify: false,
  waitForJobs: false,
};

/** Inputs that ask helm for something that this provider does not pass on. */
const UNSERVED = [
  "devel",
  "forceUpdate",
  "keyring",
  "lint",
  "manifest",
  "postrender",
  "recreatePods",
  "replace",
  "reuseValues",
  "valueYamlFiles",
  "verify",
] as const;

/** Helm's flag for each input that is a plain switch, by the command that knows it. */
const SWITCHES = {
  atomic: { install: "--atomic", upgrade: "--atomic" },
  cleanupOnFail: { upgrade: "--cleanup-on-fail" },
  createNamespace: { install: "--create-namespace" },
  dependencyUpdate: { install: "--dependency-update", upgrade: "--dependency-update" },
  disableCRDHooks: { upgrade: "--no-hooks" },
  disableOpenapiValidation: {
    install: "--disable-openapi-validation",
    upgrade: "--disable-openapi-validation",
  },
  disableWebhooks: { install: "--no-hooks" },
  skipCrds: { install: "--skip-crds", upgrade: "--skip-crds" },
  takeOwnership: { install: "--take-ownership", upgrade: "--take-ownership" },
  waitForJobs: { install: "--wait-for-jobs", upgrade: "--wait-for-jobs" },
} as const satisfies Record<string, { install?: string; upgrade?: string }>;

/** Helm's own default; https://helm.sh/docs/helm/helm_install */
const DEFAULT_TIMEOUT_SECONDS = 300;

/** Where a release lives. */
export interface ReleasePlace {
  readonly name: string;
  readonly namespace: string;
}

export function toPlace(inputs: PropertyMap): ReleasePlace {
  const plain = revealSecrets(inputs);
  return { name: textAt(plain, "name") ?? "", namespace: textAt(plain, "namespace") ?? "default" };
}

/** The arguments of `helm install` or `helm upgrade` up to the values, which go by the standard input. */
export function toHelmArgs(
  command: "install" | "upgrade",
  inputs: PropertyMap,
  programDirectory: string,
  timeoutSeconds: number,
): string[] {
  const plain = revealSecrets(inputs);
  const { name, namespace } = toPlace(inputs);
  const repository = textAt(plain, "repositoryOpts", "repo");
  const local = findLocalChart(plain, programDirectory);
  const version = textAt(plain, "version");
  const switches = Object.entries(SWITCHES).flatMap(([input, flags]) => {
    const flag: string | undefined = { install: undefined, upgrade: undefined, ...flags }[command];
    return plain[input] === true && flag !== undefined ? [flag] : [];
  });
  const description = textAt(plain, "description") ?? "";
  return [
    ...[command, name, local ?? textAt(plain, "chart") ?? "", "--namespace", namespace],
    ...(repository === undefined ? [] : ["--repo", repository]),
    ...(local !== undefined || version === undefined ? [] : ["--version", version]),
    ...(plain.skipAwait === true ? [] : ["--wait"]),
    ...["--timeout", `${timeoutSeconds}s`],
    ...(description === "" ? [] : ["--description", description]),
    ...switches,
  ];
}

/** How long helm may wait: as the release says, else as its resource options say, and never longer than is worth it here. */
export function toTimeoutSeconds(
  inputs: PropertyMap,
  customSeconds: number,
  longestWaitSeconds: number,
): number {
  const { timeout } = revealSecrets(inputs);
  const wanted =
    typeof timeout === "number" && timeout > 0 ? timeout : customSeconds || DEFAULT_TIMEOUT_SECONDS;
  return Math.min(wanted, longestWaitSeconds);
}

/** Fills in what the program left out: name, namespace, defaults, and the version of the chart as it is now. */
export async function checkRelease(
  request: CheckRequest<Cluster>,
  programDirectory: string,
): Promise<CheckResult> {
  // `compat` only tells Pulumi's plugin which SDK speaks.
  const { compat: _, ...news } = request.news;
  const generated = textAt(request.olds, "name") ?? generateName(request.name, request.randomSeed);
  const inputs = { ...DEFAULTS, name: generated, namespace: "default", ...news };
  const failures = checkServed(inputs);
  if (failures.length > 0 || [news.chart, news.version, news.repositoryOpts].some(hasUnknown)) {
    return { inputs, failures };
  }
  try {
    return {
      inputs: {
        ...inputs,
        version: await readChartVersion(request.instance, inputs, programDirectory),
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { inputs, failures: [{ property: "chart", reason }] };
  }
}

function checkServed(inputs: PropertyMap): CheckFailure[] {
  return UNSERVED.filter((name) => isSet(inputs[name])).map((name) => ({
    property: name,
    reason:
      "the local provider does not pass this on to helm; leave it out, or use Pulumi's own Kubernetes plugin",
  }));
}

function isSet(value: PropertyValue | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== "";
}

async function readChartVersion(
  cluster: Cluster,
  inputs: PropertyMap,
  programDirectory: string,
): Promise<string> {
  const plain = revealSecrets(inputs);
  const local = findLocalChart(plain, programDirectory);
  const file = local === undefined ? undefined : join(local, "Chart.yaml");
  if (local === undefined && /^[./]/.test(textAt(plain, "chart") ?? "")) {
    throw new Error(
      `${JSON.stringify(plain.chart)}; there is no such chart below ${programDirectory}; correct the path`,
    );
  }
  const isFolder = file !== undefined && existsSync(file);
  const text = isFolder ? readFileSync(file, "utf8") : await showChart(cluster, plain, local);
  const version: unknown = parse(text)?.version;
  if (typeof version === "string") return version;
  throw new Error(
    `${JSON.stringify(plain.chart)}; its Chart.yaml has no version; correct the chart`,
  );
}

/** Archives and remote charts are helm's business. */
async function showChart(
  cluster: Cluster,
  plain: PropertyMap,
  local: string | undefined,
): Promise<string> {
  const repository = textAt(plain, "repositoryOpts", "repo");
  const version = textAt(plain, "version");
  const result = await cluster.helm([
    ...["show", "chart", local ?? textAt(plain, "chart") ?? ""],
    ...(repository === undefined ? [] : ["--repo", repository]),
    ...(local !== undefined || version === undefined ? [] : ["--version", version]),
  ]);
  if (result.exitCode === 0) return result.stdout;
  throw new Error(
    `${JSON.stringify(plain.chart)}; ${toReason(result.stderr)}; correct the path or the repository`,
  );
}

/** A chart path is relative to the program, as Pulumi's own plugin takes it. */
function findLocalChart(plain: PropertyMap, programDirectory: string): string | undefined {
  if (textAt(plain, "repositoryOpts", "repo") !== undefined) return undefined;
  const path = resolve(programDirectory, textAt(plain, "chart") ?? "");
  return existsSync(path) ? path : undefined;
}
