import { ZONE_LABEL } from "../../catalog/well-known";
import { applyObjects, runKubectl } from "./kubectl";
import type { ControlPlane } from "./plane";

/**
 * A volume for one claim. The plane has no provisioner, so it is given the volumes that the storage
 * of its stack plans; nothing is ever stored in one.
 */
export interface FakeVolume {
  readonly name: string;
  /** Must be the one that the claim names. */
  readonly storageClassName: string;
  /** A quantity, at least what the claim requests. */
  readonly capacity: string;
  readonly accessModes: readonly string[];
  readonly claim: { readonly namespace: string; readonly name: string };
  /** Zone whose nodes alone can use it; absent where every node can. */
  readonly zone?: string;
}

/**
 * Makes the fake volumes of the plane exactly these. Each binds to its claim as soon as there is one.
 * A volume whose claim was deleted is made anew, as it would never bind again; one that is not in the
 * list any more goes when its claim is gone.
 */
export async function applyVolumes(
  plane: ControlPlane,
  volumes: readonly FakeVolume[],
): Promise<void> {
  const names = new Set(volumes.map(({ name }) => name));
  const present = await readVolumes(plane);
  const others = present.filter(({ name }) => !names.has(name));
  const released = present.filter(({ name, phase }) => names.has(name) && phase === "Released");
  if (others.length > 0) {
    await runKubectl(plane, ["delete", "pv", "--wait=false", ...others.map(({ name }) => name)]);
  }
  if (released.length > 0) {
    await runKubectl(plane, ["delete", "pv", ...released.map(({ name }) => name)]);
  }
  await applyObjects(plane, volumes.map(toPersistentVolume));
}

const OURS = "app.kubernetes.io/managed-by=llmd";

function toPersistentVolume(volume: FakeVolume): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volume.name, labels: { "app.kubernetes.io/managed-by": "llmd" } },
    spec: {
      accessModes: volume.accessModes,
      capacity: { storage: volume.capacity },
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", ...volume.claim },
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: volume.storageClassName,
      ...(volume.zone === undefined ? {} : { nodeAffinity: toAffinity(volume.zone) }),
      // Any source will do, as kwok mounts nothing; this one needs no driver.
      hostPath: { path: `/llmd/${volume.name}` },
    },
  };
}

/** As a driver writes it for a disk: the scheduler keeps pods that use it on nodes of its zone. */
function toAffinity(zone: string): object {
  const inZone = { key: ZONE_LABEL, operator: "In", values: [zone] };
  return { required: { nodeSelectorTerms: [{ matchExpressions: [inZone] }] } };
}

interface VolumeRow {
  readonly name: string;
  readonly phase: string;
}

async function readVolumes(plane: ControlPlane): Promise<readonly VolumeRow[]> {
  const columns = "custom-columns=:metadata.name,:status.phase";
  const text = await runKubectl(plane, ["get", "pv", "-l", OURS, "--no-headers", "-o", columns]);
  return text.split("\n").flatMap((line) => {
    const [name, phase] = line.trim().split(/\s+/);
    return name === undefined || phase === undefined ? [] : [{ name, phase }];
  });
}
