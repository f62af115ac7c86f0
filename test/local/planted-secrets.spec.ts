import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  findControlPlane,
  stopControlPlane,
} from "../../local/control-plane/control-plane";
import { applyObjects, runKubectl } from "../../local/control-plane/kubectl";
import { programFolder } from "../../local/control-plane/plane";
import { endProcessesOf } from "../../local/control-plane/processes";
import { type LocalPlane, openLocalPlane } from "../../local/local-plane";
import { readProject, readStackFile } from "../../local/stack-file";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import type { Tool, ToolName } from "../../local/toolchain/toolchain";
import { toEnvironment } from "../../stacks/environment";
import { requireValue } from "../support/specs";
import { requireTools } from "../support/tools";

const TOKEN = "hf_PlantedTokenOfThisTest";
const TOKEN_SECRET = "planted-token";
const PLANE_NAME = "llmd";
const QUIET = { started: () => {}, finished: () => {} };

/** Where each secret may lie: at its own place, and for what was put into the cluster in the cluster's store. */
const ALLOWED = {
  token: ["control-plane/clusters/llmd/etcd"],
  passphrase: ["passphrase"],
  clientKey: ["control-plane/clusters/llmd/pki/admin.key"],
};

describe("secrets that a deployment on the local plane meets", () => {
  const directory = join(repositoryRoot(), ".local", `test-secrets-${process.pid}`);
  const { KUBECONFIG: kubeconfigBefore, HF_TOKEN: tokenBefore } = process.env;
  let tools: ReadonlyMap<ToolName, Tool>;

  before(async function () {
    tools = await requireTools(this, ["pulumi", "helm", "kubectl", ...CONTROL_PLANE_TOOLS]);
  });

  after(async () => {
    await stopControlPlane({ directory });
    rmSync(directory, { recursive: true, force: true });
    restore("KUBECONFIG", kubeconfigBefore);
    restore("HF_TOKEN", tokenBefore);
  });

  it("are found at their own places only, after a deployment, a secret in the cluster, and a failure", async () => {
    process.env.HF_TOKEN = TOKEN;
    const said = [await deploy(), await failWithoutServer()];
    const written = listFiles(directory);
    const secrets = {
      token: TOKEN,
      passphrase: readFileSync(join(directory, "passphrase"), "utf8"),
      clientKey: readBody(join(directory, "control-plane/clusters/llmd/pki/admin.key")),
    };
    const found = mapValues(secrets, (secret) => [
      ...new Set(written.filter((file) => holds(readFileSync(file), secret)).map(toPlace)),
    ]);
    const told = mapValues(secrets, (secret) =>
      said.filter((text) => holds(Buffer.from(text), secret)),
    );
    assert.deepEqual([found, told], [ALLOWED, { token: [], passphrase: [], clientKey: [] }]);
  });

  /** Answers everything that was said, and the values and manifests that Helm keeps in the cluster. */
  function deploy(): Promise<string> {
    return withPlane(async (plane) => {
      await plane.applyContent();
      await plane.recover();
      const preview = await plane.preview();
      const report = await plane.deploy();
      const running = await findPlane();
      const metadata = { name: TOKEN_SECRET, namespace: "llm" };
      const stringData = { HF_TOKEN: TOKEN };
      await applyObjects(running, [{ apiVersion: "v1", kind: "Secret", metadata, stringData }]);
      const pods = await plane.waitForPods();
      return JSON.stringify([preview, report, pods, await readReleases(running)]);
    });
  }

  /** Answers the error of a preview when the API server is gone. */
  function failWithoutServer(): Promise<string> {
    return withPlane(async (plane) => {
      await plane.recover();
      await endProcessesOf(programFolder(directory, PLANE_NAME));
      return plane.preview().then(() => assert.fail("there was no server"), String);
    });
  }

  async function withPlane(body: (plane: LocalPlane) => Promise<string>): Promise<string> {
    const plane = openPlane();
    try {
      await plane.resolveTools(QUIET);
      await plane.start(QUIET);
      return await body(plane);
    } finally {
      await plane.close();
    }
  }

  function openPlane(): LocalPlane {
    const project = readProject(repositoryRoot());
    const stackFile = requireValue(readStackFile(project, "local"));
    const own = { ...stackFile.config, tokenSecretName: TOKEN_SECRET };
    const config = {
      ...(stackFile.content.config as object),
      [`${project.name}:tokenSecretName`]: TOKEN_SECRET,
    };
    return openLocalPlane({
      directory,
      project,
      stackName: "local",
      stackFile: { content: { ...stackFile.content, config }, config: own },
      environment: requireValue(toEnvironment(own)),
    });
  }

  async function findPlane(): Promise<ControlPlane> {
    const found = await findControlPlane({ name: PLANE_NAME, directory, tools });
    return found ?? assert.fail("the plane does not run");
  }

  /** Helm keeps chart, values and manifest in a Secret: base64 of a gzip, in base64. */
  async function readReleases(plane: ControlPlane): Promise<string> {
    const output = 'jsonpath={range .items[*]}{.data.release}{"\\n"}{end}';
    const select = ["get", "secrets", "-n", "llm", "-l", "owner=helm", "-o", output];
    const lines = (await runKubectl(plane, select)).split("\n").filter((line) => line !== "");
    assert.equal(lines.length, 2);
    return lines
      .map((line) => Buffer.from(Buffer.from(line, "base64").toString(), "base64"))
      .map((zipped) => gunzipSync(zipped).toString())
      .join("\n");
  }

  /** The store of the cluster is one place, whatever its files are called. */
  function toPlace(file: string): string {
    return file.slice(directory.length + 1).replace(/(\/etcd)\/.*$/, "$1");
  }
});

function restore(variable: string, value: string | undefined): void {
  if (value === undefined) delete process.env[variable];
  else process.env[variable] = value;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

function holds(bytes: Buffer, secret: string): boolean {
  return bytes.includes(secret) || bytes.includes(Buffer.from(secret).toString("base64"));
}

/** A line of a key that no other key has. */
function readBody(file: string): string {
  return readFileSync(file, "utf8").split("\n")[3] ?? assert.fail("it is no key");
}

function mapValues<T extends Record<string, string>, R>(
  record: T,
  change: (value: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
