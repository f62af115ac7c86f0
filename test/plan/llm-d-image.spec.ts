import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { llmdVersions } from "../../catalog/llm-d-images";
import type { EngineSettings } from "../../plan/engine-settings";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { devicePoolRef, engineSettings, modelServicePlan, nodePoolRef } from "../support/specs";

const cpu: NodePoolRef = { name: "cpu", instanceType: "m7a.32xlarge" };
const amd = devicePoolRef({ acceleratorVendor: "amd" });
const xe = devicePoolRef({ acceleratorVendor: "intel-xe" });
const gaudi = devicePoolRef({ acceleratorVendor: "intel-gaudi" });

function planOf(engine: Partial<EngineSettings>, nodePool: NodePoolRef = nodePoolRef()) {
  const { engine: plan, warnings } = modelServicePlan({ engine: engineSettings(engine), nodePool });
  return { image: plan.image, warnings };
}

describe("an image of llm-d with its variant in the tag", () => {
  const spelled = (variant: string) => `ghcr.io/llm-d/llm-d:v0.4.0-${variant}`;
  const cases = [
    ["cuda", nodePoolRef()],
    ["aws", nodePoolRef()],
    ["xpu", xe],
    ["cpu", cpu],
  ] as const;
  for (const [variant, pool] of cases) {
    it(`is deployed under its real name, and a preview says so: ${variant}`, () => {
      const real = `ghcr.io/llm-d/llm-d-${variant}:v0.4.0`;
      assert.deepEqual(planOf({ image: spelled(variant) }, pool), {
        image: real,
        warnings: [
          `engine.image: "${spelled(variant)}"; there is no such image, llm-d puts the variant into the name: ${real} is deployed; write ${real}`,
        ],
      });
    });
  }
  it("is the one for CUDA in a release without one for GKE", () => {
    const images = ["v0.3.0", "v0.4.0"].map((version) =>
      planOf({ image: `ghcr.io/llm-d/llm-d:${version}-gke` }),
    );
    const real = "ghcr.io/llm-d/llm-d-cuda:v0.4.0";
    assert.deepEqual(
      [images.map(({ image }) => image), images[1]?.warnings],
      [
        ["ghcr.io/llm-d/llm-d-gke:v0.3.0", real],
        [
          `engine.image: "${spelled("gke")}"; llm-d v0.4.0 has no image gke: ${real}, for the same devices, is deployed; write ${real}`,
        ],
      ],
    );
  });
  it("comes from the mirror, where there is one", () => {
    const { engine } = modelServicePlan({
      engine: engineSettings({ image: spelled("cuda") }),
      imageRegistryMirror: "registry.example.com/mirror",
    });
    assert.equal(engine.image, "registry.example.com/mirror/llm-d/llm-d-cuda:v0.4.0");
  });
  it("is that of llm-d without its registry too", () => {
    const { image } = planOf({ image: "llm-d/llm-d:v0.4.0-cuda" });
    assert.equal(image, "ghcr.io/llm-d/llm-d-cuda:v0.4.0");
  });
  it("is left as it is with a digest, of a candidate, with a tag without variant, in another registry and under another name", () => {
    const images = [
      `ghcr.io/llm-d/llm-d:v0.4.0-cuda@sha256:${"0".repeat(64)}`,
      "ghcr.io/llm-d/llm-d:v0.3.1",
      "ghcr.io/llm-d/llm-d:v0.3.0-rc1",
      "registry.example.com/llm-d/llm-d:v0.4.0-cuda",
      "ghcr.io/llm-d/llm-d-cuda:v0.4.0",
      "ghcr.io/acme/llm-d:v0.4.0-cuda",
    ];
    assert.deepEqual(
      images.map((image) => planOf({ image })),
      images.map((image) => ({ image, warnings: [] })),
    );
  });
});

describe("a release of llm-d", () => {
  it("gives the image for the devices of the pool", () => {
    const images = [nodePoolRef(), amd, xe, cpu].map(
      (pool) => planOf({ llmdVersion: "v0.9.0" }, pool).image,
    );
    const hpu = planOf({ llmdVersion: "v0.7.0" }, gaudi).image;
    assert.deepEqual(
      [...images, hpu],
      [
        "ghcr.io/llm-d/llm-d-cuda:v0.9.0",
        "ghcr.io/llm-d/llm-d-rocm:v0.9.0",
        "ghcr.io/llm-d/llm-d-xpu:v0.9.0",
        "ghcr.io/llm-d/llm-d-cpu:v0.9.0",
        "ghcr.io/llm-d/llm-d-hpu:v0.7.0",
      ],
    );
  });
  it("gives the one with SGLang on Intel's GPUs", () => {
    const { image } = planOf({ name: Engine.sglang, llmdVersion: "v0.9.0" }, xe);
    assert.equal(image, "ghcr.io/llm-d/llm-d-xpu-sglang:v0.9.0");
  });
  it("gives the one for EC2 where caches go over EFA", () => {
    const { engine } = modelServicePlan({
      engine: engineSettings({ llmdVersion: "v0.9.0" }),
      nodePool: nodePoolRef({ efaDevicesPerNode: 8, zone: "us-east-1a" }),
      roles: { prefill: {}, decode: {} },
    });
    assert.equal(engine.image, "ghcr.io/llm-d/llm-d-aws:v0.9.0");
  });
  it("has an image for NVIDIA's devices, whichever it is", () => {
    assert.deepEqual(
      llmdVersions().map((llmdVersion) => planOf({ llmdVersion }).image),
      llmdVersions().map((version) => `ghcr.io/llm-d/llm-d-cuda:${version}`),
    );
  });
});
