import assert from "node:assert/strict";
import fc from "fast-check";
import { toCanonicalJson } from "../../units/canonical-json";

describe("toCanonicalJson", () => {
  it("sorts the keys of maps at every depth, keeps lists, and leaves out what has no value", () => {
    const value = { b: [{ d: 1, c: "2" }, 3], a: undefined, A: null };
    assert.equal(toCanonicalJson(value), '{"A":null,"b":[{"c":"2","d":1},3]}');
  });
  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(JSON.parse(toCanonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
