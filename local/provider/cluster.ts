import { createHash } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { ChildOptions, ChildResult, Children } from "./children";
import { type PropertyMap, type PropertyValue, revealSecrets } from "./wire";

/** The programs that do the work, and the one place where they may leave files. */
export interface ClusterTools {
  readonly helm: string;
  readonly kubectl: string;
  readonly directory: string;
  readonly children: Children;
}

/** An API server that is up answers within milliseconds; a busy or distant one gets time for a handshake. */
const ANSWER_SECONDS = 10;

/** Beyond what it was told to wait for pods or deletions: only a server that has stopped in the middle takes as long. */
const LOOK_UP_SECONDS = 60;

/** A cluster as one provider resource of the program names it. */
export class Cluster {
  private readonly tools: ClusterTools;
  private readonly kubeconfig: string;
  private readonly context: string | undefined;
  private readonly interrupt = new AbortController();
  private helmVersion: Promise<number> | undefined;
  /** Whether an object that is there already is taken over in place of an error. */
  readonly upsertsExisting: boolean;

  constructor(tools: ClusterTools, args: PropertyMap) {
    const { kubeconfig, context, upsertExistingObjects } = revealSecrets(args);
    this.tools = tools;
    this.kubeconfig = resolveKubeconfig(kubeconfig, tools.directory);
    this.context = typeof context === "string" ? context : undefined;
    this.upsertsExisting = upsertExistingObjects === "true" || upsertExistingObjects === true;
  }

  /** Interrupts what still runs for this cluster. Short look-ups go on, so that the outcome can be recorded. */
  stop(): void {
    this.interrupt.abort();
  }

  get stopped(): boolean {
    return this.interrupt.signal.aborted;
  }

  /**
   * Throws when the API server does not answer. Asked once before any work, it answers for all of it: helm and kubectl
   * would each try for a minute and then speak of a resource that has nothing to do with it.
   */
  async requireAnswer(): Promise<void> {
    const ask = ["get", "--raw", "/readyz", `--request-timeout=${ANSWER_SECONDS}s`];
    const { exitCode, stderr } = await this.kubectl(ask);
    if (exitCode === 0) return;
    const where = this.context === undefined ? this.kubeconfig : `context ${this.context}`;
    throw new Error(
      `cluster: ${where}; its API server does not answer: ${toReason(stderr)}; start the cluster or correct the kubeconfig`,
    );
  }

  /** Runs helm for a look-up, which an interrupt lets finish. */
  helm(args: readonly string[]): Promise<ChildResult> {
    const withContext = [...args, ...this.contextArgs("--kube-context")];
    return this.run(this.tools.helm, withContext, { limitSeconds: LOOK_UP_SECONDS });
  }

  /** Runs helm for a change, until it ends or the operation is interrupted: then helm marks the release as failed. */
  changeByHelm(args: readonly string[], waitSeconds: number, input = ""): Promise<ChildResult> {
    const { signal } = this.interrupt;
    const withContext = [...args, ...this.contextArgs("--kube-context")];
    // An atomic change that waited in vain is undone with the same patience.
    const limitSeconds = 2 * waitSeconds + LOOK_UP_SECONDS;
    return this.run(this.tools.helm, withContext, { input, signal, limitSeconds });
  }

  /** Runs kubectl for a short look-up or change, which an interrupt lets finish. */
  kubectl(args: readonly string[], input = "", waitSeconds = 0): Promise<ChildResult> {
    const withContext = [...args, ...this.contextArgs("--context")];
    const limitSeconds = waitSeconds + LOOK_UP_SECONDS;
    return this.run(this.tools.kubectl, withContext, { input, limitSeconds });
  }

  /** The object that kubectl prints as JSON, nothing when it prints nothing; an error with the server's reason. */
  async kubectlJson(args: readonly string[], input?: string): Promise<PropertyMap | undefined> {
    const printed = requireSuccess(await this.kubectl([...args, "-o", "json"], input));
    return printed.trim() === "" ? undefined : JSON.parse(printed);
  }

  /** 3 or 4: they differ in how they apply objects. */
  helmMajor(): Promise<number> {
    this.helmVersion ??= this.helm(["version", "--template", "{{.Version}}"]).then(({ stdout }) =>
      Number.parseInt(stdout.replace(/^v/, ""), 10),
    );
    return this.helmVersion;
  }

  private async run(
    program: string,
    args: readonly string[],
    options: ChildOptions,
  ): Promise<ChildResult> {
    // Without this, both programs take a missing file for an empty one and ask localhost:8080.
    if (!this.kubeconfig.split(delimiter).some((file) => existsSync(file))) {
      throw new Error(
        `kubeconfig: ${this.kubeconfig}; there is no such file; start the cluster or correct the path`,
      );
    }
    return this.tools.children.run(program, args, { ...options, environment: this.environment() });
  }

  private contextArgs(flag: string): readonly string[] {
    return this.context === undefined ? [] : [flag, this.context];
  }

  /** Settings and caches of the user's own helm and kubectl are neither read nor written. */
  private environment(): Record<string, string> {
    const home = join(this.tools.directory, "home");
    return {
      KUBECONFIG: this.kubeconfig,
      KUBECACHEDIR: join(home, "kube-cache"),
      KUBECTL_KUBERC: "false",
      HELM_CACHE_HOME: join(home, "helm-cache"),
      HELM_CONFIG_HOME: join(home, "helm-config"),
      HELM_DATA_HOME: join(home, "helm-data"),
      HELM_DRIVER: "secret",
    };
  }
}

/** What a program printed; an error with its reason when it failed. */
export function requireSuccess({ exitCode, stdout, stderr }: ChildResult): string {
  if (exitCode !== 0) throw new Error(toReason(stderr));
  return stdout;
}

/** The last thing that helm or kubectl said, without their preambles. */
export function toReason(stderr: string): string {
  const lines = stderr
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^(WARNING|W\d{4})/.test(line));
  const start = lines.findLastIndex((line) => /^(Error|error)\b/.test(line));
  return lines
    .slice(Math.max(start, 0))
    .join("\n")
    .replace(/^(Error from server \(\w+\): |Error: |error: )/, "")
    .replace(/^(INSTALLATION|UPGRADE) FAILED: /, "")
    .trim();
}

/** The provider's kubeconfig is a path or the content itself. The user's own `~/.kube/config` is never a default. */
function resolveKubeconfig(kubeconfig: PropertyValue | undefined, directory: string): string {
  if (typeof kubeconfig === "string" && kubeconfig !== "") {
    const isContent = kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
    return isContent ? writeKubeconfig(kubeconfig, directory) : resolve(kubeconfig);
  }
  const fromEnvironment = process.env.KUBECONFIG;
  if (fromEnvironment !== undefined && fromEnvironment !== "") return fromEnvironment;
  throw new Error(
    "kubeconfig: absent; the local provider follows no default cluster; give the provider a kubeconfig or set KUBECONFIG",
  );
}

function writeKubeconfig(content: string, directory: string): string {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const file = join(directory, `kubeconfig-${digest}.yaml`);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}
