import { UPSTREAM_CHART } from "../catalog/upstream-chart";
import { type Issue, issue, prefixIssues } from "../units/issue";
import { checkChoice, checkKeys, isMap } from "./value-check";

/** Where the chart llm-d-modelservice comes from. */
export const ChartSource = {
  /** The one that comes with this package. */
  bundled: "bundled",
  /** The one that llm-d has published, at v0.4.12, from its Helm repository. It is no longer developed. */
  upstream: "upstream",
  /** A copy of the bundled chart in a folder of the program. */
  path: "path",
  /** A copy of the bundled chart in an OCI registry, by digest. */
  oci: "oci",
} as const;
export type ChartSource = (typeof ChartSource)[keyof typeof ChartSource];

/** The chart that renders the objects of a model. */
export interface ChartSettings {
  /** Where it comes from: `bundled`, `upstream`, `path` or `oci`. Defaults to `bundled`. */
  readonly source?: ChartSource;
  /**
   * With `path` the folder, relative to that of the program and written with `/`, such as `./charts/llm-d-modelservice`;
   * with `oci` the reference without tag and digest, such as `oci://registry.example.com/charts/llm-d-modelservice`.
   * Refused with the other sources, which have one place.
   */
  readonly location?: string;
  /** With `oci` the exact version of what has the digest, for people and the output `chartVersion`: the digest alone decides what is deployed. With `upstream` `v0.4.12`, which is its default. Refused with the others, whose Chart.yaml says it. */
  readonly version?: string;
  /** With `oci` the digest of the manifest that a registry shows, `sha256:` and 64 hexadecimal digits, which Helm holds what it gets against. Refused with the others, where nothing would be held against it. */
  readonly digest?: string;
}

/** Where the chart of a model is, with every default written out. */
export type ChartPlan =
  | {
      /** In this package. */
      readonly source: "bundled";
    }
  | {
      /** In llm-d's Helm repository. */
      readonly source: "upstream";
      /** Address of the repository. */
      readonly repository: string;
      /** Name of the chart in it. */
      readonly name: string;
      /** Exact version. */
      readonly version: string;
    }
  | {
      /** In a folder of the program. */
      readonly source: "path";
      /** The folder, relative to that of the program. */
      readonly location: string;
    }
  | {
      /** In an OCI registry. */
      readonly source: "oci";
      /** Reference without tag and digest. */
      readonly location: string;
      /** Exact version. */
      readonly version: string;
      /** Digest of the manifest. */
      readonly digest: string;
    };

/** The chart of settings that have been checked. */
export function planChart(settings: ChartSettings = {}): ChartPlan {
  const { source = ChartSource.bundled, location = "", version = "", digest = "" } = settings;
  switch (source) {
    case ChartSource.bundled:
      return { source };
    case ChartSource.upstream: {
      const { repository, name } = UPSTREAM_CHART;
      return { source, repository, name, version: UPSTREAM_CHART.version };
    }
    case ChartSource.path:
      return { source, location };
    case ChartSource.oci:
      return { source, location, version, digest };
  }
}

const KEYS = [
  "source",
  "location",
  "version",
  "digest",
] as const satisfies readonly (keyof ChartSettings)[];

/** What is wrong with the settings of the chart. */
export function checkChart(settings: unknown): Issue[] {
  if (settings === undefined) return [];
  const unknown = checkKeys("chart", settings, KEYS);
  if (!isMap(settings)) return unknown;
  const { source = ChartSource.bundled, ...rest } = settings;
  const choice = checkChoice(Object.values(ChartSource))("source", source);
  const issues = choice.length > 0 ? choice : CHECKS[source as ChartSource](rest);
  return [...unknown, ...prefixIssues("chart", issues)];
}

type SourceCheck = (settings: Readonly<Record<string, unknown>>) => Issue[];

const CHECKS: Readonly<Record<ChartSource, SourceCheck>> = {
  bundled: (settings) =>
    ["location", "version", "digest"].flatMap((key) =>
      checkAbsent(
        key,
        settings[key],
        "the bundled chart is the one of this package",
        "leave it out, or choose the source path or oci",
      ),
    ),
  upstream: ({ location, version, digest }) => [
    ...checkAbsent(
      "location",
      location,
      `upstream's chart is at ${UPSTREAM_CHART.repository}`,
      "leave it out, or choose the source path or oci",
    ),
    ...(version === undefined || version === UPSTREAM_CHART.version
      ? []
      : [
          issue(
            "version",
            version,
            `upstream's chart is known at ${UPSTREAM_CHART.version} only`,
            `write "${UPSTREAM_CHART.version}", or leave it out`,
          ),
        ]),
    ...checkAbsent(
      "digest",
      digest,
      "a Helm repository is asked by version, and nothing holds what comes against a digest",
      "leave it out, or copy the bundled chart into a registry and choose the source oci",
    ),
  ],
  path: ({ location, version, digest }) => [
    ...checkFolder(location),
    ...checkAbsent(
      "version",
      version,
      "the version of a folder is in its Chart.yaml",
      "leave it out, and write it there",
    ),
    ...checkAbsent(
      "digest",
      digest,
      "nothing holds a folder against a digest",
      "leave it out, and raise the version in Chart.yaml with each change",
    ),
  ],
  oci: ({ location, version, digest }) => [
    ...checkReference(location),
    ...checkPattern("version", version, EXACT_VERSION, {
      rule: "must be one exact version, as Chart.yaml has it",
      wayOut: 'write for example "0.4.12"',
    }),
    ...checkPattern("digest", digest, DIGEST, {
      rule: "must be sha256: and 64 hexadecimal digits",
      wayOut: "write the one that helm push or the registry shows",
    }),
  ],
};

/** Semantic versions, with the v that some write before them: https://semver.org */
const EXACT_VERSION = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** A reference of which neither a tag nor a digest is a part. */
const OCI_REFERENCE = /^oci:\/\/[^\s/@]+(?:\/[^\s/:@]+)+$/;

/** Relative, without a scheme, a drive, a home or a backslash: the same text on every machine. */
const RELATIVE_FOLDER = /^(?![/~]|[A-Za-z]:)[^\\:\p{Cc}]*[^\\:\s\p{Cc}]$/u;

function checkFolder(location: unknown): Issue[] {
  return checkPattern("location", location, RELATIVE_FOLDER, {
    rule: "must be a folder relative to that of the program, written with /: Pulumi compares the text, which has to be the same on every machine",
    wayOut: 'write for example "./charts/llm-d-modelservice"',
  });
}

function checkReference(location: unknown): Issue[] {
  return checkPattern("location", location, OCI_REFERENCE, {
    rule: "must be oci://, a registry and a path, without tag and digest",
    wayOut: 'write for example "oci://registry.example.com/charts/llm-d-modelservice"',
  });
}

function checkPattern(
  path: string,
  value: unknown,
  pattern: RegExp,
  { rule, wayOut }: { readonly rule: string; readonly wayOut: string },
): Issue[] {
  const isLegal = typeof value === "string" && pattern.test(value);
  return isLegal ? [] : [issue(path, value, rule, wayOut)];
}

function checkAbsent(path: string, value: unknown, rule: string, wayOut: string): Issue[] {
  return value === undefined ? [] : [issue(path, value, rule, wayOut)];
}
