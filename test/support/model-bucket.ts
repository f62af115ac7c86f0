import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, sendContent } from "./model-hub";

export interface BucketBehaviour {
  /** Answers every request with this status. */
  readonly status?: number;
  /** What is really sent for an object; asked anew for each download. */
  readonly sent?: (name: string) => Buffer | undefined;
  /** An object is sent when this is settled. */
  readonly hold?: (name: string) => Promise<void> | undefined;
  /** Called after an object was sent. */
  readonly onSent?: (name: string) => void;
}

export interface RunningBucket {
  readonly url: string;
  /** Names of the objects whose content was asked for, in order. */
  readonly downloads: readonly string[];
  readonly close: () => Promise<void>;
}

/** Contents of the objects by name; a test may change them while the bucket is served. */
export type Objects = Record<string, Buffer>;

type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** Serves the part of the API of Amazon S3 by which objects are listed and read: https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export function serveS3(objects: Objects, behaviour: BucketBehaviour = {}): Promise<RunningBucket> {
  const downloads: string[] = [];
  return serve(behaviour, downloads, async (request, response, { pathname, searchParams }) => {
    if (searchParams.has("list-type")) {
      const rows = namesBelow(objects, searchParams.get("prefix") ?? "").map((name) => {
        const { length } = objects[name] ?? "";
        return `<Contents><Key>${name}</Key><Size>${length}</Size></Contents>`;
      });
      response.end(`<ListBucketResult>${rows.join("")}</ListBucketResult>`);
      return;
    }
    const name = decodeURIComponent(pathname.replace(/^\/[^/]+\//, ""));
    const listed = objects[name] ?? Buffer.alloc(0);
    const content = behaviour.sent?.(name) ?? listed;
    response.setHeader("ETag", `"${digest("md5", listed, "hex")}"`);
    // Of a part there is none.
    if (request.headers.range === undefined) {
      response.setHeader("x-amz-checksum-sha256", digest("sha256", listed, "base64"));
      response.setHeader("x-amz-checksum-type", "FULL_OBJECT");
    }
    if (request.method === "GET") {
      downloads.push(name);
      await behaviour.hold?.(name);
    }
    await sendContent(request, response, content, () => {});
    if (request.method === "GET") behaviour.onSent?.(name);
  });
}

/** The same of Google Cloud Storage: https://cloud.google.com/storage/docs/json_api */
export function serveGs(objects: Objects, behaviour: BucketBehaviour = {}): Promise<RunningBucket> {
  const downloads: string[] = [];
  return serve(behaviour, downloads, async (request, response, { pathname, searchParams }) => {
    if (!pathname.startsWith("/download/")) {
      const items = namesBelow(objects, searchParams.get("prefix") ?? "").map((name) => {
        const content = objects[name] ?? Buffer.alloc(0);
        return { name, size: String(content.length), generation: generationOf(content) };
      });
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ items }));
      return;
    }
    const name = decodeURIComponent(pathname.replace(/^.*\/o\//, ""));
    const listed = objects[name] ?? Buffer.alloc(0);
    if (searchParams.get("generation") !== generationOf(listed)) {
      response.writeHead(404).end();
      return;
    }
    downloads.push(name);
    await behaviour.hold?.(name);
    response.setHeader("X-Goog-Hash", `md5=${digest("md5", listed, "base64")}`);
    await sendContent(request, response, behaviour.sent?.(name) ?? listed, () => {});
    behaviour.onSent?.(name);
  });
}

async function serve(
  { status }: BucketBehaviour,
  downloads: readonly string[],
  answer: Answer,
): Promise<RunningBucket> {
  const server = createServer((request, response) => {
    if (status !== undefined) return void response.writeHead(status).end();
    const url = new URL(request.url ?? "/", "http://localhost");
    void answer(request, response, url).catch(() => response.destroy());
  });
  return { ...(await listen(server)), downloads };
}

function namesBelow(objects: Objects, prefix: string): string[] {
  return Object.keys(objects).filter((name) => name.startsWith(prefix));
}

/** A number that changes with the content, as the generation of an object does. */
function generationOf(content: Buffer): string {
  return String(Number.parseInt(digest("md5", content, "hex").slice(0, 12), 16));
}

function digest(algorithm: "md5" | "sha256", content: Buffer, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(content).digest(encoding);
}
