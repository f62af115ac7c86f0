import assert from "node:assert/strict";
import { ComponentResource } from "@pulumi/pulumi";
import { findOrigins, rememberOrigin } from "../../components/ref-origin";
import { runWithMocks } from "../support/mocks";

describe("ref-origin", () => {
  it("finds the component that made a reference, and none for a copy or an absent one", async () => {
    await runWithMocks(() => {
      const component = new ComponentResource("test:index:Room", "room");
      const ref = rememberOrigin({ name: "b200" }, component);
      assert.deepEqual(
        [findOrigins([ref]), findOrigins([{ ...ref }, undefined]), findOrigins([{ name: "b200" }])],
        [[component], [], []],
      );
    });
  });
});
