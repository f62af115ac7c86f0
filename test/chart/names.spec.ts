import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { decodeOnly } from "../support/chart-values";
import { describeWithHelm, listNames, renderObjects, type Values } from "../support/helm";

describeWithHelm("the names of the objects", (helm) => {
  async function nameOf(values: Values, release = "model"): Promise<string | undefined> {
    const all = { ...decodeOnly(), serviceAccountOverride: "existing", ...values };
    const [deployment] = listNames(await renderObjects(helm(), { values: all, release }));
    return deployment?.replace(/^Deployment\//, "");
  }

  it("begin with the release and the chart", async () => {
    assert.equal(await nameOf({}), "model-llm-d-modelservice-decode");
  });

  it("begin with the release alone when it contains the chart's name", async () => {
    assert.equal(await nameOf({}, "my-llm-d-modelservice"), "my-llm-d-modelservice-decode");
  });

  it("have nameOverride in place of the chart's name", async () => {
    assert.equal(await nameOf({ nameOverride: "ms" }), "model-ms-decode");
  });

  it("begin with fullnameOverride alone", async () => {
    assert.equal(await nameOf({ fullnameOverride: "ms-ds-v3-1" }), "ms-ds-v3-1-decode");
  });

  it("stay as they are up to 55 characters before the role", async () => {
    const longest = "a".repeat(55);
    assert.equal(await nameOf({ fullnameOverride: longest }), `${longest}-decode`);
  });

  it("are as long with groups of pods as StatefulSets can be", async () => {
    const longest = "a".repeat(43);
    const values = decodeOnly({ parallelism: { workers: 2 }, replicas: 10 }, { multinode: true });
    const objects = await renderObjects(helm(), {
      values: { ...values, fullnameOverride: longest },
    });
    assert.deepEqual(listNames(objects).at(-1), `LeaderWorkerSet/${longest}-decode`);
  });

  it("end in a hash of the whole when they are longer, so that two which begin alike stay apart", async () => {
    const [first, second] = [`${"a".repeat(46)}-first`, `${"a".repeat(46)}-other`];
    const hashed = (whole: string) =>
      `${"a".repeat(46)}-${createHash("sha256").update(whole).digest("hex").slice(0, 8)}-decode`;
    assert.deepEqual(
      [await nameOf({}, first), await nameOf({}, second)],
      [hashed(`${first}-llm-d-modelservice`), hashed(`${second}-llm-d-modelservice`)],
    );
  });
});
