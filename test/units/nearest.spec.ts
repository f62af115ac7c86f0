import assert from "node:assert/strict";
import fc from "fast-check";
import { findNearest, suggestWord } from "../../units/nearest";

const words = ["replicas", "resources", "parallelism", "nodePool"];

describe("findNearest", () => {
  it("finds the word that is one letter off", () => {
    assert.equal(findNearest("replicaz", words), "replicas");
  });
  it("finds a word that differs in case only", () => {
    assert.equal(findNearest("nodepool", words), "nodePool");
  });
  it("finds nothing when no word is close", () => {
    assert.equal(findNearest("tp", words), undefined);
  });
  it("finds nothing among no words", () => {
    assert.equal(findNearest("replicas", []), undefined);
  });
  it("finds every word by itself", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (list) => {
        const lowered = [...new Set(list.map((word) => word.toLowerCase()))];
        for (const word of lowered) assert.equal(findNearest(word, lowered), word);
      }),
    );
  });
});

describe("suggestWord", () => {
  it("asks for the near word", () => {
    assert.equal(suggestWord("paralelism", words), "did you mean parallelism?");
  });
  it("lists all words when none is near", () => {
    assert.equal(
      suggestWord("image", words),
      "use one of replicas, resources, parallelism, nodePool",
    );
  });
  it("lists all words for what is no word", () => {
    assert.equal(suggestWord({ toString: 1 }, ["a", "b"]), "use one of a, b");
  });
});
