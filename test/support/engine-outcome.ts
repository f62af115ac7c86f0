import type { EngineEvent, OpMap, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyMap } from "../../local/provider/wire";
import { fromStruct } from "../../local/provider/wire";
import type { ResourceOptions } from "./resource-options";
import { isStack } from "./resource-options";

/** What one operation did, from the engine's event log. */
export interface Outcome {
  /** In the order in which the engine began them, without the stack itself and default providers. */
  readonly steps: readonly Step[];
  /** The engine's own count of operations, the stack and default providers included. */
  readonly changes: OpMap;
  /** Warnings and errors, each once, as the engine prints them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Stack outputs; empty for anything but `up`. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** One thing that the engine did, or would do, to one resource. */
export interface Step {
  readonly op: OpType;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN; absent for what stands directly under the stack. */
  readonly parent?: string;
  /** Those of the state for a deletion. The engine withholds what a secret holds: `new Secret(null)`. */
  readonly inputs: PropertyMap;
  /** Options of its registration; empty where the program was not run or names it no longer. */
  readonly options: ResourceOptions;
  /** Changed properties, and among them those that force a replacement. */
  readonly diffs: readonly string[];
  readonly replaceKeys: readonly string[];
  /** What changed within them, `spec.replicas`, where the provider says it. */
  readonly changedPaths: readonly string[];
}

export interface Diagnostic {
  readonly severity: "warning" | "error";
  readonly message: string;
  readonly urn?: string;
}

/** The engine reported an error. The message has its error diagnostics, or what its command printed. */
export class EngineFailure extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, cause: unknown) {
    const errors = outcome.diagnostics.filter(({ severity }) => severity === "error");
    const printed = cause instanceof Error ? cause.message : String(cause);
    super(errors.map(({ message }) => message).join("\n") || printed, { cause });
    this.name = "EngineFailure";
    this.outcome = outcome;
  }
}

/** One resource of the exported state; see the checkpoint format of the engine, `apitype.ResourceV3`. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly provider?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** Seconds. */
  readonly customTimeouts?: Readonly<Record<string, number>>;
  readonly initErrors?: readonly string[];
}

export function readOutcome(
  events: readonly EngineEvent[],
  registered: ReadonlyMap<string, ResourceOptions>,
): Omit<Outcome, "outputs"> {
  const refreshed = new Map(
    events
      .flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? [])
      .map((metadata) => [metadata.urn, metadata]),
  );
  // A refresh begins as `refresh` and says what it found (same, update, delete) when it ends.
  const steps = events
    .flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? [])
    .map((step) => (step.op === "refresh" ? (refreshed.get(step.urn) ?? step) : step));
  return {
    steps: steps.filter(isOfProgram).map((step) => toStep(step, registered)),
    changes: events.findLast((event) => event.summaryEvent)?.summaryEvent?.resourceChanges ?? {},
    diagnostics: toDiagnostics(events),
  };
}

/** The resources in the text of a file backend's checkpoint. */
export function readState(checkpoint: string): readonly StateResource[] {
  return JSON.parse(checkpoint).checkpoint.latest?.resources ?? [];
}

/** The one step of the resource with this name; throws when there is another number of them. */
export function requireStep(outcome: Outcome, name: string, op?: OpType): Step {
  const found = outcome.steps.filter((step) => step.name === name && (op ?? step.op) === step.op);
  const [step] = found;
  if (step === undefined || found.length > 1) {
    const all = outcome.steps.map((each) => `${each.op} ${each.name}`).join(", ");
    throw new Error(`${found.length} steps are ${op ?? "of"} ${name}; there are: ${all}`);
  }
  return step;
}

/** `<op> <name>` of every step, in order: the shape of a whole operation in one comparison. */
export function summarize(outcome: Outcome): string[] {
  return outcome.steps.map(({ op, name }) => `${op} ${name}`);
}

function isOfProgram({ type, urn }: StepEventMetadata): boolean {
  const isDefaultProvider =
    type.startsWith("pulumi:providers:") && nameOf(urn).startsWith("default");
  return type !== "pulumi:pulumi:Stack" && !isDefaultProvider;
}

function toStep(step: StepEventMetadata, registered: ReadonlyMap<string, ResourceOptions>): Step {
  const state = step.new ?? step.old;
  return {
    op: step.op,
    urn: step.urn,
    type: step.type,
    name: nameOf(step.urn),
    ...(state?.parent && !isStack(state.parent) ? { parent: state.parent } : {}),
    inputs: fromStruct(Struct.fromJavaScript(state?.inputs ?? {})),
    options: registered.get(step.urn) ?? {},
    diffs: step.diffs ?? [],
    replaceKeys: step.keys ?? [],
    changedPaths: Object.keys(step.detailedDiff ?? {}),
  };
}

function toDiagnostics(events: readonly EngineEvent[]): Diagnostic[] {
  const seen = new Set<string>();
  return events
    .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
    .flatMap(({ severity, message, urn }) => {
      const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
      if ((severity !== "warning" && severity !== "error") || seen.has(text)) return [];
      seen.add(text);
      return [{ severity, message: text, ...(urn === undefined ? {} : { urn }) }];
    });
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
