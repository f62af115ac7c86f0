import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkContainerImage,
  checkImageRegistryMirror,
  parseContainerImage,
  toMirroredImage,
} from "../../plan/container-image";
import { linesOf } from "../support/specs";

const DIGEST = `sha256:${"0f".repeat(32)}`;

const registry = fc.constantFrom(undefined, "localhost", "ghcr.io", "registry:5000", "10.0.0.1");
const repository = fc
  .array(fc.constantFrom("vllm", "a", "library", "x-1", "y_2"), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));
const tag = fc.constantFrom(undefined, "v0.5.2-cu129-b200", "latest", "1");
const digest = fc.constantFrom(undefined, DIGEST);
const image = fc.record({ registry, repository, tag, digest }, { noNullPrototype: true });

function toText({ registry, repository, tag, digest }: Record<string, string | undefined>): string {
  const place = registry === undefined ? repository : `${registry}/${repository}`;
  return `${place}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

describe("parseContainerImage", () => {
  it("takes the first part for a registry only when it could be a host", () => {
    const references = [
      "lmsysorg/sglang:v1",
      "ghcr.io/a/b:v1",
      "localhost/a:v1",
      "r:5000/a:v1",
      "a:v1",
    ];
    assert.deepEqual(
      references.map((reference) => parseContainerImage(reference)?.registry),
      [undefined, "ghcr.io", "localhost", "r:5000", undefined],
    );
  });
  it("reads back every reference that is put together from its parts", () => {
    fc.assert(
      fc.property(image, (parts) => {
        assert.deepEqual(parseContainerImage(toText(parts)), parts);
      }),
    );
  });
  for (const reference of [
    "",
    "a b:1",
    "a:1:2",
    "LMSYSorg/sglang:v1",
    "a//b:1",
    "a/:1",
    "a@sha256:0f",
    "https://a/b:1",
  ]) {
    it(`finds no image in ${JSON.stringify(reference)}`, () => {
      assert.equal(parseContainerImage(reference), undefined);
    });
  }
});

describe("checkContainerImage", () => {
  it("accepts an exact tag, and any tag with a digest", () => {
    const images = ["vllm/vllm-openai:v0.11.1", `vllm/vllm-openai@${DIGEST}`, `a:latest@${DIGEST}`];
    assert.deepEqual(
      images.flatMap((each) => checkContainerImage("image", each)),
      [],
    );
  });
  it("fails on latest and on no tag, which means latest", () => {
    assert.deepEqual(
      linesOf([...checkContainerImage("a", "v/v:latest"), ...checkContainerImage("b", "v/v")]),
      [
        'a: "v/v:latest"; latest is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
        'b: "v/v"; no tag means latest, which is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
      ],
    );
  });
  it("fails on what is no reference, text or not", () => {
    assert.deepEqual(
      linesOf([...checkContainerImage("a", "V/v:1"), ...checkContainerImage("b", 5)]),
      [
        'a: "V/v:1"; is not an image reference; write repository and tag, such as "vllm/vllm-openai:v0.30.0"',
        'b: 5; is not an image reference; write repository and tag, such as "vllm/vllm-openai:v0.30.0"',
      ],
    );
  });
});

describe("toMirroredImage", () => {
  it("exchanges the registry and nothing else", () => {
    assert.equal(
      toMirroredImage("ghcr.io/llm-d/a:v1", "100.125.1.248/mirror"),
      "100.125.1.248/mirror/llm-d/a:v1",
    );
  });
  it("leaves an image alone without a mirror", () => {
    assert.equal(toMirroredImage("ghcr.io/llm-d/a:v1", undefined), "ghcr.io/llm-d/a:v1");
  });
  it("keeps repository, tag and digest of every image", () => {
    fc.assert(
      fc.property(image, (parts) => {
        const mirrored = parseContainerImage(toMirroredImage(toText(parts), "mirror.local:5000"));
        assert.deepEqual(mirrored, { ...parts, registry: "mirror.local:5000" });
      }),
    );
  });
});

describe("checkImageRegistryMirror", () => {
  it("accepts a host with port and path", () => {
    const mirrors = ["100.125.1.248", "registry.example.com:5000", "r.example.com/team/mirror"];
    assert.deepEqual(
      mirrors.flatMap((each) => checkImageRegistryMirror("m", each)),
      [],
    );
  });
  for (const mirror of ["https://r.example.com", "r.example.com/", "", 5, "r.example.com/a:1"]) {
    it(`fails on ${JSON.stringify(mirror)}`, () => {
      assert.deepEqual(linesOf(checkImageRegistryMirror("m", mirror)), [
        `m: ${JSON.stringify(mirror)}; is not a registry host with an optional port and path; write it without scheme and tag, such as "registry.example.com:5000/mirror"`,
      ]);
    });
  }
});
