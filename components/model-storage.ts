import type { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
  type Resource,
} from "@pulumi/pulumi";
import { toClaimRecord } from "../plan/claim-change";
import { type ModelStoragePlan, planModelStorage } from "../plan/model-storage";
import type { ModelStorageSpec, StorageRef } from "../plan/model-storage-spec";
import { isMap } from "../plan/value-check";
import { issuesOf, type Result } from "../units/issue";
import { rememberOrigin } from "./ref-origin";
import { toRefusal } from "./refusal";
import { createClaim } from "./storage/claim";
import { guardData } from "./storage/data-guard";
import { createFillClaim, createSnapshot } from "./storage/filling";
import { createPreload } from "./storage/preload";
import { createStorageClass } from "./storage/storage-class";
import { checkStorageWiring } from "./storage/storage-wiring";
import { createVolume } from "./storage/volume";
import { checkNamespace } from "./wiring";

/** Which claim holds the weights, the namespace that it lies in, and what exists already. */
export interface ModelStorageArgs extends ModelStorageSpec {
  /** Namespace of the claim; the same as that of the models that use it. */
  readonly namespace: Input<string>;
  /** Id of the subnet that an `fsx-lustre` file system is made in, in `zone`; required there. */
  readonly subnetId?: Input<string>;
  /** Ids of the security groups of an `fsx-lustre` file system, which let the nodes in; required there. */
  readonly securityGroupIds?: Input<string>[];
  /** Id of the existing `efs` file system in which the claim is a folder; required there. */
  readonly fileSystemId?: Input<string>;
  /** Name of the existing bucket of `s3-mountpoint` or `gcs-fuse`; required there. Pods read it with the rights of the driver or of their service account. */
  readonly bucketName?: Input<string>;
}

/**
 * The claim that holds the weights of models.
 *
 * Creates, as `kind` demands:
 * - a PersistentVolumeClaim;
 * - the StorageClass of its driver, which keeps the volume when the claim is deleted (with `storage-class` only beside
 *   `provisioner`), or the PersistentVolume of a bucket or of a folder of each node;
 * - for `hyperdisk-ml`, which is read-only once it is filled, a claim to fill and a VolumeSnapshot of it, of which the
 *   claim is made that pods read from. The cluster must have the snapshot controller, as GKE does;
 * - with `preload`, a Job that loads the model into the claim, and a ConfigMap with its script.
 *
 * For kind `existing` it makes no claim and only names it.
 *
 * ```ts
 * const weights = new ModelStorage("weights", {
 *   namespace: "llm",
 *   kind: StorageKind.fsxLustre,
 *   size: "4800Gi",
 *   throughputPerTiB: 1000,
 *   zone: "us-east-1a",
 *   subnetId: "subnet-0123456789abcdef0",
 *   securityGroupIds: ["sg-0123456789abcdef0"],
 * });
 * new ModelService("deepseek", { model: { id: "deepseek-ai/DeepSeek-V3.1", storage: weights.ref }, ... });
 * ```
 *
 * The Job runs once for each revision, in the zone of the data, on a node without devices. It compares every file with
 * what its publisher says, and shows the folder only when it is whole: one that is killed leaves nothing that could be
 * served, and the next one goes on where it stopped. Models wait for it. One that failed is made anew by the next run.
 * An older revision stays in the claim until somebody removes it. Needs Kubernetes 1.31 or later.
 *
 * Data outlives the stack: a claim that the stack makes no more stays in the cluster, and an edit that would leave it
 * for another one (name, namespace, kind, class, access mode, bucket, smaller size) is refused in the preview, unless
 * `replaceData` says why. To take a claim up again that was kept, use kind `existing`, or import it.
 */
export class ModelStorage extends ComponentResource {
  /** What a model needs to know of the claim: give it as `model.storage`. The model then waits for the claim. */
  public readonly ref: StorageRef;
  /** Name of the claim. */
  public readonly claimName: Output<string>;

  constructor(name: string, args: ModelStorageArgs, opts?: ComponentResourceOptions) {
    const planned = planModelStorage(name, args);
    super(
      "llmd:index:ModelStorage",
      name,
      toRecord(planned, args),
      guardData(name, args?.replaceData, opts),
    );
    const plan = requirePlan(this, name, planned, args);

    const claim = createClaims(this, name, plan, args);

    this.ref = rememberOrigin(plan.ref, this);
    this.claimName = claim?.metadata.name ?? output(plan.ref.claimName);
    this.registerOutputs({ ref: this.ref, claimName: this.claimName });
  }
}

/** The inputs of the component itself: what its next edit is held against. */
function toRecord(planned: Result<ModelStoragePlan>, args: ModelStorageArgs) {
  if (!planned.ok) return {};
  const { namespace, bucketName } = args;
  return {
    ...toClaimRecord(planned.value),
    namespace,
    ...(bucketName === undefined ? {} : { bucketName }),
  };
}

function requirePlan(
  component: ModelStorage,
  name: string,
  planned: Result<ModelStoragePlan>,
  args: ModelStorageArgs,
): ModelStoragePlan {
  const issues = [
    ...issuesOf(planned),
    // What is no map has no namespace either, and is told by the plan.
    ...(isMap(args) ? [...checkNamespace(args.namespace), ...checkStorageWiring(args)] : []),
  ];
  if (issues.length > 0 || !planned.ok) throw toRefusal(component, name, issues);
  return planned.value;
}

/** The claim that pods read from, and all that it needs; `undefined` when it exists. */
function createClaims(
  parent: ModelStorage,
  name: string,
  { kind, claim, filling, preload }: ModelStoragePlan,
  args: ModelStorageArgs,
): PersistentVolumeClaim | undefined {
  const { namespace, bucketName } = args;
  if (claim === undefined) {
    createPreload(parent, name, preload, namespace, []);
    return undefined;
  }
  const storageClass = createStorageClass(parent, name, claim.storageClass, args);
  const volume = createVolume(parent, name, claim.volume, { kind, claim, namespace, bucketName });
  const dependsOn: Resource[] = [storageClass, volume].filter((each) => each !== undefined);
  if (filling === undefined) {
    const binding = volume === undefined ? {} : { volumeName: volume.metadata.name };
    const made = createClaim(parent, name, "claim", claim, { namespace, ...binding, dependsOn });
    createPreload(parent, name, preload, namespace, [made]);
    return made;
  }
  const empty = createFillClaim(parent, name, filling, namespace, dependsOn);
  const job = createPreload(parent, name, preload, namespace, [empty]);
  const filled = job === undefined ? [empty] : [empty, job];
  const snapshot = createSnapshot(parent, name, filling, namespace, filled);
  const { snapshotName } = filling;
  return createClaim(parent, name, "claim", claim, {
    namespace,
    snapshotName,
    dependsOn: [snapshot],
  });
}
