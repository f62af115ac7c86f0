// Pulumi's plugin host loads this folder by `main`, in a clone, where the sources run as they are. A package has only
// dist/, and is loaded by `main` where `exports` is not known.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const source = join(__dirname, "plugin.ts");
module.exports = require(existsSync(source) ? source : "./dist/index.js");
