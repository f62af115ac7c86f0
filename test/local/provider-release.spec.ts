import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { Provider } from "@pulumi/kubernetes/provider";
import { secret } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { execa } from "execa";
import { planSteps } from "../../local/provider/release-recovery";
import type { EngineStack } from "../support/engine";
import { requireStep } from "../support/engine-outcome";
import { requireTools, toolPath } from "../support/tools";
import { failure, useTestPlane, withProvider } from "./test-plane";

const PLANTED = "hf_PlantedTokenOfThisTest";

/** What every program of this file has beside its release: the stack and the cluster. */
const OTHERS = 2;

describe("the local Kubernetes provider, with releases", () => {
  const testPlane = useTestPlane("releases", ["pulumi"]);

  for (const name of ["helm", "helm4"] as const) {
    describe(`through ${name}`, () => {
      const { withStack, release, readyReplicas } = useHelm(name);

      it("installs, upgrades what changed, and uninstalls", async () => {
        await withStack(release({}), async (stack) => {
          assert.equal(requireStep(await stack.preview(), "model").op, "create");
          const status = { appVersion: "7", chart: "tiny", name: "tiny", version: "1.2.3" };
          assert.deepEqual((await stack.up()).outputs, {
            resourceNames: { "Deployment.apps/apps/v1": ["tiny"] },
            status: { ...status, namespace: name, revision: 1, status: "deployed" },
          });
          assert.deepEqual((await stack.up()).changes, { same: OTHERS + 1 });
          const changed = release({ replicas: 2 });
          const oneUpdate = { same: OTHERS, update: 1 };
          assert.deepEqual((await stack.preview(changed)).changes, oneUpdate);
          assert.deepEqual((await stack.up(changed)).changes, oneUpdate);
          assert.equal(await readyReplicas(), "2");
          assert.equal(requireStep(await stack.destroy(), "model").op, "delete");
        });
      });

      it("names the pods of a release that is not ready, and mends it in the next run", async () => {
        await withStack(release({ gpus: 16 }), async (stack) => {
          assert.match(
            await failure(stack.up()),
            new RegExp(
              `release ${name}/tiny: not ready after 4 s\n` +
                "  pod tiny-\\w+-\\w+: Pending; 0/1 nodes are available: 1 Insufficient nvidia.com/gpu",
            ),
          );
          assert.equal(requireStep(await stack.up(release({})), "model").op, "update");
          assert.deepEqual((await stack.up(release({}))).changes, { same: OTHERS + 1 });
        });
      });

      it("shows what atomic put back as still to be done", async () => {
        await withStack(release({}), async (stack) => {
          await stack.up();
          const atomic = release({ gpus: 16 }, { atomic: true });
          await failure(stack.up(atomic));
          assert.equal(requireStep(await stack.preview(atomic), "model").op, "update");
          assert.equal(await readyReplicas(), "1");
        });
      });
    });
  }

  describe("whatever the helm", () => {
    const { withStack, release, readyReplicas, runHelm, readLog, chart } = useHelm("helm", "any");

    it("goes back to the chart's value when the program's value is taken away", async () => {
      await withStack(release({ replicas: 2 }), async (stack) => {
        await stack.up();
        await stack.up(release({}));
        assert.equal(await readyReplicas(), "1");
      });
    });

    it("mends after a refresh what had failed, was uninstalled, or was changed by hand", async () => {
      await withStack(release({ replicas: 2 }), async (stack) => {
        await stack.up();
        await failure(stack.up(release({ gpus: 16 })));
        assert.equal(requireStep(await stack.refresh(), "model").op, "update");
        assert.equal(requireStep(await stack.up(release({ replicas: 2 })), "model").op, "update");

        await runHelm("uninstall", "tiny");
        assert.equal(requireStep(await stack.refresh(), "model").op, "delete");
        assert.equal(requireStep(await stack.up(), "model").op, "create");

        await runHelm("upgrade", "tiny", chart(), "--reuse-values", "--set", "replicas=1");
        assert.equal(requireStep(await stack.refresh(), "model").op, "update");
        assert.equal(requireStep(await stack.up(), "model").op, "update");
        assert.equal(await readyReplicas(), "2");
        assert.deepEqual((await stack.up()).changes, { same: OTHERS + 1 });
      });
    });

    it("leaves a release of the same name alone that is not of this stack", async () => {
      await runHelm("install", "tiny", chart());
      await withStack(release({}), async (stack) => {
        assert.match(
          await failure(stack.up()),
          /release any\/tiny exists already and is not of this stack/,
        );
      });
      await runHelm("uninstall", "tiny");
    });

    it("shows the secret in a value nowhere, not even when the chart quotes it", async () => {
      await withStack(release({ quote: "yes" }), async (stack) => {
        const error = await failure(stack.up());
        assert.match(error, /the token is \[secret\]/);
        await stack.up(release({}));
        const state = JSON.stringify(await stack.exportState());
        assert.deepEqual(
          [error, state, readLog()].map((text) => text.includes(PLANTED)),
          [false, false, false],
        );
      });
    });

    it("hands over values that are secret as a whole", async () => {
      const program = release({}, { values: secret({ replicas: 2 }) });
      await withStack(program, async (stack) => {
        await stack.up();
        assert.equal(await readyReplicas(), "2");
      });
    });

    it("keeps the chart's path as the program wrote it, and the version that it found there", async () => {
      await withStack(release({}), async (stack) => {
        await stack.up();
        const resource = (await stack.exportState()).find(({ id }) => id === "any/tiny");
        assert.deepEqual(
          [resource?.inputs?.chart, resource?.inputs?.version],
          ["./chart", "1.2.3"],
        );
      });
    });

    it("refuses in the preview a chart that is not there, and what it would not pass on", async () => {
      await withStack(release({}, { chart: "./charts" }), async (stack) => {
        assert.match(await failure(stack.preview()), /"\.\/charts"; there is no such chart below/);
      });
      await withStack(release({}, { lint: true }), async (stack) => {
        assert.match(await failure(stack.preview()), /lint.*does not pass this on to helm/s);
      });
    });
  });

  /** One helm, and a namespace of its own in which every test of the suite starts with nothing. */
  function useHelm(name: "helm" | "helm4", namespace: string = name) {
    let helm: string;

    before(async function () {
      helm = toolPath(await requireTools(this, [name]), name);
      await testPlane().kubectl("create", "namespace", namespace);
    });

    return {
      withStack: (program: PulumiFn, body: (stack: EngineStack) => Promise<void>) =>
        withProvider(testPlane(), helm, program, body),

      release: (values: object, more: Partial<ReleaseArgs> = {}): PulumiFn => {
        const fixed = { name: "tiny", chart: "./chart", namespace, timeout: 4 };
        return async () => {
          const options = { provider: new Provider("cluster", testPlane().access) };
          const all = { token: secret(PLANTED), ...values };
          const inputs = { ...fixed, values: all, ...more };
          const { status, resourceNames } = new Release("model", inputs, options);
          return { status, resourceNames };
        };
      },

      readyReplicas: () => {
        const output = ["-o", "jsonpath={.status.readyReplicas}"];
        return testPlane().kubectl("get", "-n", namespace, "deployment/tiny", ...output);
      },

      runHelm: async (...args: readonly string[]) => {
        const { kubeconfig } = testPlane().access;
        await execa(helm, [...args, "--namespace", namespace, "--kubeconfig", kubeconfig]);
      },

      chart: () => join(testPlane().directory, "chart"),

      readLog: () => readFileSync(join(testPlane().directory, "provider", "commands.log"), "utf8"),
    };
  }
});

