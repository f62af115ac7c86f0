/** The plane, or something in it, did not do what was asked. The message has reason, evidence and way out. */
export class ControlPlaneFailed extends Error {
  override readonly name = "ControlPlaneFailed";
  readonly reason: string;
  /** What was seen: the last lines of a log, what kubectl said. Empty when the reason says it all. */
  readonly evidence: string;
  readonly wayOut: string;

  constructor(reason: string, evidence: string, wayOut: string) {
    const lines = evidence.trim() === "" ? [] : evidence.trim().split("\n");
    super([reason, ...lines.map((line) => `  | ${line}`), `  way out: ${wayOut}`].join("\n"));
    this.reason = reason;
    this.evidence = evidence;
    this.wayOut = wayOut;
  }
}
