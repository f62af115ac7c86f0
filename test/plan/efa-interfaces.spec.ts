import assert from "node:assert/strict";
import { findInstanceType, instanceTypeNames } from "../../catalog/ec2-instance-types";
import { EfaInterfaceLayout, planEfaInterfaces } from "../../plan/efa-interfaces";
import { linesOf, requireValue } from "../support/specs";

const LAYOUTS = Object.values(EfaInterfaceLayout);
const { enaAndEfaOnly, efaOnEveryCard } = EfaInterfaceLayout;

function plan(name: string, layout: EfaInterfaceLayout) {
  const row = findInstanceType(name);
  assert(row !== undefined);
  return planEfaInterfaces(row, layout);
}

/** `card/device type` of every interface. */
function textsOf(name: string, layout: EfaInterfaceLayout): string[] {
  return requireValue(plan(name, layout)).map(
    ({ networkCardIndex, deviceIndex, interfaceType }) =>
      `${networkCardIndex}/${deviceIndex} ${interfaceType}`,
  );
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe("planEfaInterfaces", () => {
  it("gives p4d.24xlarge an interface with addresses, and an EFA-only one on each of four cards", () => {
    assert.deepEqual(textsOf("p4d.24xlarge", enaAndEfaOnly), [
      "0/0 interface",
      "0/1 efa-only",
      "1/0 efa-only",
      "2/0 efa-only",
      "3/0 efa-only",
    ]);
  });

  it("gives p4d.24xlarge an interface with EFA on each of four cards, the primary alone at device 0", () => {
    assert.deepEqual(textsOf("p4d.24xlarge", efaOnEveryCard), [
      "0/0 efa",
      "1/1 efa",
      "2/1 efa",
      "3/1 efa",
    ]);
  });

  it("leaves card 0 of p6-b300.48xlarge without EFA", () => {
    assert.deepEqual(textsOf("p6-b300.48xlarge", enaAndEfaOnly), [
      "0/0 interface",
      ...range(1, 16).map((card) => `${card}/0 efa-only`),
    ]);
  });

  it("refuses EFA on every card of p6-b300.48xlarge, which no instance starts with", () => {
    assert.deepEqual(linesOf(plan("p6-b300.48xlarge", efaOnEveryCard)), [
      'interfaceLayout: "efa-on-every-card"; card 0 of p6-b300.48xlarge has no EFA; use ena-and-efa-only',
    ]);
  });

  it("alternates on p6e-gb200.36xlarge, whose odd cards hold a single interface", () => {
    assert.deepEqual(textsOf("p6e-gb200.36xlarge", efaOnEveryCard), [
      "0/0 efa",
      ...range(1, 16).map((card) => (card % 2 === 1 ? `${card}/0 efa-only` : `${card}/1 efa`)),
    ]);
  });

  it("refuses a machine without EFA", () => {
    assert.deepEqual(linesOf(plan("g6.xlarge", enaAndEfaOnly)), [
      'instanceType: "g6.xlarge"; has no EFA interface; use EksGpuNodePool, or a machine with EFA',
    ]);
  });

  for (const name of instanceTypeNames()) {
    for (const layout of LAYOUTS) {
      it(`gives ${name} with ${layout} interfaces that it has room for, or a reason`, () => {
        const result = plan(name, layout);
        const row = findInstanceType(name);
        assert(row !== undefined);
        if (!result.ok) {
          assert.equal(result.issues.length, 1);
          return;
        }
        const places = result.value.map((each) => `${each.networkCardIndex}/${each.deviceIndex}`);
        const efa = result.value.filter(({ interfaceType }) => interfaceType !== "interface");
        const efaCards = row.networkCards.filter((card) => card.efa).map(({ index }) => index);
        const [primary] = result.value;
        assert.deepEqual(
          {
            repeated: places.filter((place, index) => places.indexOf(place) !== index),
            efaCards: efa.map(({ networkCardIndex }) => networkCardIndex),
            beyond: result.value.filter(
              ({ networkCardIndex, deviceIndex }) =>
                deviceIndex >= (row.networkCards[networkCardIndex]?.interfaces ?? 0),
            ),
            primary: [
              primary?.networkCardIndex,
              primary?.deviceIndex,
              primary?.interfaceType === "efa-only",
            ],
          },
          { repeated: [], efaCards, beyond: [], primary: [0, 0, false] },
        );
      });
    }
  }
});
