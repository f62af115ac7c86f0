/**
 * Kills whole runs of `llmd local up` at moments spread over a first deployment and over an update, runs it once more
 * after each, and prints what was left behind and whether the second run did without a person.
 *
 *     node -r ts-node/register/transpile-only scripts/kill-deployments.ts [kills of each kind; 10 when absent]
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { execa } from "execa";
import { parse, stringify } from "yaml";
import { renderTable } from "../cli/table";
import { kubeconfigFile } from "../local/control-plane/plane";
import { backendFolder } from "../local/layout";
import { removeLocalPlane } from "../local/removal";
import { repositoryRoot } from "../local/toolchain/repository-root";
import { findCachedTool, type ToolName } from "../local/toolchain/toolchain";

const ROOT = repositoryRoot();
/** A copy of this project, so that its own plane and its stack file are left alone. */
const COPY = join(ROOT, ".local", `test-kills-${process.pid}`);
const PLANE = join(COPY, ".local");
const KUBECONFIG = kubeconfigFile(PLANE);
const STACK_FILE = join(COPY, "stacks", "config", "Pulumi.local.yaml");

/** Where the images come from: another place is another pod for every model. */
const REGISTRIES = ["old.example.org", "new.example.org"] as const;
type Registry = (typeof REGISTRIES)[number];

interface Kind {
  readonly title: string;
  /** What runs when the kill strikes; `undefined` for nothing, not even a plane. */
  readonly before: Registry | undefined;
  readonly wanted: Registry;
}

const [OLD, NEW] = REGISTRIES;
const KINDS: readonly Kind[] = [
  { title: "first deployment", before: undefined, wanted: OLD },
  { title: "update", before: OLD, wanted: NEW },
];

async function main(kills: number): Promise<void> {
  await copyProject();
  const rows: string[][] = [];
  try {
    for (const kind of KINDS) {
      for (const milliseconds of spreadMoments(kills, await measure(kind))) {
        rows.push(await killOnce(kind, milliseconds));
        process.stdout.write(`${rows.at(-1)?.join("; ")}\n`);
      }
    }
  } finally {
    await removeLocalPlane(PLANE);
    rmSync(COPY, { recursive: true, force: true });
  }
  process.stdout.write(`\n${renderTable(HEAD, rows)}\n`);
  if (rows.some((row) => row[HEAD.indexOf("RECOVERED")] !== "yes")) process.exitCode = 1;
}

const HEAD = ["DURING", "KILLED AFTER", "IN STEP", "LEFT BEHIND", "RECOVERED", "SECONDS"];

/** Every file that git knows or would take; what was installed and built is shared. */
async function copyProject(): Promise<void> {
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await execa("git", list, { cwd: ROOT });
  for (const file of stdout.split("\n")) {
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(join(ROOT, file), join(COPY, file));
  }
  for (const shared of ["node_modules", ".tools"])
    symlinkSync(join(ROOT, shared), join(COPY, shared));
}

/** Milliseconds from the start of a run to two of its moments. */
interface Course {
  readonly deployment: number;
  readonly end: number;
}

/** The course of a run which nobody disturbs. */
async function measure(kind: Kind): Promise<Course> {
  await prepare(kind);
  const begin = performance.now();
  const child = start(kind.wanted);
  let deployment = 0;
  child.stdout.on("data", (chunk) => {
    if (String(chunk).includes("❯ Deployment")) deployment = performance.now() - begin;
  });
  await child;
  return { deployment, end: performance.now() - begin };
}

/** Half of the moments lie anywhere in the run, half in the deployment, where most can be left undone. */
function spreadMoments(kills: number, { deployment, end }: Course): readonly number[] {
  return Array.from({ length: kills }, (_, index) => {
    const begin = index % 2 === 0 ? 0 : deployment;
    return begin + ((end - begin) * (index + 0.5)) / kills;
  });
}

async function prepare({ before }: Kind): Promise<void> {
  if (before === undefined) await removeLocalPlane(PLANE);
  else await deploy(before);
}

async function killOnce(kind: Kind, milliseconds: number): Promise<string[]> {
  await prepare(kind);
  const step = await kill(kind.wanted, milliseconds);
  // It was faster than the one that was measured.
  if (step === undefined) return killOnce(kind, milliseconds * 0.8);
  const leftBehind = await describeLeftovers();
  const begin = performance.now();
  const problem = await deploy(kind.wanted)
    .then(() => undefined)
    .catch(String);
  const took = performance.now() - begin;
  const verdict = problem ?? (await findProblem(kind.wanted)) ?? "yes";
  return [kind.title, toSeconds(milliseconds), step, leftBehind, verdict, toSeconds(took)];
}

function toSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Ends the run with all that it started, and answers in which of its steps that was; nothing when it had ended. */
async function kill(wanted: Registry, milliseconds: number): Promise<string | undefined> {
  const child = start(wanted);
  await Promise.race([delay(milliseconds), child]);
  if (child.pid === undefined || child.exitCode !== null) return undefined;
  process.kill(-child.pid, "SIGKILL");
  const { stdout } = await child;
  return stdout.match(/(?<=^❯ ).*/gm)?.at(-1) ?? "before the first";
}

async function deploy(wanted: Registry): Promise<string> {
  const { exitCode, stdout, stderr } = await start(wanted);
  if (exitCode !== 0) throw new Error(stderr.trim());
  return stdout;
}

/** A process group of its own, so that one signal reaches the engine, helm and kubectl, too. */
function start(registry: Registry) {
  const content = parse(readFileSync(STACK_FILE, "utf8"));
  content.config["llm-serving:imageRegistryMirror"] = registry;
  writeFileSync(STACK_FILE, stringify(content));
  const args = [join(COPY, "bin", "llmd.js"), "local", "up"];
  return execa(process.execPath, args, { cwd: COPY, detached: true, reject: false });
}

/** What the next run has to put in order, as far as it can be seen from outside. */
async function describeLeftovers(): Promise<string> {
  const releases = await listReleases().catch(() => ["no plane"]);
  const pending = readPendingOperations();
  const leftovers = [
    ...(listLocks().length === 0 ? [] : ["a lock"]),
    ...(pending.length === 0 ? [] : [`${pending.length} unfinished (${pending.join(", ")})`]),
    ...releases.filter((release) => !release.endsWith(" deployed")),
  ];
  return leftovers.join(", ") || "nothing";
}

/** What is missing, there twice, or still to be done, after a run that said that all was well. */
async function findProblem(registry: Registry): Promise<string | undefined> {
  const found = {
    releases: await listReleases(),
    revisions: await list("secrets", ".metadata.labels.name", "--selector", DEPLOYED),
    objects: await list("deployments,pdb,pvc,sa", ".metadata.name"),
    images: await list("pods", ".spec.containers[0].image"),
    locks: listLocks(),
    pending: readPendingOperations(),
    isSettled: (await deploy(registry)).includes("nothing to change"),
  };
  const names = ["ms-ds-v3-1", "ms-qwen3-vl-235b"];
  const expected: typeof found = {
    releases: names.map((name) => `${name} deployed`),
    revisions: names,
    objects: [
      ...["default", "llm-model", "ms-ds-v3-1", "ms-ds-v3-1-decode"],
      ...["ms-qwen3-vl-235b", "ms-qwen3-vl-235b", "ms-qwen3-vl-235b-decode"],
    ],
    images: [
      `${registry}/lmsysorg/sglang:v0.5.2-cu129-b200`,
      ...[1, 2].map(() => `${registry}/vllm/vllm-openai:v0.11.1`),
    ],
    locks: [],
    pending: [],
    isSettled: true,
  };
  return isDeepStrictEqual(found, expected) ? undefined : JSON.stringify(found);
}

/** Helm's Secret for the revision that runs: two of one release would be two runs that did not know of each other. */
const DEPLOYED = "owner=helm,status=deployed";

async function list(kinds: string, path: string, ...more: readonly string[]): Promise<string[]> {
  const output = `jsonpath={range .items[*]}{${path}}{"\\n"}{end}`;
  const args = ["get", kinds, "--namespace", "llm", ...more, "--output", output];
  const { stdout } = await execa(toolPath("kubectl"), [...args, "--kubeconfig", KUBECONFIG]);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .toSorted();
}

async function listReleases(): Promise<string[]> {
  const args = ["list", "--all", "--namespace", "llm", "--output", "json"];
  const { stdout } = await execa(toolPath("helm"), [...args, "--kubeconfig", KUBECONFIG]);
  const releases: readonly { name: string; status: string }[] = JSON.parse(stdout);
  return releases.map(({ name, status }) => `${name} ${status}`);
}

function listLocks(): string[] {
  const folder = join(backendFolder(PLANE), ".pulumi/locks/organization/llm-serving/local");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The steps that the state calls unfinished: `creating`. */
function readPendingOperations(): string[] {
  const file = join(backendFolder(PLANE), ".pulumi/stacks/llm-serving/local.json");
  if (!existsSync(file)) return [];
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8"));
  const pending: readonly { type: string }[] = checkpoint.latest?.pending_operations ?? [];
  return pending.map(({ type }) => type);
}

function toolPath(name: ToolName): string {
  const tool = findCachedTool(name);
  if (tool === undefined) throw new Error(`${name} is not there yet: run make up once`);
  return tool.path;
}

main(Number(process.argv[2] ?? 10)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
