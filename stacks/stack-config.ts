import { runtime } from "@pulumi/pulumi";

/** What the stack file says under the name of the project, without it: plain, and of any shape. */
export function readStackConfig(): Record<string, unknown> {
  const prefix = `${runtime.getProject()}:`;
  const own = Object.entries(runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    own.map(([key, text]) => [key.slice(prefix.length), parseConfigValue(text)]),
  );
}

/** Pulumi hands over maps and lists as JSON, and every scalar as its text. */
function parseConfigValue(text: string): unknown {
  return /^[[{]/.test(text) ? JSON.parse(text) : text;
}
