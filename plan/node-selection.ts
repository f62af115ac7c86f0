import { INSTANCE_TYPE_LABEL, ZONE_LABEL } from "../catalog/well-known";
import { type Issue, issue } from "../units/issue";
import type { NodePoolPlan } from "./node-pool";
import { toTpuLabels } from "./tpu-slice";

/** Labels that the nodes of a pool carry: its own, and those that every cloud sets. */
export function toNodeLabels(pool: NodePoolPlan): Readonly<Record<string, string>> {
  return {
    [INSTANCE_TYPE_LABEL]: pool.machine,
    ...(pool.zone === undefined ? {} : { [ZONE_LABEL]: pool.zone }),
    ...(pool.slice === undefined ? {} : toTpuLabels(pool.slice)),
    ...pool.labels,
  };
}

/**
 * Refuses a pool whose labels stand on the nodes of another one too: pods that are planned for it could land there, and
 * take the devices of a model that needs them. Two pools that select each other are told once, at the later.
 */
export function checkSelections(pools: Readonly<Record<string, NodePoolPlan>>): Issue[] {
  const entries = Object.entries(pools);
  return entries.flatMap(([key, pool], index) => {
    const other = entries.find(
      ([, each], place) =>
        each !== pool && selects(pool, each) && (place < index || !selects(each, pool)),
    );
    if (other === undefined) return [];
    const rule = `the nodes of ${other[0]} carry them too, so pods for ${key} could land there`;
    return [
      issue(
        `${key}.labels`,
        pool.labels,
        rule,
        "give each pool a label that only its own nodes carry",
      ),
    ];
  });
}

function selects(pool: NodePoolPlan, other: NodePoolPlan): boolean {
  const labels = toNodeLabels(other);
  return Object.entries(pool.labels).every(([key, value]) => labels[key] === value);
}
