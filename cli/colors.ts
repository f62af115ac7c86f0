import pc from "picocolors";

/** Colours for what is written to a stream: on a terminal only. By itself the package also colours wherever CI is set, where the output is a file. */
export function colorsFor({
  isTTY,
}: {
  readonly isTTY?: boolean;
}): ReturnType<typeof pc.createColors> {
  return pc.createColors(pc.isColorSupported && isTTY === true);
}
