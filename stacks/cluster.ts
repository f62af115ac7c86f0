import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Provider } from "@pulumi/kubernetes/provider";
import { RunError } from "@pulumi/pulumi";
import { parseDocument } from "yaml";
import { issue, renderIssues } from "../units/issue";
import type { ClusterSettings } from "./environment-config";

interface Kubeconfig {
  readonly clusters?: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string };
  }[];
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string };
  }[];
}

/**
 * The provider of the one cluster of this stack. Never the current context: whoever switched it last could not know
 * what this stack is. Refuses a context that is missing or leads to another server, before any resource exists.
 */
export function connectCluster({ context, server }: ClusterSettings): Provider {
  const files = kubeconfigFiles();
  const found = findServer(context, files);
  if (found === undefined) {
    const known = files.flatMap((file) => file.contexts ?? []).map(({ name }) => name);
    const wayOut =
      known.length === 0
        ? "set KUBECONFIG to the file that has it"
        : `use one of ${known.join(", ")}`;
    throw new RunError(
      renderIssues([
        issue("cluster.context", context, "the kubeconfig has no such context", wayOut),
      ]),
    );
  }
  if (trimUrl(found) !== trimUrl(server)) {
    const rule = `context ${context} leads to ${found}`;
    throw new RunError(
      renderIssues([
        issue("cluster.server", server, rule, "correct the stack file, or the kubeconfig"),
      ]),
    );
  }
  return withoutKubeconfigVariable(() => new Provider("cluster", { context }));
}

/**
 * The SDK writes the KUBECONFIG that it finds into the inputs of the provider, and so a path of this machine into the
 * state. The provider reads the variable itself; the context is all that it must be told.
 */
function withoutKubeconfigVariable<T>(create: () => T): T {
  const { KUBECONFIG: saved } = process.env;
  delete process.env.KUBECONFIG;
  try {
    return create();
  } finally {
    if (saved !== undefined) process.env.KUBECONFIG = saved;
  }
}

/** The files that kubectl would read, in its order. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
function kubeconfigFiles(): Kubeconfig[] {
  const named = (process.env.KUBECONFIG ?? "").split(delimiter).filter((path) => path !== "");
  const paths = named.length > 0 ? named : [join(homedir(), ".kube", "config")];
  return paths.filter((path) => existsSync(path)).map(readKubeconfig);
}

/** What is wrong with a kubeconfig is told by its line alone: the parser's own message would quote it, keys and all. */
function readKubeconfig(path: string): Kubeconfig {
  const document = parseDocument(readFileSync(path, "utf8"));
  const [error] = document.errors;
  if (error === undefined) return document.toJS() ?? {};
  const rule = `is not YAML at line ${error.linePos?.[0].line ?? 1}`;
  throw new RunError(renderIssues([issue("KUBECONFIG", path, rule, "correct the file")]));
}

function findServer(context: string, files: readonly Kubeconfig[]): string | undefined {
  const contexts = files.flatMap((file) => file.contexts ?? []);
  const cluster = contexts.find(({ name }) => name === context)?.context.cluster;
  const clusters = files.flatMap((file) => file.clusters ?? []);
  return clusters.find(({ name }) => name === cluster)?.cluster.server;
}

function trimUrl(url: string): string {
  return url.replace(/\/+$/, "");
}
