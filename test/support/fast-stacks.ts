import { AssertionError } from "node:assert/strict";

/**
 * Import this beside Pulumi. Its SDK takes a stack trace for every resource and promise, and
 * ts-node's source maps rewrite each of them: two thirds of the time of a component run.
 * Only failed assertions keep their lines of TypeScript; set DEBUG to have them everywhere.
 */
const mapped = Error.prepareStackTrace;

if (mapped !== undefined && process.env.DEBUG === undefined) {
  Error.prepareStackTrace = (error, frames) =>
    error instanceof AssertionError
      ? mapped(error, frames)
      : [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}
