/** Every program that the local plane and the tests run. `helm` is Helm 3 and `helm4` is Helm 4: charts are tested with both. */
export type ToolName =
  | "pulumi"
  | "helm"
  | "helm4"
  | "kubectl"
  | "kwokctl"
  | "kwok"
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler";

/** A program that is there and has a version we work with. */
export interface Tool {
  readonly name: ToolName;
  /** Three numbers without a leading `v`: `1.36.3`. */
  readonly version: string;
  /** The program itself, absolute. */
  readonly path: string;
  /**
   * Where it comes from: `path` the user's own, `cache` left in `.tools/` by an earlier run,
   * `package` and `built` the same but put there just now, `download` an official archive.
   *
   * A Pulumi of origin `path` is a whole installation with its language hosts, which can install
   * plugins; every other one is the engine alone.
   */
  readonly origin: "path" | "cache" | "download" | "package" | "built";
}

/** Told about each slow step, so that the caller can show it; nothing here writes to the console. */
export interface ToolProgress {
  /**
   * @param name identifies the step until it is finished
   * @param what a phrase for people, such as `building etcd, kwok from Go modules`
   * @param expectedSeconds what the step took on 2 cores with cold caches
   */
  started(name: string, what: string, expectedSeconds: number): void;
  finished(name: string, seconds: number): void;
}

/** Where tools are looked for and kept. */
export interface ToolPlaces {
  /** Folders in the form of the PATH variable. */
  readonly searchPath: string;
  /** The folder with `<name>@<version>/<program>`; made when needed, git-ignored. */
  readonly tools: string;
  /** The folder with one Go module per folder, each with `go.mod` and `go.sum`. */
  readonly modules: string;
}

/** Why one source did not give some tools. */
export interface ToolProblem {
  readonly tools: readonly ToolName[];
  readonly cause: string;
  /** What was seen: the last lines of a log, two digests. Empty when the cause says it all. */
  readonly evidence: string;
  readonly wayOut: string;
}

/** No source gave these tools. The message has the cause, the evidence and the way out of each problem. */
export class ToolUnavailable extends Error {
  override readonly name = "ToolUnavailable";
  readonly problems: readonly ToolProblem[];

  constructor(problems: readonly ToolProblem[]) {
    super(problems.map(renderProblem).join("\n"));
    this.problems = problems;
  }
}

function renderProblem({ tools, cause, evidence, wayOut }: ToolProblem): string {
  const lines = evidence === "" ? [] : evidence.trimEnd().split("\n");
  return [
    `${tools.join(", ")}: not available; ${cause}`,
    ...lines.map((line) => `  | ${line}`),
    `  way out: ${wayOut}`,
  ].join("\n");
}
