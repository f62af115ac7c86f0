import { type Issue, issue } from "../units/issue";

/** A container image reference in its parts; `registry` is absent where Docker's own is meant. */
export interface ContainerImage {
  readonly registry: string | undefined;
  /** Path without the registry, such as `lmsysorg/sglang`. */
  readonly repository: string;
  readonly tag: string | undefined;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string | undefined;
}

/** https://github.com/distribution/reference/blob/main/reference.go: only the registry may have capitals. */
const HOST = /^[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?$/;
const REPOSITORY =
  /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const REFERENCE =
  /^(?<path>[^@]+?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** The parts of a reference, or `undefined` when it is not one. */
export function parseContainerImage(reference: string): ContainerImage | undefined {
  const { path, tag, digest } = REFERENCE.exec(reference)?.groups ?? {};
  if (path === undefined) return undefined;
  const [first = "", ...rest] = path.split("/");
  // A first part is a registry exactly when it could be a host: https://pkg.go.dev/github.com/distribution/reference
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const repository = hasRegistry ? rest.join("/") : path;
  if ((hasRegistry && !HOST.test(first)) || !REPOSITORY.test(repository)) return undefined;
  return { registry: hasRegistry ? first : undefined, repository, tag, digest };
}

/** An image must say exactly which one it is: a tag other than `latest`, or a digest. */
export function checkContainerImage(path: string, reference: unknown): Issue[] {
  const image = typeof reference === "string" ? parseContainerImage(reference) : undefined;
  if (image === undefined) {
    return [
      issue(
        path,
        reference,
        "is not an image reference",
        'write repository and tag, such as "vllm/vllm-openai:v0.30.0"',
      ),
    ];
  }
  if (image.digest !== undefined) return [];
  if (image.tag === undefined || image.tag === "latest") {
    return [
      issue(
        path,
        reference,
        `${image.tag === undefined ? "no tag means latest, which" : "latest"} is another image tomorrow`,
        "name an exact tag, or better a digest (@sha256:...)",
      ),
    ];
  }
  return [];
}

/**
 * The same image from a mirror: the registry is exchanged, path, tag and digest stay.
 * `lmsysorg/sglang:v0.5.20` from `registry.example.com/mirror` is `registry.example.com/mirror/lmsysorg/sglang:v0.5.20`.
 */
export function toMirroredImage(reference: string, mirror: string | undefined): string {
  const image = parseContainerImage(reference);
  if (mirror === undefined || image === undefined) return reference;
  const tag = image.tag === undefined ? "" : `:${image.tag}`;
  const digest = image.digest === undefined ? "" : `@${image.digest}`;
  return `${mirror}/${image.repository}${tag}${digest}`;
}

/** A mirror is a registry host with an optional path, without scheme, tag or digest. */
export function checkImageRegistryMirror(path: string, mirror: unknown): Issue[] {
  const [host = "", ...folders] = typeof mirror === "string" ? mirror.split("/") : [];
  const repository = folders.join("/");
  if (HOST.test(host) && (folders.length === 0 || REPOSITORY.test(repository))) return [];
  return [
    issue(
      path,
      mirror,
      "is not a registry host with an optional port and path",
      'write it without scheme and tag, such as "registry.example.com:5000/mirror"',
    ),
  ];
}
