import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ResultPromise } from "execa";
import { execa } from "execa";
import { findProcess } from "../../local/process-table";
import { Children, childRecordDirectory, killOrphans } from "../../local/provider/children";
import type { RecoverableStack } from "../../local/recovery";
import { recoverStack, repairStateFiles } from "../../local/recovery";
import { skip } from "../support/skip";
import type { Deployment, DeploymentReport } from "./deploy-once";
import { useTestPlane } from "./test-plane";

/** How often each kind of deployment is killed. Every kill takes two deployments, so a quick run has few. */
const KILLS = Number(process.env.LLMD_TEST_KILLS ?? 2);

const DEPLOY_ONCE = resolve(__dirname, "deploy-once.ts");

describe("a deployment that is killed", () => {
  const testPlane = useTestPlane("recovery", ["pulumi", "helm"]);

  it(`is finished by the next one, ${KILLS} times while it deploys for the first time`, async () => {
    // Four resources in the cluster, each of which is said to be made and to have been made.
    for (const [index, moment] of spreadMoments(8).entries()) {
      const name = `first-${index}`;
      await killAt(moment, { name });
      await deploy({ name });
      await assertWhole(name, 1);
    }
  });

  it(`is finished by the next one, ${KILLS} times while it updates`, async () => {
    const name = "updated";
    await deploy({ name });
    // The map is deleted and made anew, and two releases are updated.
    for (const [index, moment] of spreadMoments(8).entries()) {
      const replicas = 2 - (index % 2);
      await killAt(moment, { name, replicas });
      await deploy({ name, replicas });
      await assertWhole(name, replicas);
    }
  });

  /** Nothing is missing, nothing is there twice, nothing is left to do or to wait for. */
  async function assertWhole(name: string, replicas: number): Promise<void> {
    const { tool, access, kubectl } = testPlane();
    const list = ["list", "--all", "--namespace", name, "--kubeconfig", access.kubeconfig];
    const { stdout } = await execa(tool("helm"), [...list, "--output", "json"]);
    const releases: readonly { name: string; status: string }[] = JSON.parse(stdout);
    const ready = [
      "-o",
      "jsonpath={range .items[*]}{.metadata.name}={.status.readyReplicas} {end}",
    ];
    const { recovery, changes } = await deploy({ name, replicas });
    assert.deepEqual(
      {
        releases: releases.map(({ name, status }) => `${name} ${status}`),
        deployments: await kubectl("get", "deployments", "-n", name, ...ready),
        pending: recovery.pendingOperations,
        changes,
      },
      {
        releases: ["first deployed", "second deployed"],
        deployments: `first=${replicas} second=${replicas} `,
        pending: [],
        changes: { same: 6 },
      },
    );
  }

  async function deploy(wanted: Partial<Deployment>): Promise<DeploymentReport> {
    const { stdout } = await start(wanted);
    return JSON.parse(stdout.split("\n").at(-1) ?? "");
  }

  /** Kills the process with all that it started, as the end of a terminal or of memory does. */
  async function killAt(moment: Moment, wanted: Partial<Deployment>): Promise<void> {
    const child = start(wanted);
    await sayingSteps(child, moment.step);
    await delay(moment.milliseconds);
    assert.ok(child.pid);
    process.kill(-child.pid, "SIGKILL");
    await child.catch(() => {});
  }

  function start(wanted: Partial<Deployment>) {
    const { directory, access, tool } = testPlane();
    const deployment: Deployment = {
      directory,
      name: "deployment",
      replicas: 1,
      ...access,
      pulumi: tool("pulumi"),
      helm: tool("helm"),
      kubectl: tool("kubectl"),
      ...wanted,
    };
    const args = ["-r", "ts-node/register/transpile-only", DEPLOY_ONCE, JSON.stringify(deployment)];
    // A group of its own, so that one signal reaches the engine and the children, too.
    return execa(process.execPath, args, { detached: true });
  }
});

/** When to kill: so many milliseconds after the engine's nth line about a resource. */
interface Moment {
  readonly step: number;
  readonly milliseconds: number;
}

/**
 * `KILLS` moments spread over a deployment of so many lines, the last one left out: after it there is nothing to kill.
 * By lines and not by time, because how long a deployment takes depends on what else the machine does; the pauses
 * let some of the kills strike while helm or kubectl is at work.
 */
function spreadMoments(lines: number): readonly Moment[] {
  return Array.from({ length: KILLS }, (_, kill) => ({
    step: 1 + Math.floor((kill * (lines - 2)) / KILLS),
    milliseconds: (kill % 4) * 150,
  }));
}

