/** What only the program knows when it runs: names and texts that other resources give out. */
export interface ChartWiring {
  /** Existing service account of the pods. When absent the chart makes one. */
  readonly serviceAccountName?: string;
  /** Names of Secrets to pull images with. */
  readonly imagePullSecretNames?: readonly string[];
  /** Name of the Secret with the Hugging Face token under `HF_TOKEN`. */
  readonly tokenSecretName?: string;
  /** Environment variables of the engine. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Annotations of the pods. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}
