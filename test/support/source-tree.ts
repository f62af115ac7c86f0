import { readdirSync, readFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import * as ts from "typescript";

/** One TypeScript file, with what the architecture rules ask about it. */
export interface SourceFile {
  /** From the repository's root, with forward slashes: `plan/parallelism.ts`. */
  readonly path: string;
  readonly lineCount: number;
  /** Everything it imports, re-exports or requires, as written; types too. */
  readonly specifiers: readonly string[];
  /** Every name it reads from its surroundings or declares, and `Math.random` as one; no property names. */
  readonly names: ReadonlySet<string>;
  /** True when it only re-exports from other files. */
  readonly exportsOnly: boolean;
  /** Interfaces and types that it declares, exported or not. */
  readonly typeNames: readonly string[];
  /** Classes that it declares and that extend `ComponentResource`. */
  readonly componentNames: readonly string[];
  /** Fields of those classes that are not public: `Pool.secret`, `Pool.#secret`. */
  readonly hiddenFields: readonly string[];
}

const ROOT = resolve(__dirname, "../..");
const NOT_SOURCE = new Set(["node_modules", "dist"]);

/** Every TypeScript file of this repository, as it lies on disk. */
export function readSourceTree(): SourceFile[] {
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith(".") && !NOT_SOURCE.has(name));
  const nested = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) =>
      posix.join(folder, path),
    ),
  );
  return [...readdirSync(ROOT), ...nested]
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(ROOT, path), "utf8")));
}

/** Reads one file without resolving types: the rules ask for names and imports only. */
export function parseSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const specifiers: string[] = [];
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const specifier = findSpecifier(node);
    if (specifier !== undefined) specifiers.push(specifier);
    if (ts.isIdentifier(node) && !isPropertyName(node)) names.add(node.text);
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      names.add(`${node.expression.text}.${node.name.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const components = file.statements.filter(ts.isClassDeclaration).filter(isComponent);
  return {
    path,
    lineCount: text.replace(/\n$/, "").split("\n").length,
    specifiers,
    names,
    exportsOnly: file.statements.every(
      (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
    ),
    typeNames: file.statements.flatMap((statement) =>
      ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
        ? [statement.name.text]
        : [],
    ),
    componentNames: components.map(nameOf),
    hiddenFields: components.flatMap((component) =>
      findHiddenFields(component).map((field) => `${nameOf(component)}.${field}`),
    ),
  };
}

/** The file of ours that `specifier` means in `path`; `undefined` for a package. */
export function findImported(
  path: string,
  specifier: string,
  paths: ReadonlySet<string>,
): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(path), specifier);
  return [`${target}.ts`, `${target}/index.ts`, target].find((each) => paths.has(each));
}

function isComponent(node: ts.ClassDeclaration): boolean {
  return (node.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .some(
      ({ expression }) => ts.isIdentifier(expression) && expression.text === "ComponentResource",
    );
}

function nameOf({ name }: ts.ClassDeclaration): string {
  return name?.text ?? "";
}

/** Fields, and parameters of the constructor that are fields; methods are none. */
function findHiddenFields({ members }: ts.ClassDeclaration): string[] {
  const fields = members.flatMap((member): (ts.PropertyDeclaration | ts.ParameterDeclaration)[] => {
    if (ts.isPropertyDeclaration(member)) return [member];
    return ts.isConstructorDeclaration(member)
      ? member.parameters.filter((parameter) =>
          ts.isParameterPropertyDeclaration(parameter, member),
        )
      : [];
  });
  return fields
    .filter(
      (field) =>
        ts.isPrivateIdentifier(field.name) || (ts.getCombinedModifierFlags(field) & HIDDEN) !== 0,
    )
    .map((field) => field.name.getText());
}

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function findSpecifier(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    return literal(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return literal(node.expression);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return literal(node.argument.literal);
  if (ts.isCallExpression(node) && isImportOrRequire(node.expression)) {
    return literal(node.arguments[0]);
  }
  return undefined;
}

function isImportOrRequire(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === "require")
  );
}

function literal(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteral(node) ? node.text : undefined;
}

/** True for `x` in `a.x`, `{ x: 1 }` and `interface A { x: string }`: names that read nothing. */
function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  const hasName =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessorDeclaration(parent);
  return hasName && parent.name === node;
}