/** Waits until the engine has said that much about resources; fails when the process ends before. */
function sayingSteps(child: ResultPromise, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk) => {
      said += String(chunk);
      if ((said.match(/ kubernetes:\S+ \S+ \w+/g) ?? []).length >= count) resolve();
    });
    child.then(() => reject(new Error(`it ended before line ${count}:\n${said}`)), reject);
  });
}

describe("recoverStack", () => {
  let directory: string;
  const done: unknown[] = [];
  const stack: RecoverableStack = {
    cancel: async () => void done.push("cancel"),
    refresh: async (options) => done.push({ refresh: options }),
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "llmd-recovery-"));
    done.length = 0;
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("does nothing after a run that ended well", async () => {
    write("stacks/llm-serving/local.json", { checkpoint: { latest: { resources: [] } } });
    assert.deepEqual(await recover(), NOTHING);
    assert.deepEqual(done, []);
  });

  it("removes the lock of a process that is gone", async () => {
    const child = execa("true");
    await child;
    const lock = writeLock(child.pid, hostname());
    assert.deepEqual(await recover(), { ...NOTHING, staleLocks: [lock] });
    assert.deepEqual(done, ["cancel"]);
  });

  it("removes the lock of a process whose number another program has now", async () => {
    const lock = writeLock(process.pid, hostname());
    assert.deepEqual(await recover(), { ...NOTHING, staleLocks: [lock] });
  });

  it("removes a lock that the kill cut short", async () => {
    write("locks/organization/llm-serving/local/fileblob123", {});
    const staleLocks = [{ host: "", since: "" }];
    assert.deepEqual(await recover(), { ...NOTHING, staleLocks });
    assert.deepEqual(done, ["cancel"]);
  });

  it("leaves a stack alone on which an engine works", async () => {
    const engine = execa("bash", ["-c", "exec -a pulumi sleep 60"], { reject: false });
    try {
      await eventually(() =>
        readFileSync(`/proc/${engine.pid}/cmdline`, "utf8").startsWith("pulumi"),
      );
      const lock = writeLock(engine.pid, hostname());
      write("stacks/llm-serving/local.json", INTERRUPTED);
      assert.deepEqual(await recover(), { ...NOTHING, heldLocks: [lock] });
      assert.deepEqual(done, []);
    } finally {
      engine.kill("SIGKILL");
    }
  });

  it("waits for an engine whose program was killed, until it notices", async () => {
    const engine = execa("bash", ["-c", "exec -a pulumi sleep 0.8"]);
    await delay(200);
    const lock = writeLock(engine.pid, hostname());
    assert.deepEqual(await recover(), { ...NOTHING, staleLocks: [lock] });
  });

  it("leaves a stack alone that is locked from another machine", async () => {
    const lock = writeLock(1, `not-${hostname()}`);
    assert.deepEqual(await recover(), { ...NOTHING, heldLocks: [lock] });
    assert.deepEqual(done, []);
  });

  it("looks in the cluster for what was begun and never recorded", async () => {
    write("stacks/llm-serving/local.json", INTERRUPTED);
    const pendingOperations = [{ type: "creating", urn: "urn:a" }];
    assert.deepEqual(await recover(), { ...NOTHING, pendingOperations });
    assert.deepEqual(done, [{ refresh: { clearPendingCreates: true } }]);
  });

  const NOTHING = { heldLocks: [], staleLocks: [], killedChildren: [], pendingOperations: [] };
  const INTERRUPTED = {
    checkpoint: {
      latest: { pending_operations: [{ type: "creating", resource: { urn: "urn:a" } }] },
    },
  };

  function recover() {
    return recoverStack(stack, {
      backendDirectory: directory,
      project: "llm-serving",
      stackName: "local",
      childRecords: childRecordDirectory(directory),
    });
  }

  function writeLock(pid: number | undefined, host: string) {
    const since = "2026-11-22T12:00:00Z";
    const lock = { pid, username: "someone", hostname: host, timestamp: since };
    write("locks/organization/llm-serving/local/0.json", lock);
    return { processId: pid, host, since };
  }

  function write(file: string, content: object): void {
    const path = join(directory, ".pulumi", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
  }
});

