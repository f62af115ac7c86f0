import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A model repository on a Hub of the test's own, on loopback. */
export interface ModelRepository {
  readonly model: string;
  readonly revision: string;
  /** Contents by path; those of `lfs` are listed with their SHA-256, all others with the name that git gives them. */
  readonly files: Readonly<Record<string, Buffer>>;
  readonly lfs: readonly string[];
}

export interface HubBehaviour {
  /** Only who shows this token may see the model. */
  readonly token?: string;
  /** Token that the Hub knows, of an owner who may not see the model. */
  readonly strangerToken?: string;
  /** What is really sent for a file, in place of what is listed; asked anew for each download. */
  readonly sent?: (path: string) => Buffer | undefined;
  /** Further rows of the file list, as the API would say them. */
  readonly rows?: readonly ListedRow[];
  /** The commit that is said to be the revision. */
  readonly commit?: string;
  /** Lists no files. */
  readonly isEmpty?: boolean;
  /** Refuses the files of what everyone may list, as for a licence that was not accepted. */
  readonly closed?: boolean;
  /** Nothing is answered before it is settled. */
  readonly pause?: Promise<void>;
  /** Answers every request with this status. */
  readonly status?: number;
  /** Sizes that are listed in place of the real ones. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Called with the bytes that were sent so far, over all files; nothing more is sent of a file before what it answers is settled. */
  readonly onSent?: (bytes: number) => Promise<void> | void;
}

/** A row of the file list: files, folders, and whatever else a repository may have. */
export interface ListedRow {
  readonly type: string;
  readonly path: string;
  readonly oid: string;
  readonly size?: number;
}

/** A Hub that runs, and what it was asked. */
export interface RunningHub {
  /** What `HF_ENDPOINT` is to be. */
  readonly url: string;
  /** Method, path and range of each request, in order. */
  readonly requests: readonly string[];
  /** Bytes of files that were sent. */
  readonly bytesSent: () => number;
  readonly close: () => Promise<void>;
}

const CHUNK = 64 * 1024;

/** Serves the part of the Hub's API by which a model is listed and downloaded: https://huggingface.co/docs/hub/api */
export async function serveHub(
  repository: ModelRepository,
  behaviour: HubBehaviour = {},
): Promise<RunningHub> {
  const requests: string[] = [];
  let bytes = 0;
  const count = async (more: number) => {
    bytes += more;
    await behaviour.onSent?.(bytes);
  };
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    requests.push([method, url, headers.range ?? ""].join(" ").trim());
    const { status } = behaviour;
    const refusal = status === undefined ? toRefusal(request, behaviour) : ([status, ""] as const);
    if (refusal !== undefined) return void refuse(response, ...refusal);
    void answer(request, response, repository, behaviour, count).catch(() => response.destroy());
  });
  return { ...(await listen(server)), requests, bytesSent: () => bytes };
}

/** Starts a server on a free port of loopback. */
export async function listen(
  server: Server,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

/** Status and code, as the Hub answers who may not see a model. */
function toRefusal(
  { headers, url = "" }: IncomingMessage,
  { token, strangerToken, closed = false }: HubBehaviour,
): readonly [number, string] | undefined {
  if (closed && !url.startsWith("/api/")) return [403, "GatedRepo"];
  if (token === undefined || headers.authorization === `Bearer ${token}`) return undefined;
  if (strangerToken !== undefined && headers.authorization === `Bearer ${strangerToken}`) {
    return [403, "GatedRepo"];
  }
  return [401, headers.authorization === undefined ? "RepoNotFound" : ""];
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "X-Error-Code": code }).end();
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  repository: ModelRepository,
  behaviour: HubBehaviour,
  count: (bytes: number) => Promise<void> | void,
): Promise<void> {
  const { model, revision, files, lfs } = repository;
  await behaviour.pause;
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const resolved = `/${model}/resolve/${revision}/`;
  if (pathname === `/api/models/${model}/tree/${revision}`) {
    return sendJson(response, listFiles(repository, behaviour));
  }
  if (pathname === `/api/models/${model}/revision/${revision}`) {
    const paths = listFiles(repository, behaviour).map(({ path }) => path);
    const siblings = paths.map((rfilename) => ({ rfilename }));
    return sendJson(response, { id: model, sha: behaviour.commit ?? revision, siblings });
  }
  const path = decodeURIComponent(pathname.slice(resolved.length));
  const content = behaviour.sent?.(path) ?? files[path];
  if (!pathname.startsWith(resolved) || content === undefined) {
    return refuse(response, 404, "RevisionNotFound");
  }
  response.setHeader("X-Repo-Commit", revision);
  const listed = files[path] ?? content;
  const name = lfs.includes(path) ? digest("sha256", listed) : gitName(listed);
  response.setHeader("ETag", `"${name}"`);
  await sendContent(request, response, content, count);
}

function listFiles(
  { files, lfs }: ModelRepository,
  { rows = [], sizes = {}, isEmpty = false }: HubBehaviour,
): ListedRow[] {
  if (isEmpty) return [];
  const listed = Object.entries(files).map(([path, content]) => {
    const size = sizes[path] ?? content.length;
    const row = { type: "file", path, size, oid: gitName(content) };
    if (!lfs.includes(path)) return row;
    return { ...row, lfs: { oid: digest("sha256", content), size, pointerSize: 134 } };
  });
  return [...listed, ...rows];
}

/** https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
function gitName(content: Buffer): string {
  return digest("sha1", Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
}

function digest(algorithm: "sha1" | "sha256", content: Buffer): string {
  return createHash(algorithm).update(content).digest("hex");
}

function sendJson(response: ServerResponse, content: unknown): void {
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(content));
}

/** The content, or what is asked for of it, in pieces: who is killed meanwhile has got a part of it. */
export async function sendContent(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  count: (bytes: number) => Promise<void> | void,
): Promise<void> {
  const start = Number(/^bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
  if (start > content.length) return void response.writeHead(416).end();
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Content-Length", content.length - start);
  if (headers.range !== undefined) {
    response.statusCode = 206;
    const end = content.length - 1;
    response.setHeader("Content-Range", `bytes ${start}-${end}/${content.length}`);
  }
  if (method === "HEAD") return void response.end();
  for (let place = start; place < content.length && !response.destroyed; place += CHUNK) {
    const piece = content.subarray(place, place + CHUNK);
    if (!response.write(piece)) {
      await drained(response);
    }
    await count(piece.length);
  }
  response.end();
}

/** Resolves when more can be written, or when nobody reads any more. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off("drain", settle).off("close", settle);
      resolve();
    };
    response.on("drain", settle).on("close", settle);
  });
}
