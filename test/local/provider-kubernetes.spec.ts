import assert from "node:assert/strict";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim";
import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import { Provider } from "@pulumi/kubernetes/provider";
import { StorageClass } from "@pulumi/kubernetes/storage/v1/storageClass";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { EngineStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { failure, useTestPlane, withProvider } from "./test-plane";

const PLANTED = "hf_PlantedTokenOfThisTest";

describe("the local Kubernetes provider, with objects", () => {
  const testPlane = useTestPlane("objects", ["pulumi", "helm"]);

  it("makes them, finds them unchanged, and removes them", async () => {
    const program = inCluster((options) => {
      const { name: namespace } = new Namespace(
        "namespace",
        { metadata: { name: "every-kind" } },
        options,
      ).metadata;
      const storageClass = new StorageClass(
        "class",
        {
          metadata: { name: "at-first-use" },
          provisioner: "example.org/none",
          volumeBindingMode: "WaitForFirstConsumer",
        },
        options,
      );
      const { name: storageClassName } = storageClass.metadata;
      // 1024Gi comes back as 1Ti: the same quantity, so no difference.
      const spec = { ...claimSpec("1024Gi"), storageClassName };
      new PersistentVolumeClaim("claim", { metadata: { namespace }, spec }, options);
      new ConfigMap("map", { metadata: { namespace }, data: { a: "1" } }, options);
      new Secret("token", { metadata: { namespace }, stringData: { token: PLANTED } }, options);
      const selector = { matchLabels: { app: "a" } };
      const budget = { metadata: { namespace }, spec: { minAvailable: 1, selector } };
      new PodDisruptionBudget("budget", budget, options);
    });
    const made = ["budget", "claim", "class", "cluster", "map", "namespace", "token"];
    // The stack counts as one.
    const count = made.length + 1;
    await withStack(program, async (stack) => {
      assert.deepEqual((await stack.preview()).changes, { create: count });
      assert.deepEqual((await stack.up()).changes, { create: count });
      assert.deepEqual((await stack.up()).changes, { same: count });
      await stack.refresh();
      assert.deepEqual((await stack.up()).changes, { same: count });
      assert.equal(JSON.stringify(await stack.exportState()).includes(PLANTED), false);
      assert.deepEqual(
        summarize(await stack.destroy()).sort(),
        made.map((name) => `delete ${name}`),
      );
      const left = ["get", "namespace/every-kind", "storageclass/at-first-use"];
      assert.equal(await testPlane().kubectl(...left, "--ignore-not-found"), "");
    });
  });

  it("takes up again what a deleted state had made", async () => {
    const program = inCluster((options) => {
      new ConfigMap("map", { metadata: { name: "map" }, data: { a: "1" } }, options);
    });
    await withStack(program, async (first) => {
      await first.up();
      await withStack(program, async (second) => {
        assert.deepEqual((await second.up()).changes, { create: 3 });
      });
    });
  });

  it("shows what was changed by hand, and does not take a field from who changed it", async () => {
    const program = inCluster((options) => {
      const metadata = { name: "map", labels: { team: "a" } };
      new ConfigMap("map", { metadata }, options);
    });
    await withStack(program, async (stack) => {
      await stack.up();
      await testPlane().kubectl("label", "cm/map", "team=b", "--overwrite");
      assert.equal(requireStep(await stack.refresh(), "map").op, "update");
      assert.match(
        await failure(stack.up()),
        /ConfigMap map: .*conflict with "kubectl-label".*\.metadata\.labels\.team/s,
      );
    });
  });

  it("makes again what was deleted by hand", async () => {
    const program = inCluster((options) => {
      new ConfigMap("map", { metadata: { name: "map" } }, options);
    });
    await withStack(program, async (stack) => {
      await stack.up();
      await testPlane().kubectl("delete", "cm/map");
      assert.equal(requireStep(await stack.refresh(), "map").op, "delete");
      assert.equal(requireStep(await stack.up(), "map").op, "create");
    });
  });

  it("replaces a claim whose class changed, the old one first", async () => {
    const program = (storageClassName: string) =>
      inCluster((options) => {
        const annotations = { "pulumi.com/skipAwait": "true" };
        const metadata = { name: "moved", annotations };
        const spec = { ...claimSpec("1Gi"), storageClassName };
        new PersistentVolumeClaim("claim", { metadata, spec }, options);
      });
    await withStack(program("ssd"), async (stack) => {
      await stack.up();
      const steps = summarize(await stack.up(program("gold")));
      assert.deepEqual(
        steps.filter((step) => step.endsWith(" claim")),
        ["delete-replaced claim", "replace claim", "create-replacement claim"],
      );
    });
  });

  it("fails for an object that is there already and is not of this stack", async () => {
    const program = inCluster((options) => {
      new ConfigMap("map", { metadata: { name: "kube-root-ca.crt" } }, options);
    });
    await withStack(program, async (stack) => {
      assert.match(await failure(stack.up()), /ConfigMap kube-root-ca\.crt already exists/);
    });
  });

  it("waits for a namespace that is still being deleted", async () => {
    const program = inCluster((options) => {
      new Namespace("namespace", { metadata: { name: "leaving" } }, options);
    });
    await testPlane().kubectl("create", "namespace", "leaving");
    await testPlane().kubectl("delete", "namespace", "leaving", "--wait=false");
    await withStack(program, async (stack) => {
      await stack.up();
      const output = ["-o", "jsonpath={.status.phase}"];
      assert.equal(await testPlane().kubectl("get", "ns", "leaving", ...output), "Active");
    });
  });

  it("says what a claim waits for", async () => {
    const program = inCluster((options) => {
      const inputs = { metadata: { name: "model" }, spec: claimSpec("1Gi") };
      const customTimeouts = { create: "2s" };
      new PersistentVolumeClaim("claim", inputs, { ...options, customTimeouts });
    });
    await withStack(program, async (stack) => {
      assert.match(
        await failure(stack.up()),
        /PersistentVolumeClaim default\/model is Pending after 2 s; FailedBinding: no persistent volumes available/,
      );
    });
  });

  it("refuses in the preview a kind that it does not handle", async () => {
    const program = inCluster((options) => {
      const scaleTargetRef = { kind: "Deployment", name: "a" };
      const spec = { maxReplicas: 2, scaleTargetRef };
      new HorizontalPodAutoscaler("scaler", { spec }, options);
    });
    await withStack(program, async (stack) => {
      assert.match(
        await failure(stack.preview()),
        /"autoscaling\/v2\/HorizontalPodAutoscaler"; the local provider does not handle this kind/,
      );
    });
  });

  it("refuses a provider setting that it would not honour", async () => {
    const program: PulumiFn = async () => {
      new Provider("cluster", { ...testPlane().access, renderYamlToDirectory: "rendered" });
    };
    await withStack(program, async (stack) => {
      assert.match(await failure(stack.preview()), /renderYamlToDirectory/);
    });
  });

  function withStack(
    program: PulumiFn,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    return withProvider(testPlane(), testPlane().tool("helm"), program, body);
  }

  function inCluster(create: (options: CustomResourceOptions) => void): PulumiFn {
    return async () => create({ provider: new Provider("cluster", testPlane().access) });
  }
});

function claimSpec(storage: string) {
  return { accessModes: ["ReadWriteMany"], resources: { requests: { storage } } };
}
