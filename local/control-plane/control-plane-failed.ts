/** The plane, or something in it, did not do what was asked. The message has cause, evidence and way out. */
export class ControlPlaneFailed extends Error {
  override readonly name = "ControlPlaneFailed";
  override readonly cause: string;
  /** What was seen: the last lines of a log, what kubectl said. Empty when the cause says it all. */
  readonly evidence: string;
  readonly wayOut: string;

  constructor(cause: string, evidence: string, wayOut: string) {
    const lines = evidence.trim() === "" ? [] : evidence.trim().split("\n");
    super([cause, ...lines.map((line) => `  | ${line}`), `  way out: ${wayOut}`].join("\n"));
    this.cause = cause;
    this.evidence = evidence;
    this.wayOut = wayOut;
  }
}
