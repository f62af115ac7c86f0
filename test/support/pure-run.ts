import assert from "node:assert/strict";

/** Loaded for the pure run only: proves that what its specs import never reaches Pulumi. */
export const mochaHooks = {
  afterAll(): void {
    const loaded = Object.keys(require.cache).filter((path) => path.includes("/@pulumi/"));
    assert.deepEqual(loaded, [], "a pure spec loaded Pulumi");
  },
};
