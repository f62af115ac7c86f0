import assert from "node:assert/strict";
import { colorsFor } from "../../cli/colors";

describe("colorsFor", () => {
  // The run in CI has CI set, by which the package alone would colour.
  it("leaves text as it is where nobody looks at a terminal", () => {
    assert.equal(colorsFor({}).red("Failed:"), "Failed:");
    assert.equal(colorsFor({ isTTY: false }).bold("Stack local"), "Stack local");
  });
});
