import { requireCloudSdk } from "./cloud-sdk";

// Runs when `llmd/eks` is loaded, which exports this file before the components that import the SDK.
requireCloudSdk({
  entry: "llmd/eks",
  name: "@pulumi/aws",
  load: () => require("@pulumi/aws/package.json"),
});
