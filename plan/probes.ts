/** One probe as a container carries it. */
export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
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

const START_UP_PERIOD_SECONDS = 30;

/** Nothing is killed before the start-up budget has passed; afterwards a server that hangs for half a minute is. */
export function toProbes({
  livenessPath,
  readinessPath,
  startUpBudgetSeconds,
}: ProbeSpec): StartUpProbes {
  return {
    startupProbe: {
      httpGet: { path: readinessPath, port: "metrics" },
      periodSeconds: START_UP_PERIOD_SECONDS,
      timeoutSeconds: 5,
      failureThreshold: Math.ceil(startUpBudgetSeconds / START_UP_PERIOD_SECONDS),
    },
    readinessProbe: {
      httpGet: { path: readinessPath, port: "metrics" },
      periodSeconds: 5,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    livenessProbe: {
      httpGet: { path: livenessPath, port: "metrics" },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
  };
}
