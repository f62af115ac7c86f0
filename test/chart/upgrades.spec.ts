import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { type ExecaError, execa } from "execa";
import type { ControlPlane, ControlPlaneOptions } from "../../local/control-plane/control-plane";
import {
  CONTROL_PLANE_TOOLS,
  planeEnvironment,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { decodeOnly } from "../support/chart-values";
import { applyDefinitions } from "../support/definitions";
import { CHART_FOLDER, describeWithHelm, type Helm, type Values } from "../support/helm";
import { requireShared, sharedPath } from "../support/shared";
import { requireTools } from "../support/tools";
import { UPSTREAM_EXAMPLES, writeUpstreamChart } from "../support/upstream-chart";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-upgrades-${process.pid}`);

const DECODE = "model-llm-d-modelservice-decode";

describe("an upgrade on a real API server", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;

  before(async function () {
    const tools = await requireTools(this, CONTROL_PLANE_TOOLS);
    options = { name: "upgrades", directory: FOLDER, tools };
    ({ plane } = await startControlPlane(options));
    await applyDefinitions(plane);
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  describeWithHelm("an autoscaled role", (helm) => {
    for (const [kind, rest] of [
      ["Deployment", {}],
      ["ReplicaSet", { requester: { enable: true } }],
      ["LeaderWorkerSet", { multinode: true }],
    ] as const) {
      it(`never has less than what runs, through the begin, a change and the end of autoscaling: ${kind}`, async function () {
        if (kind === "LeaderWorkerSet") requireShared(this);
        const namespace = `watched-${helm().name}-${kind.toLowerCase()}`;
        await runKubectl(plane, ["create", "namespace", namespace]);
        const upgrade = (role: Values) =>
          install(helm(), namespace, { values: decodeOnly(role, rest) });
        const edited = { podAnnotations: { edited: "true" } };

        await upgrade({ replicas: 2 });
        await scale(kind, namespace, 5);
        const seen = await watchReplicas(kind, namespace, "6", async () => {
          await upgrade({ replicas: 2, autoscaling: { enabled: true } });
          await upgrade({ replicas: 2, autoscaling: { enabled: true }, ...edited });
          await upgrade({ replicas: 5, ...edited });
          await scale(kind, namespace, 6);
        });
        assert.deepEqual(seen, ["5", "6"]);
      });
    }

    it("is given another number by force at the end of autoscaling, as helm 4 leaves it to the autoscaler", async () => {
      const namespace = `taken-${helm().name}`;
      await runKubectl(plane, ["create", "namespace", namespace]);
      const upgrade = (role: Values, ...options: readonly string[]) =>
        install(helm(), namespace, { values: decodeOnly(role), options });
      await upgrade({ replicas: 2, autoscaling: { enabled: true } });
      await scale("Deployment", namespace, 5);
      const told = await upgrade({ replicas: 3 }).then(
        () => "",
        (error: ExecaError) => String(error.stderr),
      );
      const seen = [await readReplicas(namespace)];
      if (helm().name === "helm4") await upgrade({ replicas: 3 }, "--force-conflicts");
      seen.push(await readReplicas(namespace));
      await upgrade({ replicas: 4 });
      seen.push(await readReplicas(namespace));
      assert.deepEqual(
        [/conflict with "kubectl" with subresource "scale"/.test(told), seen],
        helm().name === "helm4" ? [true, ["5", "3", "4"]] : [false, ["3", "3", "4"]],
      );
    });
  });

  describeWithHelm("a release of upstream's chart", (helm) => {
    for (const example of UPSTREAM_EXAMPLES) {
      it(`becomes one of this chart with the same Deployments: ${example.name}`, async function () {
        requireShared(this);
        const namespace = `upstream-${helm().name}-${example.name}`;
        await runKubectl(plane, ["create", "namespace", namespace]);
        const chart = join(FOLDER, namespace);
        writeUpstreamChart(chart, [sharedPath(`chart/examples/output-${example.name}.yaml`)]);
        const { release } = example;
        await install(helm(), namespace, { release, chart });
        const before = await readIdentities(namespace);
        await install(helm(), namespace, {
          release,
          options: [
            "--values",
            sharedPath(`chart/examples/${example.values}`),
            ...example.arguments,
          ],
        });
        const after = await readIdentities(namespace);
        // The pinned image of its proxy gives decode new pods; nothing does so for prefill.
        const [decode, prefill] = [
          `${release}-llm-d-modelservice-decode`,
          `${release}-llm-d-modelservice-prefill`,
        ];
        assert.deepEqual(after, {
          [decode]: { ...before[decode], generation: 2 },
          [prefill]: before[prefill],
        });
      });
    }
  });

  /** Installs or upgrades the release, from the bundled chart and from `values` unless it says otherwise. */
  async function install(
    { path }: Helm,
    namespace: string,
    { release = "model", chart = CHART_FOLDER, values = {}, options = [] }: InstallOptions,
  ): Promise<void> {
    await execa(
      path,
      [
        ...["upgrade", "--install", release, chart, "--namespace", namespace],
        ...["--values", "-", ...options],
      ],
      { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
    );
  }

  /** What an autoscaler does: it writes the number through the subresource for it. */
  async function scale(kind: string, namespace: string, replicas: number): Promise<void> {
    await runKubectl(plane, ["scale", kind, DECODE, "-n", namespace, `--replicas=${replicas}`]);
  }

  function readReplicas(namespace: string): Promise<string> {
    const path = "jsonpath={.spec.replicas}";
    return runKubectl(plane, ["get", "deployment", DECODE, "-n", namespace, "-o", path]);
  }

  /** Every number that the object has while `changes` happen, without repetitions; the watch is there before them and ends with `last`. */
  async function watchReplicas(
    kind: string,
    namespace: string,
    last: string,
    changes: () => Promise<void>,
  ): Promise<string[]> {
    const path = 'jsonpath={.spec.replicas}{"\\n"}';
    const watch = execa(
      plane.kubectl,
      ["get", kind, DECODE, "-n", namespace, "--watch", "-o", path],
      { env: planeEnvironment(plane.directory), reject: false },
    );
    const seen: string[] = [];
    let changing: Promise<void> | undefined;
    for await (const replicas of watch) {
      changing ??= changes().catch((error: unknown) => {
        watch.kill();
        throw error;
      });
      if (replicas !== seen.at(-1)) seen.push(String(replicas));
      if (replicas === last) watch.kill();
    }
    await changing;
    return seen;
  }

  /** Of each Deployment what another one in its place, another selector or other pods would change. */
  async function readIdentities(namespace: string): Promise<Record<string, object>> {
    const text = await runKubectl(plane, ["get", "deployments", "-n", namespace, "-o", "json"]);
    const { items } = JSON.parse(text) as { readonly items: readonly Deployment[] };
    return Object.fromEntries(
      items.map(({ metadata: { name, uid, generation }, spec: { selector } }) => [
        name,
        { uid, generation, selector },
      ]),
    );
  }
});

interface InstallOptions {
  readonly release?: string;
  readonly chart?: string;
  readonly values?: Values;
  readonly options?: readonly string[];
}

interface Deployment {
  readonly metadata: { readonly name: string; readonly uid: string; readonly generation: number };
  readonly spec: { readonly selector: object };
}
