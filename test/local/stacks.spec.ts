import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { applyNodes } from "../../local/control-plane/nodes";
import { programFolder } from "../../local/control-plane/plane";
import { findProcessesOf } from "../../local/control-plane/processes";
import { applyVolumes } from "../../local/control-plane/volumes";
import { toFakeNodes, toFakeVolumes } from "../../local/plane-content";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { toEnvironment } from "../../stacks/environment";
import { createEnvironment } from "../../stacks/program";
import { type EngineStack, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { changeLocalConfig, toPulumiConfig } from "../support/local-stack";
import { requireValue } from "../support/specs";
import { failure, useTestPlane } from "./test-plane";

/** The program in `stacks/` on a real API server; what it is told by mistake is in `test/components/stack-program.spec.ts`. */
describe("the program of the stacks, on a cluster", () => {
  const testPlane = useTestPlane("stacks", ["pulumi", "helm"]);
  const kubeconfigBefore = process.env.KUBECONFIG;

  before(async () => {
    const namespaces = ["own", "moved", "stopped", "owner", "rival", "first", "second"];
    const environments = namespaces.map((each) => requireValue(toEnvironment(toConfig(each, {}))));
    const { plane } = testPlane();
    await applyNodes(
      plane,
      environments.flatMap(({ plan }) => toFakeNodes(plan)),
    );
    const volumes = environments.flatMap(({ plan, namespace }) => toFakeVolumes(plan, namespace));
    await applyVolumes(plane, volumes);
  });

  afterEach(() => {
    if (kubeconfigBefore === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = kubeconfigBefore;
  });

  describe("where the current context is another one", () => {
    let other: Server;
    let connections = 0;

    beforeEach((done) => {
      connections = 0;
      other = createServer((socket) => {
        connections += 1;
        socket.destroy();
      }).listen(0, "127.0.0.1", done);
    });
    afterEach(() => other.close());

    it("previews and deploys on its own, and never asks the other", async () => {
      useKubeconfigs(writeOther());
      await withEnvironment("own", {}, async (stack) => {
        requireStep(await stack.preview(), "deepseek-v3-1-release", "create");
        await stack.up();
        assert.deepEqual([await listDeployments("own"), connections], [DEPLOYMENTS, 0]);
      });
    });

    it("does nothing on any when its context leads to the other by now", async () => {
      const moved = writeOther(testPlane().access.context);
      useKubeconfigs(moved);
      await withEnvironment("moved", {}, async (stack) => {
        const { server } = testPlane().plane;
        const rule = `context ${testPlane().access.context} leads to ${otherServer()}`;
        const refusal = `cluster.server: "${server}"; ${rule}; correct the stack file, or the kubeconfig`;
        const errors = [await failure(stack.preview()), await failure(stack.up())];
        assert.deepEqual(
          [errors.map((text) => text.includes(refusal)), await listRecords(stack), connections],
          [[true, true], [], 0],
        );
      });
    });

    /** The current context of whoever runs this; `context` is what they call it. */
    function writeOther(context = "production"): string {
      const file = join(testPlane().directory, `${context}.yaml`);
      const content = {
        ...{ apiVersion: "v1", kind: "Config", "current-context": context },
        clusters: [{ name: "other", cluster: { server: otherServer() } }],
        contexts: [{ name: context, context: { cluster: "other", user: "other" } }],
        users: [{ name: "other", user: { token: "none" } }],
      };
      writeFileSync(file, JSON.stringify(content));
      return file;
    }

    function otherServer(): string {
      return `https://127.0.0.1:${(other.address() as AddressInfo).port}`;
    }
  });

  describe("whose API server has stopped", () => {
    it("says so, keeps its state, and goes on when the server is back", async () => {
      useKubeconfigs();
      await withEnvironment("stopped", {}, async (stack) => {
        await stack.up();
        const state = await listRecords(stack);
        const errors: string[] = [];
        try {
          await signalServer("SIGSTOP");
          errors.push(await failure(stack.preview()));
          await signalServer("SIGKILL");
          errors.push(await failure(stack.up()));
        } finally {
          await testPlane().start();
        }
        const { context } = testPlane().access;
        const told = `cluster: context ${context}; its API server does not answer: `;
        const untouched = await listRecords(stack);
        assert.deepEqual(
          [errors.map((text) => text.includes(told)), untouched, await listTouched(stack)],
          [[true, true], state, []],
        );
      });
    });

    async function signalServer(signal: NodeJS.Signals): Promise<void> {
      const { directory, plane } = testPlane();
      const running = await findProcessesOf(programFolder(directory, plane.name));
      const server = running.find(({ program }) => program === "kube-apiserver");
      process.kill(server?.processId ?? assert.fail("there is no API server"), signal);
    }
  });

  describe("twice on one cluster, in two namespaces", () => {
    it("refuses in the preview to make a class that the other has made", async () => {
      useKubeconfigs();
      await withEnvironment("owner", {}, async (owner) => {
        await owner.up();
        await withEnvironment("rival", {}, async (rival) => {
          assert.match(
            await failure(rival.preview()),
            /StorageClass ssd already exists and is not of this stack; choose another name, or use it without making it/,
          );
        });
      });
    });

    it("serves the same models side by side, and outlives the other", async () => {
      useKubeconfigs();
      const withoutClass = { "storage.llm-model.provisioner": undefined };
      await withEnvironment("second", withoutClass, async (second) => {
        await withEnvironment("first", {}, async (first) => {
          await first.up();
          await second.up();
          assert.deepEqual(await listDeployments("first"), await listDeployments("second"));
          const pods = await listPods("second");
          await first.destroy();
          assert.deepEqual([await listPods("first"), await listPods("second")], ["", pods]);
        });
        assert.deepEqual(await listTouched(second), []);
      });
    });
  });

  const DEPLOYMENTS = "deployment.apps/ms-ds-v3-1-decode";

  /** What the state knows of the cluster, without times. */
  async function listRecords(stack: EngineStack): Promise<object[]> {
    const resources = await stack.exportState();
    return resources
      .filter(({ custom }) => custom)
      .map(({ urn, id, inputs, outputs }) => ({ urn, id, inputs, outputs }));
  }

  /** What another run has to do. */
  async function listTouched(stack: EngineStack): Promise<string[]> {
    return summarize(await stack.up()).filter((step) => !step.startsWith("same "));
  }

  function listDeployments(namespace: string): Promise<string> {
    return testPlane().kubectl("get", "deployments", "-n", namespace, "-o", "name");
  }

  /** The identity of each pod: another pod of the same name would show. */
  function listPods(namespace: string): Promise<string> {
    const output = "jsonpath={range .items[*]}{.metadata.uid} {end}";
    return testPlane().kubectl("get", "pods", "-n", namespace, "-o", output);
  }

  function useKubeconfigs(...others: readonly string[]): void {
    process.env.KUBECONFIG = [...others, testPlane().access.kubeconfig].join(":");
  }

  /** An environment with one model and a pool of its own; destroyed at the end. */
  async function withEnvironment(
    namespace: string,
    changes: Readonly<Record<string, unknown>>,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    const { directory, tool } = testPlane();
    const kubernetes = await serveKubernetesProvider({
      helm: tool("helm"),
      kubectl: tool("kubectl"),
      directory: join(directory, "provider"),
      longestWaitSeconds: 60,
    });
    const config = toPulumiConfig(toConfig(namespace, changes));
    const options = { program: async () => createEnvironment(), providers: { kubernetes }, config };
    await withStack({ ...options, stackName: namespace }, async (stack) => {
      try {
        await body(stack);
      } finally {
        await stack.destroy();
      }
    });
  }

  function toConfig(namespace: string, changes: Readonly<Record<string, unknown>>): unknown {
    const { context, server } = testPlane().plane;
    const labels = { "eks.amazonaws.com/nodegroup": namespace };
    const model = { release: 1, replicas: 1, nodePool: namespace, storage: "llm-model" };
    return changeLocalConfig({
      namespace,
      cluster: { context, server },
      nodePools: { [namespace]: { instanceType: "p6-b200.48xlarge", maxSize: 1, labels } },
      models: { "deepseek-v3-1": model },
      ...changes,
    });
  }
});
