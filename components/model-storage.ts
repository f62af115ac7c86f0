import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import {
  type ClaimPlan,
  type ModelStorageSpec,
  planModelStorage,
  type StorageClassPlan,
  type StorageRef,
} from "../plan/model-storage";
import { isMap } from "../plan/value-check";
import { issuesOf } from "../units/issue";
import { childName, childOptions } from "./child";
import { rememberOrigin } from "./ref-origin";
import { toRefusal } from "./refusal";
import { checkNamespace } from "./wiring";

/** Which claim holds the weights, and the namespace that it lies in. */
export interface ModelStorageArgs extends ModelStorageSpec {
  /** Namespace of the claim; the same as that of the models that use it. */
  readonly namespace: Input<string>;
}

/**
 * The claim that holds the weights of models.
 *
 * Creates, for kind `storage-class`:
 * - a PersistentVolumeClaim, and
 * - with `provisioner`, its StorageClass, which keeps the volume when the claim is deleted.
 *
 * For kind `existing` it creates nothing and only names the claim.
 *
 * ```ts
 * const weights = new ModelStorage("weights", {
 *   namespace: "llm",
 *   kind: StorageKind.storageClass,
 *   storageClassName: "fsx-lustre",
 *   size: "2400Gi",
 *   accessMode: AccessMode.readWriteMany,
 * });
 * new ModelService("deepseek", { model: { id: "deepseek-ai/DeepSeek-V3.1", storage: weights.ref }, ... });
 * ```
 *
 * Another class, size below the present one or access mode replaces the claim.
 */
export class ModelStorage extends ComponentResource {
  /** What a model needs to know of the claim: give it as `model.storage`. The model then waits for the claim. */
  public readonly ref: StorageRef;
  /** Name of the claim. */
  public readonly claimName: Output<string>;

  constructor(name: string, args: ModelStorageArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:ModelStorage", name, {}, opts);
    const plan = planModelStorage(name, args);
    // What is no map has no namespace either, and is told by the plan.
    const issues = [...issuesOf(plan), ...(isMap(args) ? checkNamespace(args.namespace) : [])];
    if (issues.length > 0 || !plan.ok) throw toRefusal(this, name, issues);

    const storageClass = createStorageClass(this, name, plan.value.claim?.storageClass);
    const claim = createClaim(this, name, plan.value.claim, args.namespace, storageClass);

    this.ref = rememberOrigin(plan.value.ref, this);
    this.claimName = claim?.metadata.name ?? output(plan.value.ref.claimName);
    this.registerOutputs({ ref: this.ref, claimName: this.claimName });
  }
}

function createStorageClass(
  parent: ModelStorage,
  name: string,
  plan: StorageClassPlan | undefined,
): StorageClass | undefined {
  if (plan === undefined) return undefined;
  return new StorageClass(
    childName(name, "class"),
    {
      metadata: { name: plan.name },
      provisioner: plan.provisioner,
      parameters: { ...plan.parameters },
      // Weights take an hour to load again; whoever deletes a claim by mistake must find them.
      reclaimPolicy: "Retain",
      allowVolumeExpansion: true,
      // The zone follows from the pod, which is bound to its pool.
      volumeBindingMode: "WaitForFirstConsumer",
    },
    childOptions(parent, []),
  );
}

function createClaim(
  parent: ModelStorage,
  name: string,
  plan: ClaimPlan | undefined,
  namespace: Input<string>,
  storageClass: StorageClass | undefined,
): PersistentVolumeClaim | undefined {
  if (plan === undefined) return undefined;
  return new PersistentVolumeClaim(
    childName(name, "claim"),
    {
      metadata: { name: plan.name, namespace },
      spec: {
        storageClassName: plan.storageClassName,
        accessModes: [plan.accessMode],
        resources: { requests: { storage: plan.size } },
      },
    },
    // The name is fixed: a second claim cannot stand beside the first.
    childOptions(parent, storageClass === undefined ? [] : [storageClass], {
      deleteBeforeReplace: true,
    }),
  );
}
