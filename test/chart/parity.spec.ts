import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import {
  describeWithHelm,
  type KubernetesObject,
  listNames,
  parseObjects,
  renderObjects,
} from "../support/helm";
import { requireShared, sharedPath } from "../support/shared";
import { UPSTREAM_EXAMPLES } from "../support/upstream-chart";

interface Difference {
  readonly object: string;
  readonly path: string;
  readonly upstream: unknown;
  readonly ours: unknown;
}

describeWithHelm("upstream's examples", (helm) => {
  before(function () {
    requireShared(this);
  });

  for (const example of UPSTREAM_EXAMPLES) {
    it(`give upstream's objects, but for the listed differences: ${example.name}`, async () => {
      const theirs = parseObjects(
        readFileSync(sharedPath(`chart/examples/output-${example.name}.yaml`), "utf8"),
      );
      const ours = await renderObjects(helm(), {
        release: example.release,
        files: [sharedPath(`chart/examples/${example.values}`)],
        arguments: example.arguments,
      });
      assert.deepEqual(listNames(ours).sort(), listNames(theirs).sort());
      assert.deepEqual(compareObjects(theirs, ours), listedDifferences(example.name));
    });
  }
});

function listedDifferences(example: string): Difference[] {
  const text = readFileSync(resolve(__dirname, "../golden/chart-parity.yaml"), "utf8");
  const { differences } = parse(text) as {
    differences: readonly (Difference & { readonly example: string; readonly reason: string })[];
  };
  return differences
    .filter((each) => each.example === example)
    .map(({ object, path, upstream, ours }) => ({ object, path, upstream, ours }));
}

function compareObjects(
  theirs: readonly KubernetesObject[],
  ours: readonly KubernetesObject[],
): Difference[] {
  const nameOf = ({ kind, metadata }: KubernetesObject) => `${kind}/${metadata.name}`;
  const byName = new Map(ours.map((object) => [nameOf(object), object]));
  return theirs.flatMap((object) =>
    compareValues("$", normalise(object), normalise(byName.get(nameOf(object)))).map(
      (difference) => ({ object: nameOf(object), ...difference }),
    ),
  );
}

/** Labels that name the chart and its version; they differ between any two versions. */
const CHART_LABELS = ["helm.sh/chart", "app.kubernetes.io/version"];

/** Without what Kubernetes reads as absent (null, empty maps and lists), and without the chart's own labels. */
function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .filter(([key]) => !CHART_LABELS.includes(key))
    .map(([key, inner]): [string, unknown] => [key, normalise(inner)])
    .filter(([, inner]) => !isEmpty(inner));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined;
}

function compareValues(
  path: string,
  upstream: unknown,
  ours: unknown,
): { path: string; upstream: unknown; ours: unknown }[] {
  const bothObjects = [upstream, ours].every((each) => typeof each === "object" && each !== null);
  if (!bothObjects || Array.isArray(upstream) !== Array.isArray(ours)) {
    return Object.is(upstream, ours) ? [] : [{ path, upstream, ours }];
  }
  const left = new Map(Object.entries(upstream as object));
  const right = new Map(Object.entries(ours as object));
  const step = (key: string) => (Array.isArray(upstream) ? `${path}[${key}]` : `${path}.${key}`);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
    compareValues(step(key), left.get(key), right.get(key)),
  );
}
