import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { ControlPlane, ControlPlaneOptions } from "../../local/control-plane/control-plane";
import {
  CONTROL_PLANE_TOOLS,
  planeEnvironment,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { runKubectl } from "../../local/control-plane/kubectl";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { decodeOnly, engineContainer } from "../support/chart-values";
import { CHART_FOLDER, describeWithHelm, type Values } from "../support/helm";
import { requireShared, sharedPath } from "../support/shared";
import { requireTools } from "../support/tools";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-chart-${process.pid}`);

const DEPLOYMENT = "model-llm-d-modelservice-decode";

/** Definitions of other projects that the chart renders objects of: the file and the kind in it. */
const DEFINITIONS = [
  ["crds/podmonitors.yaml", "PodMonitor"],
  ["crds/leaderworkersets.yaml", "LeaderWorkerSet"],
] as const;

const VALUES: Readonly<Record<string, Values>> = {
  "its default values": {},
  "a model on a claim, with every field of a role": decodeOnly(
    {
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      acceleratorTypes: { labelKey: "gpu", labelValues: ["B200"] },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" }],
      podSecurityContext: { fsGroup: 1000 },
      resourceClaims: [{ name: "imex", resourceClaimTemplateName: "imex-channel" }],
      initContainers: [{ name: "warm", image: "busybox:1.37.0" }],
      extraConfig: { automountServiceAccountToken: false },
      monitoring: { podmonitor: { enabled: true, namespaceSelector: { any: true } } },
      volumes: [{ name: "shm", emptyDir: { medium: "Memory", sizeLimit: "20Gi" } }],
      containers: [
        engineContainer({
          mountModelVolume: true,
          ports: [{ name: "metrics", containerPort: "{{ .Values.routing.servicePort }}" }],
          volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }],
          resources: { requests: { cpu: 8, memory: "1Ti" }, limits: { "nvidia.com/gpu": 8 } },
          startupProbe: { httpGet: { path: "/health", port: "metrics" } },
          extraConfig: { lifecycle: { preStop: { sleep: { seconds: 15 } } } },
        }),
      ],
    },
    { modelArtifacts: { uri: "pvc://weights/Qwen/Qwen3-32B" }, routing: {} },
  ),
  "a model of two pods": decodeOnly(
    {
      parallelism: { dataLocal: 8, workers: 2 },
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      subGroupPolicy: { subGroupSize: 2 },
    },
    { multinode: true, routing: {} },
  ),
  "a model in an image": decodeOnly(
    {
      containers: [
        engineContainer({ modelCommand: "custom", command: ["a"], mountModelVolume: true }),
      ],
    },
    { modelArtifacts: { uri: "oci://registry.example/qwen3:1.0" } },
  ),
};

describe("a release on a real API server", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;

  before(async function () {
    const tools = await requireTools(this, CONTROL_PLANE_TOOLS);
    options = { name: "chart", directory: FOLDER, tools };
    ({ plane } = await startControlPlane(options));
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  describeWithHelm("an autoscaled role", (helm) => {
    let namespace = "";

    beforeEach(async () => {
      namespace = `autoscaled-${helm().name}`;
      await runKubectl(plane, ["create", "namespace", namespace]);
    });

    async function upgrade(role: Values): Promise<void> {
      await execa(
        helm().path,
        ["upgrade", "--install", "model", CHART_FOLDER, "--namespace", namespace, "--values", "-"],
        { input: JSON.stringify(decodeOnly(role)), env: planeEnvironment(plane.directory) },
      );
    }

    /** The number of pods, and the version of the object, of which each write makes a new one. */
    async function readDeployment(): Promise<{ replicas: string; generation: string }> {
      const columns = "jsonpath={.spec.replicas} {.metadata.generation}";
      const [replicas = "", generation = ""] = (
        await runKubectl(plane, ["get", "deployment", DEPLOYMENT, "-n", namespace, "-o", columns])
      ).split(" ");
      return { replicas, generation };
    }

    async function scale(replicas: number): Promise<void> {
      const count = `--replicas=${replicas}`;
      await runKubectl(plane, ["scale", "deployment", DEPLOYMENT, "-n", namespace, count]);
    }

    it("keeps the number that runs through every change, and through the end of autoscaling", async () => {
      const autoscaled = { replicas: 2, autoscaling: { enabled: true } };
      const changed = { ...autoscaled, podAnnotations: { edited: "true" } };
      const seen: { replicas: string; generation: string }[] = [];
      await upgrade(autoscaled);
      seen.push(await readDeployment());
      await scale(5);
      seen.push(await readDeployment());
      await upgrade(changed);
      seen.push(await readDeployment());
      await upgrade({ replicas: 5, podAnnotations: { edited: "true" } });
      seen.push(await readDeployment());
      // A generation for each write: none came between that took the number down and up again.
      assert.deepEqual(seen, [
        { replicas: "2", generation: "1" },
        { replicas: "5", generation: "2" },
        { replicas: "5", generation: "3" },
        { replicas: "5", generation: "3" },
      ]);
    });
  });

  describe("with the definitions of other projects", () => {
    before(async function () {
      requireShared(this);
      for (const [file, kind] of DEFINITIONS) {
        const definition = sharedPath(file);
        await runKubectl(plane, ["apply", "--server-side", "-f", definition]);
        // kubectl fails, and does not wait, for a condition of an object that has no conditions yet.
        const named = `jsonpath={.status.acceptedNames.kind}=${kind}`;
        for (const condition of [named, "condition=Established"]) {
          await runKubectl(plane, ["wait", `--for=${condition}`, "-f", definition]);
        }
      }
    });

    describeWithHelm("what the chart renders", (helm) => {
      for (const [title, values] of Object.entries(VALUES)) {
        it(`passes strict validation: ${title}`, async () => {
          const { stdout } = await execa(
            helm().path,
            ["template", "model", CHART_FOLDER, "--namespace", "default", "--values", "-"],
            { input: JSON.stringify(values), env: planeEnvironment(plane.directory) },
          );
          await runKubectl(
            plane,
            ["apply", "--server-side", "--dry-run=server", "--validate=strict", "-f", "-"],
            stdout,
          );
        });
      }
    });
  });
});
