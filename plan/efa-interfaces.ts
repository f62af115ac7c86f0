import type { InstanceType, NetworkCard } from "../catalog/ec2-instance-types";
import { issue, type Result } from "../units/issue";

/** How the network interfaces of a machine with EFA are laid out over its cards. */
export const EfaInterfaceLayout = {
  /**
   * One interface with addresses, and an EFA-only interface on every card that carries EFA: what EC2 recommends. Takes one
   * place of card 0 from pods. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
   */
  enaAndEfaOnly: "ena-and-efa-only",
  /**
   * An interface with an address and EFA on every card, EFA-only where a card holds a single one: more bandwidth for IP,
   * for an address of the subnet per card. Not for machines whose card 0 has no EFA.
   */
  efaOnEveryCard: "efa-on-every-card",
} as const;
export type EfaInterfaceLayout = (typeof EfaInterfaceLayout)[keyof typeof EfaInterfaceLayout];

/** What an interface carries: IP, IP and EFA, or EFA without an address. The words are EC2's own. */
export type NetworkInterfaceType = "interface" | "efa" | "efa-only";

/** One network interface of a node, made with it. */
export interface NetworkInterfacePlan {
  /** The card, from 0. */
  readonly networkCardIndex: number;
  /** Place on the card, from 0. */
  readonly deviceIndex: number;
  /** What it carries. */
  readonly interfaceType: NetworkInterfaceType;
}

/** The interfaces of a machine by layout, the primary first; or why it cannot have them. */
export function planEfaInterfaces(
  row: InstanceType,
  layout: EfaInterfaceLayout,
): Result<readonly NetworkInterfacePlan[]> {
  const [primary, ...others] = row.networkCards;
  if (primary === undefined || row.efaDevices === 0) {
    const wayOut = "use EksGpuNodePool, or a machine with EFA";
    return refuse("instanceType", row.name, "has no EFA interface", wayOut);
  }
  const further = others.filter(({ efa }) => efa);
  switch (layout) {
    case EfaInterfaceLayout.enaAndEfaOnly:
      return { ok: true, value: [...toPrimaryPair(primary), ...further.map(toEfaOnly)] };
    case EfaInterfaceLayout.efaOnEveryCard:
      if (!primary.efa) {
        const rule = `card 0 of ${row.name} has no EFA`;
        return refuse("interfaceLayout", layout, rule, `use ${EfaInterfaceLayout.enaAndEfaOnly}`);
      }
      return { ok: true, value: [toInterface(primary, 0, "efa"), ...further.map(toEfa)] };
  }
}

/** An EFA-only interface cannot be the primary one, so on card 0 it is the second. */
function toPrimaryPair(card: NetworkCard): NetworkInterfacePlan[] {
  const primary = toInterface(card, 0, "interface");
  return card.efa ? [primary, toInterface(card, 1, "efa-only")] : [primary];
}

function toEfaOnly(card: NetworkCard): NetworkInterfacePlan {
  return toInterface(card, 0, "efa-only");
}

/** A machine has one interface with device index 0 and an address; those of other cards have 1. https://github.com/eksctl-io/eksctl/issues/7520 */
function toEfa(card: NetworkCard): NetworkInterfacePlan {
  return card.interfaces > 1 ? toInterface(card, 1, "efa") : toEfaOnly(card);
}

function toInterface(
  { index: networkCardIndex }: NetworkCard,
  deviceIndex: number,
  interfaceType: NetworkInterfaceType,
): NetworkInterfacePlan {
  return { networkCardIndex, deviceIndex, interfaceType };
}

function refuse(path: string, value: unknown, rule: string, wayOut: string): Result<never> {
  return { ok: false, issues: [issue(path, value, rule, wayOut)] };
}
