import assert from "node:assert/strict";
import { Engine, findEngine } from "../../catalog/engines";
import { findEngineVersion, nameOfVersion } from "../../plan/engine-version";
import { anything } from "../support/specs";

const DIGEST = `sha256:${"0".repeat(64)}`;

function nameOf(engine: Engine, image: string | undefined): string | undefined {
  const version = findEngineVersion(engine, image);
  return version === undefined ? undefined : nameOfVersion(version);
}

describe("findEngineVersion", () => {
  const known = [
    [Engine.vllm, "vllm/vllm-openai:v0.11.1", "vllm v0.11.1"],
    [Engine.vllm, "vllm/vllm-openai-cpu:v0.30.0", "vllm v0.30.0"],
    [Engine.vllm, "docker.io/vllm/vllm-tpu:v0.29.0", "vllm-tpu v0.29.0"],
    [Engine.sglang, "lmsysorg/sglang:v0.5.2-cu129-b200", "sglang v0.5.2"],
    [Engine.sglang, `docker.io/lmsysorg/sglang:v0.5.20@${DIGEST}`, "sglang v0.5.20"],
    [Engine.vllm, "registry.example.com/mirror/vllm/vllm-openai:v0.11.1", "vllm v0.11.1"],
  ] as const;
  for (const [engine, image, name] of known) {
    it(`reads ${name} from ${image}`, () => assert.equal(nameOf(engine, image), name));
  }

  const unknown = [
    [Engine.vllm, undefined],
    [Engine.vllm, "vllm/vllm-openai:v0.11.2"],
    [Engine.vllm, "vllm/vllm-openai:v0.29.0"],
    [Engine.vllm, "vllm/vllm-tpu:v0.30.0"],
    [Engine.vllm, "vllm/vllm-openai:v0.11.1rc1"],
    [Engine.vllm, "vllm/vllm-openai:v0.11.1-rc1"],
    [Engine.vllm, "vllm/vllm-openai:nightly"],
    [Engine.vllm, `vllm/vllm-openai@${DIGEST}`],
    [Engine.vllm, "ghcr.io/llm-d/llm-d-cuda:v0.11.1"],
    [Engine.vllm, "acme/notvllm/vllm-openai-fork:v0.11.1"],
    [Engine.vllm, "lmsysorg/sglang:v0.5.2"],
    [Engine.sglang, "lmsysorg/sglang:v0.5.2.post1"],
  ] as const;
  for (const [engine, image] of unknown) {
    it(`does not know the version of ${engine} in ${image}`, () => {
      assert.equal(nameOf(engine, image), undefined);
    });
  }
  it("knows no version of what is no engine", () => {
    assert.equal(nameOf(anything("vlm"), "vllm/vllm-openai:v0.11.1"), undefined);
  });

  for (const engine of Object.values(Engine)) {
    // What llm-d builds has versions of its own.
    const images = Object.entries(findEngine(engine).images).filter(
      ([, image]) => !image.includes("/llm-d/"),
    );
    for (const [platform, image] of images) {
      it(`knows the version of the default image of ${engine} for ${platform}`, () => {
        const version = findEngineVersion(engine, image)?.version;
        assert.equal(`v${version}`, image.split(":")[1]);
      });
    }
  }
});
