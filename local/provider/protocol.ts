import type { PropertyMap } from "./wire";

/** A provider resource of the program (default or explicit), as the engine configures it. */
export interface ConfigureRequest {
  /** Name of the provider resource; `default_<version>` for the default provider. Empty from engines before 3.190. */
  readonly name: string;
  /** URN of the provider resource. Empty from engines before 3.190. */
  readonly urn: string;
  /** Inputs of the provider resource. Booleans and records arrive as JSON text. */
  readonly args: PropertyMap;
}

/** What every request about a resource carries. `Instance` is what `configure` returned for its provider. */
export interface ResourceRequest<Instance> {
  readonly instance: Instance;
  readonly urn: string;
  /** Type token, such as `kubernetes:helm.sh/v3:Release`. */
  readonly type: string;
  /** Logical name: the last part of the URN. */
  readonly name: string;
}

export interface CheckRequest<Instance> extends ResourceRequest<Instance> {
  /** Checked inputs of the last run; empty on the first. */
  readonly olds: PropertyMap;
  /** Inputs as the program gives them now. */
  readonly news: PropertyMap;
  /** The only randomness a generated name may use, so that a preview and its update agree. */
  readonly randomSeed: Uint8Array;
}

export interface CheckResult {
  readonly inputs: PropertyMap;
  readonly failures?: readonly CheckFailure[];
}

export interface CheckFailure {
  /** Property path within the resource; empty for the whole. */
  readonly property: string;
  readonly reason: string;
}

export interface DiffRequest<Instance> extends ResourceRequest<Instance> {
  readonly id: string;
  /** State of the last run. */
  readonly olds: PropertyMap;
  /** Checked inputs of the last run. */
  readonly oldInputs: PropertyMap;
  /** Checked inputs of this run. */
  readonly news: PropertyMap;
  /** Property paths whose changes the program asked to ignore. The engine has already put the old values into `news`. */
  readonly ignoreChanges: readonly string[];
}

export type PropertyChange =
  | "add"
  | "add-replace"
  | "delete"
  | "delete-replace"
  | "update"
  | "update-replace";

export interface DiffResult {
  readonly changes: boolean;
  /** Top-level properties that differ. */
  readonly diffs?: readonly string[];
  /** Properties that cannot be changed in place; any of them makes the engine replace the resource. */
  readonly replaces?: readonly string[];
  /** Every changed property path, for the printed difference. */
  readonly detailedDiff?: Readonly<Record<string, PropertyChange>>;
  readonly deleteBeforeReplace?: boolean;
}

export interface CreateRequest<Instance> extends ResourceRequest<Instance> {
  readonly inputs: PropertyMap;
  /** True when nothing may be created: answer what is known, `UNKNOWN` for the rest. */
  readonly preview: boolean;
  /** `customTimeouts.create` in seconds; 0 when not set. The same in update and delete. */
  readonly timeoutSeconds: number;
}

export interface CreateResult {
  /** May be empty in a preview only. */
  readonly id: string;
  readonly state: PropertyMap;
}

export interface ReadRequest<Instance> extends ResourceRequest<Instance> {
  readonly id: string;
  /** Empty when the resource is being imported. */
  readonly inputs: PropertyMap;
  readonly state: PropertyMap;
}

export interface ReadResult {
  /** Empty when the resource is gone. */
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly state: PropertyMap;
}

export interface UpdateRequest<Instance> extends CreateRequest<Instance> {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly olds: PropertyMap;
  /** Property paths whose changes the program asked to ignore. The engine has put the old values into `inputs`, which need not be the live ones. */
  readonly ignoreChanges: readonly string[];
}

export interface DeleteRequest<Instance> extends ResourceRequest<Instance> {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly state: PropertyMap;
  readonly timeoutSeconds: number;
}

export interface InvokeRequest<Instance> {
  readonly instance: Instance;
  /** Function token, such as `aws:index/getCallerIdentity:getCallerIdentity`. */
  readonly token: string;
  readonly args: PropertyMap;
}

/**
 * A Pulumi provider in plain words: what the engine asks, and what it wants to hear.
 *
 * A handler that is left out has the behaviour of a resource whose state is its inputs: any configuration and any
 * inputs pass, any difference is an update in place, reading finds what the state says, deleting succeeds. Only
 * functions (`invoke`) have no such answer and fail. An error that a handler throws is shown beside its resource.
 */
export interface ProviderHandlers<Instance> {
  /** Called once per provider resource and operation, unless its inputs are unknown: then nothing else is called for it. */
  configure(request: ConfigureRequest): Promise<Instance> | Instance;
  create(request: CreateRequest<Instance>): Promise<CreateResult> | CreateResult;
  checkConfig?(news: PropertyMap): Promise<CheckResult> | CheckResult;
  check?(request: CheckRequest<Instance>): Promise<CheckResult> | CheckResult;
  diff?(request: DiffRequest<Instance>): Promise<DiffResult> | DiffResult;
  read?(request: ReadRequest<Instance>): Promise<ReadResult> | ReadResult;
  /** Answers the new state. */
  update?(request: UpdateRequest<Instance>): Promise<PropertyMap> | PropertyMap;
  delete?(request: DeleteRequest<Instance>): Promise<void> | void;
  invoke?(request: InvokeRequest<Instance>): Promise<PropertyMap> | PropertyMap;
  /** Comes on an interrupt, and also at the end of every operation: stop what still runs for this instance. */
  cancel?(instance: Instance): Promise<void> | void;
}

/**
 * The resource exists but is not as asked: a release whose pods never became ready.
 *
 * The engine records it with the reasons, and the next run updates it without asking for a difference.
 */
export class InitializationFailed extends Error {
  readonly id: string;
  readonly state: PropertyMap;
  readonly inputs: PropertyMap;
  readonly reasons: readonly string[];

  constructor(id: string, state: PropertyMap, inputs: PropertyMap, reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.name = "InitializationFailed";
    this.id = id;
    this.state = state;
    this.inputs = inputs;
    this.reasons = reasons;
  }
}
