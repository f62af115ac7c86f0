import assert from "node:assert/strict";
import fc from "fast-check";
import { StorageKind } from "../../catalog/storage-kinds";
import { planModelStorage } from "../../plan/model-storage";
import type { ModelStorageSpec } from "../../plan/model-storage-spec";
import type { PreloadPlan } from "../../plan/preload-job";
import { checkPreload, type PreloadSettings } from "../../plan/preload-settings";
import { DNS_LABEL_MAX_LENGTH } from "../../units/resource-name";
import { modelStorageSpec, requireValue } from "../support/specs";

const REVISION = "0123456789abcdef0123456789abcdef01234567";

function preloadPlan(changes: Partial<PreloadSettings> = {}, storage: object = {}): PreloadPlan {
  const preload = { model: "acme/tiny", revision: REVISION, ...changes };
  const spec: ModelStorageSpec = { ...modelStorageSpec({ preload }), ...storage };
  const plan = requireValue(planModelStorage("weights", spec)).preload;
  if (plan === undefined) throw new Error("nothing is loaded");
  return plan;
}

describe("planPreload", () => {
  it("plans nothing for a claim that others fill", () => {
    assert.equal(requireValue(planModelStorage("weights", modelStorageSpec())).preload, undefined);
  });

  it("names the Job by claim and commit", () => {
    assert.equal(preloadPlan().name, "weights-preload-01234567");
  });
  it("gives another revision another Job and another folder", () => {
    const plan = preloadPlan({ revision: "f".repeat(40) });
    assert.deepEqual(
      [plan.name, plan.container.command.at(-1)],
      ["weights-preload-ffffffff", `--path=acme/tiny/${"f".repeat(40)}`],
    );
  });
  it("keeps every name a DNS label, however long that of the claim is", () => {
    const names = fc.integer({ min: 1, max: DNS_LABEL_MAX_LENGTH }).map((size) => "w".repeat(size));
    fc.assert(
      fc.property(names, (claimName) => {
        const { name } = preloadPlan({}, { claimName });
        assert.ok(/^[a-z0-9][-a-z0-9]*[a-z0-9]$/.test(name) && name.length <= 63, name);
      }),
    );
  });

  it("runs the script with the model, its commit and the folder", () => {
    assert.deepEqual(preloadPlan().container.command, [
      ...["python3", "/preload/preload.py", "--model=acme/tiny", `--revision=${REVISION}`],
      ...["--claim=/claim", `--path=acme/tiny/${REVISION}`],
    ]);
  });
  it("tells the script the bucket, where there is one", () => {
    const { container, serviceAccountName } = preloadPlan({
      source: "s3://weights/tiny",
      serviceAccountName: "loader",
    });
    assert.deepEqual(
      [container.command.at(-1), serviceAccountName],
      ["--source=s3://weights/tiny", "loader"],
    );
  });
  it("names the Secret of the token and has it in neither command nor environment", () => {
    const { command, environment, tokenSecretName } = preloadPlan({
      tokenSecretName: "llm-d-hf-token",
    }).container;
    const text = JSON.stringify([command, environment]);
    assert.deepEqual(
      [tokenSecretName, text.includes("llm-d-hf-token"), text.includes("HF_TOKEN")],
      ["llm-d-hf-token", false, false],
    );
  });

  it("runs in the zone of the data, on nodes without devices", () => {
    const without = [
      "nvidia.com/gpu.present",
      "cloud.google.com/gke-accelerator",
      "cloud.google.com/gke-tpu-accelerator",
    ].map((key) => ({ key, operator: "DoesNotExist", values: [] }));
    assert.deepEqual(preloadPlan({}, { zone: "us-east-1a" }).nodeRequirements, [
      { key: "topology.kubernetes.io/zone", operator: "In", values: ["us-east-1a"] },
      ...without,
    ]);
    assert.deepEqual(preloadPlan().nodeRequirements, without);
  });

  it("writes as the user of the image, and as root where the driver leaves all to root", () => {
    const fsx = {
      kind: StorageKind.fsxLustre,
      size: "1200Gi",
      throughputPerTiB: 250,
      zone: "us-east-1a",
      storageClassName: undefined,
      subnetId: "subnet-1",
      securityGroupIds: ["sg-1"],
    };
    assert.deepEqual(
      [preloadPlan(), preloadPlan({}, fsx), preloadPlan({ userId: 2000 }, fsx)].map(
        ({ userId }) => userId,
      ),
      [1000, 0, 2000],
    );
  });

  describe("gives up", () => {
    const deadline = (changes: Partial<PreloadSettings>, storage?: object) =>
      preloadPlan(changes, storage).deadlineSeconds;

    it("after the files of a model in the catalogue at 32 MiB a second", () => {
      // 688,586,727,753 bytes.
      assert.equal(deadline({ model: "deepseek-ai/DeepSeek-V3.1" }), 20_522);
    });
    it("after a full claim for another model, and after no less than an hour", () => {
      assert.deepEqual([deadline({}), deadline({}, { size: "1Gi" })], [65_536, 3600]);
    });
    it("when it is told", () => {
      assert.equal(deadline({ deadlineSeconds: 60 }), 60);
    });
  });

  it("fills the disk that a snapshot is taken of, where pods read from a copy", () => {
    const { claimName } = preloadPlan(
      {},
      {
        kind: StorageKind.hyperdiskMl,
        accessMode: undefined,
        storageClassName: undefined,
        zone: "us-central1-a",
      },
    );
    assert.equal(claimName, "weights-fill");
  });

  it("says to models which folder it fills", () => {
    const preload = { model: "acme/tiny", revision: REVISION };
    const { ref } = requireValue(planModelStorage("weights", modelStorageSpec({ preload })));
    assert.deepEqual(ref.preloaded, { model: "acme/tiny", path: `acme/tiny/${REVISION}` });
  });
});

describe("checkPreload", () => {
  it("takes what it needs, or says at least one reason, and never throws", () => {
    const keys = ["model", "revision", "source", "tokenSecretName", "image", "userId"];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (changes) => {
        const preload = { model: "acme/tiny", revision: REVISION, ...changes };
        const spec = { ...modelStorageSpec(), preload } as ModelStorageSpec;
        const { ok } = planModelStorage("weights", spec);
        assert.equal(ok, checkPreload("preload", preload).length === 0);
      }),
    );
  });
});
