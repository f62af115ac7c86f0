import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import type { ComponentResource, CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { ClaimPlan } from "../../plan/model-storage";
import { childName, childOptions } from "../child";

/** What is kept when the stack goes: the data of a claim outlives the program that made it. Names are fixed, so nothing can stand beside what is replaced. */
export const KEPT: CustomResourceOptions = { deleteBeforeReplace: true, retainOnDelete: true };

/** What a claim is bound to, or filled from. */
export interface ClaimContext {
  readonly namespace: Input<string>;
  /** Name of the volume that is made for it. */
  readonly volumeName?: Input<string>;
  /** Name of the snapshot that its volume is made from. */
  readonly snapshotName?: Input<string>;
  readonly dependsOn: readonly Resource[];
}

export function createClaim(
  parent: ComponentResource,
  name: string,
  key: string,
  plan: ClaimPlan,
  { namespace, volumeName, snapshotName, dependsOn }: ClaimContext,
): PersistentVolumeClaim {
  return new PersistentVolumeClaim(
    childName(name, key),
    {
      metadata: { name: plan.name, namespace },
      spec: {
        storageClassName: plan.storageClassName,
        accessModes: [plan.accessMode],
        resources: { requests: { storage: plan.size } },
        ...(volumeName === undefined ? {} : { volumeName }),
        ...(snapshotName === undefined
          ? {}
          : {
              dataSource: {
                apiGroup: "snapshot.storage.k8s.io",
                kind: "VolumeSnapshot",
                name: snapshotName,
              },
            }),
      },
    },
    childOptions(parent, dependsOn, KEPT),
  );
}