describe("planSteps", () => {
  const revision = (number: number, status: Parameters<typeof planSteps>[0][number]["status"]) => ({
    number,
    status,
    mark: "ours",
  });

  const cases = [
    { found: [], steps: [{ command: "install" }] },
    { found: [revision(1, "deployed")], steps: [{ command: "upgrade" }] },
    { found: [revision(1, "failed")], steps: [{ command: "upgrade" }] },
    {
      found: [revision(1, "pending-install")],
      steps: [{ command: "uninstall" }, { command: "install" }],
    },
    {
      found: [revision(1, "uninstalling")],
      steps: [{ command: "uninstall" }, { command: "install" }],
    },
    {
      found: [revision(3, "deployed"), revision(4, "pending-upgrade")],
      steps: [{ command: "rollback", revision: 3 }, { command: "upgrade" }],
    },
    {
      found: [
        revision(3, "deployed"),
        revision(4, "pending-upgrade"),
        revision(5, "pending-rollback"),
      ],
      steps: [{ command: "rollback", revision: 3 }, { command: "upgrade" }],
    },
    {
      found: [revision(1, "failed"), revision(2, "pending-upgrade")],
      steps: [{ command: "uninstall" }, { command: "install" }],
    },
  ] as const;

  for (const { found, steps } of cases) {
    const statuses = found.map(({ status }) => status).join(", ") || "nothing";
    it(`goes from ${statuses} by ${steps.map(({ command }) => command).join(", ")}`, () => {
      assert.deepEqual(planSteps(found), steps);
    });
  }
});