describe("repairStateFiles", () => {
  it("removes attributes that the kill left empty, and nothing else", () => {
    const directory = mkdtempSync(join(tmpdir(), "llmd-state-"));
    try {
      const folder = join(directory, ".pulumi", "stacks", "llm-serving");
      mkdirSync(folder, { recursive: true });
      const files = { "a.json": "", "a.json.attrs": "", "b.json": "{}", "b.json.attrs": "{}" };
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      repairStateFiles(directory);
      assert.deepEqual(readdirSync(folder), ["a.json", "b.json", "b.json.attrs"]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("has nothing to do before the first run", () => {
    assert.doesNotThrow(() => repairStateFiles(join(tmpdir(), "llmd-no-such-folder")));
  });
});

describe("killOrphans", () => {
  let records: string;

  beforeEach(() => {
    records = mkdtempSync(join(tmpdir(), "llmd-children-"));
  });

  afterEach(() => rmSync(records, { recursive: true, force: true }));

  it("kills a child whose parent is gone", async () => {
    await withSleep(async (pid) => {
      record(pid, { parent: 1, commandLine: "sleep 61" });
      assert.deepEqual(await killOrphans(records), ["sleep 61"]);
      assert.deepEqual(readdirSync(records), []);
    });
  });

  it("leaves a child alone whose parent lives, and keeps its record", async () => {
    // The child of a living process that is not this one: our parent stands in for it.
    const parent = (await findProcess(process.pid))?.parent;
    assert.ok(parent);
    const self = await findProcess(process.pid);
    record(process.pid, { parent, commandLine: self?.commandLine ?? "" });
    assert.deepEqual(await killOrphans(records), []);
    assert.deepEqual(readdirSync(records), [`${process.pid}.json`]);
  });

  it("leaves another program alone that has the number of a recorded child now", async () => {
    await withSleep(async (pid) => {
      record(pid, { parent: 1, commandLine: "helm install tiny" });
      assert.deepEqual(await killOrphans(records), []);
      assert.notEqual(await findProcess(pid), undefined);
      assert.deepEqual(readdirSync(records), []);
    });
  });

  it("says nothing of a record that was cut short", async () => {
    writeFileSync(join(records, "1.json"), '{"parent":');
    assert.deepEqual(await killOrphans(records), []);
  });

  function record(pid: number, content: object): void {
    writeFileSync(join(records, `${pid}.json`), JSON.stringify(content));
  }

  async function withSleep(use: (pid: number) => Promise<void>): Promise<void> {
    const child = execa("sleep", ["61"], { reject: false });
    try {
      assert.ok(child.pid);
      await use(child.pid);
    } finally {
      child.kill("SIGKILL");
      await child;
    }
  }
});

describe("Children", () => {
  it("records a child while it runs, and nothing of what it is told or answers", async () => {
    const directory = mkdtempSync(join(tmpdir(), "llmd-children-"));
    try {
      const children = new Children(directory);
      const result = await children.run("cat", ["-"], { input: "hush" });
      assert.deepEqual([result.exitCode, result.stdout], [0, "hush"]);
      assert.deepEqual(readdirSync(childRecordDirectory(directory)), []);
      const log = readFileSync(join(directory, "commands.log"), "utf8");
      assert.match(log, /^\S+Z cat - -> 0 in \d+ ms\n$/);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("interrupts a child that takes longer than it may, and says so", async () => {
    const directory = mkdtempSync(join(tmpdir(), "llmd-children-"));
    try {
      const result = await new Children(directory).run("sleep", ["63"], { limitSeconds: 0.3 });
      const stderr = "sleep had not ended after 0.3 s";
      assert.deepEqual(result, { exitCode: 1, stdout: "", stderr });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("lets no child outlive a parent that is killed", async function () {
    const probe = await execa("setpriv", ["--pdeathsig", "KILL", "true"], { reject: false });
    if (probe.exitCode !== 0) skip(this, "this system has no `setpriv --pdeathsig`");
    const directory = mkdtempSync(join(tmpdir(), "llmd-children-"));
    const source = resolve(__dirname, "../../local/provider/children.ts");
    const program = `const { Children } = require(${JSON.stringify(source)});
      new Children(${JSON.stringify(directory)}).run("sleep", ["62"]);`;
    const parent = execa(
      process.execPath,
      ["-r", "ts-node/register/transpile-only", "-e", program],
      { reject: false },
    );
    try {
      const records = childRecordDirectory(directory);
      const pid = await eventually(() => Number.parseInt(readdirSync(records)[0] ?? "", 10));
      parent.kill("SIGKILL");
      await parent;
      await eventually(async () => (await findProcess(pid)) === undefined);
    } finally {
      parent.kill("SIGKILL");
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** The first truthy answer; fails when there is none within ten seconds. */
async function eventually<T>(look: () => Promise<T> | T): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const value = await Promise.resolve()
      .then(look)
      .catch(() => undefined);
    if (value) return value;
    await delay(50);
  }
  return assert.fail("it never came to that");
}
