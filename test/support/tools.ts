import type { Context } from "mocha";
import type { Tool, ToolName } from "../../local/toolchain/toolchain";
import { resolveTools, ToolUnavailable } from "../../local/toolchain/toolchain";
import { skip } from "./skip";

/** Everything built from Go modules with cold caches on 2 busy cores, with room to spare. */
const MILLISECONDS_TO_BUILD = 30 * 60_000;

/** The tools, fetched or built when they are not there; else the test or the suite is skipped with the reason. */
export async function requireTools(
  context: Context,
  names: readonly ToolName[],
): Promise<ReadonlyMap<ToolName, Tool>> {
  context.timeout(MILLISECONDS_TO_BUILD);
  try {
    return await resolveTools(names);
  } catch (error) {
    if (error instanceof ToolUnavailable) skip(context, error.message);
    throw error;
  }
}

/** The path of one of the tools. */
export function toolPath(tools: ReadonlyMap<ToolName, Tool>, name: ToolName): string {
  const tool = tools.get(name);
  if (tool === undefined) throw new Error(`this suite did not ask for ${name}`);
  return tool.path;
}
