import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type {
  ComplexType,
  PackageSpec,
  Property,
  Resource,
  Type,
} from "@pulumi/pulumi/provider/experimental/schema";
import {
  findComponents,
  generatePackageSchema,
  renderSchema,
  SCHEMA_PATH,
} from "../support/package-schema";
import { readSourceTree } from "../support/source-tree";

/** Each described thing of the schema by its place: `EngineSettings.image`, `Engine.vllm`. */
type Descriptions = readonly (readonly [place: string, description: string | undefined])[];

describe("schema.json, for other languages", () => {
  let schema: PackageSpec;
  let components: [token: string, component: Resource][];
  let types: [token: string, type: ComplexType][];

  before(() => {
    schema = generatePackageSchema();
    components = Object.entries(schema.resources);
    types = Object.entries(schema.types);
  });

  it("is what the component analyzer reads from the sources", () => {
    assert.equal(readFileSync(SCHEMA_PATH, "utf8"), renderSchema(schema));
  });

  it("has every component that the entries export", () => {
    const exported = ["index", "eks", "gke"].flatMap(findComponents).map(({ name }) => name);
    assert.deepEqual(components.map(([token]) => nameOf(token)).toSorted(), exported.toSorted());
  });

  it("has every class of components/", () => {
    const classes = readSourceTree().flatMap(({ path, componentNames }) =>
      path.startsWith("components/") ? componentNames : [],
    );
    assert.deepEqual(components.map(([token]) => nameOf(token)).toSorted(), classes.toSorted());
  });

  // The analyzer drops comments that do not stand on their own line, and prints a link as [object Object].
  it("describes every component, property and choice", () => {
    const described: Descriptions = [
      ...components.flatMap(([token, { description, inputProperties, properties }]) => [
        [nameOf(token), description] as const,
        ...describeProperties(token, inputProperties),
        ...describeProperties(token, properties),
      ]),
      ...types.flatMap(([token, type]) => [
        ...describeProperties(token, type.properties),
        ...(type.enum ?? []).map(
          ({ name, description }) => [`${nameOf(token)}.${name}`, description] as const,
        ),
      ]),
    ];
    const lost = described.filter(([, text]) => !text || text.includes("[object Object]"));
    assert.deepEqual(lost, []);
  });

  // The analyzer leaves out members whose key is quoted; it lists a word first that another choice has too.
  it("has every value of every choice", () => {
    const choices = types.flatMap(([token, type]) =>
      type.enum === undefined
        ? []
        : [[nameOf(token), type.enum.map(({ value }) => value).toSorted()]],
    );
    const entries: Record<string, object> = Object.assign(
      {},
      ...["index", "eks", "gke"].map((entry) => require(`../../${entry}`)),
    );
    const exported = choices.map(([name]) => [
      name,
      Object.values(entries[String(name)] ?? {}).toSorted(),
    ]);
    assert.deepEqual(choices, exported);
  });

  // All types share one name space: of two interfaces with the same name the first wins in silence.
  it("takes no type from two files", () => {
    const files = readSourceTree().filter(({ path }) => /^(catalog|plan|components)\//.test(path));
    const owners = types.map(([token]) => {
      const name = nameOf(token);
      return [name, files.filter(({ typeNames }) => typeNames.includes(name)).length];
    });
    assert.deepEqual(
      owners,
      types.map(([token]) => [nameOf(token), 1]),
    );
  });

  // Generators append Args to every type that is an input.
  it("has no type whose name ends in Args", () => {
    assert.deepEqual(
      types.map(([token]) => nameOf(token)).filter((name) => /Args$/.test(name)),
      [],
    );
  });

  it("depends on no cloud's schema, which each user would have to download", () => {
    assert.deepEqual(schema.dependencies, []);
  });
});

function describeProperties(
  token: string,
  properties: Readonly<Record<string, Property | Type>> = {},
): Descriptions {
  return Object.entries(properties).map(([name, property]) => [
    `${nameOf(token)}.${name}`,
    "description" in property ? property.description : undefined,
  ]);
}

/** `llmd:index:ModelService` is ModelService. */
function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}
