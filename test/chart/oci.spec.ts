import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { readBundledChart } from "../../components/bundled-chart";
import { CHART_FOLDER, describeWithHelm } from "../support/helm";

const LOCAL = resolve(__dirname, "../../.local");
const REPOSITORY = "charts/llm-d-modelservice";

/** What is in the registry: blobs and manifests by digest, and the manifest of the one tag. */
interface Registry {
  readonly server: Server;
  readonly reference: string;
  readonly digest: string;
}

/** `chart.digest` is not ours to hold anything against: it goes into the reference, and Helm does. */
describeWithHelm("a chart in an OCI registry", (helm) => {
  let directory: string;
  let registry: Registry;
  const { version } = readBundledChart();

  before(async () => {
    mkdirSync(LOCAL, { recursive: true });
    directory = mkdtempSync(join(LOCAL, "test-oci-"));
    await execa(helm().path, ["package", CHART_FOLDER, "--destination", directory]);
    const [archive = ""] = readdirSync(directory);
    registry = await serveRegistry(readFileSync(join(directory, archive)), version);
  });

  after(() => {
    registry.server.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("is rendered by its digest and version", async () => {
    assert.match(await template(registry.digest, version), /kind: Deployment/);
  });

  it("is refused where what comes has another digest than it is asked for", async () => {
    const other = `sha256:${"0".repeat(64)}`;
    const received = `digest mismatch in Docker-Content-Digest: received "${registry.digest}" when expecting "${other}"`;
    const message = await template(other, version);
    assert.deepEqual(
      [message.includes(received), message.includes("kind: Deployment")],
      [true, false],
    );
  });

  it("is rendered by its digest alone, where no tag is of the version", async () => {
    assert.match(await template(registry.digest, "9.9.9"), /kind: Deployment/);
  });

  /** What helm prints, whether it renders the chart or says why not. */
  async function template(digest: string, asked: string): Promise<string> {
    const { stdout, stderr } = await execa(
      helm().path,
      [
        ...["template", "model", `${registry.reference}@${digest}`, "--version", asked],
        ...["--plain-http", "--values", "-"],
      ],
      {
        input: JSON.stringify({ decode: { create: true } }),
        reject: false,
        env: {
          KUBECONFIG: "/dev/null",
          HELM_CACHE_HOME: join(directory, "cache"),
          HELM_CONFIG_HOME: join(directory, "config"),
        },
      },
    );
    return stdout + stderr;
  }
});

/** A registry on loopback with one chart in it, which answers what it is asked for by digest with what it has. */
async function serveRegistry(archive: Buffer, version: string): Promise<Registry> {
  const config = Buffer.from(JSON.stringify({ name: "llm-d-modelservice", version }));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: toDescriptor("application/vnd.cncf.helm.config.v1+json", config),
      layers: [toDescriptor("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive)],
    }),
  );
  const digest = digestOf(manifest);
  const blobs = new Map([archive, config].map((blob) => [digestOf(blob), blob]));
  const server = createServer((request, response) => {
    const [, kind, name = ""] =
      new RegExp(`^/v2/${REPOSITORY}/(manifests|blobs)/(.+)$`).exec(request.url ?? "") ?? [];
    // Tags have no plus: https://helm.sh/docs/topics/registries/
    const isTag = name === version.replace("+", "_");
    const isManifest = kind === "manifests" && (isTag || name.startsWith("sha256:"));
    const content = isManifest ? manifest : kind === "blobs" ? blobs.get(name) : undefined;
    if (content === undefined) {
      response.writeHead(request.url === "/v2/" ? 200 : 404).end();
      return;
    }
    response.writeHead(200, {
      "content-length": content.length,
      "content-type": isManifest
        ? "application/vnd.oci.image.manifest.v1+json"
        : "application/octet-stream",
      ...(isManifest ? { "docker-content-digest": digest } : {}),
    });
    response.end(request.method === "HEAD" ? undefined : content);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return { server, reference: `oci://127.0.0.1:${port}/${REPOSITORY}`, digest };
}

function toDescriptor(mediaType: string, content: Buffer) {
  return { mediaType, digest: digestOf(content), size: content.length };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
