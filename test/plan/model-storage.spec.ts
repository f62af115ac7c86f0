import assert from "node:assert/strict";
import fc from "fast-check";
import { findModel } from "../../catalog/models";
import { StorageKind } from "../../catalog/storage-kinds";
import { filesBytes } from "../../plan/model-bytes";
import { planModelStorage } from "../../plan/model-storage";
import { formatGiB } from "../../units/quantity";
import { anything, linesOf, modelStorageSpec, requireValue } from "../support/specs";

function linesFor(spec: object): string[] {
  return linesOf(planModelStorage("weights", anything(spec)));
}

describe("planModelStorage", () => {
  it("names an existing claim and makes nothing", () => {
    assert.deepEqual(requireValue(planModelStorage("weights", { kind: StorageKind.existing })), {
      kind: "existing",
      ref: { claimName: "weights", kind: "existing" },
      claim: undefined,
      filling: undefined,
      fillClaimName: "weights",
      preload: undefined,
    });
  });
  it("makes a claim of a class that the cluster has", () => {
    assert.deepEqual(requireValue(planModelStorage("weights", modelStorageSpec())), {
      kind: "storage-class",
      ref: {
        claimName: "weights",
        accessMode: "ReadWriteMany",
        size: "2Ti",
        kind: "storage-class",
      },
      claim: {
        name: "weights",
        size: "2Ti",
        accessMode: "ReadWriteMany",
        storageClassName: "ssd",
        storageClass: undefined,
        volume: undefined,
      },
      filling: undefined,
      fillClaimName: "weights",
      preload: undefined,
    });
  });
  it("makes the class too when it is told the driver", () => {
    const spec = modelStorageSpec({
      provisioner: "fsx.csi.aws.com",
      parameters: { deploymentType: "PERSISTENT_2" },
    });
    assert.deepEqual(requireValue(planModelStorage("weights", spec)).claim?.storageClass, {
      name: "ssd",
      provisioner: "fsx.csi.aws.com",
      parameters: { deploymentType: "PERSISTENT_2" },
      mountOptions: [],
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      topology: undefined,
    });
  });
  it("calls the claim as it is told", () => {
    const { ref, claim } = requireValue(
      planModelStorage("weights", modelStorageSpec({ claimName: "llm-model" })),
    );
    assert.deepEqual([ref.claimName, claim?.name], ["llm-model", "llm-model"]);
  });

  it("says everything that a new claim needs", () => {
    assert.deepEqual(linesFor({ kind: "storage-class" }), [
      "accessMode: absent; a claim needs an access mode; use ReadWriteMany, or ReadWriteOnce for one pod",
      'size: absent; a claim needs a size; write a quantity such as "2Ti"',
      "storageClassName: absent; a claim without a class takes the cluster's default, which differs between clusters; name the class",
    ]);
  });
  it("refuses to change an existing claim", () => {
    assert.deepEqual(
      linesFor({ kind: "existing", storageClassName: "ssd", provisioner: "a", parameters: {} }),
      [
        "parameters: {}; an existing claim is used as it is; leave parameters out, or use kind storage-class",
        'provisioner: "a"; an existing claim is used as it is; leave provisioner out, or use kind storage-class',
        'storageClassName: "ssd"; an existing claim is used as it is; leave storageClassName out, or use kind storage-class',
      ],
    );
  });
  it("asks for nothing more when the kind is not known", () => {
    assert.deepEqual(linesFor({ kind: "exsting" }), [
      'kind: "exsting"; must be one of storage-class, fsx-lustre, efs, ebs-gp3, s3-mountpoint, hyperdisk-ml, filestore, gcs-fuse, local-nvme, existing; did you mean existing?',
    ]);
  });
  it("fails on parameters without a class of ours", () => {
    assert.deepEqual(linesFor(modelStorageSpec({ parameters: { a: "b" } })), [
      'parameters: {"a":"b"}; belong to a class that we make; name the provisioner too, or leave parameters out',
    ]);
  });
  it("fails on a name, a size and an access mode that Kubernetes does not take", () => {
    const wrong = {
      ...modelStorageSpec(),
      claimName: "LLM",
      size: "2TB",
      accessMode: "ReadWriteAll",
    };
    assert.deepEqual(linesFor(wrong), [
      'accessMode: "ReadWriteAll"; must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany; did you mean ReadWriteMany?',
      'claimName: "LLM"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example llm',
      'size: "2TB"; TB is no unit of Kubernetes; write "2Ti" for powers of 1024, or "2T" for powers of 1000',
    ]);
  });
  it("gives a plan or at least one reason, and never throws, whatever it is given", () => {
    const keys = [
      "kind",
      "claimName",
      "size",
      "accessMode",
      "storageClassName",
      "provisioner",
      "parameters",
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (changes) => {
        const result = planModelStorage("weights", anything({ ...modelStorageSpec(), ...changes }));
        assert.ok(result.ok || result.issues.length > 0);
      }),
    );
  });
});

describe("filesBytes", () => {
  it("takes what is published, and computes the rest from the dimensions", () => {
    const sizes = ["deepseek-ai/DeepSeek-V3.1", "Qwen/Qwen3-VL-235B-A22B-Instruct"].map((id) => {
      const model = findModel(id);
      return model === undefined ? "unknown" : formatGiB(filesBytes(model), 0);
    });
    assert.deepEqual(sizes, ["641 GiB", "439 GiB"]);
  });
});
