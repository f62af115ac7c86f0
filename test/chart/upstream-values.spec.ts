import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  describeWithHelm,
  type KubernetesObject,
  listNames,
  readPath,
  renderChart,
  renderObjects,
} from "../support/helm";
import { requireShared } from "../support/shared";
import { readUpstreamCases } from "../support/upstream-cases";
import { writeUpstreamChart } from "../support/upstream-chart";

describeWithHelm("values in upstream's words", (helm) => {
  it("are such as upstream's schema takes", async function () {
    requireShared(this);
    const chart = mkdtempSync(join(tmpdir(), "upstream-"));
    writeUpstreamChart(chart);
    const renderings = await Promise.all(
      readUpstreamCases().map(({ values }) => renderChart(helm(), { chart, values })),
    );
    rmSync(chart, { recursive: true });
    assert.deepEqual(
      renderings.flatMap((each) => (each.ok ? [] : [each.message])),
      [],
    );
  });

  for (const { title, values, renders } of readUpstreamCases()) {
    it(`give the objects of its contract: ${title}`, async () => {
      const objects = (await renderObjects(helm(), { values })).filter(
        ({ kind }) => kind !== "ServiceAccount",
      );
      const found = objects.map((object) => readPaths(object, renders));
      assert.deepEqual(Object.fromEntries(found), renders);
    });
  }
});

/** The name of the object, and what stands at each path that is told of it. */
function readPaths(
  object: KubernetesObject,
  renders: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): [string, object] {
  const [name = ""] = listNames([object]);
  const group = object.kind === "LeaderWorkerSet";
  const template = group ? "spec.leaderWorkerTemplate.workerTemplate" : "spec.template";
  const found = Object.keys(renders[name] ?? {}).map((path) => {
    const place = path
      .replace(/^pod\b/, `${template}.spec`)
      .replace(/^labels$/, `${template}.metadata.labels`);
    return [path, readPath(object, place) ?? null];
  });
  return [name, Object.fromEntries(found)];
}
