import assert from "node:assert/strict";
import { goldenCases } from "../support/golden";
import { describeWithHelm, readPath, renderObject } from "../support/helm";

const POD = "spec.template.spec";

/** The volumes of the tiers, behind those of `/dev/shm` and of the weights. */
const VOLUMES: Readonly<Record<string, object>> = {
  vllm: { name: "kv-cache-shared", persistentVolumeClaim: { claimName: "kv-cache" } },
  sglang: { name: "kv-cache-disk", emptyDir: { sizeLimit: "419430Mi" } },
};
const MOUNTS: Readonly<Record<string, object>> = {
  vllm: {
    name: "kv-cache-shared",
    mountPath: "/kv-cache/shared",
    subPath: "Qwen/Qwen3-32B/vllm-v0.30.0/fp8/tensor-4",
  },
  sglang: { name: "kv-cache-disk", mountPath: "/kv-cache/disk" },
};

describeWithHelm("the values of a model with tiers of its cache", (helm) => {
  for (const { name, path } of goldenCases().filter((each) => each.name.startsWith("kv-cache-"))) {
    const engine = name.replace("kv-cache-tiers-", "");
    const render = async (place: string) => {
      const deployment = await renderObject(helm(), "Deployment/qwen3-32b-decode", {
        files: [path],
      });
      return readPath(deployment, `${POD}.${place}`);
    };

    it(`mount the tier where the engine looks for it, and may write to it: ${engine}`, async () => {
      const [volumes, mounts] = [
        await render("volumes"),
        await render("containers[0].volumeMounts"),
      ];
      const ofTiers = (entries: unknown) =>
        (entries as { readonly name: string }[]).filter((each) => each.name.startsWith("kv-cache"));
      assert.deepEqual([ofTiers(volumes), ofTiers(mounts)], [[VOLUMES[engine]], [MOUNTS[engine]]]);
    });
    it(`limit what the pod takes of its node's disk: ${engine}`, async () => {
      assert.deepEqual(
        [
          await render("containers[0].resources.limits.ephemeral-storage"),
          await render("containers[0].resources.requests.ephemeral-storage"),
        ],
        ["2Ti", "2Ti"],
      );
    });
    it(`leave arguments as they are written: ${engine}`, async () => {
      const golden = goldenCases().find((each) => each.name === name);
      assert.deepEqual(
        await render("containers[0].args"),
        readPath(golden?.values, "decode.containers[0].args"),
      );
    });
  }
});
