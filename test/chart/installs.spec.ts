import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  type ControlPlaneOptions,
  planeEnvironment,
  startControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import { applyNodes } from "../../local/control-plane/nodes";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { decodeOnly } from "../support/chart-values";
import { applyDefinitions } from "../support/definitions";
import { CHART_FOLDER, describeWithHelm, type Helm } from "../support/helm";
import {
  type Installation,
  listExamples,
  listReleases,
  listUpstreamExamples,
  listUpstreamValues,
} from "../support/installations";
import { type Place, toNodes, toPlace, toSurroundings } from "../support/places";
import { hasShared, requireShared } from "../support/shared";
import { requireTools, toolPath } from "../support/tools";
import type { Workload } from "../support/workloads";

/** One folder per run, so that runs side by side do not meet. */
const FOLDER = join(repositoryRoot(), ".local", `test-installs-${process.pid}`);

interface Group {
  readonly title: string;
  readonly list: () => Installation[] | Promise<Installation[]>;
  /** Whether it takes the shared data: files of upstream, or definitions of other projects. */
  readonly shared: boolean;
}

const GROUPS: readonly Group[] = [
  { title: "upstream's examples", list: listUpstreamExamples, shared: true },
  { title: "values in upstream's words", list: listUpstreamValues, shared: true },
  {
    title: "the models of the examples",
    list: () => listExamples({ multinode: false }),
    shared: false,
  },
  {
    title: "the models of the examples over several hosts",
    list: () => listExamples({ multinode: true }),
    shared: true,
  },
  { title: "every release of every model", list: listReleases, shared: false },
];

describe("what the chart installs, on a real API server and scheduler", () => {
  let options: ControlPlaneOptions | undefined;
  let plane: ControlPlane;
  const placesOf = new Map<Group, readonly Place[]>();

  before(async function () {
    const tools = await requireTools(this, [...CONTROL_PLANE_TOOLS, "helm"]);
    options = { name: "installs", directory: FOLDER, tools };
    const helm: Helm = { name: "helm", path: toolPath(tools, "helm") };
    const groups = GROUPS.filter(({ shared }) => hasShared() || !shared);
    // What is rendered needs no API server, which takes its time to start.
    const rendered = groups.map(async (group, number) => {
      const places = (await group.list()).map((each, index) =>
        toPlace(helm, `place-${number}-${index}`, each),
      );
      placesOf.set(group, await Promise.all(places));
    });
    const [started] = await Promise.all([startControlPlane(options), ...rendered]);
    ({ plane } = started);
    const places = [...placesOf.values()].flat();
    await Promise.all([
      applyDefinitions(plane),
      applyNodes(plane, places.flatMap(toNodes)),
      applyObjects(plane, places.flatMap(toSurroundings)),
    ]);
  });

  after(async () => {
    if (options !== undefined) await stopControlPlane(options);
    rmSync(FOLDER, { recursive: true, force: true });
  });

  describeWithHelm("whatever it is", (helm) => {
    describe("is taken without a warning, and runs on the nodes meant for it", () => {
      before(() => removeAll(plane));

      for (const group of GROUPS) {
        it(group.title, async function () {
          if (group.shared) requireShared(this);
          const places = placesOf.get(group) ?? [];
          const told = await installAll(plane, helm(), places);
          const found = await readPods(plane, places);
          assert.deepEqual(
            places.map((place, index) => ({
              title: place.title,
              told: told[index],
              pods: reportPods(place, found),
            })),
            places.map(({ title, workloads }) => ({
              ...{ title, told: "" },
              pods: expectPods(workloads),
            })),
          );
        });
      }
    });

    it("is told of a field that the API server does not know", async () => {
      const values = decodeOnly({ extraConfig: { nodeSelecter: { a: "b" } } });
      const options = { release: `misspelt-${helm().name}`, values };
      const told = await install(plane, helm(), { namespace: "default", options });
      assert.match(told, /nodeSelecter/);
    });
  });
});

