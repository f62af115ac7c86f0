import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import type { FillingPlan } from "../../plan/model-storage";
import { childName, childOptions } from "../child";
import { createClaim, KEPT } from "./claim";

const SNAPSHOT_API = "snapshot.storage.k8s.io/v1";

/** The claim that a Job fills. */
export function createFillClaim(
  parent: ComponentResource,
  name: string,
  plan: FillingPlan,
  namespace: Input<string>,
  dependsOn: readonly Resource[],
): PersistentVolumeClaim {
  return createClaim(parent, name, "fill-claim", plan.claim, { namespace, dependsOn });
}

/** The snapshot of the claim once it is filled, which the claim that pods read from is made of. */
export function createSnapshot(
  parent: ComponentResource,
  name: string,
  plan: FillingPlan,
  namespace: Input<string>,
  dependsOn: readonly Resource[],
): CustomResource {
  const snapshotClass = new CustomResource(
    childName(name, "snapshot-class"),
    {
      apiVersion: SNAPSHOT_API,
      kind: "VolumeSnapshotClass",
      metadata: { name: plan.snapshotClassName },
      driver: plan.driver,
      deletionPolicy: "Retain",
    },
    childOptions(parent, [], { deleteBeforeReplace: true }),
  );
  return new CustomResource(
    childName(name, "snapshot"),
    {
      apiVersion: SNAPSHOT_API,
      kind: "VolumeSnapshot",
      metadata: { name: plan.snapshotName, namespace },
      spec: {
        volumeSnapshotClassName: plan.snapshotClassName,
        source: { persistentVolumeClaimName: plan.claim.name },
      },
    },
    childOptions(parent, [snapshotClass, ...dependsOn], KEPT),
  );
}
