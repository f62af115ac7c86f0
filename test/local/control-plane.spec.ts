import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import type { ControlPlane, ControlPlaneOptions } from "../../local/control-plane/control-plane";
import {
  CONTROL_PLANE_TOOLS,
  ControlPlaneFailed,
  findControlPlane,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import type { FakeNode } from "../../local/control-plane/nodes";
import { applyNodes } from "../../local/control-plane/nodes";
import { programFolder } from "../../local/control-plane/plane";
import type { PodRow } from "../../local/control-plane/pods";
import { readPods, waitForPods } from "../../local/control-plane/pods";
import { findFreePorts } from "../../local/control-plane/ports";
import { endProcessesOf, findProcessesOf } from "../../local/control-plane/processes";
import { applyVolumes } from "../../local/control-plane/volumes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { skip } from "../support/skip";
import { requireTools } from "../support/tools";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-control-plane-${process.pid}`);
const HOME = join(FOLDER, "home");
const GPU = "nvidia.com/gpu";

describe("the local control plane", () => {
  const formerHome = process.env.HOME;
  let options: ControlPlaneOptions;
  let plane: ControlPlane;

  before(async function () {
    const tools = await requireTools(this, CONTROL_PLANE_TOOLS);
    // What the plane and its kubectl would leave in the user's home is seen here.
    mkdirSync(HOME, { recursive: true });
    process.env.HOME = HOME;
    const { apiServer: port } = await findFreePorts();
    options = { name: "test", directory: join(FOLDER, "plane"), tools, port };
    ({ plane } = await startControlPlane(options));
  });

  after(async () => {
    process.env.HOME = formerHome;
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  it("answers at the port that was asked for, as the version that was chosen", async () => {
    const version = JSON.parse(await runKubectl(plane, ["get", "--raw", "/version"])) as {
      readonly gitVersion: string;
    };
    assert.deepEqual(
      [plane.server, version.gitVersion],
      [
        `https://127.0.0.1:${options.port}`,
        `v${options.tools.get("kube-apiserver")?.version ?? "?"}`,
      ],
    );
  });

  it("is left alone when it runs", async () => {
    const before = await findProcessesOf(plane.directory);
    assert.deepEqual(await startControlPlane(options), { plane, started: false });
    assert.deepEqual(await findProcessesOf(plane.directory), before);
  });

  it("listens on 127.0.0.1 only", async function () {
    const processes = await findProcessesOf(join(plane.directory, "control-plane"));
    const { failed, stdout } = await execa("ss", ["-Hltnp"], { reject: false });
    if (failed) skip(this, "there is no `ss` on this machine to list listeners with");
    const listeners = stdout
      .split("\n")
      .filter((line) => processes.some(({ processId }) => line.includes(`pid=${processId},`)))
      .map((line) => line.split(/\s+/)[3]?.replace(/:\d+$/, ""));
    // etcd has two: for clients and for peers.
    assert.deepEqual(
      [processes.length, listeners],
      [5, Array.from({ length: 6 }, () => "127.0.0.1")],
    );
  });

  it("refuses a client without its certificate", async () => {
    const { stderr } = await execa(
      plane.kubectl,
      ["get", "pods", "--server", plane.server, "--insecure-skip-tls-verify", "--token", "guess"],
      { env: { KUBECONFIG: "/dev/null", KUBECACHEDIR: join(FOLDER, "cache") }, reject: false },
    );
    assert.match(stderr, /Unauthorized|must be logged in/);
  });

  describe("with two nodes of 8 GPUs", () => {
    before(async () => {
      await applyNodes(plane, [gpuNode("gpu-1"), gpuNode("gpu-2")]);
      await runKubectl(plane, ["create", "namespace", "models"]);
    });

    it("has both Ready, with their devices, labels and taints", async () => {
      const [node, ...others] = await readNodes(plane);
      assert.deepEqual(
        [
          others.length,
          node?.status.allocatable,
          node?.metadata.labels.pool,
          // The node controller takes its own away a moment after the node is Ready.
          node?.spec.taints.filter(({ key }) => !key.startsWith("node.kubernetes.io/")),
        ],
        [
          1,
          { cpu: "190", memory: "2000Gi", pods: "110", [GPU]: "8" },
          "gpu",
          [{ key: GPU, value: "true", effect: "NoSchedule" }],
        ],
      );
    });

    it("makes a pod that asks for 8 GPUs Running and Ready on one of them", async () => {
      await applyObjects(plane, [gpuPod("first", 8)]);
      const [pod] = await waitForPods(plane, "models", { count: 1, timeoutSeconds: 30 });
      const { node, lastEvent, ...row } = pod ?? fail();
      assert.deepEqual(row, {
        name: "first",
        phase: "Running",
        ready: true,
        restarts: 0,
        devices: { [GPU]: 8 },
      } satisfies PodRow);
      assert.match(node ?? "", /^gpu-[12]$/);
      assert.match(lastEvent ?? "", /^Scheduled: /);
    });

    it("puts the second one on the other node", async () => {
      await applyObjects(plane, [gpuPod("second", 8)]);
      const pods = await waitForPods(plane, "models", { count: 2, timeoutSeconds: 30 });
      assert.deepEqual(pods.map(({ node }) => node).sort(), ["gpu-1", "gpu-2"]);
    });

    it("says why a third one does not run", async () => {
      await applyObjects(plane, [gpuPod("third", 1)]);
      await assert.rejects(
        waitForPods(plane, "models", { count: 3, timeoutSeconds: 2 }),
        (error) => {
          assert.ok(error instanceof ControlPlaneFailed);
          assert.deepEqual(
            [error.reason, error.evidence.split(/(?<=nvidia\.com\/gpu)\./)[0]],
            [
              "after 2 s 2 of 3 pods in namespace models are Ready",
              "third: Pending; FailedScheduling: 0/2 nodes are available: 2 Insufficient nvidia.com/gpu",
            ],
          );
          return true;
        },
      );
    });

    it("takes a changed capacity over, and schedules on it", async () => {
      await applyNodes(plane, [gpuNode("gpu-1", 16), gpuNode("gpu-2")]);
      const pods = await waitForPods(plane, "models", { count: 3, timeoutSeconds: 30 });
      assert.equal(pods.find(({ name }) => name === "third")?.node, "gpu-1");
    });

    it("removes a node that is not asked for any more, with the pods on it", async () => {
      await applyNodes(plane, [gpuNode("gpu-1", 16)]);
      const nodes = (await readPods(plane, "models")).map(({ node }) => node);
      assert.deepEqual(
        [(await readNodes(plane)).map(({ metadata }) => metadata.name), new Set(nodes)],
        [["gpu-1"], new Set(["gpu-1"])],
      );
    });
  });

  describe("with a volume", () => {
    const VOLUME = {
      name: "weights",
      storageClassName: "shared",
      capacity: "4800Gi",
      accessModes: ["ReadWriteMany"],
      claim: { namespace: "default", name: "llm-model" },
    };
    const CLAIM = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "llm-model", namespace: "default" },
      spec: {
        accessModes: ["ReadWriteMany"],
        storageClassName: "shared",
        resources: { requests: { storage: "4800Gi" } },
      },
    };
    async function bind(): Promise<string> {
      await applyVolumes(plane, [VOLUME]);
      await applyObjects(plane, [CLAIM]);
      await runKubectl(plane, [
        ...["wait", "pvc/llm-model", "--for=jsonpath={.status.phase}=Bound", "--timeout=30s"],
      ]);
      return runKubectl(plane, ["get", "pvc", "llm-model", "-o", "jsonpath={.spec.volumeName}"]);
    }

    it("binds the claim for which it was made", async () => {
      assert.equal(await bind(), "weights");
    });

    it("binds a claim of the same name that was made anew", async () => {
      await runKubectl(plane, ["delete", "pvc", "llm-model"]);
      await runKubectl(plane, [
        ...["wait", "pv/weights", "--for=jsonpath={.status.phase}=Released", "--timeout=30s"],
      ]);
      assert.equal(await bind(), "weights");
    });
  });

  // Last, as it ends the plane that the others use.
  describe("when it is killed and stopped", () => {
    it("comes back with its objects and its port after all its processes were killed", async () => {
      await runKubectl(plane, ["create", "namespace", "kept"]);
      await endProcessesOf(join(plane.directory, "control-plane"));
      const again = await startControlPlane(options);
      assert.deepEqual(
        [again, await runKubectl(plane, ["get", "namespace", "kept", "-o", "name"])],
        [{ plane, started: true }, "namespace/kept"],
      );
    });

    it("makes pods ready again as soon as it is back", async () => {
      await applyNodes(plane, [gpuNode("gpu-later")]);
      await runKubectl(plane, ["create", "namespace", "later"]);
      // Without it no pod is taken, and the controller that makes it is ended next.
      await runKubectl(plane, [
        ...["wait", "--for=create", "serviceaccount/default", "--namespace", "later"],
      ]);
      await endProcessesOf(join(plane.directory, "control-plane"));
      await startControlPlane(options);
      await applyObjects(plane, [gpuPod("new", 1, "later")]);
      const [pod] = await waitForPods(plane, "later", { count: 1, timeoutSeconds: 30 });
      assert.equal(pod?.name, "new");
    });

    it("comes back whole when one of its processes is gone", async () => {
      const [scheduler] = (await findProcessesOf(programFolder(plane.directory, "test"))).filter(
        ({ program }) => program === "kube-scheduler",
      );
      process.kill(scheduler?.processId ?? fail(), "SIGKILL");
      while ((await findControlPlane(options)) !== undefined) await sleep(10);
      assert.deepEqual(await startControlPlane(options), { plane, started: true });
    });

    it("takes another port when somebody has taken its own meanwhile", async () => {
      await endProcessesOf(join(plane.directory, "control-plane"));
      const squatter = createServer().listen(options.port, "127.0.0.1");
      await once(squatter, "listening");
      const { plane: moved } = await startControlPlane(options);
      squatter.close();
      assert.notEqual(moved.server, plane.server);
      assert.equal(
        await runKubectl(moved, ["get", "namespace", "kept", "-o", "name"]),
        "namespace/kept",
      );
    });

    it("is made anew where its first start was killed half way", async () => {
      const half: ControlPlaneOptions = { ...options, directory: join(FOLDER, "half") };
      const starter = spawn(
        process.execPath,
        [
          ...["-r", "ts-node/register/transpile-only"],
          "-e",
          START_SCRIPT,
          JSON.stringify(toPlain(half)),
        ],
        { cwd: repositoryRoot(), stdio: "inherit" },
      );
      const certificates = join(half.directory, "control-plane", "clusters", half.name, "pki");
      while (!existsSync(certificates)) await sleep(5);
      starter.kill("SIGKILL");
      await once(starter, "exit");

      const { plane: whole, started } = await startControlPlane(half);
      assert.deepEqual([started, await findControlPlane(half)], [true, whole]);
      await stopControlPlane(half);
    });

    it("leaves no process and no file when it is stopped, and may be stopped twice", async () => {
      writeFileSync(join(options.directory, "of-the-caller"), "");
      await stopControlPlane(options);
      await stopControlPlane(options);
      assert.deepEqual(
        [await findProcessesOf(FOLDER), readdirSync(options.directory)],
        [[], ["of-the-caller"]],
      );
    });

    it("has never written to the home of the user", () => {
      assert.deepEqual(readdirSync(HOME), []);
    });

    it("does not touch a kubeconfig that the user has", async () => {
      const file = join(HOME, ".kube", "config");
      mkdirSync(join(HOME, ".kube"));
      writeFileSync(file, USER_KUBECONFIG);
      const { plane: other } = await startControlPlane(options);
      await applyNodes(other, [gpuNode("gpu-1")]);
      await stopControlPlane(options);
      assert.deepEqual(
        [readdirSync(HOME), readdirSync(join(HOME, ".kube")), readFileSync(file, "utf8")],
        [[".kube"], ["config"], USER_KUBECONFIG],
      );
    });
  });
});

