import type { Defaults, ProbeTiming } from "./defaults";

/** One probe as a container carries it. */
export interface Probe extends ProbeTiming {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly failureThreshold: number;
}

export interface StartUpProbes {
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
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
