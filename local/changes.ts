import type { EngineEvent } from "@pulumi/pulumi/automation";
import { exchangesPods } from "../plan/rollout-effect";

/** One resource that an update touches. */
export interface Change {
  /** The engine's word: `create`, `update`, `delete`, `replace`. */
  readonly operation: string;
  /** Type without package and version, such as `Release`. */
  readonly kind: string;
  /** Name in the program. */
  readonly name: string;
  /** The component that it belongs to, or itself. */
  readonly owner: string;
  /** Whether pods that run are exchanged. */
  readonly exchangesPods: boolean;
}

/** What an operation of the engine said, without the words that it prints for people. */
export interface OperationReport {
  readonly changes: readonly Change[];
  /** Resources that are as they should be. */
  readonly unchanged: number;
  /** Errors of the engine, the provider and the program, each once. */
  readonly errors: readonly string[];
}

/** Steps of a replacement that say nothing more than its one summary step does. */
const QUIET_OPERATIONS = [
  "same",
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "read",
  "refresh",
];

export function toOperationReport(events: readonly EngineEvent[]): OperationReport {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const resources = steps.filter(({ type }) => !isInternal(type));
  return {
    changes: resources.filter(({ op }) => !QUIET_OPERATIONS.includes(op)).map(toChange),
    unchanged: resources.filter(({ op }) => op === "same").length,
    errors: [...new Set(events.flatMap(toErrors))],
  };
}

type Step = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function toChange(step: Step): Change {
  const name = step.urn.split("::").at(-1) ?? step.urn;
  const parent = (step.new ?? step.old)?.parent ?? "";
  return {
    operation: step.op,
    kind: step.type.split(":").at(-1) ?? step.type,
    name,
    owner: parent.includes("llmd:index:") ? (parent.split("::").at(-1) ?? name) : name,
    exchangesPods:
      step.op === "update" && exchangesPods(step.old?.inputs.values, step.new?.inputs.values),
  };
}

/** The stack itself, providers and components exist in the state only. */
function isInternal(type: string): boolean {
  return type.startsWith("pulumi:") || type.startsWith("llmd:");
}

/** The provider's errors come as a list, mostly of one. */
const COUNT = /^1 error occurred:\s*\* /;

/** The last diagnostic of a failed update only says that it failed. */
const SUMMARY = /^(update|preview|refresh|destroy) failed\s*$/;

function toErrors({ diagnosticEvent }: EngineEvent): string[] {
  if (diagnosticEvent?.severity !== "error") return [];
  const message = withoutColors(diagnosticEvent.message).trim().replace(COUNT, "");
  return message === "" || SUMMARY.test(message) ? [] : [message];
}

/** The engine marks colours as `<{%reset%}>`. */
function withoutColors(text: string): string {
  return text.replaceAll(/<\{%.*?%\}>/g, "");
}
