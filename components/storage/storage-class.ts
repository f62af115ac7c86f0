import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass";
import type { ComponentResource } from "@pulumi/pulumi";
import type { StorageClassPlan } from "../../plan/storage-class";
import { childName, childOptions } from "../child";
import { type StorageWiring, toWiredParameters } from "./storage-wiring";

export function createStorageClass(
  parent: ComponentResource,
  name: string,
  plan: StorageClassPlan | undefined,
  wiring: StorageWiring,
): StorageClass | undefined {
  if (plan === undefined) return undefined;
  const { mountOptions, topology } = plan;
  return new StorageClass(
    childName(name, "class"),
    {
      metadata: { name: plan.name },
      provisioner: plan.provisioner,
      parameters: { ...plan.parameters, ...toWiredParameters(wiring) },
      ...(mountOptions.length === 0 ? {} : { mountOptions: [...mountOptions] }),
      // Weights take an hour to load again; whoever deletes a claim by mistake must find them.
      reclaimPolicy: "Retain",
      allowVolumeExpansion: plan.allowVolumeExpansion,
      volumeBindingMode: plan.volumeBindingMode,
      ...(topology === undefined
        ? {}
        : {
            allowedTopologies: [
              { matchLabelExpressions: [{ key: topology.key, values: [topology.zone] }] },
            ],
          }),
    },
    // The name is fixed: a second class cannot stand beside the first. Claims that exist do not need it.
    childOptions(parent, [], { deleteBeforeReplace: true }),
  );
}
