import assert from "node:assert/strict";
import { checkChoice, checkKeys, checkText, optional } from "../../plan/value-check";
import { linesOf } from "../support/specs";

describe("optional", () => {
  it("says nothing of what is left out, and checks everything else, null too", () => {
    const check = optional(checkText);
    const issues = [undefined, "a", null, ""].map((value) => check("zone", value).length);
    assert.deepEqual(issues, [0, 0, 1, 1]);
  });
});

describe("checkKeys", () => {
  it("puts the path in front of a key that it does not know", () => {
    assert.deepEqual(linesOf(checkKeys("roles.both", { replicaz: 1 }, ["replicas"])), [
      "roles.both.replicaz: 1; is not a known key; did you mean replicas?",
    ]);
  });
  it("says once of what is no map that it must be one", () => {
    const lines = [null, [1], "replicas"].map((value) =>
      linesOf(checkKeys("a", value, ["b", "c"])),
    );
    assert.deepEqual(lines, [
      ["a: null; must be a map of b, c; write keys and values"],
      ["a: [1]; must be a map of b, c; write keys and values"],
      ['a: "replicas"; must be a map of b, c; write keys and values'],
    ]);
  });
});

describe("checkChoice", () => {
  it("does not take a list with the word for the word", () => {
    assert.deepEqual(linesOf(checkChoice(["a", "b"])("kind", ["a"])), [
      'kind: ["a"]; must be one of a, b; use one of a, b',
    ]);
  });
});
