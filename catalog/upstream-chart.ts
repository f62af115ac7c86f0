/**
 * The chart llm-d-modelservice as llm-d has published it, which is no longer developed.
 *
 * Sources: the values schema and the default values of v0.4.12, and the table of keys that its releases have added:
 * https://github.com/llm-d-incubation/llm-d-modelservice/blob/llm-d-modelservice-v0.4.12/charts/llm-d-modelservice/values.schema.json
 * How to refresh: not at all, its last release is of 2026-04-22. Left out: a digest of its archive, as none was read in a
 * source.
 */
import { freezeDeep } from "../units/frozen";

export const UPSTREAM_CHART = freezeDeep({
  name: "llm-d-modelservice",
  /** Classic Helm repository: it is published nowhere as an OCI artifact. */
  repository: "https://llm-d-incubation.github.io/llm-d-modelservice/",
  version: "v0.4.12",
  /**
   * Keys that its templates read, by place in the values. Its schema is open at these places, so that any other key is
   * dropped without a word.
   */
  keys: {
    "": [
      ...([
        "accelerator",
        "common",
        "decode",
        "enabled",
        "extraObjects",
        "fullnameOverride",
      ] as const),
      ...(["global", "modelArtifacts", "multinode", "nameOverride", "prefill"] as const),
      ...(["priorityClassName", "requester", "routing", "schedulerName"] as const),
      ...(["serviceAccountOverride", "tracing"] as const),
    ],
    role: [
      ...(["accelerator", "acceleratorTypes", "annotations", "autoscaling", "containers"] as const),
      ...(["create", "enableServiceLinks", "extraConfig", "hostIPC", "hostPID"] as const),
      ...(["imagePullSecrets", "initContainers", "monitoring", "nodeSelector"] as const),
      ...(["parallelism", "podAnnotations", "podSecurityContext", "replicas"] as const),
      ...(["resourceClaims", "schedulerName", "strategy", "subGroupExclusiveTopology"] as const),
      ...(["subGroupPolicy", "terminationGracePeriodSeconds", "tolerations", "volumes"] as const),
    ],
    container: [
      ...(["args", "command", "env", "extraConfig", "image", "imagePullPolicy"] as const),
      ...(["livenessProbe", "modelCommand", "mountModelVolume", "name", "ports"] as const),
      ...(["readinessProbe", "resources", "securityContext", "startupProbe", "stdin"] as const),
      ...(["tty", "volumeMounts", "workingDir"] as const),
    ],
  },
  /**
   * It starts the routing proxy with `--connector`, which the proxy has no longer from this version on:
   * https://github.com/llm-d/llm-d-router/releases/tag/v0.10.0
   */
  firstProxyTooNew: { major: 0, minor: 10 },
  date: "2026-11-22",
} as const);
