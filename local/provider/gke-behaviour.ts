import type { TypeBehaviour } from "./recording-provider";

/**
 * What Google and its provider know of a node pool on GKE: what cannot change in place, and what is computed. A machine,
 * a disk, an image, labels, taints, zones and sizes change in place.
 * https://github.com/GoogleCloudPlatform/magic-modules/blob/4d2045578e3b3e44057b2cd5d6ad5a24ad9df688/mmv1/third_party/terraform/services/container/node_config.go.tmpl
 * https://github.com/GoogleCloudPlatform/magic-modules/blob/021e6e6aab2fd1b0c965926dd1d4b8f7323259ae/mmv1/third_party/terraform/services/container/resource_container_node_pool.go.tmpl (`ForceNew`)
 */
export const GKE_BEHAVIOUR: Readonly<Record<string, TypeBehaviour>> = {
  "gcp:container/nodePool:NodePool": {
    replaceOn: [
      ...["cluster", "location", "name", "project"],
      ...["initialNodeCount", "maxPodsPerNode", "placementPolicy", "queuedProvisioning"],
      ...["networkConfig.acceleratorNetworkProfile", "networkConfig.additionalNodeNetworkConfigs"],
      ...["networkConfig.additionalPodNetworkConfigs", "networkConfig.createPodRange"],
      ...["networkConfig.podIpv4CidrBlock", "networkConfig.podRange", "networkConfig.subnetwork"],
      ...[
        ...["advancedMachineFeatures", "bootDiskKmsKey", "ephemeralStorageLocalSsdConfig"],
        ...["flexStart", "guestAccelerators", "hostMaintenancePolicy", "localNvmeSsdBlockConfig"],
        ...["localSsdCount", "localSsdEncryptionMode", "maxRunDuration", "metadata"],
        ...["minCpuPlatform", "nodeGroup", "oauthScopes", "preemptible", "reservationAffinity"],
        ...["secondaryBootDisks", "serviceAccount", "shieldedInstanceConfig", "spot"],
      ].map((key) => `nodeConfig.${key}`),
    ],
    outputs: ({ name }, logicalName) => ({ name: name ?? logicalName }),
  },
  "gcp:compute/resourcePolicy:ResourcePolicy": {
    replaceOn: [
      "description",
      "groupPlacementPolicy",
      "name",
      "project",
      "region",
      "workloadPolicy",
    ],
    outputs: ({ name }, logicalName) => ({ name: name ?? logicalName }),
  },
};
