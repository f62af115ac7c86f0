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
  readonly requester?: { readonly enable?: boolean };
  readonly tracing?: { readonly enabled?: boolean };
  readonly decode?: CheckedRole;
  readonly prefill?: CheckedRole;
}

/** The same of a role. */
export interface CheckedRole {
  readonly create?: boolean;
  readonly accelerator?: { readonly type?: string; readonly dra?: boolean };
  readonly acceleratorTypes?: {
    readonly labelKey?: string;
    readonly labelValues?: readonly string[];
  };
  readonly parallelism?: Readonly<Partial<Record<"data" | "dataLocal" | "workers", number>>>;
  readonly strategy?: { readonly type?: string };
  readonly subGroupPolicy?: object;
  readonly subGroupExclusiveTopology?: boolean;
  readonly subGroupExclusiveToplogy?: boolean;
  readonly containers?: readonly CheckedContainer[];
  readonly initContainers?: readonly CheckedContainer[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly monitoring?: {
    readonly podmonitor?: { readonly enabled?: boolean; readonly portName?: string };
  };
  readonly extraConfig?: {
    readonly affinity?: {
      readonly nodeAffinity?: {
        readonly requiredDuringSchedulingIgnoredDuringExecution?: unknown;
      };
    };
  };
}

/** The same of a container. */
export interface CheckedContainer {
  readonly image?: string;
  readonly modelCommand?: string;
  readonly command?: readonly string[];
  readonly mountModelVolume?: boolean;
  readonly ports?: readonly { readonly name?: string }[];
}
