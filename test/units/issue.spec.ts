import assert from "node:assert/strict";
import fc from "fast-check";
import { issue, issuesOf, joinPath, prefixIssues, renderIssues } from "../../units/issue";

const tensor = issue("tensor", 3, "must divide 128", "use 2 or 4");
const part = fc.oneof(fc.constantFrom("", "models", "roles.both", "[0]", "[12].value"));

describe("renderIssues", () => {
  it("writes path, value, rule and way out on one line", () => {
    assert.equal(renderIssues([tensor]), "tensor: 3; must divide 128; use 2 or 4");
  });
  it("says that a value is absent, and calls the whole input (all)", () => {
    assert.equal(
      renderIssues([issue("", undefined, "must be a map", "write keys")]),
      "(all): absent; must be a map; write keys",
    );
  });
  it("quotes text, so that an empty one and a space are seen", () => {
    assert.equal(
      renderIssues([issue("name", " ", "is empty", "name it")]),
      'name: " "; is empty; name it',
    );
  });
  it("keeps a value with line breaks on one line", () => {
    assert.equal(renderIssues([issue("a", "b\nc", "no", "d")]), 'a: "b\\nc"; no; d');
  });
  it("cuts a value after 80 characters", () => {
    const shown = JSON.stringify("x".repeat(100)).slice(0, 77);
    assert.equal(renderIssues([issue("a", "x".repeat(100), "no", "b")]), `a: ${shown}...; no; b`);
  });
  it("names the numbers that JSON does not have", () => {
    const lines = [Number.NaN, Number.POSITIVE_INFINITY].map((value) =>
      renderIssues([issue("a", value, "no", "b")]),
    );
    assert.deepEqual(lines, ["a: NaN; no; b", "a: Infinity; no; b"]);
  });
  it("shows no token that stands in the place of its name, wherever it stands", () => {
    const token = "hf_AbCdEfGhIjKl";
    assert.equal(
      renderIssues([issue(token, { a: token }, `no ${token}`, "name it")]),
      '[secret]: {"a":"[secret]"}; no [secret]; name it',
    );
  });
  it("escapes what would break the line or steer a terminal, in paths and rules too", () => {
    assert.equal(
      renderIssues([issue("a\n", "\u009b", "no \u001b[2J", "b\u2028")]),
      'a\\u000a: "\\u009b"; no \\u001b[2J; b\\u2028',
    );
  });
  it("sorts the lines and writes each once", () => {
    const image = issue("image", "a:latest", "moves", "pin it");
    assert.equal(
      renderIssues([tensor, image, { ...tensor }]),
      'image: "a:latest"; moves; pin it\ntensor: 3; must divide 128; use 2 or 4',
    );
  });
  it("names by its type what JSON cannot hold", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    const lines = [circle, 1n, Symbol("s"), () => 1].map((value) =>
      renderIssues([issue("a", value, "b", "c")]),
    );
    assert.deepEqual(lines, [
      "a: object; b; c",
      "a: bigint; b; c",
      "a: symbol; b; c",
      "a: function; b; c",
    ]);
  });
  it("gives one line for one issue, whatever the value", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        assert.doesNotMatch(renderIssues([issue("a", value, "b", "c")]), /\n/);
      }),
    );
  });
});

describe("prefixIssues", () => {
  it("puts a dot between names and none before an index", () => {
    const issues = [tensor, { ...tensor, path: "[0].tensor" }, { ...tensor, path: "" }];
    assert.deepEqual(
      prefixIssues("models", issues).map(({ path }) => path),
      ["models.tensor", "models[0].tensor", "models"],
    );
  });
  it("leaves paths alone under an empty prefix", () => {
    assert.deepEqual(prefixIssues("", [tensor]), [tensor]);
  });
  it("gives the same path however a long one is put together", () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        assert.equal(joinPath(a, joinPath(b, c)), joinPath(joinPath(a, b), c));
      }),
    );
  });
});

describe("issuesOf", () => {
  it("gives none for a value, and those of a result without one", () => {
    assert.deepEqual(issuesOf({ ok: true, value: 7 }), []);
    assert.deepEqual(issuesOf({ ok: false, issues: [tensor] }), [tensor]);
  });
});
