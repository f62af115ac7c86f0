import {
  ADDON_NAMES,
  AddonMode,
  type AddonName,
  addonRow,
  ClusterProvider,
  GKE_INFERENCE_EXTENSION_VERSION,
} from "../catalog/cluster-addons";
import { type Issue, issue } from "../units/issue";
import {
  type AddonPool,
  findEfaPools,
  findNvidiaPools,
  hasNvidiaDevices,
  isAutoMode,
} from "./addon-pools";
import { CLUSTER_ADDONS_KEYS, type ClusterAddonsSpec, findInstalled } from "./cluster-addons-spec";
import { checkChoice, checkKeys, isMap, optional, withoutMisspelt } from "./value-check";

const checkMode = optional(checkChoice(Object.values(AddonMode)));
const checkProvider = checkChoice(Object.values(ClusterProvider));

/** What is wrong with the form of the arguments, pools excepted. */
export function checkAddonsForm(spec: ClusterAddonsSpec): Issue[] {
  const unknown = checkKeys("", spec, CLUSTER_ADDONS_KEYS);
  if (!isMap(spec)) return unknown;
  const issues = [
    ...unknown,
    ...checkProvider("provider", spec.provider),
    ...ADDON_NAMES.flatMap((name) => checkMode(name, spec[name])),
    ...checkGkeVersion(spec),
    ...checkVersions(spec),
  ];
  return withoutMisspelt(issues, { path: "", value: spec, keys: CLUSTER_ADDONS_KEYS });
}

const GKE_VERSION = /^\d+\.\d+\.\d+-gke\.\d+$/;

function checkGkeVersion({ provider, gkeVersion }: ClusterAddonsSpec): Issue[] {
  // Of a provider that there is not nothing more can be said.
  if (gkeVersion === undefined || checkProvider("provider", provider).length > 0) return [];
  if (provider !== ClusterProvider.gke) {
    const rule = "is the version of a cluster on GKE";
    return [issue("gkeVersion", gkeVersion, rule, "leave it out, or use provider gke")];
  }
  if (typeof gkeVersion === "string" && GKE_VERSION.test(gkeVersion)) return [];
  const wayOut = 'write it as the cluster shows it, for example "1.33.4-gke.1172000"';
  return [issue("gkeVersion", gkeVersion, "is no version of GKE", wayOut)];
}

const EXACT_VERSION = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

function checkVersions(spec: ClusterAddonsSpec): Issue[] {
  const { versions } = spec;
  if (versions === undefined) return [];
  const unknown = checkKeys("versions", versions, ADDON_NAMES);
  if (!isMap(versions)) return unknown;
  const given = ADDON_NAMES.filter(
    (name) => versions[name] !== undefined && checkMode(name, spec[name]).length === 0,
  );
  return [...unknown, ...given.flatMap((name) => checkVersion(name, spec, versions[name]))];
}

function checkVersion(name: AddonName, spec: ClusterAddonsSpec, version: unknown): Issue[] {
  const path = `versions.${name}`;
  if (!findInstalled(spec).includes(name)) {
    const rule = `${name} is not installed here`;
    return [issue(path, version, rule, `leave it out, or write install for ${name}`)];
  }
  const row = addonRow(name);
  const isWrittenAlike = String(version).startsWith("v") === row.version.startsWith("v");
  if (typeof version !== "string" || !EXACT_VERSION.test(version) || !isWrittenAlike) {
    const rule = "must be one exact version, as its project writes it";
    return [issue(path, version, rule, `write for example "${row.version}", or leave it out`)];
  }
  const { oldest } = row;
  if (oldest === undefined || !isOlder(version, oldest.version)) return [];
  return [issue(path, version, oldest.reason, `use ${oldest.version} or later`)];
}

/** Whether a version comes before another one, by their numbers in order. */
function isOlder(version: string, other: string): boolean {
  const [left, right] = [toNumbers(version), toNumbers(other)];
  const place = right.findIndex((number, index) => number !== left[index]);
  return place >= 0 && (left[place] ?? 0) < (right[place] ?? 0);
}

function toNumbers(version: string): number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}

/** What cannot work, of arguments in the right form. */
export function checkAddons(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  if (spec.provider === ClusterProvider.gke) return checkGke(spec);
  return [
    ...checkAutoMode(spec, pools),
    ...checkNvidiaPlugin(spec, pools),
    ...checkEfaPlugin(spec, pools),
  ];
}

interface OwnAddon {
  readonly name: AddonName;
  readonly rule: string;
  readonly wayOut: string;
}

