import { isDeepStrictEqual } from "node:util";
import { type Cluster, requireSuccess } from "./cluster";
import type { ReleasePlace } from "./release-inputs";
import { parseManifest } from "./release-pods";
import { copySecrecy } from "./secrecy";
import { isMap, type PropertyMap, revealSecrets, textAt } from "./wire";

/** The values for helm, secrets laid open. */
export function readValues(inputs: PropertyMap): PropertyMap {
  const { values } = revealSecrets(inputs);
  return isMap(values) ? values : {};
}

/** The inputs as the cluster has them: other values or another chart when somebody else upgraded the release. */
export async function readInputs(
  cluster: Cluster,
  { name, namespace }: ReleasePlace,
  inputs: PropertyMap,
): Promise<PropertyMap> {
  const args = ["get", "values", name, "--namespace", namespace];
  const live = await helmJson(cluster, args);
  if (isDeepStrictEqual(live ?? {}, readValues(inputs))) return inputs;
  return copySecrecy(inputs, { ...inputs, name, namespace, values: live ?? {} });
}

/** The outputs of a release that this run did not make, or did not finish. */
export async function readOutputs(cluster: Cluster, place: ReleasePlace): Promise<PropertyMap> {
  const target = [place.name, "--namespace", place.namespace];
  const [metadata, manifest] = await Promise.all([
    helmJson(cluster, ["get", "metadata", ...target]),
    cluster.helm(["get", "manifest", ...target]),
  ]);
  return toOutputs({
    ...place,
    version: metadata?.revision ?? 0,
    manifest: requireSuccess(manifest),
    info: { status: metadata?.status ?? "" },
    chart: {
      metadata: {
        name: metadata?.chart ?? "",
        version: metadata?.version ?? "",
        appVersion: metadata?.appVersion ?? "",
      },
    },
  });
}

async function helmJson(
  cluster: Cluster,
  args: readonly string[],
): Promise<PropertyMap | undefined> {
  return JSON.parse(requireSuccess(await cluster.helm([...args, "--output", "json"]))) ?? undefined;
}

/** Helm's own record of a release as outputs in the shape of Pulumi's plugin. */
export function toOutputs(release: PropertyMap): PropertyMap {
  return {
    status: {
      appVersion: textAt(release, "chart", "metadata", "appVersion") ?? "",
      chart: textAt(release, "chart", "metadata", "name") ?? "",
      name: textAt(release, "name") ?? "",
      namespace: textAt(release, "namespace") ?? "",
      revision: release.version ?? 0,
      status: textAt(release, "info", "status") ?? "",
      version: textAt(release, "chart", "metadata", "version") ?? "",
    },
    resourceNames: toResourceNames(textAt(release, "manifest") ?? ""),
  };
}

/** Names by kind: `Deployment.apps/apps/v1`, `ServiceAccount/v1`. */
function toResourceNames(manifest: string): PropertyMap {
  const names = new Map<string, string[]>();
  for (const object of parseManifest(manifest)) {
    const apiVersion = textAt(object, "apiVersion") ?? "";
    const group = apiVersion.includes("/") ? `.${apiVersion.replace(/\/.*$/, "")}` : "";
    const key = `${textAt(object, "kind")}${group}/${apiVersion}`;
    names.set(key, [...(names.get(key) ?? []), textAt(object, "metadata", "name") ?? ""]);
  }
  return Object.fromEntries(names);
}
