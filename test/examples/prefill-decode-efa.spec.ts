import assert from "node:assert/strict";
import { deployEksExample, findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { readPath } from "../support/helm";
import { requireTools } from "../support/tools";

describe("examples/prefill-decode-efa", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates two pools in one security group, and then the model that runs on both", async () => {
    const outcome = await deployEksExample("prefill-decode-efa");
    const late = findLate(outcome, "qwen3-32b-release", [
      "decode-node-group",
      "prefill-node-group",
    ]);
    assert.deepEqual(
      [summarize(outcome).toSorted(), late],
      [
        [
          "create decode",
          "create decode-efa",
          "create decode-efa-egress",
          "create decode-efa-ingress",
          "create decode-launch-template",
          "create decode-node-group",
          "create decode-placement-group",
          "create prefill",
          "create prefill-launch-template",
          "create prefill-node-group",
          "create prefill-placement-group",
          "create qwen3-32b",
          "create qwen3-32b-decode-disruption-budget",
          "create qwen3-32b-prefill-disruption-budget",
          "create qwen3-32b-release",
        ],
        [],
      ],
    );
  });
  it("has pods ask for their part of the EFA interfaces, in an image with libfabric", async () => {
    const outcome = await deployEksExample("prefill-decode-efa");
    const release = outcome.steps.find(({ name }) => name === "qwen3-32b-release");
    const values = release?.inputs.values as object;
    const container = (role: string) => readPath(values, `${role}.containers[0]`);
    const image =
      "public.ecr.aws/deep-learning-containers/vllm:0.26.0-gpu-py312-cu130-ubuntu22.04-ec2";
    assert.deepEqual(
      ["prefill", "decode"].map((role) => [
        readPath(container(role), "image"),
        readPath(container(role), "resources.limits"),
      ]),
      [
        [
          image,
          {
            ...{ cpu: "21", memory: "216796Mi", "nvidia.com/gpu": "1" },
            ...{ "vpc.amazonaws.com/efa": "2", "hugepages-2Mi": "1282Mi" },
          },
        ],
        [
          image,
          {
            ...{ cpu: "86", memory: "867184Mi", "nvidia.com/gpu": "4" },
            ...{ "vpc.amazonaws.com/efa": "8", "hugepages-2Mi": "5Gi" },
          },
        ],
      ],
    );
  });
});
