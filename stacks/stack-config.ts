import { runtime } from "@pulumi/pulumi";

/** What the stack file says under the name of the project, without it: plain, and of any shape. */
export function readStackConfig(): Record<string, unknown> {
  const prefix = `${runtime.getProject()}:`;
  const secrets = readSecretKeys();
  const own = Object.entries(runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    own.map(([key, text]) => [
      key.slice(prefix.length),
      secrets.includes(key) ? SECRET : parseConfigValue(text),
    ]),
  );
}

/** Nothing of ours is a secret, and what is wrong is shown: a secret that stands here by mistake must not be. */
const SECRET = "[secret]";

/** The engine decrypts for the program, and lists beside it what it has decrypted: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/config.ts */
function readSecretKeys(): readonly string[] {
  const listed: unknown = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS || "[]");
  return Array.isArray(listed) ? listed : [];
}

/** Pulumi hands over maps and lists as JSON, and every scalar as its text, which may begin with a bracket too. */
function parseConfigValue(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
