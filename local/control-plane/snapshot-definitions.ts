import { applyObjects, runKubectl } from "./kubectl";
import type { ControlPlane } from "./plane";

/**
 * Definitions of what a cluster with a snapshot controller knows, with the fields that ours write and no others, so that
 * a misspelt one is refused here too. https://kubernetes.io/docs/concepts/storage/volume-snapshots/
 */
export async function applySnapshotDefinitions(plane: ControlPlane): Promise<void> {
  await applyObjects(plane, DEFINITIONS);
  const names = DEFINITIONS.map(({ metadata }) => `crd/${metadata.name}`);
  await runKubectl(plane, ["wait", ...names, "--for=condition=Established", "--timeout=60s"]);
}

const GROUP = "snapshot.storage.k8s.io";
const TEXT = { type: "string" };

const DEFINITIONS = [
  toDefinition("VolumeSnapshot", "Namespaced", {
    spec: {
      type: "object",
      required: ["source"],
      properties: {
        volumeSnapshotClassName: TEXT,
        source: { type: "object", properties: { persistentVolumeClaimName: TEXT } },
      },
    },
  }),
  toDefinition("VolumeSnapshotClass", "Cluster", {
    driver: TEXT,
    deletionPolicy: { type: "string", enum: ["Delete", "Retain"] },
  }),
];

function toDefinition(kind: string, scope: string, properties: Readonly<Record<string, object>>) {
  const singular = kind.toLowerCase();
  const plural = singular.endsWith("s") ? `${singular}es` : `${singular}s`;
  const schema = { openAPIV3Schema: { type: "object", properties } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${GROUP}`,
      // The API server asks this of groups of Kubernetes' own.
      annotations: {
        "api-approved.kubernetes.io":
          "https://github.com/kubernetes-csi/external-snapshotter/pull/814",
      },
    },
    spec: {
      group: GROUP,
      scope,
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}
