import type { Cluster } from "./cluster";
import { isList, isMap, type PropertyMap, textAt } from "./wire";

/** What happened to objects of a namespace, newest first. */
export async function listEvents(
  cluster: Cluster,
  namespace: string,
  kind: string,
): Promise<readonly PropertyMap[]> {
  const selector = `involvedObject.kind=${kind}`;
  const list = await cluster.kubectlJson([
    "get",
    "events",
    "-n",
    namespace,
    "--field-selector",
    selector,
  ]);
  return listItems(list).sort((a, b) => timeOf(b).localeCompare(timeOf(a)));
}

/** The newest event about an object, warnings before all others: `FailedScheduling: 0/2 nodes are available`. */
export function findLastEvent(events: readonly PropertyMap[], name: string): string | undefined {
  const own = events.filter((each) => textAt(each, "involvedObject", "name") === name);
  const event = own.find((each) => textAt(each, "type") === "Warning") ?? own[0];
  return event === undefined
    ? undefined
    : `${textAt(event, "reason")}: ${textAt(event, "message")}`;
}

/** The items of a list object. */
export function listItems(list: PropertyMap | undefined): PropertyMap[] {
  const items = list?.items;
  return isList(items) ? items.filter(isMap) : [];
}

/** Old clients write `lastTimestamp`, new ones `eventTime` only; both sort as text. */
function timeOf(event: PropertyMap): string {
  return textAt(event, "lastTimestamp") ?? textAt(event, "eventTime") ?? "";
}