describe("findFreePorts", () => {
  it("gives six different ports, the preferred one to the API server", async () => {
    const { apiServer: preferred } = await findFreePorts();
    const ports = await findFreePorts(preferred);
    assert.deepEqual([ports.apiServer, new Set(Object.values(ports)).size], [preferred, 6]);
  });

  it("passes over a preferred port that is taken", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await once(squatter, "listening");
    const { port } = squatter.address() as AddressInfo;
    const ports = await findFreePorts(port);
    squatter.close();
    assert.equal(Object.values(ports).includes(port), false);
  });
});

const USER_KUBECONFIG = "apiVersion: v1\nkind: Config\ncurrent-context: production\n";

/** Starts a plane in another process, which can be killed. Maps do not survive the way there. */
const START_SCRIPT = `
  const { startControlPlane } = require("./local/control-plane/control-plane");
  const options = JSON.parse(process.argv[1]);
  void startControlPlane({ ...options, tools: new Map(options.tools) });
`;

function toPlain(options: ControlPlaneOptions): object {
  return { ...options, tools: [...options.tools] };
}

function gpuNode(name: string, gpus = 8): FakeNode {
  return {
    name,
    labels: { pool: "gpu" },
    taints: [{ key: GPU, value: "true", effect: "NoSchedule" }],
    capacity: { cpu: "192", memory: "2048Gi", [GPU]: String(gpus) },
    allocatable: { cpu: "190", memory: "2000Gi", [GPU]: String(gpus) },
  };
}

function gpuPod(name: string, gpus: number, namespace = "models"): object {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
    spec: {
      automountServiceAccountToken: false,
      nodeSelector: { pool: "gpu" },
      tolerations: [{ key: GPU, operator: "Exists" }],
      containers: [
        { name: "engine", image: "engine", resources: { limits: { [GPU]: String(gpus) } } },
      ],
    },
  };
}

interface NodeObject {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly taints: readonly { readonly key: string }[] };
  readonly status: { readonly allocatable: Readonly<Record<string, string>> };
}

async function readNodes(plane: ControlPlane): Promise<readonly NodeObject[]> {
  const { items } = JSON.parse(await runKubectl(plane, ["get", "nodes", "-o", "json"])) as {
    readonly items: readonly NodeObject[];
  };
  return items;
}

function fail(): never {
  return assert.fail("not there");
}
