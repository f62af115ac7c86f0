/**
 * The Helm chart whose values a model service is written in.
 *
 * Upstream stopped at this version on 2026-04-22 and is deprecated by llm-d since v0.7.0, so there is nothing to
 * refresh. Left out: the digest of its archive (none was read in a source).
 */
export const MODELSERVICE_CHART = Object.freeze({
  /** Name of the chart, bundled and upstream alike; part of the names of what it renders. */
  name: "llm-d-modelservice",
  /** Last upstream version, with the leading v that its repository uses. */
  upstreamVersion: "v0.4.12",
  /** Address of upstream's Helm repository; there is none in an OCI registry. */
  upstreamRepository: "https://llm-d-incubation.github.io/llm-d-modelservice/",
  /** Day of the last upstream version. */
  date: "2026-04-22",
  source: "https://llm-d-incubation.github.io/llm-d-modelservice/",
} as const);
