import assert from "node:assert/strict";
import fc from "fast-check";
import { renderIssues } from "../../units/issue";
import {
  formatBytes,
  formatGiB,
  formatMilliCpu,
  GIBIBYTE,
  KIBIBYTE,
  MEBIBYTE,
  parseBytes,
  parseMilliCpu,
  TEBIBYTE,
} from "../../units/quantity";

/** The refusal as the user reads it; fails when the text was accepted. */
function refusalOf(result: ReturnType<typeof parseBytes>): string {
  assert.equal(result.ok, false);
  return result.ok ? "" : renderIssues(result.issues);
}

describe("parseBytes", () => {
  const accepted: Record<string, number> = {
    "0": 0,
    "1Ti": TEBIBYTE,
    "700Gi": 700 * GIBIBYTE,
    "2Mi": 2 * MEBIBYTE,
    "3Ki": 3 * KIBIBYTE,
    "500M": 500_000_000,
    "1k": 1000,
    "1e9": 1_000_000_000,
    "1E3": 1000,
    "1.5Gi": 1.5 * GIBIBYTE,
    "0.5Ki": 512,
    "0.001k": 1,
    "+7Pi": 7 * 1024 ** 5,
    "9007199254740991": Number.MAX_SAFE_INTEGER,
  };
  for (const [text, bytes] of Object.entries(accepted)) {
    it(`reads ${text} as ${bytes} bytes`, () => {
      assert.deepEqual(parseBytes("size", text), { ok: true, value: bytes });
    });
  }

  it("tells 2E, two exabytes, from an exponent", () => {
    assert.match(refusalOf(parseBytes("size", "2E")), /cannot be held exactly/);
  });

  const refused: [unknown, string][] = [
    [
      "80GB",
      'size: "80GB"; GB is no unit of Kubernetes; write "80Gi" for powers of 1024, or "80G" for powers of 1000',
    ],
    [
      "80GiB",
      'size: "80GiB"; GiB is no unit of Kubernetes; write "80Gi" for powers of 1024, or "80G" for powers of 1000',
    ],
    [
      "4kb",
      'size: "4kb"; kb is no unit of Kubernetes; write "4Ki" for powers of 1024, or "4k" for powers of 1000',
    ],
    [
      "4ki",
      'size: "4ki"; ki is no unit of Kubernetes; write "4Ki" for powers of 1024, or "4k" for powers of 1000',
    ],
    [
      "4K",
      'size: "4K"; K is no unit of Kubernetes; write "4Ki" for powers of 1024, or "4k" for powers of 1000',
    ],
    [
      "500m",
      'size: "500m"; m means thousandths of a byte; write "500Mi" for powers of 1024, or "500M" for powers of 1000',
    ],
    [
      "5 bytes",
      'size: "5 bytes"; an amount is a number and a Kubernetes unit; write for example "700Gi"',
    ],
    [
      "5bytes",
      'size: "5bytes"; bytes is no unit of Kubernetes; use Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024) or k, M, G, T, P, E (powers of 1000)',
    ],
    ["700 Gi", 'size: "700 Gi"; an amount has no spaces; write "700Gi"'],
    ["-1Gi", 'size: "-1Gi"; an amount is not negative; leave out the minus sign'],
    [
      "0.5",
      'size: "0.5"; an amount is a whole number of bytes; use a smaller unit, for example Mi instead of Gi',
    ],
    [
      "1e-3",
      'size: "1e-3"; an amount is a number and a Kubernetes unit; write for example "700Gi"',
    ],
    ["", 'size: ""; an amount is a number and a Kubernetes unit; write for example "700Gi"'],
    [
      "much",
      'size: "much"; an amount is a number and a Kubernetes unit; write for example "700Gi"',
    ],
    [
      "9007199254740992",
      'size: "9007199254740992"; amounts above 9007199254740991 bytes cannot be held exactly; use 8191Ti or less',
    ],
    [
      80,
      'size: 80; an amount of bytes is written as text; quote it and name the unit, for example "700Gi"',
    ],
    [
      undefined,
      'size: absent; an amount of bytes is written as text; quote it and name the unit, for example "700Gi"',
    ],
  ];
  for (const [value, text] of refused) {
    it(`refuses ${JSON.stringify(value) ?? "what is absent"} and says what to write`, () => {
      assert.equal(refusalOf(parseBytes("size", value)), text);
    });
  }

  it("never fails on any text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseBytes("size", text);
        return result.ok
          ? Number.isSafeInteger(result.value) && result.value >= 0
          : result.issues.length === 1;
      }),
    );
  });
});

describe("formatBytes", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [1000, "1000"],
    [KIBIBYTE, "1Ki"],
    [1536 * MEBIBYTE, "1536Mi"],
    [TEBIBYTE, "1Ti"],
    [1024 * TEBIBYTE, "1Pi"],
  ];
  for (const [bytes, text] of cases) {
    it(`writes ${bytes} as ${text}`, () => {
      assert.equal(formatBytes(bytes), text);
    });
  }

  it("is read back as the same number, whatever the number", () => {
    const multiples = fc
      .tuple(fc.nat(), fc.constantFrom(1, KIBIBYTE, MEBIBYTE, GIBIBYTE))
      .map(([count, unit]) => count * unit)
      .filter(Number.isSafeInteger);
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), multiples), (bytes) => {
        assert.deepEqual(parseBytes("", formatBytes(bytes)), { ok: true, value: bytes });
      }),
    );
  });
});

describe("formatGiB", () => {
  it("rounds to two decimals", () => {
    assert.equal(formatGiB(Math.round(79.294 * GIBIBYTE)), "79.29 GiB");
  });
  it("rounds to as many decimals as asked", () => {
    assert.equal(formatGiB(1.5 * GIBIBYTE, 0), "2 GiB");
  });
});

describe("parseMilliCpu", () => {
  const accepted: Record<string, number> = {
    "32": 32_000,
    "500m": 500,
    "0.5": 500,
    "1.25": 1250,
    "0": 0,
  };
  for (const [text, milli] of Object.entries(accepted)) {
    it(`reads ${text} as ${milli} thousandths`, () => {
      assert.deepEqual(parseMilliCpu("cpu", text), { ok: true, value: milli });
    });
  }

  const refused: [unknown, string][] = [
    [32, 'cpu: 32; an amount of CPU is written as text; quote it, for example "32" or "500m"'],
    [
      "0.0005",
      'cpu: "0.0005"; an amount of CPU is cores with at most three decimals, or thousandths with m; write for example "32" or "500m"',
    ],
    [
      "-1",
      'cpu: "-1"; an amount of CPU is cores with at most three decimals, or thousandths with m; write for example "32" or "500m"',
    ],
    [
      "8 cores",
      'cpu: "8 cores"; an amount of CPU is cores with at most three decimals, or thousandths with m; write for example "32" or "500m"',
    ],
  ];
  for (const [value, text] of refused) {
    it(`refuses ${JSON.stringify(value)} and says what to write`, () => {
      assert.equal(refusalOf(parseMilliCpu("cpu", value)), text);
    });
  }
});

describe("formatMilliCpu", () => {
  it("writes whole cores without a unit", () => {
    assert.equal(formatMilliCpu(32_000), "32");
  });
  it("writes parts of a core in thousandths", () => {
    assert.equal(formatMilliCpu(191_450), "191450m");
  });
  it("is read back as the same number, whatever the number", () => {
    fc.assert(
      fc.property(fc.nat(), (milli) => {
        assert.deepEqual(parseMilliCpu("", formatMilliCpu(milli)), { ok: true, value: milli });
      }),
    );
  });
});
