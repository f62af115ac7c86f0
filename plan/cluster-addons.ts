import { type AddonName, addonRow } from "../catalog/cluster-addons";
import type { Issue, Result } from "../units/issue";
import { type AddonPool, planAddonPools } from "./addon-pools";
import { type AddonValues, planAddonValues } from "./cluster-addon-values";
import { checkAddons, checkAddonsForm } from "./cluster-addons-check";
import { type ClusterAddonsSpec, findInstalled } from "./cluster-addons-spec";
import { isMap } from "./value-check";

/** What is installed into a cluster. */
export interface ClusterAddonsPlan {
  /** Namespaces to make, each of one chart. */
  readonly namespaces: readonly AddonNamespacePlan[];
  /** Charts to release. */
  readonly charts: readonly AddonChartPlan[];
  /** Files of definitions to apply. */
  readonly manifests: readonly AddonManifestPlan[];
}

/** A namespace of its own. */
export interface AddonNamespacePlan {
  /** The add-on that lies in it. */
  readonly addon: AddonName;
  /** Name of the namespace. */
  readonly name: string;
  /** Pod Security Standard that it keeps its pods to. */
  readonly podSecurity: string;
}

/** A Helm release. */
export interface AddonChartPlan {
  /** The add-on. */
  readonly addon: AddonName;
  /** Name of the release. */
  readonly releaseName: string;
  /** Namespace of the release. */
  readonly namespace: string;
  /** Address of the Helm repository; `undefined` where the chart is named by its address in an OCI registry. */
  readonly repository: string | undefined;
  /** Name of the chart, or its address. */
  readonly chart: string;
  /** Exact version of the chart. */
  readonly version: string;
  /** Its values. */
  readonly values: AddonValues;
  /** Whether it runs on the nodes of the pools, and so is ready when they are. */
  readonly runsOnPools: boolean;
}

/** A file of definitions. */
export interface AddonManifestPlan {
  /** The add-on. */
  readonly addon: AddonName;
  /** Address of the file, with its version. */
  readonly url: string;
  /** The version. */
  readonly version: string;
}

/** Plans the add-ons of a cluster, or says everything that is wrong with them. */
export function planClusterAddons(spec: ClusterAddonsSpec): Result<ClusterAddonsPlan> {
  const form = checkAddonsForm(spec);
  if (!isMap(spec)) return { ok: false, issues: form };
  const { pools, issues: poolIssues } = planAddonPools(spec);
  const issues: Issue[] = [...form, ...poolIssues];
  // What is missing for a device plugin may stand in what could not be read.
  if (issues.length === 0) issues.push(...checkAddons(spec, pools));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: compose(spec, pools) };
}

function compose(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): ClusterAddonsPlan {
  const installed = findInstalled(spec);
  return {
    namespaces: installed.flatMap(planNamespace),
    charts: installed.flatMap((addon) => planChart(addon, spec, pools)),
    manifests: installed.flatMap((addon) => planManifest(addon, spec)),
  };
}

function planNamespace(addon: AddonName): AddonNamespacePlan[] {
  const row = addonRow(addon);
  if (row.kind !== "chart" || row.podSecurity === undefined) return [];
  return [{ addon, name: row.namespace, podSecurity: row.podSecurity }];
}

const NODE_AGENTS: readonly AddonName[] = ["nvidiaDevicePlugin", "efaDevicePlugin"];

function planChart(
  addon: AddonName,
  { provider, versions = {} }: ClusterAddonsSpec,
  pools: readonly AddonPool[],
): AddonChartPlan[] {
  const row = addonRow(addon);
  if (row.kind !== "chart") return [];
  const { releaseName, namespace, repository, chart } = row;
  return [
    {
      addon,
      releaseName,
      namespace,
      repository,
      chart,
      version: versions[addon] ?? row.version,
      values: planAddonValues(addon, provider, pools),
      runsOnPools: NODE_AGENTS.includes(addon),
    },
  ];
}

function planManifest(addon: AddonName, { versions = {} }: ClusterAddonsSpec): AddonManifestPlan[] {
  const row = addonRow(addon);
  if (row.kind !== "manifest") return [];
  const version = versions[addon] ?? row.version;
  return [{ addon, url: `${row.releases}/${version}/${row.file}`, version }];
}