/** What GKE installs by itself. Of two device plugins for one resource the kubelet knows only one: https://docs.nvidia.com/aicr/integrator-guide/gke-gpu-setup */
const ADDONS_OF_GKE: readonly OwnAddon[] = [
  {
    name: "nvidiaDevicePlugin",
    rule: "GKE runs its own plugin and installs the driver on nodes with NVIDIA devices (https://cloud.google.com/kubernetes-engine/docs/how-to/gpus)",
    wayOut: "write existing",
  },
  {
    name: "gatewayApi",
    rule: "GKE installs these definitions by the cluster's setting gatewayApiConfig (https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways)",
    wayOut: "set its channel to CHANNEL_STANDARD, and write existing",
  },
];

const NEW_ADDON_OF_GKE: OwnAddon = {
  name: "inferenceExtension",
  rule: `GKE installs this definition by itself from ${GKE_INFERENCE_EXTENSION_VERSION} on (https://llm-d.ai/docs/dev/resources/gateway/install-crds)`,
  wayOut: "write existing, or the gkeVersion of an older cluster",
};

function checkGke(spec: ClusterAddonsSpec): Issue[] {
  const { gkeVersion } = spec;
  const isOld = gkeVersion !== undefined && isOlder(gkeVersion, GKE_INFERENCE_EXTENSION_VERSION);
  const own = isOld ? ADDONS_OF_GKE : [...ADDONS_OF_GKE, NEW_ADDON_OF_GKE];
  const installed = findInstalled(spec);
  return [
    ...own
      .filter(({ name }) => installed.includes(name))
      .map(({ name, rule, wayOut }) => issue(name, spec[name], rule, wayOut)),
    ...checkNoEfa(spec),
  ];
}

function checkNoEfa({ efaDevicePlugin = AddonMode.none }: ClusterAddonsSpec): Issue[] {
  if (efaDevicePlugin === AddonMode.none) return [];
  const rule = "EFA is the network of machines of AWS";
  return [issue("efaDevicePlugin", efaDevicePlugin, rule, "write none, or leave it out")];
}

function checkAutoMode(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  const isInstalled = [spec.nvidiaDevicePlugin, spec.efaDevicePlugin].includes(AddonMode.install);
  if (!isInstalled) return [];
  return pools.filter(isAutoMode).map(({ path, plan }) => {
    const rule =
      "EKS Auto Mode runs NVIDIA's plugin on its nodes itself, and the chart of the EFA plugin keeps off them (https://docs.aws.amazon.com/eks/latest/userguide/auto-accelerated.html)";
    return issue(
      `${path}.labels`,
      plan.labels,
      rule,
      "leave the pool out, and write existing where no other is left",
    );
  });
}

const BUILT_IN = "(https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-k8s-device-plugin.html)";

function checkNvidiaPlugin(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  const { nvidiaDevicePlugin: mode = AddonMode.none } = spec;
  const [first] = findNvidiaPools(pools).filter((pool) => !isAutoMode(pool));
  if (mode === AddonMode.none && first !== undefined) {
    const { name, devicesPerNode, deviceResource } = first.plan;
    const rule = `each node of ${name} has ${devicesPerNode} ${deviceResource}, which no pod can have without the plugin`;
    const wayOut = "write install, or existing where someone else installs it";
    return [issue("nvidiaDevicePlugin", spec.nvidiaDevicePlugin, rule, wayOut)];
  }
  if (mode !== AddonMode.install || findNvidiaPools(pools).length > 0) return [];
  if (pools.some(hasNvidiaDevices)) {
    const rule = `Bottlerocket has the plugin built in, and every pool with NVIDIA devices is on it ${BUILT_IN}`;
    return [issue("nvidiaDevicePlugin", mode, rule, "write existing")];
  }
  const rule = `the plugin runs on the nodes of nodePools alone, since Bottlerocket and EKS Auto Mode have their own ${BUILT_IN}, and none of them has NVIDIA devices`;
  const wayOut = "name the pools that it is for, or write existing";
  return [issue("nvidiaDevicePlugin", mode, rule, wayOut)];
}

function checkEfaPlugin(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  const { efaDevicePlugin: mode = AddonMode.none } = spec;
  // A machine that can have EFA interfaces need not have been given them: only a pool that says so needs the plugin.
  const first = pools.find((pool) => (pool.ref.efaDevicesPerNode ?? 0) > 0 && !isAutoMode(pool));
  if (mode === AddonMode.none && first !== undefined) {
    const { name, efaDevicesPerNode } = first.plan;
    const rule = `each node of ${name} has ${efaDevicesPerNode} EFA interfaces, which no pod can have without the plugin`;
    const wayOut = "write install, or existing where someone else installs it";
    return [issue("efaDevicePlugin", spec.efaDevicePlugin, rule, wayOut)];
  }
  if (mode !== AddonMode.install || findEfaPools(pools).length > 0) return [];
  const rule =
    "the plugin runs on the nodes of nodePools and bottlerocketNodePools alone, and none of them has EFA interfaces";
  return [issue("efaDevicePlugin", mode, rule, "name the pools that it is for, or write none")];
}
