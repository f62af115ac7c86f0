/**
 * Writes `schema.json` anew from the components, for a reviewer to read as a difference: what changes there changes the
 * SDKs of other languages.
 *
 *     node -r ts-node/register/transpile-only scripts/refresh-schema.ts
 */
import { writeFileSync } from "node:fs";
import { generatePackageSchema, renderSchema, SCHEMA_PATH } from "../test/support/package-schema";

writeFileSync(SCHEMA_PATH, renderSchema(generatePackageSchema()));
console.log(SCHEMA_PATH);
