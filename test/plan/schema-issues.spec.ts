import assert from "node:assert/strict";
import fc from "fast-check";
import { compileSchema } from "../../plan/schema-issues";
import { linesOf } from "../support/specs";

const schema = {
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1 },
    replicas: { type: "integer", minimum: 0, maximum: 9 },
    mode: { enum: ["fast", "safe"] },
    policy: { enum: ["", "always", "never", null] },
    shared: { type: ["boolean", "null"] },
    server: { type: "string", pattern: "^https://", description: "URL of the server." },
    port: { type: ["integer", "string"], multipleOf: 2 },
    list: { type: "array", items: { type: "object", additionalProperties: false } },
    map: { type: "object", additionalProperties: { type: "boolean" } },
    either: { anyOf: [{ type: "string" }, { type: "null" }] },
  },
};
const check = compileSchema(schema);

describe("compileSchema", () => {
  it("has nothing to say of a document that is as it must be", () => {
    assert.deepEqual(
      check({ name: "a", replicas: 0, mode: "fast", policy: null, shared: null, map: { a: true } }),
      [],
    );
  });

  const wrong: readonly (readonly [unknown, string])[] = [
    [{}, "name: absent; is required; write it"],
    [[], "(all): []; must be a map; write a map with name"],
    [undefined, "(all): absent; must be a map; write a map with name"],
    [{ name: 1 }, 'name: 1; must be a text; quote it: "1"'],
    [{ namee: "a" }, 'namee: "a"; is not a known key; did you mean name?'],
    [{ name: "a", server: 1 }, 'server: 1; must be a text; quote it: "1"'],
    [{ name: "a", server: [] }, "server: []; must be a text; write a text: URL of the server"],
    [{ name: "a", replicas: "1" }, 'replicas: "1"; must be a whole number; write 1 without quotes'],
    [{ name: "" }, 'name: ""; must be a text of 1 or more characters; write it, or leave it out'],
    [{ name: "a", replicaz: 1 }, "replicaz: 1; is not a known key; did you mean replicas?"],
    [
      { name: "a", zzz: 1 },
      "zzz: 1; is not a known key; use one of name, replicas, mode, policy, shared, server, port, list, map, either",
    ],
    [{ name: "a", list: [{}, { b: 1 }] }, "list[1].b: 1; is not a known key; leave it out"],
    [{ name: "a", replicas: -1 }, "replicas: -1; must be at least 0; write 0 or more"],
    [{ name: "a", replicas: 10 }, "replicas: 10; must be at most 9; write 9 or less"],
    [{ name: "a", replicas: 1.5 }, "replicas: 1.5; must be a whole number; write a whole number"],
    [{ name: "a", mode: "saef" }, 'mode: "saef"; must be one of fast, safe; use one of fast, safe'],
    [{ name: "a", mode: "saf" }, 'mode: "saf"; must be one of fast, safe; did you mean safe?'],
    [
      { name: "a", mode: { toString: 1 } },
      'mode: {"toString":1}; must be one of fast, safe; use one of fast, safe',
    ],
    [
      { name: "a", policy: "nevr" },
      'policy: "nevr"; must be one of "", always, never; did you mean never?',
    ],
    [
      { name: "a", shared: "true" },
      'shared: "true"; must be true or false; write true without quotes',
    ],
    [
      { name: "a", server: "http://b" },
      'server: "http://b"; must match pattern "^https://"; write: URL of the server',
    ],
    [
      { name: "a", port: true },
      "port: true; must be a whole number or a text; write a whole number or a text",
    ],
    [{ name: "a", port: 3 }, "port: 3; must be multiple of 2; see this key in the schema"],
    [
      { name: "a", map: { 0: 1, "b/c~d": true } },
      "map.0: 1; must be true or false; write true or false",
    ],
    [
      { name: "a", map: { "b/c~d": 1 } },
      "map.b/c~d: 1; must be true or false; write true or false",
    ],
  ];
  for (const [document, line] of wrong) {
    it(`finds in ${JSON.stringify(document)} one thing: ${line}`, () => {
      assert.deepEqual(linesOf(check(document)), [line]);
    });
  }

  it("tells what is wrong with each alternative, not that all of them are wrong", () => {
    assert.deepEqual(
      linesOf(check({ name: "a", either: 1 })),
      ['either: 1; must be a text; quote it: "1"', "either: 1; must be empty; write empty"].sort(),
    );
  });

  it("tells everything at once", () => {
    assert.deepEqual(linesOf(check({ replicas: "x", mode: 1, list: {} })), [
      "list: {}; must be a list; write a list",
      "mode: 1; must be one of fast, safe; use one of fast, safe",
      "name: absent; is required; write it",
      'replicas: "x"; must be a whole number; write a whole number',
    ]);
  });

  it("finds a wrong value at the path where it was put", () => {
    const keys = fc.array(fc.oneof(fc.constantFrom("a", "b-c", "0", "x/y", "~"), fc.nat(3)), {
      minLength: 1,
      maxLength: 4,
    });
    const self = { $ref: "#" };
    const types = ["object", "array", "number"];
    const numbersOnly = compileSchema({ type: types, additionalProperties: self, items: self });
    fc.assert(
      fc.property(keys, (path) => {
        const document = path.reduceRight<unknown>(
          (inner, key) =>
            typeof key === "number" ? [...Array(key).fill(0), inner] : { [key]: inner },
          "wrong",
        );
        const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
        assert.deepEqual(
          numbersOnly(document).map((issue) => issue.path),
          [text.replace(/^\./, "")],
        );
      }),
    );
  });
});
