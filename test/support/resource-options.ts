import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** The options of one resource, as its registration carries them; what was not set is absent. */
export interface ResourceOptions {
  /** URN; absent for what stands directly under the stack. */
  readonly parent?: string;
  /** URNs, sorted: those of `dependsOn`, and those that its inputs and parent bring. */
  readonly dependencies?: readonly string[];
  /** URNs by input property. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  /** URN and id of an explicit provider. */
  readonly provider?: string;
  /** Explicit providers of a component, by package. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly deleteBeforeReplace?: boolean;
  readonly deletedWith?: string;
  readonly ignoreChanges?: readonly string[];
  readonly replaceOnChanges?: readonly string[];
  readonly additionalSecretOutputs?: readonly string[];
  readonly customTimeouts?: Readonly<Record<string, string>>;
  readonly importId?: string;
  /** URN of each alias, or its type and name as given. */
  readonly aliases?: readonly string[];
  /** How many transforms were given; the mocks do not run them. */
  readonly transformCount?: number;
}

export function readOptions(request: RegisterResourceRequest): ResourceOptions {
  return withoutEmpty({
    parent: isStack(request.getParent()) ? "" : request.getParent(),
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()]
        .map(([property, urns]): [string, string[]] => [property, urns.getUrnsList().toSorted()])
        .filter(([, urns]) => urns.length > 0),
    ),
    provider: request.getProvider(),
    providers: Object.fromEntries(request.getProvidersMap().getEntryList()),
    version: request.getVersion(),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: toTimeouts(request),
    importId: request.getImportid(),
    aliases: [...request.getAliasesList().map(toAliasText), ...request.getAliasurnsList()],
    transformCount: request.getTransformsList().length || undefined,
  });
}

/** Under the engine the stack is a resource and everybody's parent; under mocks there is none. */
export function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

function toTimeouts(request: RegisterResourceRequest): Record<string, string> {
  const timeouts = request.getCustomtimeouts();
  const named = {
    create: timeouts?.getCreate() ?? "",
    update: timeouts?.getUpdate() ?? "",
    delete: timeouts?.getDelete() ?? "",
  };
  return Object.fromEntries(Object.entries(named).filter(([, text]) => text !== ""));
}

function toAliasText(alias: Alias): string {
  const spec = alias.getSpec();
  return spec === undefined ? alias.getUrn() : `${spec.getType()}::${spec.getName()}`;
}

/** The wire writes what was not set as empty text, list or map. */
function withoutEmpty(
  options: { [Name in keyof ResourceOptions]: ResourceOptions[Name] | undefined },
): ResourceOptions {
  const set = Object.entries(options).filter(([, value]) => {
    if (typeof value === "object") return Object.keys(value).length > 0;
    return value !== undefined && value !== "";
  });
  return Object.fromEntries(set);
}
