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

const REFERENCE =
  /^(?<path>[a-zA-Z0-9][a-zA-Z0-9._:/-]*?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** The parts of a reference, or `undefined` when it is not one. */
export function parseContainerImage(reference: string): ContainerImage | undefined {
  const parts = REFERENCE.exec(reference)?.groups;
  if (parts?.path === undefined) return undefined;
  const [first = "", ...rest] = parts.path.split("/");
  // A first part is a registry exactly when it could be a host: https://pkg.go.dev/github.com/distribution/reference
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return {
    registry: hasRegistry ? first : undefined,
    repository: hasRegistry ? rest.join("/") : parts.path,
    tag: parts.tag,
    digest: parts.digest,
  };
}

/** An image must say exactly which one it is: a tag other than `latest`, or a digest. */
export function checkContainerImage(path: string, reference: string): Issue[] {
  const image = parseContainerImage(reference);
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
  return `${mirror.replace(/\/+$/, "")}/${image.repository}${tag}${digest}`;
}

/** A mirror is a registry host with an optional path, without scheme, tag or digest. */
export function checkImageRegistryMirror(path: string, mirror: string | undefined): Issue[] {
  if (mirror === undefined) return [];
  if (/^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d{1,5})?(\/[a-z0-9._-]+)*$/.test(mirror)) return [];
  return [
    issue(
      path,
      mirror,
      "is not a registry host with an optional port and path",
      'write it without scheme and tag, such as "registry.example.com:5000/mirror"',
    ),
  ];
}
