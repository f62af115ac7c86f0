import assert from "node:assert/strict";
import fc from "fast-check";
import type { KindRow } from "../../local/provider/kinds";
import { findKind, isFixed, KINDS } from "../../local/provider/kinds";
import { copySecrecy, redact } from "../../local/provider/secrecy";
import type { PropertyMap } from "../../local/provider/wire";
import { revealSecrets, Secret } from "../../local/provider/wire";

describe("the kinds of the local Kubernetes provider", () => {
  it("have one row each", () => {
    const names = KINDS.map(({ group, kind }) => `${group}/${kind}`);
    assert.deepEqual(names, [...new Set(names)]);
  });

  it("take every kind of a custom resource definition, with nothing fixed but its name", () => {
    const row = findKind("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet");
    assert.deepEqual(row, {
      group: "leaderworkerset.x-k8s.io",
      kind: "LeaderWorkerSet",
      fixed: [],
    });
  });

  it("take no built-in kind without a row", () => {
    assert.equal(findKind("apps/v1", "StatefulSet"), undefined);
    assert.equal(findKind("v1", "Pod"), undefined);
  });

  it("make a new claim of one whose spec changed, and of none that grew or whose labels changed", () => {
    const row = requireRow("v1", "PersistentVolumeClaim");
    const paths = [
      "spec.storageClassName",
      "spec.resources.requests.storage",
      "spec.accessModes[0]",
      "metadata.name",
      "metadata.labels.team",
      "spec.volumeNameX",
    ];
    assert.deepEqual(
      paths.filter((path) => isFixed(row, path)),
      ["spec.storageClassName", "spec.accessModes[0]", "metadata.name"],
    );
  });

  it("wait for a claim until it is bound, and no longer when its volume is lost", () => {
    const judge = requireRow("v1", "PersistentVolumeClaim").judge;
    assert.deepEqual(
      ["Pending", "Bound", "Lost"].map((phase) => judge?.({ status: { phase } })),
      [
        { state: "waiting", because: "Pending" },
        { state: "ready" },
        { state: "failed", because: "Lost" },
      ],
    );
  });

  it("wait for a job until it says that it is complete or has failed", () => {
    const judge = requireRow("batch/v1", "Job").judge;
    const failed = { type: "Failed", status: "True", message: "Job has reached its limit" };
    const conditions = [[], [{ type: "Complete", status: "True" }], [failed]];
    assert.deepEqual(
      conditions.map((each) => judge?.({ status: { conditions: each } })),
      [
        { state: "waiting", because: "not complete" },
        { state: "ready" },
        { state: "failed", because: "Job has reached its limit" },
      ],
    );
  });

  it("wait for a deployment until all its replicas are of the newest template", () => {
    const judge = requireRow("apps/v1", "Deployment").judge;
    const metadata = { generation: 2 };
    const spec = { replicas: 2 };
    const done = { observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2 };
    const statuses = [done, { ...done, observedGeneration: 1 }, { ...done, availableReplicas: 1 }];
    assert.deepEqual(
      statuses.map((status) => judge?.({ metadata, spec, status }).state),
      ["ready", "waiting", "waiting"],
    );
  });

  function requireRow(apiVersion: string, kind: string): KindRow {
    const row = findKind(apiVersion, kind);
    assert.ok(row);
    return row;
  }
});

describe("copySecrecy", () => {
  it("makes secret what is secret at the same place, and a list with a secret in it as a whole", () => {
    const source = { a: new Secret(1), b: { c: new Secret(2), d: 3 }, e: [new Secret(4)] };
    const target = { a: 10, b: { c: 20, d: 30, f: 40 }, e: [1, 2], g: 50 };
    assert.deepEqual(copySecrecy(source, target), {
      a: new Secret(10),
      b: { c: new Secret(20), d: 30, f: 40 },
      e: new Secret([1, 2]),
      g: 50,
    });
  });

  it("changes nothing but the secrecy", () => {
    const plain = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.integer());
    fc.assert(
      fc.property(plain, plain, (source, target: PropertyMap) => {
        const hidden = Object.fromEntries(
          Object.entries(source).map(([name, value]) => [name, new Secret(value)]),
        );
        assert.deepEqual(revealSecrets(copySecrecy(hidden, target)), { ...target });
      }),
    );
  });
});

describe("redact", () => {
  it("takes every secret text out of a sentence, the longer one first", () => {
    const inputs = { a: [new Secret({ b: "token-1" })], c: new Secret("token-1-long"), d: "plain" };
    assert.equal(
      redact("token-1-long and token-1 are plain", inputs),
      "[secret] and [secret] are plain",
    );
  });

  it("leaves words alone that a short secret is a part of", () => {
    assert.equal(redact("not ready", { a: new Secret("no") }), "not ready");
  });
});