/** Makes room for the next helm; what is left over, such as a ServiceAccount, it takes for its own. */
async function removeAll(plane: ControlPlane): Promise<void> {
  const everywhere = ["delete", "--all-namespaces"];
  // To wait for each object in turn takes most of the time of this spec.
  const unwaited = ["--all", "--force", "--wait=false"];
  await runKubectl(plane, [...everywhere, "deployments,replicasets,pods", ...unwaited]);
  await runKubectl(plane, [...everywhere, "secrets", "-l", "owner=helm"]);
  await runKubectl(plane, ["wait", "--for=delete", "pods", "--all", "--all-namespaces"]);
}

/** Installs all, some at a time, and gives what helm told of each beside its report: nothing, if all is well. */
async function installAll(
  plane: ControlPlane,
  helm: Helm,
  places: readonly Place[],
): Promise<string[]> {
  const told: string[] = [];
  const waiting = [...places.entries()];
  const installNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, place] = next;
      told[index] = await install(plane, helm, place);
    }
  };
  await Promise.all(Array.from({ length: INSTALLATIONS_AT_A_TIME }, installNext));
  const workloads = places.flatMap((place) => place.workloads);
  await applyObjects(
    plane,
    workloads.flatMap(({ podsToMake }) => podsToMake),
  );
  return told;
}

const INSTALLATIONS_AT_A_TIME = 4;

/**
 * Helm 4 sends a server-side apply, which fails on an unknown field; Helm 3 asks the API server to warn of one, and
 * prints it.
 */
async function install(
  plane: ControlPlane,
  helm: Helm,
  { namespace, options }: Pick<Place, "namespace" | "options">,
): Promise<string> {
  const { stderr } = await execa(
    helm.path,
    [
      ...["install", options.release ?? "model", CHART_FOLDER, "--namespace", namespace],
      ...(options.files ?? []).flatMap((file) => ["--values", file]),
      ...["--values", "-"],
      ...(options.arguments ?? []),
    ],
    {
      input: JSON.stringify(options.values ?? {}),
      env: planeEnvironment(plane.directory),
      reject: false,
    },
  );
  return stderr;
}

interface PlacedPod {
  readonly namespace: string;
  readonly role: string;
  readonly node: string;
}

/** The pods of all places, once each has a node; those that have none after a while are without. */
async function readPods(plane: ControlPlane, places: readonly Place[]): Promise<PlacedPod[]> {
  const namespaces = new Set(places.map(({ namespace }) => namespace));
  const expected = places
    .flatMap(({ workloads }) => workloads)
    .reduce((sum, { pods }) => sum + pods, 0);
  const end = performance.now() + MILLISECONDS_TO_SCHEDULE;
  for (;;) {
    const role = "ROLE:.metadata.labels.llm-d\\.ai/role";
    const columns = `custom-columns=:.metadata.namespace,${role},:.spec.nodeName`;
    const text = await runKubectl(plane, ["get", "pods", "-A", "--no-headers", "-o", columns]);
    const pods = text
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .map(([namespace = "", role = "", node = ""]) => ({ namespace, role, node }))
      .filter(({ namespace }) => namespaces.has(namespace));
    const placed = pods.filter(({ node }) => node !== "<none>");
    if (placed.length >= expected || performance.now() > end) return pods;
    await sleep(200);
  }
}

const MILLISECONDS_TO_SCHEDULE = 120_000;

/** Of each role how many pods there are, and which nodes they are on that were not meant for them. */
type PodReport = Readonly<Record<string, { readonly pods: number; readonly elsewhere: string[] }>>;

function reportPods({ namespace, nodes }: Place, pods: readonly PlacedPod[]): PodReport {
  const own = pods.filter((pod) => pod.namespace === namespace);
  const roles = new Set(own.map(({ role }) => role));
  return Object.fromEntries(
    [...roles].map((role) => {
      const found = own.filter((pod) => pod.role === role).map(({ node }) => node);
      const meant = (nodes[role] ?? []).map(({ name }) => name);
      return [
        role,
        { pods: found.length, elsewhere: found.filter((node) => !meant.includes(node)) },
      ];
    }),
  );
}

function expectPods(workloads: readonly Workload[]): PodReport {
  return Object.fromEntries(
    workloads
      .filter(({ pods }) => pods > 0)
      .map(({ role, pods }) => [role, { pods, elsewhere: [] }]),
  );
}
