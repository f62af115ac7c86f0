import assert from "node:assert/strict";
import fc from "fast-check";
import { renderIssues } from "../../units/issue";
import {
  checkDnsLabel,
  checkLabelKey,
  checkLabelValue,
  checkObjectName,
  FULL_NAME_MAX_LENGTH,
  RELEASE_NAME_MAX_LENGTH,
  toDnsLabel,
  truncateName,
} from "../../units/resource-name";

const labelLetter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz0123456789");
const labelInner = fc.string({ unit: fc.constantFrom(..."abcxyz0189-"), maxLength: 120 });
const dnsLabel = fc.tuple(labelLetter, labelInner, labelLetter).map((parts) => parts.join(""));
const budget = fc.integer({ min: 9, max: 63 });

describe("checkDnsLabel", () => {
  it("finds nothing wrong with a short name of small letters, digits and -", () => {
    assert.deepEqual(checkDnsLabel("name", "ms-ds-v3-1"), []);
  });
  it("offers a legal name instead of an illegal one", () => {
    assert.equal(
      renderIssues(checkDnsLabel("name", "deepseek-ai/DeepSeek-V3.1")),
      'name: "deepseek-ai/DeepSeek-V3.1"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example deepseek-ai-deepseek-v3-1',
    );
  });
  it("says by how much a name is too long for its budget", () => {
    assert.equal(
      renderIssues(checkDnsLabel("name", "abcdef", 4)),
      'name: "abcdef"; a name here has at most 4 characters, this one has 6; shorten it by 2',
    );
  });
  it("refuses what is absent", () => {
    assert.equal(
      renderIssues(checkDnsLabel("name", undefined)),
      "name: absent; a name is text, not empty; write lower-case letters, digits and -",
    );
  });
  it("accepts what it offers, whatever was written", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        const label = toDnsLabel(text);
        if (label !== "") assert.deepEqual(checkDnsLabel("", label, 100), []);
      }),
    );
  });
});

describe("checkLabelValue", () => {
  it("finds nothing wrong with letters, digits, -, _ and .", () => {
    assert.deepEqual(checkLabelValue("labels.model", "DeepSeek-V3.1_fp8"), []);
  });
  it("finds nothing wrong with an empty value", () => {
    assert.deepEqual(checkLabelValue("labels.model", ""), []);
  });
  it("refuses a slash", () => {
    assert.equal(
      renderIssues(checkLabelValue("labels.model", "a/b")),
      'labels.model: "a/b"; a label value has only letters, digits, -, _ and ., and begins and ends with a letter or digit; replace the other characters, for example / by -',
    );
  });
  it("refuses a boolean, which YAML makes of an unquoted true", () => {
    assert.equal(
      renderIssues(checkLabelValue("labels.shared", true)),
      'labels.shared: true; a label value is text; quote it, for example "true"',
    );
  });
  it("refuses more than 63 characters", () => {
    assert.equal(
      renderIssues(checkLabelValue("l", "a".repeat(64))),
      `l: "${"a".repeat(64)}"; a label value has at most 63 characters, this one has 64; shorten it by 1`,
    );
  });
});

describe("checkObjectName", () => {
  it("finds nothing wrong with labels joined by dots, up to 253 characters", () => {
    const names = ["registry", "a.b-1", "a".repeat(253)];
    assert.deepEqual(
      names.flatMap((name) => checkObjectName("name", name)),
      [],
    );
  });
  it("refuses what is no text, empty, or has an empty part, and more than 253 characters", () => {
    const names = [undefined, 5, "", "a..b", "-a", "A", "a".repeat(254)];
    assert.deepEqual(
      names.map((name) => checkObjectName("name", name).length),
      names.map(() => 1),
    );
  });
});

describe("checkLabelKey", () => {
  it("finds nothing wrong with a name of up to 63 characters, after a domain or alone", () => {
    const keys = ["pool", "eks.amazonaws.com/nodegroup", "A_b.c-1", "a".repeat(63)];
    assert.deepEqual(
      keys.flatMap((key) => checkLabelKey("labels", key)),
      [],
    );
  });
  it("refuses what is no text, empty, too long, or in two domains", () => {
    const keys = [undefined, "", "/a", "a/", "a/b/c", "A.com/a", "_a", "a".repeat(64)];
    assert.deepEqual(
      keys.map((key) => checkLabelKey("labels", key).length),
      keys.map(() => 1),
    );
  });
});

describe("truncateName", () => {
  it("leaves a name that fits as it is", () => {
    assert.equal(truncateName("ms-ds-v3-1", RELEASE_NAME_MAX_LENGTH), "ms-ds-v3-1");
  });
  it("ends a cut name with a hash that stays the same from version to version", () => {
    assert.equal(truncateName("a".repeat(60), FULL_NAME_MAX_LENGTH), `${"a".repeat(47)}-14plte9`);
  });
  it("does not put the hash behind two hyphens", () => {
    assert.match(truncateName(`aaa-${"b".repeat(20)}`, 12), /^aaa-[a-z0-9]{7}$/);
  });
  it("keeps every name within its budget and a legal DNS label", () => {
    fc.assert(
      fc.property(dnsLabel, budget, (name, maxLength) => {
        assert.deepEqual(checkDnsLabel("", truncateName(name, maxLength), maxLength), []);
      }),
    );
  });
  it("keeps names apart that begin alike", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `${"model-".repeat(12)}${index}`);
    const cut = new Set(names.map((name) => truncateName(name, RELEASE_NAME_MAX_LENGTH)));
    assert.equal(cut.size, names.length);
  });
});
