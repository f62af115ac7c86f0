import assert from "node:assert/strict";
import { freezeDeep } from "../../units/frozen";

describe("freezeDeep", () => {
  it("refuses a change of what lies deep inside", () => {
    const value = freezeDeep({ rows: [{ name: "a" }] });
    assert.throws(() => Object.assign(value.rows[0] ?? {}, { name: "b" }), TypeError);
  });
  it("ends when a value contains itself", () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    assert.equal(Object.isFrozen(freezeDeep(loop)), true);
  });
});
