import assert from "node:assert/strict";
import fc from "fast-check";
import { describeRollout, planRollout, rolloutSteps } from "../../plan/rollout";
import { anything, linesOf, requireValue } from "../support/specs";

const room = () => true;
const noRoom = () => false;
const unknown = () => undefined;

describe("planRollout", () => {
  it("starts the new pod beside the old one where there is room", () => {
    assert.deepEqual(requireValue(planRollout(undefined, room)), {
      maxSurge: 1,
      maxUnavailable: 0,
    });
  });
  for (const [what, hasRoom] of [
    ["there is no room", noRoom],
    ["nothing is known of the room", unknown],
  ] as const) {
    it(`stops the old pod first where ${what}`, () => {
      assert.deepEqual(requireValue(planRollout({}, hasRoom)), { maxSurge: 0, maxUnavailable: 1 });
    });
  }
  it("fills in each setting by the other", () => {
    const plans = [
      planRollout({ maxSurge: 0 }, room),
      planRollout({ maxSurge: 2 }, room),
      planRollout({ maxUnavailable: 0 }, room),
      planRollout({ maxUnavailable: 2 }, room),
      planRollout({ maxUnavailable: 2 }, noRoom),
    ];
    assert.deepEqual(plans.map(requireValue), [
      { maxSurge: 0, maxUnavailable: 1 },
      { maxSurge: 2, maxUnavailable: 0 },
      { maxSurge: 1, maxUnavailable: 0 },
      { maxSurge: 1, maxUnavailable: 2 },
      { maxSurge: 0, maxUnavailable: 2 },
    ]);
  });
  it("fails when no pod could ever be exchanged", () => {
    assert.deepEqual(linesOf(planRollout({ maxSurge: 0, maxUnavailable: 0 }, room)), [
      "maxUnavailable: 0; with no surge no pod could ever be exchanged; set maxUnavailable to 1, or maxSurge to 1",
    ]);
    assert.deepEqual(linesOf(planRollout({ maxUnavailable: 0 }, noRoom)), [
      "maxUnavailable: 0; with no surge no pod could ever be exchanged; set maxUnavailable to 1",
    ]);
  });
  it("fails on a surge that the pool has no room for, unless old pods may go", () => {
    assert.deepEqual(linesOf(planRollout({ maxSurge: 1 }, noRoom)), [
      "maxSurge: 1; the pool at its maximum has no room for the extra pods, so the roll-out would hang; set maxSurge to 0 and maxUnavailable to 1, or raise the maximum of the pool",
    ]);
    assert.deepEqual(linesOf(planRollout({ maxSurge: 1, maxUnavailable: 1 }, noRoom)), []);
    assert.deepEqual(linesOf(planRollout({ maxSurge: 1 }, unknown)), []);
  });
  it("fails on unknown keys, negative numbers and percentages", () => {
    assert.deepEqual(
      linesOf(planRollout(anything({ maxSurg: 1, maxSurge: "25%", maxUnavailable: -1 }), room)),
      [
        "maxSurg: 1; is not a known key; did you mean maxSurge?",
        'maxSurge: "25%"; must be a whole number of 0 or more; write 0 or more, or leave it out',
        "maxUnavailable: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
      ],
    );
    assert.deepEqual(linesOf(planRollout(anything("fast"), room)), [
      '(all): "fast"; must be a map of maxSurge, maxUnavailable; write keys and values',
    ]);
  });
  it("never plans a roll-out that hangs for lack of room", () => {
    const setting = fc.option(fc.nat(3), { nil: undefined });
    fc.assert(
      fc.property(setting, setting, fc.nat(4), (maxSurge, maxUnavailable, free) => {
        const result = planRollout(anything({ maxSurge, maxUnavailable }), (pods) => pods <= free);
        if (!result.ok) return;
        const { maxSurge: surge, maxUnavailable: missing } = result.value;
        assert.ok(missing > 0 || (surge > 0 && surge <= free));
      }),
    );
  });
});

describe("rolloutSteps", () => {
  it("counts how many times one start-up passes", () => {
    assert.deepEqual(
      [
        rolloutSteps({ maxSurge: 0, maxUnavailable: 1 }, 1),
        rolloutSteps({ maxSurge: 0, maxUnavailable: 1 }, 3),
        rolloutSteps({ maxSurge: 1, maxUnavailable: 1 }, 3),
        rolloutSteps({ maxSurge: 1, maxUnavailable: 0 }, 0),
      ],
      [1, 3, 2, 1],
    );
  });
});

describe("describeRollout", () => {
  it("says what a change costs", () => {
    assert.deepEqual(
      [
        describeRollout({ maxSurge: 1, maxUnavailable: 0 }, 1, "the model"),
        describeRollout({ maxSurge: 0, maxUnavailable: 1 }, 1, "the model"),
        describeRollout({ maxSurge: 0, maxUnavailable: 1 }, 2, "the model"),
        describeRollout({ maxSurge: 0, maxUnavailable: 1 }, 1, "prefill"),
        describeRollout({ maxSurge: 0, maxUnavailable: 1 }, 0, "prefill"),
      ],
      [
        "a change starts the new pod beside the old one",
        "a change restarts the model: no spare node, down until the new pod is ready",
        "a change takes 1 of 2 replicas down at a time",
        "a change restarts prefill: no spare node, down until the new pod is ready",
        "a change exchanges nothing, there are no pods",
      ],
    );
  });
});
