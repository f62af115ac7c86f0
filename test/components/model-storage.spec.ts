import assert from "node:assert/strict";
import { StorageKind } from "../../catalog/storage-kinds";
import { ModelStorage, type ModelStorageArgs } from "../../components/model-storage";
import { requireResource, resolveOutput, runWithMocks } from "../support/mocks";
import { modelStorageSpec } from "../support/specs";

const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim";
const CLASS = "kubernetes:storage.k8s.io/v1:StorageClass";
const COMPONENT = "urn:pulumi:test::llm-serving::llmd:index:ModelStorage::weights";

function storageArgs(changes: Partial<ModelStorageArgs> = {}): ModelStorageArgs {
  return { ...modelStorageSpec(), namespace: "llm", ...changes };
}

describe("ModelStorage", () => {
  it("makes nothing for an existing claim, and names it", async () => {
    const { value, resources } = await runWithMocks(async () => {
      const args = { kind: StorageKind.existing, claimName: "llm-model", namespace: "llm" };
      const storage = new ModelStorage("weights", args);
      return [storage.ref, await resolveOutput(storage.claimName)];
    });
    assert.deepEqual(value, [{ claimName: "llm-model", kind: "existing" }, "llm-model"]);
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [COMPONENT],
    );
  });

  it("makes a claim with exactly these inputs and options", async () => {
    const { value, resources } = await runWithMocks(async () => {
      const storage = new ModelStorage("weights", storageArgs({ claimName: "llm-model" }));
      return [storage.ref, await resolveOutput(storage.claimName)];
    });
    const { inputs, name, options } = requireResource(resources, CLAIM);
    const { version: _, ...rest } = options;
    assert.deepEqual(
      { name, inputs, options: rest, value },
      {
        name: "weights-claim",
        inputs: {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "llm-model", namespace: "llm" },
          spec: {
            storageClassName: "ssd",
            accessModes: ["ReadWriteMany"],
            resources: { requests: { storage: "2Ti" } },
          },
        },
        options: { parent: COMPONENT, deleteBeforeReplace: true, retainOnDelete: true },
        value: [
          {
            claimName: "llm-model",
            accessMode: "ReadWriteMany",
            size: "2Ti",
            kind: "storage-class",
          },
          "llm-model",
        ],
      },
    );
  });

  it("makes the class of a driver before the claim, and keeps volumes when claims go", async () => {
    const args = storageArgs({
      provisioner: "fsx.csi.aws.com",
      parameters: { deploymentType: "SCRATCH_2" },
    });
    const { resources } = await runWithMocks(() => void new ModelStorage("weights", args));
    const storageClass = requireResource(resources, CLASS);
    assert.deepEqual(storageClass.inputs, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "ssd" },
      provisioner: "fsx.csi.aws.com",
      parameters: { deploymentType: "SCRATCH_2" },
      reclaimPolicy: "Retain",
      allowVolumeExpansion: true,
      volumeBindingMode: "WaitForFirstConsumer",
    });
    assert.deepEqual(requireResource(resources, CLAIM).options.dependencies, [storageClass.urn]);
  });

  it("refuses with every reason at once, before the first child", async () => {
    const { value, resources } = await runWithMocks(() => {
      try {
        return new ModelStorage("weights", {
          kind: StorageKind.storageClass,
          namespace: "llm",
          size: "2TB",
        });
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    });
    assert.equal(
      value,
      [
        "weights cannot work as it is written:",
        "accessMode: absent; a claim needs an access mode; use ReadWriteMany, or ReadWriteOnce for one pod",
        'size: "2TB"; TB is no unit of Kubernetes; write "2Ti" for powers of 1024, or "2T" for powers of 1000',
        "storageClassName: absent; a claim without a class takes the cluster's default, which differs between clusters; name the class",
      ].join("\n"),
    );
    assert.deepEqual(
      resources.map(({ urn }) => urn),
      [COMPONENT],
    );
  });
});
