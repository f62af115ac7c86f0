import { requireCloudSdk } from "./cloud-sdk";

// Runs when `llmd/gke` is loaded, which exports this file before the components that import the SDK.
requireCloudSdk({
  entry: "llmd/gke",
  name: "@pulumi/gcp",
  load: () => require("@pulumi/gcp/package.json"),
});
