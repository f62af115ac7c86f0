import { PersistentVolume } from "@pulumi/kubernetes/core/v1/persistentVolume";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import { StorageKind } from "../../catalog/storage-kinds";
import type { ClaimPlan, VolumePlan } from "../../plan/model-storage";
import { childName, childOptions } from "../child";
import { KEPT } from "./claim";

/** The claim that the volume is for, and the bucket that it is. */
export interface VolumeContext {
  readonly kind: StorageKind;
  readonly claim: ClaimPlan;
  readonly namespace: Input<string>;
  readonly bucketName: Input<string> | undefined;
}

export function createVolume(
  parent: ComponentResource,
  name: string,
  plan: VolumePlan | undefined,
  context: VolumeContext,
): PersistentVolume | undefined {
  if (plan === undefined) return undefined;
  const { claim, namespace } = context;
  const { mountOptions } = plan;
  return new PersistentVolume(
    childName(name, "volume"),
    {
      metadata: { name: plan.name },
      spec: {
        accessModes: [claim.accessMode],
        capacity: { storage: claim.size },
        // Nobody else's claim is to be bound to it.
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claim.name },
        persistentVolumeReclaimPolicy: "Retain",
        storageClassName: claim.storageClassName,
        ...(mountOptions.length === 0 ? {} : { mountOptions: [...mountOptions] }),
        ...toSource(plan, context),
      },
    },
    childOptions(parent, [], KEPT),
  );
}

function toSource({ name, driver, hostPath }: VolumePlan, { kind, bucketName }: VolumeContext) {
  if (hostPath !== undefined) return { hostPath: { path: hostPath, type: "Directory" } };
  if (driver === undefined || bucketName === undefined) return {};
  // Cloud Storage FUSE knows its bucket by the handle; Mountpoint wants a handle that no other volume has.
  if (kind === StorageKind.gcsFuse) return { csi: { driver, volumeHandle: bucketName } };
  return {
    csi: { driver, volumeHandle: name, volumeAttributes: { bucketName } },
  };
}
