/** What is read here of values that the schema of the chart allows. A key is absent where a `null` took its default away. */
export interface CheckedValues {
  readonly strict?: boolean;
  readonly enabled?: boolean;
  readonly multinode?: boolean;
  readonly modelArtifacts?: {
    readonly name?: string;
    readonly uri?: string;
    readonly mountPath?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly accelerator?: {
    readonly type?: string;
    readonly dra?: boolean;
    readonly resources?: Readonly<Record<string, string>>;
    readonly resourceClaimTemplates?: Readonly<Record<string, CheckedClaimTemplate>>;
  };
  readonly routing?: {
    readonly servicePort?: number | string;
    readonly proxy?: {
      readonly enabled?: boolean;
      readonly image?: string;
      readonly targetPort?: number | string;
      readonly connector?: string;
    };
  };
  readonly requester?: {
    readonly enable?: boolean;
    readonly image?: string;
    readonly adminPort?: number | string;
    readonly port?: { readonly probes?: number | string; readonly spi?: number | string };
    readonly resources?: { readonly limits?: { readonly gpus?: number } };
  };
  readonly tracing?: {
    readonly enabled?: boolean;
    readonly otlpEndpoint?: string;
    readonly sampling?: { readonly sampler?: string; readonly samplerArg?: string | number };
    readonly vllm?: { readonly collectDetailedTraces?: string };
  };
  readonly fullnameOverride?: string;
  readonly decode?: CheckedRole;
  readonly prefill?: CheckedRole;
}

/** The same of what a claim for devices is made from. */
export interface CheckedClaimTemplate {
  readonly name?: string;
  readonly class?: string;
  readonly match?: string;
  readonly count?: number;
}

/** The same of a role. */
export interface CheckedRole {
  readonly create?: boolean;
  readonly accelerator?: { readonly type?: string; readonly dra?: boolean };
  readonly acceleratorTypes?: {
    readonly labelKey?: string;
    readonly labelValues?: readonly string[];
  };
  readonly parallelism?: Readonly<
    Partial<Record<"tensor" | "data" | "dataLocal" | "workers", number>>
  >;
  readonly strategy?: { readonly type?: string };
  readonly replicas?: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly resourceClaims?: readonly { readonly name: string }[];
  readonly subGroupPolicy?: {
    readonly subGroupSize?: number;
    readonly subGroupPolicyType?: string;
  };
  readonly subGroupExclusiveTopology?: boolean | string;
  readonly subGroupExclusiveToplogy?: boolean | string;
  readonly containers?: readonly CheckedContainer[];
  readonly workerContainers?: readonly CheckedContainer[];
  readonly initContainers?: readonly CheckedContainer[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly monitoring?: {
    readonly podmonitor?: { readonly enabled?: boolean; readonly portName?: string };
  };
}

/** The same of a container. */
export interface CheckedContainer {
  readonly image?: string;
  readonly modelCommand?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly resources?: Readonly<
    Partial<Record<"requests" | "limits", Readonly<Record<string, string | number>>>>
  >;
  readonly readinessProbe?: CheckedProbe;
  readonly extraConfig?: { readonly readinessProbe?: CheckedProbe };
  readonly mountModelVolume?: boolean;
  readonly ports?: readonly { readonly name?: string }[];
}

/** The same of a probe. */
export interface CheckedProbe {
  readonly httpGet?: { readonly port?: number | string };
}
