import assert from "node:assert/strict";
import { joinAlternatives } from "../../units/alternatives";

describe("joinAlternatives", () => {
  it("lists words as a sentence does", () => {
    const lists = [[], ["a"], ["a", "b"], ["a", "b", "c"]].map(joinAlternatives);
    assert.deepEqual(lists, ["", "a", "a or b", "a, b or c"]);
  });
});
