import Table from "cli-table3";
import { colorsFor } from "./colors";

/** Columns in line and no frames: readable as it is, and by awk and a narrow window. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const { dim } = colorsFor(process.stdout);
  const table = new Table({
    head: head.map((title) => dim(title)),
    chars: FRAMELESS,
    style: { head: [], border: [], "padding-left": 2, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString().replaceAll(/[ \t]+$/gm, "");
}

const FRAMELESS = Object.fromEntries(
  [
    ...[
      "top",
      "top-mid",
      "top-left",
      "top-right",
      "bottom",
      "bottom-mid",
      "bottom-left",
      "bottom-right",
    ],
    ...["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"],
  ].map((part) => [part, ""]),
);
