import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { planModelService } from "../../plan/model-service";
import {
  engineSettings,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  pairSpec,
} from "../support/specs";

const ROLES = { prefill: {}, decode: {} };

describe("the routing proxy of a plan", () => {
  it("is not there before servers that do everything", () => {
    assert.equal(modelServicePlan().routingProxy, undefined);
  });
  for (const [name, connector] of [
    [Engine.vllm, "nixlv2"],
    [Engine.sglang, "sglang"],
  ] as const) {
    it(`speaks ${connector} with ${name}, and has its engine on another port than its own`, () => {
      const plan = modelServicePlan({ engine: engineSettings({ name }), roles: ROLES });
      assert.deepEqual(
        [plan.port, plan.routingProxy],
        [
          8000,
          {
            image: "ghcr.io/llm-d/llm-d-router-disagg-sidecar:v0.10.0",
            connector,
            enginePort: 8200,
          },
        ],
      );
    });
  }
  it("comes from the mirror, another image like the one of the catalogue", () => {
    const images = [undefined, "registry.example.com/proxy:v1"].map((routingProxyImage) => {
      const image = routingProxyImage === undefined ? {} : { routingProxyImage };
      const mirror = { imageRegistryMirror: "100.125.1.248" };
      return modelServicePlan({ ...image, ...mirror, roles: ROLES }).routingProxy?.image;
    });
    assert.deepEqual(images, [
      "100.125.1.248/llm-d/llm-d-router-disagg-sidecar:v0.10.0",
      "100.125.1.248/proxy:v1",
    ]);
  });
  it("is refused with an image that can move", () => {
    const spec = pairSpec({ routingProxyImage: "ghcr.io/llm-d/proxy:latest" });
    assert.deepEqual(linesOf(planModelService("tiny", spec)), [
      'routingProxyImage: "ghcr.io/llm-d/proxy:latest"; latest is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
    ]);
  });
  it("is refused where there is none", () => {
    const spec = modelServiceSpec({ routingProxyImage: "ghcr.io/llm-d/proxy:v1" });
    assert.deepEqual(linesOf(planModelService("tiny", spec)), [
      'routingProxyImage: "ghcr.io/llm-d/proxy:v1"; there is no routing proxy before servers that do both halves of the work; leave it out, or use prefill and decode',
    ]);
  });
  it("leaves the port of the engine behind it, and that of the cache, to these", () => {
    const lines = (name: Engine, port: number) =>
      linesOf(planModelService("tiny", pairSpec({ engine: engineSettings({ name }), port })));
    const taken = "caches are handed over on this port; leave it out for 8000";
    assert.deepEqual(
      [
        lines(Engine.vllm, 8200),
        lines(Engine.vllm, 5600),
        lines(Engine.vllm, 8998),
        lines(Engine.sglang, 8998),
      ],
      [
        [
          "port: 8200; the engine behind the routing proxy of decode has this port; leave it out for 8000",
        ],
        [`port: 5600; ${taken}`],
        [],
        [`port: 8998; ${taken}`],
      ],
    );
  });
});
