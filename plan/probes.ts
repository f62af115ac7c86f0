import type { Defaults, ProbeTiming } from "./defaults";

/** One probe as a container carries it. */
export interface Probe extends ProbeTiming {
  /** What is asked. */
  readonly httpGet: {
    /** Path. */
    readonly path: string;
    /** Name of the port. */
    readonly port: string;
  };
  /** Failures in a row after which the probe has failed. */
  readonly failureThreshold: number;
}

/** The probes of an engine's container. */
export interface StartUpProbes {
  /** Until it succeeds the others do not begin; when it fails the container is started anew. */
  readonly startupProbe: Probe;
  /** When it fails the pod gets no requests. */
  readonly readinessProbe: Probe;
  /** When it fails the container is started anew. */
  readonly livenessProbe: Probe;
}

export interface ProbeSpec {
  readonly livenessPath: string;
  readonly readinessPath: string;
  readonly startUpBudgetSeconds: number;
}

/** Nothing is killed before the start-up budget has passed; afterwards a server that hangs is. */
export function toProbes(
  { livenessPath, readinessPath, startUpBudgetSeconds }: ProbeSpec,
  { startUp, readiness, liveness }: Defaults["probes"],
): StartUpProbes {
  return {
    startupProbe: {
      httpGet: { path: readinessPath, port: "metrics" },
      ...startUp,
      failureThreshold: Math.ceil(startUpBudgetSeconds / startUp.periodSeconds),
    },
    readinessProbe: { httpGet: { path: readinessPath, port: "metrics" }, ...readiness },
    livenessProbe: { httpGet: { path: livenessPath, port: "metrics" }, ...liveness },
  };
}
