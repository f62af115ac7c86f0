import assert from "node:assert/strict";
import { type Helm, readPath, renderObject, type Values } from "./helm";

/** One decision of the chart: what stands at `path` of one object when it is given `values`. */
export interface RenderedCase {
  readonly title: string;
  readonly values: Values;
  /** `Kind/name`; the decode Deployment when absent. */
  readonly object?: string;
  /** In the pod when it begins with `pod.`, else in the object. */
  readonly path: string;
  readonly expected: unknown;
  readonly release?: string;
}

const DECODE = "Deployment/model-llm-d-modelservice-decode";

/** One test for each case. */
export function itRenders(helm: () => Helm, cases: readonly RenderedCase[]): void {
  for (const { title, values, path, expected, ...rest } of cases) {
    it(title, async () => {
      const { release = "model" } = rest;
      const object = await renderObject(helm(), rest.object ?? DECODE, { values, release });
      const place = path.replace(/^pod\./, "spec.template.spec.");
      assert.deepEqual(readPath(object, place), expected);
    });
  }
}
