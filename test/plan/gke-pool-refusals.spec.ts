import assert from "node:assert/strict";
import { planGkeGpuNodePool } from "../../plan/gke-gpu-node-pool";
import type { Result } from "../../units/issue";
import { GKE_RESERVATION, gkeGpuNodePoolSpec, gpuNetworks } from "../support/gke-pools";
import { anything, linesOf } from "../support/specs";

/** A wrong input on top of the smallest pool, what is said of it, and what it says to write instead. */
interface Refusal {
  readonly title: string;
  readonly wrong: object;
  readonly lines: readonly string[];
  /** Changes of the wrong input; an `undefined` leaves the key out. */
  readonly wayOut: object;
}

const TWENTY_LABELS = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`label-${index}`, "x".repeat(60)]),
);

const REFUSALS: readonly Refusal[] = [
  {
    title: "no machine",
    wrong: { machineType: undefined },
    lines: [
      'machineType: absent; a pool has one type of machine; write a GCE machine type such as "a3-megagpu-8g"',
    ],
    wayOut: { machineType: "g2-standard-48" },
  },
  {
    title: "a misspelt machine",
    wrong: { machineType: "a3-megapu-8g" },
    lines: [
      'machineType: "a3-megapu-8g"; is not in the catalogue of GCE machine types; did you mean a3-megagpu-8g? Otherwise make the pool yourself, and describe it to models by a NodePoolRef',
    ],
    wayOut: { machineType: "a3-megagpu-8g" },
  },
  {
    title: "a machine that nobody knows",
    wrong: { machineType: "n1-standard-8" },
    lines: [
      'machineType: "n1-standard-8"; is not in the catalogue of GCE machine types; did you mean g2-standard-8? Otherwise make the pool yourself, and describe it to models by a NodePoolRef',
    ],
    wayOut: { machineType: "g2-standard-8" },
  },
  {
    title: "several machines: a pool is uniform",
    wrong: { machineType: ["a3-highgpu-8g", "a3-megagpu-8g"] },
    lines: [
      'machineType: ["a3-highgpu-8g","a3-megagpu-8g"]; a pool has one type of machine; write a GCE machine type such as "a3-megagpu-8g"',
    ],
    wayOut: { machineType: "a3-highgpu-8g" },
  },
  {
    title: "a machine without devices",
    wrong: { machineType: "c3-standard-22" },
    lines: ['machineType: "c3-standard-22"; has no devices; use a machine with NVIDIA devices'],
    wayOut: { machineType: "g2-standard-24" },
  },
  {
    title: "a machine with TPUs",
    wrong: { machineType: "ct6e-standard-4t" },
    lines: ['machineType: "ct6e-standard-4t"; has TPUs; use GkeTpuNodePool'],
    wayOut: { machineType: "a3-megagpu-8g" },
  },
  {
    title: "a fraction of a device",
    wrong: { machineType: "g4-standard-24" },
    lines: [
      'machineType: "g4-standard-24"; has a fraction of a device; use g4-standard-48 or a larger one',
    ],
    wayOut: { machineType: "g4-standard-48" },
  },
  {
    title: "the word of EC2 for a machine",
    wrong: { instanceType: "p5en.48xlarge" },
    lines: ['instanceType: "p5en.48xlarge"; GCE calls it a machine type; write machineType'],
    wayOut: { instanceType: undefined },
  },
  {
    title: "devices beside the machine that has them",
    wrong: { guestAccelerators: [{ type: "nvidia-h100-80gb", count: 8 }] },
    lines: [
      'guestAccelerators: [{"type":"nvidia-h100-80gb","count":8}]; the devices follow from the machine; write machineType',
    ],
    wayOut: { guestAccelerators: undefined },
  },
  {
    title: "a part of a device",
    wrong: { gpuPartitionSize: "1g.10gb" },
    lines: [
      'gpuPartitionSize: "1g.10gb"; a model takes whole devices; leave it out, or make the pool yourself and describe it by a NodePoolRef',
    ],
    wayOut: { gpuPartitionSize: undefined },
  },
  {
    title: "A4 on demand, as which it is not sold",
    wrong: { machineType: "a4-highgpu-8g" },
    lines: [
      "capacityType: absent; a4-highgpu-8g is sold only from reservations, as spot or by flex-start; name reservationName or use capacityType spot or flex-start",
    ],
    wayOut: { ...GKE_RESERVATION },
  },
  {
    title: "A3 Ultra on demand, said in a word",
    wrong: { machineType: "a3-ultragpu-8g", capacityType: "on-demand" },
    lines: [
      'capacityType: "on-demand"; a3-ultragpu-8g is sold only from reservations, as spot or by flex-start; name reservationName or use capacityType spot or flex-start',
    ],
    wayOut: { capacityType: "spot" },
  },
  {
    title: "part of an A3 High on demand",
    wrong: { machineType: "a3-highgpu-1g" },
    lines: [
      "capacityType: absent; a3-highgpu-1g is sold only as spot or by flex-start; use capacityType spot or flex-start",
    ],
    wayOut: { capacityType: "flex-start" },
  },
  {
    title: "part of an A3 High from a reservation",
    wrong: { machineType: "a3-highgpu-4g", ...GKE_RESERVATION },
    lines: [
      'reservationName: "reserved"; a3-highgpu-4g is sold only as spot or by flex-start; leave it out, and use capacityType spot or flex-start',
    ],
    wayOut: { reservationName: undefined, capacityType: "spot" },
  },
  {
    title: "A4X as spot",
    wrong: { machineType: "a4x-highgpu-4g", capacityType: "spot" },
    lines: [
      'capacityType: "spot"; a4x-highgpu-4g is sold only from reservations; use on-demand, and name reservationName',
    ],
    wayOut: { capacityType: "on-demand", ...GKE_RESERVATION },
  },
  {
    title: "A4X by flex-start",
    wrong: { machineType: "a4x-highgpu-4g", capacityType: "flex-start" },
    lines: [
      'capacityType: "flex-start"; a4x-highgpu-4g is sold only from reservations; use on-demand, and name reservationName',
    ],
    wayOut: { capacityType: undefined, ...GKE_RESERVATION },
  },
  {
    title: "the capacity type in the spelling of EKS",
    wrong: { capacityType: "SPOT" },
    lines: ['capacityType: "SPOT"; must be one of on-demand, spot, flex-start; did you mean spot?'],
    wayOut: { capacityType: "spot" },
  },
  {
    title: "flex-start in the spelling of the API",
    wrong: { capacityType: "flexStart" },
    lines: [
      'capacityType: "flexStart"; must be one of on-demand, spot, flex-start; did you mean flex-start?',
    ],
    wayOut: { capacityType: "flex-start" },
  },
  {
    title: "a Capacity Block, which AWS has",
    wrong: { capacityType: "capacity-block" },
    lines: [
      'capacityType: "capacity-block"; must be one of on-demand, spot, flex-start; use one of on-demand, spot, flex-start',
    ],
    wayOut: { capacityType: "on-demand", ...GKE_RESERVATION },
  },
  {
    title: "spot as a property",
    wrong: { spot: true },
    lines: ["spot: true; how machines are bought is one word here; write capacityType spot"],
    wayOut: { spot: undefined, capacityType: "spot" },
  },
  {
    title: "flex-start as a property",
    wrong: { flexStart: true },
    lines: [
      "flexStart: true; how machines are bought is one word here; write capacityType flex-start",
    ],
    wayOut: { flexStart: undefined, capacityType: "flex-start" },
  },
  {
    title: "preemptible machines",
    wrong: { preemptible: true },
    lines: [
      "preemptible: true; preemptible machines are spot machines that end after a day; write capacityType spot",
    ],
    wayOut: { preemptible: undefined, capacityType: "spot" },
  },
  {
    title: "queued provisioning, for which no model asks",
    wrong: { queuedProvisioning: { enabled: true } },
    lines: [
      'queuedProvisioning: {"enabled":true}; nodes would come for a ProvisioningRequest alone, which no model makes; write capacityType flex-start',
    ],
    wayOut: { queuedProvisioning: undefined, capacityType: "flex-start" },
  },
  {
    title: "a reservation in the form of the API",
    wrong: { reservationAffinity: { consumeReservationType: "SPECIFIC_RESERVATION" } },
    lines: [
      'reservationAffinity: {"consumeReservationType":"SPECIFIC_RESERVATION"}; a reservation is named; write reservationName',
    ],
    wayOut: { reservationAffinity: undefined, ...GKE_RESERVATION },
  },
  {
    title: "a reservation that is no name",
    wrong: { reservationName: "Reserved B200" },
    lines: [
      'reservationName: "Reserved B200"; is no name of a reservation; write its name, such as "b200-1", or "projects/<project>/reservations/<name>"',
    ],
    wayOut: { reservationName: "reserved-b200" },
  },
  {
    title: "the address of a reservation",
    wrong: {
      reservationName:
        "https://compute.googleapis.com/compute/v1/projects/p/zones/z/reservations/r",
    },
    lines: [
      'reservationName: "https://compute.googleapis.com/compute/v1/projects/p/zones/z/reservations/r"; is no name of a reservation; write its name, such as "b200-1", or "projects/<project>/reservations/<name>"',
    ],
    wayOut: { reservationName: "projects/p-1/reservations/r" },
  },
  {
    title: "several reservations",
    wrong: { reservationName: ["one", "two"] },
    lines: [
      'reservationName: ["one","two"]; is no name of a reservation; write its name, such as "b200-1", or "projects/<project>/reservations/<name>"',
    ],
    wayOut: { reservationName: "one" },
  },
  {
    title: "spot machines from a reservation",
    wrong: { capacityType: "spot", ...GKE_RESERVATION },
    lines: [
      'reservationName: "reserved"; spot machines come from no reservation; leave it out, or use on-demand',
    ],
    wayOut: { capacityType: "on-demand" },
  },
  {
    title: "flex-start machines from a reservation",
    wrong: { capacityType: "flex-start", ...GKE_RESERVATION },
    lines: [
      'reservationName: "reserved"; flex-start machines come from no reservation; leave it out, or use on-demand',
    ],
    wayOut: { reservationName: undefined },
  },
  {
    title: "a block of a reservation in two zones",
    wrong: {
      reservationName: "reserved/reservationBlocks/block-1",
      zones: ["us-central1-a", "us-central1-b"],
    },
    lines: [
      'reservationName: "reserved/reservationBlocks/block-1"; a block of a reservation lies in one zone, and the pool has 2; write its zone alone as zones',
    ],
    wayOut: { zones: ["us-central1-a"] },
  },
  {
    title: "an end of machines that are bought without one",
    wrong: { maxRunDurationSeconds: 3600 },
    lines: [
      "maxRunDurationSeconds: 3600; nodes of on-demand have no end that is known beforehand; leave it out, or use flex-start",
    ],
    wayOut: { capacityType: "flex-start" },
  },
  {
    title: "flex-start for eight days",
    wrong: { capacityType: "flex-start", maxRunDurationSeconds: 691200 },
    lines: [
      "maxRunDurationSeconds: 691200; must be a whole number from 1 to 604800, which is seven days; write a number in between, or leave it out",
    ],
    wayOut: { maxRunDurationSeconds: 604800 },
  },
  {
    title: "a run of no length",
    wrong: { capacityType: "flex-start", maxRunDurationSeconds: 0 },
    lines: [
      "maxRunDurationSeconds: 0; must be a whole number from 1 to 604800, which is seven days; write a number in between, or leave it out",
    ],
    wayOut: { maxRunDurationSeconds: undefined },
  },
  {
    title: "a duration in the form of the API",
    wrong: { capacityType: "flex-start", maxRunDuration: "3600s" },
    lines: ['maxRunDuration: "3600s"; it is written in seconds; write maxRunDurationSeconds'],
    wayOut: { maxRunDuration: undefined, maxRunDurationSeconds: 3600 },
  },
  {
    title: "no zones",
    wrong: { zones: undefined },
    lines: [
      'zones: absent; few zones sell machines with accelerators, and sizes count in each zone; write for example ["us-central1-b"]',
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "an empty list of zones",
    wrong: { zones: [] },
    lines: [
      'zones: []; few zones sell machines with accelerators, and sizes count in each zone; write for example ["us-central1-b"]',
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "a region for a zone",
    wrong: { zones: ["us-central1"] },
    lines: [
      'zones[0]: "us-central1"; is no zone of Google Cloud; write region and letter, such as "us-central1-b"',
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "a zone of AWS",
    wrong: { zones: ["us-east-1a"] },
    lines: [
      'zones[0]: "us-east-1a"; is no zone of Google Cloud; write region and letter, such as "us-central1-b"',
    ],
    wayOut: { zones: ["us-east1-b"] },
  },
  {
    title: "a zone twice",
    wrong: { zones: ["us-central1-b", "us-central1-b"] },
    lines: ['zones[1]: "us-central1-b"; stands in the list twice; leave one of the two out'],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "zones of two regions",
    wrong: { zones: ["us-central1-b", "us-east5-a"] },
    lines: [
      'zones[1]: "us-east5-a"; is not in us-central1, and all nodes of a cluster are in one region; write zones of one region',
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "one zone in the word of TPU pools",
    wrong: { zone: "us-central1-b" },
    lines: [
      'zone: "us-central1-b"; a pool on GKE may be in several zones; write zones, a list of one',
    ],
    wayOut: { zone: undefined },
  },
  {
    title: "zones in the word of the API",
    wrong: { nodeLocations: ["us-central1-b"] },
    lines: ['nodeLocations: ["us-central1-b"]; places of nodes are zones; write zones'],
    wayOut: { nodeLocations: undefined },
  },
  {
    title: "limits over all zones",
    wrong: { totalMinNodeCount: 0, totalMaxNodeCount: 8 },
    lines: [
      "totalMaxNodeCount: 8; a limit over all zones lets one zone take all nodes; write maxSize, which counts in each zone",
      "totalMinNodeCount: 0; a limit over all zones lets one zone take all nodes; write minSize, which counts in each zone",
    ],
    wayOut: { totalMinNodeCount: undefined, totalMaxNodeCount: undefined, minSize: 0, maxSize: 4 },
  },
  {
    title: "limits in the words of the API",
    wrong: { minNodeCount: 1, maxNodeCount: 4 },
    lines: [
      "maxNodeCount: 4; sizes count in each zone here; write maxSize",
      "minNodeCount: 1; sizes count in each zone here; write minSize",
    ],
    wayOut: { minNodeCount: undefined, maxNodeCount: undefined, minSize: 1, maxSize: 4 },
  },
  {
    title: "a number of nodes in the word of the API",
    wrong: { nodeCount: 2 },
    lines: ["nodeCount: 2; sizes count in each zone here; write size"],
    wayOut: { nodeCount: undefined, size: 2 },
  },
  {
    title: "a first number of nodes, which would replace the pool",
    wrong: { initialNodeCount: 2 },
    lines: [
      "initialNodeCount: 2; another number of it would replace the pool; write minSize and maxSize, or size for a fixed number",
    ],
    wayOut: { initialNodeCount: undefined, minSize: 2, maxSize: 4 },
  },
  {
    title: "the size that EKS has",
    wrong: { minSize: 1, maxSize: 4, desiredSize: 2 },
    lines: [
      "desiredSize: 2; GKE's autoscaler begins with the fewest nodes; write minSize and maxSize, or size for a fixed number",
    ],
    wayOut: { desiredSize: undefined },
  },
  {
    title: "a fixed size beside limits",
    wrong: { size: 2, maxSize: 4 },
    lines: [
      "size: 2; a pool has a fixed size or is scaled by its load, and maxSize stands beside it; leave it out, or minSize and maxSize",
    ],
    wayOut: { size: undefined },
  },
  {
    title: "a fixed size beside a least one",
    wrong: { size: 2, minSize: 1 },
    lines: [
      "size: 2; a pool has a fixed size or is scaled by its load, and minSize stands beside it; leave it out, or minSize and maxSize",
    ],
    wayOut: { minSize: undefined },
  },
  {
    title: "a fixed number of flex-start machines",
    wrong: { capacityType: "flex-start", size: 2 },
    lines: [
      "size: 2; flex-start machines come as pods wait for them, so that their number is not fixed; write minSize and maxSize instead",
    ],
    wayOut: { size: undefined, maxSize: 2 },
  },
  {
    title: "a maximum below the minimum",
    wrong: { minSize: 3, maxSize: 2 },
    lines: ["maxSize: 2; is below minSize 3; write 3 or more, or lower minSize"],
    wayOut: { maxSize: 3 },
  },
  {
    title: "a maximum of no node",
    wrong: { maxSize: 0 },
    lines: ["maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out"],
    wayOut: { maxSize: 1 },
  },
  {
    title: "a negative size",
    wrong: { size: -1 },
    lines: ["size: -1; must be a whole number of 0 or more; write 0 or more, or leave it out"],
    wayOut: { size: 0 },
  },
  {
    title: "half a node",
    wrong: { minSize: 0.5, maxSize: 2 },
    lines: ["minSize: 0.5; must be a whole number of 0 or more; write 0 or more, or leave it out"],
    wayOut: { minSize: 0 },
  },
  {
    title: "a size in quotes",
    wrong: { size: "2" },
    lines: ['size: "2"; must be a whole number of 0 or more; write 2 without quotes'],
    wayOut: { size: 2 },
  },
  {
    title: "a scaling flag in quotes",
    wrong: { ignoreScalingChanges: "true" },
    lines: ['ignoreScalingChanges: "true"; must be true or false; write true without quotes'],
    wayOut: { ignoreScalingChanges: true },
  },
  {
    title: "repair of flex-start machines",
    wrong: { capacityType: "flex-start", autoRepair: true },
    lines: [
      "autoRepair: true; GKE repairs no flex-start nodes, and refuses a pool that asks for it; write false, or leave it out",
    ],
    wayOut: { autoRepair: false },
  },
  {
    title: "an upgrade of flex-start machines in a way of one's own",
    wrong: { capacityType: "flex-start", maxSurge: 1, maxUnavailable: 0 },
    lines: [
      "maxSurge: 1; flex-start nodes are upgraded as they come and go; leave it out",
      "maxUnavailable: 0; flex-start nodes are upgraded as they come and go; leave it out",
    ],
    wayOut: { maxSurge: undefined, maxUnavailable: undefined },
  },
  {
    title: "a further machine for an upgrade from a reservation",
    wrong: { ...GKE_RESERVATION, maxSurge: 1 },
    lines: [
      "maxSurge: 1; a reservation has no machine to spare for an upgrade; write 0, or leave it out",
    ],
    wayOut: { maxSurge: 0 },
  },
  {
    title: "a further machine for an upgrade next to compact ones",
    wrong: { compactPlacement: true, maxSurge: 1 },
    lines: [
      "maxSurge: 1; a pool with compact placement has no machine to spare for an upgrade; write 0, or leave it out",
    ],
    wayOut: { maxSurge: undefined },
  },
  {
    title: "an upgrade that may take no node and make none",
    wrong: { maxSurge: 0, maxUnavailable: 0 },
    lines: [
      "maxUnavailable: 0; no node could be upgraded: maxSurge is 0 too; write 1 or more, or leave it out",
    ],
    wayOut: { maxUnavailable: 1 },
  },
  {
    title: "an upgrade of more nodes at once than GKE does",
    wrong: { maxSurge: 20, maxUnavailable: 1 },
    lines: [
      "maxSurge: 20; with maxUnavailable 1, an upgrade would be at more than 20 nodes at once; write both so that they are 20 or less together",
    ],
    wayOut: { maxSurge: 19 },
  },
  {
    title: "an upgrade flag in quotes",
    wrong: { autoUpgrade: "false" },
    lines: ['autoUpgrade: "false"; must be true or false; write false without quotes'],
    wayOut: { autoUpgrade: false },
  },
  {
    title: "a persistent disk for A4, which has Hyperdisk alone",
    wrong: { machineType: "a4-highgpu-8g", ...GKE_RESERVATION, diskType: "pd-ssd" },
    lines: [
      'diskType: "pd-ssd"; a4-highgpu-8g does not boot from it; use hyperdisk-balanced, or leave it out',
    ],
    wayOut: { diskType: "hyperdisk-balanced" },
  },
  {
    title: "a persistent disk for G4",
    wrong: { machineType: "g4-standard-48", diskType: "pd-balanced" },
    lines: [
      'diskType: "pd-balanced"; g4-standard-48 does not boot from it; use hyperdisk-balanced, or leave it out',
    ],
    wayOut: { diskType: undefined },
  },
  {
    title: "Hyperdisk for G2, which has none that boots",
    wrong: { machineType: "g2-standard-48", diskType: "hyperdisk-balanced" },
    lines: [
      'diskType: "hyperdisk-balanced"; g2-standard-48 does not boot from it; use pd-balanced or pd-ssd, or leave it out',
    ],
    wayOut: { diskType: "pd-ssd" },
  },
  {
    title: "the cheapest disk for A3, which does not boot from it",
    wrong: { diskType: "pd-standard" },
    lines: [
      'diskType: "pd-standard"; a3-megagpu-8g does not boot from it; use pd-balanced, pd-ssd or hyperdisk-balanced, or leave it out',
    ],
    wayOut: { diskType: "pd-balanced" },
  },
  {
    title: "a disk of AWS",
    wrong: { diskType: "gp3" },
    lines: [
      'diskType: "gp3"; must be one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced; use one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced',
    ],
    wayOut: { diskType: "pd-ssd" },
  },
  {
    title: "Hyperdisk ML, which is for weights and not for booting",
    wrong: { diskType: "hyperdisk-ml" },
    lines: [
      'diskType: "hyperdisk-ml"; must be one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced; use one of pd-standard, pd-balanced, pd-ssd, hyperdisk-balanced',
    ],
    wayOut: { diskType: "hyperdisk-balanced" },
  },
  {
    title: "a disk that is smaller than an image of GKE",
    wrong: { diskSizeGiB: 10 },
    lines: [
      "diskSizeGiB: 10; must be a whole number of 15 or more; write 15 or more, or leave it out",
    ],
    wayOut: { diskSizeGiB: 15 },
  },
  {
    title: "a disk size in the word of the API",
    wrong: { diskSizeGb: 500 },
    lines: ["diskSizeGb: 500; Google counts it in GiB; write diskSizeGiB"],
    wayOut: { diskSizeGb: undefined, diskSizeGiB: 500 },
  },
  {
    title: "fewer local SSDs than A4 comes with",
    wrong: { machineType: "a4-highgpu-8g", ...GKE_RESERVATION, localSsdCount: 16 },
    lines: ["localSsdCount: 16; a4-highgpu-8g comes with 32, no more and no fewer; leave it out"],
    wayOut: { localSsdCount: undefined },
  },
  {
    title: "no local SSDs on a machine that comes with them",
    wrong: { localSsdCount: 0 },
    lines: ["localSsdCount: 0; a3-megagpu-8g comes with 16, no more and no fewer; leave it out"],
    wayOut: { localSsdCount: undefined },
  },
  {
    title: "two local SSDs on G2, which may have one",
    wrong: { machineType: "g2-standard-12", localSsdCount: 2 },
    lines: [
      "localSsdCount: 2; g2-standard-12 may have 0 or 1; write one of these, or leave it out",
    ],
    wayOut: { localSsdCount: 1 },
  },
  {
    title: "three local SSDs on A2, which may have a few others",
    wrong: { machineType: "a2-highgpu-1g", localSsdCount: 3 },
    lines: [
      "localSsdCount: 3; a2-highgpu-1g may have 0, 1, 2, 4 or 8; write one of these, or leave it out",
    ],
    wayOut: { localSsdCount: 4 },
  },
  {
    title: "a use of local SSDs that there are not",
    wrong: { machineType: "g2-standard-96", localSsdUse: "raw-block" },
    lines: [
      'localSsdUse: "raw-block"; the nodes have no local SSDs; write localSsdCount too, or leave it out',
    ],
    wayOut: { localSsdCount: 8 },
  },
  {
    title: "local disks as EKS calls them",
    wrong: { localSsdUse: "raid0" },
    lines: [
      'localSsdUse: "raid0"; must be one of ephemeral, raw-block; use one of ephemeral, raw-block',
    ],
    wayOut: { localSsdUse: "ephemeral" },
  },
  {
    title: "local SSDs as the API configures them",
    wrong: { localNvmeSsdBlockConfig: { localSsdCount: 16 } },
    lines: [
      'localNvmeSsdBlockConfig: {"localSsdCount":16}; what local SSDs are for is one word here; write localSsdUse raw-block',
    ],
    wayOut: { localNvmeSsdBlockConfig: undefined, localSsdUse: "raw-block" },
  },
  {
    title: "ephemeral storage as the API configures it",
    wrong: { ephemeralStorageLocalSsdConfig: { localSsdCount: 16 } },
    lines: [
      'ephemeralStorageLocalSsdConfig: {"localSsdCount":16}; what local SSDs are for is one word here; write localSsdCount and localSsdUse',
    ],
    wayOut: { ephemeralStorageLocalSsdConfig: undefined, localSsdUse: "ephemeral" },
  },
  {
    title: "four networks for A3 Mega, which has eight cards",
    wrong: { additionalNetworks: gpuNetworks(4) },
    lines: [
      "additionalNetworks: 4; a3-megagpu-8g takes 8 of them: 1 for each network card of GPUDirect-TCPXO; name 8, or leave it out",
    ],
    wayOut: { additionalNetworks: gpuNetworks(8) },
  },
  {
    title: "eight networks for A3 High, which has four cards",
    wrong: { machineType: "a3-highgpu-8g", additionalNetworks: gpuNetworks(8) },
    lines: [
      "additionalNetworks: 8; a3-highgpu-8g takes 4 of them: 1 for each network card of GPUDirect-TCPX; name 4, or leave it out",
    ],
    wayOut: { additionalNetworks: gpuNetworks(4) },
  },
  {
    title: "the RDMA networks of A4 without its second gVNIC",
    wrong: { machineType: "a4-highgpu-8g", ...GKE_RESERVATION, additionalNetworks: gpuNetworks(8) },
    lines: [
      "additionalNetworks: 8; a4-highgpu-8g takes 9 of them: 1 for its second gVNIC, and 8 subnetworks of one RDMA network; name 9, or leave it out",
    ],
    wayOut: { additionalNetworks: gpuNetworks(9) },
  },
  {
    title: "no networks, as a list",
    wrong: { machineType: "a4-highgpu-8g", ...GKE_RESERVATION, additionalNetworks: [] },
    lines: [
      "additionalNetworks: 0; a4-highgpu-8g takes 9 of them: 1 for its second gVNIC, and 8 subnetworks of one RDMA network; name 9, or leave it out",
    ],
    wayOut: { additionalNetworks: undefined },
  },
  {
    title: "networks for G2, whose devices do not reach other nodes",
    wrong: { machineType: "g2-standard-96", additionalNetworks: gpuNetworks(1) },
    lines: [
      "additionalNetworks: 1; g2-standard-96 has no network cards for GPUDirect; leave it out",
    ],
    wayOut: { additionalNetworks: undefined },
  },
  {
    title: "networks of one's own for bare metal",
    wrong: {
      machineType: "a4x-maxgpu-4g-metal",
      ...GKE_RESERVATION,
      additionalNetworks: gpuNetworks(5),
    },
    lines: [
      "additionalNetworks: 5; GKE gives a4x-maxgpu-4g-metal no networks that you made; leave it out, and use acceleratorNetworkProfile auto",
    ],
    wayOut: { additionalNetworks: undefined, acceleratorNetworkProfile: "auto" },
  },
  {
    title: "a network profile for a machine that has none",
    wrong: { acceleratorNetworkProfile: "auto" },
    lines: [
      'acceleratorNetworkProfile: "auto"; no network profile of GKE is known for a3-megagpu-8g; leave it out, and name 8 additionalNetworks',
    ],
    wayOut: { acceleratorNetworkProfile: undefined, additionalNetworks: gpuNetworks(8) },
  },
  {
    title: "a network profile for a machine without cards for it",
    wrong: { machineType: "g2-standard-96", acceleratorNetworkProfile: "auto" },
    lines: [
      'acceleratorNetworkProfile: "auto"; no network profile of GKE is known for g2-standard-96; leave it out',
    ],
    wayOut: { acceleratorNetworkProfile: "none" },
  },
  {
    title: "a network profile beside networks",
    wrong: {
      machineType: "a4-highgpu-8g",
      ...GKE_RESERVATION,
      acceleratorNetworkProfile: "auto",
      additionalNetworks: gpuNetworks(9),
    },
    lines: [
      "additionalNetworks: 9; acceleratorNetworkProfile auto makes the networks itself; leave one of the two out",
    ],
    wayOut: { additionalNetworks: undefined },
  },
  {
    title: "a network profile in two zones",
    wrong: {
      machineType: "a4-highgpu-8g",
      ...GKE_RESERVATION,
      acceleratorNetworkProfile: "auto",
      zones: ["us-central1-b", "us-central1-c"],
    },
    lines: [
      'acceleratorNetworkProfile: "auto"; a network profile is for one zone, and the pool has 2; make a pool for each zone',
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "a network profile that there is not",
    wrong: { machineType: "a4-highgpu-8g", ...GKE_RESERVATION, acceleratorNetworkProfile: "rdma" },
    lines: ['acceleratorNetworkProfile: "rdma"; must be one of auto, none; use one of auto, none'],
    wayOut: { acceleratorNetworkProfile: "auto" },
  },
  {
    title: "networks in the word of the API",
    wrong: { additionalNodeNetworkConfigs: [] },
    lines: [
      "additionalNodeNetworkConfigs: []; networks are named for what they are; write additionalNetworks",
    ],
    wayOut: { additionalNodeNetworkConfigs: undefined },
  },
  {
    title: "compact placement in two zones",
    wrong: { compactPlacement: true, zones: ["us-central1-b", "us-central1-c"] },
    lines: [
      "compactPlacement: true; nodes stand close to each other in one zone, and the pool has 2; make a pool for each zone",
    ],
    wayOut: { zones: ["us-central1-b"] },
  },
  {
    title: "compact placement of more nodes than stand together",
    wrong: { compactPlacement: true, size: 1501 },
    lines: [
      "compactPlacement: true; at most 1500 nodes stand close to each other, and the pool has up to 1501; make several pools",
    ],
    wayOut: { size: 1500 },
  },
  {
    title: "compact placement by flex-start where there is none",
    wrong: { capacityType: "flex-start", compactPlacement: true },
    lines: [
      "compactPlacement: true; flex-start places a3-megagpu-8g where there is room; leave it out, or use a3-ultragpu-8g or a4-highgpu-8g",
    ],
    wayOut: { machineType: "a4-highgpu-8g" },
  },
  {
    title: "a policy of placement by flex-start where there is none",
    wrong: { capacityType: "flex-start", placementPolicyName: "mine" },
    lines: [
      'placementPolicyName: "mine"; flex-start places a3-megagpu-8g where there is room; leave it out, or use a3-ultragpu-8g or a4-highgpu-8g',
    ],
    wayOut: { placementPolicyName: undefined },
  },
  {
    title: "a policy of placement for a pool that is not placed",
    wrong: { compactPlacement: false, placementPolicyName: "mine" },
    lines: [
      'placementPolicyName: "mine"; a pool without compact placement has no policy; leave it out, or compactPlacement',
    ],
    wayOut: { compactPlacement: undefined },
  },
  {
    title: "compact placement as a word",
    wrong: { compactPlacement: "COMPACT" },
    lines: ['compactPlacement: "COMPACT"; must be true or false; write true or false'],
    wayOut: { compactPlacement: true },
  },
  {
    title: "a policy without a name",
    wrong: { placementPolicyName: "" },
    lines: [
      'placementPolicyName: ""; must be a text that is not empty; write the word, or leave it out',
    ],
    wayOut: { placementPolicyName: "mine" },
  },
  {
    title: "a policy in the form of the API",
    wrong: { placementPolicy: { type: "COMPACT" } },
    lines: [
      'placementPolicy: {"type":"COMPACT"}; a placement policy is compact or a policy of yours; write compactPlacement or placementPolicyName',
    ],
    wayOut: { placementPolicy: undefined, compactPlacement: true },
  },
  {
    title: "a topology of TPUs",
    wrong: { tpuTopology: "2x4" },
    lines: ['tpuTopology: "2x4"; a topology is of TPUs; use GkeTpuNodePool'],
    wayOut: { tpuTopology: undefined },
  },
  {
    title: "the image type in the spelling of the API",
    wrong: { imageType: "COS_CONTAINERD" },
    lines: [
      'imageType: "COS_CONTAINERD"; must be one of cos-containerd, ubuntu-containerd; did you mean cos-containerd?',
    ],
    wayOut: { imageType: "cos-containerd" },
  },
  {
    title: "Windows",
    wrong: { imageType: "windows" },
    lines: [
      'imageType: "windows"; must be one of cos-containerd, ubuntu-containerd; use one of cos-containerd, ubuntu-containerd',
    ],
    wayOut: { imageType: undefined },
  },
  {
    title: "the newest driver on Ubuntu",
    wrong: { imageType: "ubuntu-containerd", gpuDriverVersion: "latest" },
    lines: [
      'gpuDriverVersion: "latest"; Ubuntu has no other driver than the default one; use imageType cos-containerd, or leave it out',
    ],
    wayOut: { imageType: "cos-containerd" },
  },
  {
    title: "a driver in the spelling of the API",
    wrong: { gpuDriverVersion: "INSTALLATION_DISABLED" },
    lines: [
      'gpuDriverVersion: "INSTALLATION_DISABLED"; must be one of default, latest, disabled; use one of default, latest, disabled',
    ],
    wayOut: { gpuDriverVersion: "disabled" },
  },
  {
    title: "image streaming on Ubuntu",
    wrong: { imageType: "ubuntu-containerd", imageStreaming: true },
    lines: [
      "imageStreaming: true; images are streamed on Container-Optimized OS alone; use imageType cos-containerd, or leave it out",
    ],
    wayOut: { imageType: undefined },
  },
  {
    title: "a disk of images on Ubuntu",
    wrong: { imageType: "ubuntu-containerd", imageCacheDisk: "projects/p-1/global/images/vllm" },
    lines: [
      'imageCacheDisk: "projects/p-1/global/images/vllm"; images are streamed on Container-Optimized OS alone; use imageType cos-containerd, or leave it out',
    ],
    wayOut: { imageType: undefined },
  },
  {
    title: "a disk of images without image streaming",
    wrong: { imageStreaming: false, imageCacheDisk: "projects/p-1/global/images/vllm" },
    lines: [
      "imageStreaming: false; a disk of container images is read by image streaming; leave it out, or imageCacheDisk",
    ],
    wayOut: { imageStreaming: undefined },
  },
  {
    title: "a disk image by its bare name",
    wrong: { imageCacheDisk: "vllm" },
    lines: [
      'imageCacheDisk: "vllm"; is no full name of a disk image; write "projects/<project>/global/images/<image>"',
    ],
    wayOut: { imageCacheDisk: "projects/p-1/global/images/vllm" },
  },
  {
    title: "Ubuntu on bare metal",
    wrong: {
      machineType: "a4x-maxgpu-4g-metal",
      ...GKE_RESERVATION,
      imageType: "ubuntu-containerd",
    },
    lines: [
      'imageType: "ubuntu-containerd"; a4x-maxgpu-4g-metal runs Container-Optimized OS alone; leave it out',
    ],
    wayOut: { imageType: undefined },
  },
  {
    title: "secure boot in quotes",
    wrong: { secureBoot: "true" },
    lines: ['secureBoot: "true"; must be true or false; write true without quotes'],
    wayOut: { secureBoot: true },
  },
  {
    title: "fewer pods than a node of GKE has",
    wrong: { maxPodsPerNode: 4 },
    lines: [
      "maxPodsPerNode: 4; must be a whole number from 8 to 256; write a number in between, or leave it out",
    ],
    wayOut: { maxPodsPerNode: 8 },
  },
  {
    title: "more pods than a node of GKE has",
    wrong: { maxPodsPerNode: 512 },
    lines: [
      "maxPodsPerNode: 512; must be a whole number from 8 to 256; write a number in between, or leave it out",
    ],
    wayOut: { maxPodsPerNode: 256 },
  },
  {
    title: "a label of GKE",
    wrong: { labels: { "cloud.google.com/gke-nodepool": "mine" } },
    lines: [
      'labels.cloud.google.com/gke-nodepool: "mine"; is set by GKE; leave it out, or use a key of your own',
    ],
    wayOut: { labels: { team: "mine" } },
  },
  {
    title: "a label of Kubernetes",
    wrong: { labels: { "kubernetes.io/role": "gpu" } },
    lines: [
      'labels.kubernetes.io/role: "gpu"; is set by Kubernetes, and a kubelet that tries to does not start; leave it out, or use a key of your own',
    ],
    wayOut: { labels: { "example.com/role": "gpu" } },
  },
  {
    title: "the label of the pool",
    wrong: { labels: { "llmd/node-pool": "other" } },
    lines: [
      'labels.llmd/node-pool: "other"; is set by the pool itself; leave it out, or use a key of your own',
    ],
    wayOut: { labels: undefined },
  },
  {
    title: "the label by which DRANET is turned on",
    wrong: {
      machineType: "a4-highgpu-8g",
      ...GKE_RESERVATION,
      labels: { "cloud.google.com/gke-networking-dra-driver": "true" },
    },
    lines: [
      'labels.cloud.google.com/gke-networking-dra-driver: "true"; is set by the pool itself; leave it out, or use a key of your own',
    ],
    wayOut: { labels: undefined, acceleratorNetworkProfile: "auto" },
  },
  {
    title: "a label value that is none",
    wrong: { labels: { team: "a b" } },
    lines: [
      'labels.team: "a b"; a label value has only letters, digits, -, _ and ., and begins and ends with a letter or digit; replace the other characters, for example / by -',
    ],
    wayOut: { labels: { team: "a-b" } },
  },
  {
    title: "labels that are longer together than GKE takes",
    wrong: { labels: TWENTY_LABELS },
    lines: [
      'labels: {"label-0":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","la...; have 1350 characters together, and GKE takes 1024; shorten them',
    ],
    wayOut: { labels: { team: "a" } },
  },
  {
    title: "labels as a list",
    wrong: { labels: ["team=a"] },
    lines: ['labels: ["team=a"]; must be a map of texts; write keys and values'],
    wayOut: { labels: { team: "a" } },
  },
  {
    title: "the taint that the pool has, once more",
    wrong: { taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] },
    lines: [
      'taints[0]: {"key":"nvidia.com/gpu","value":"present","effect":"NoSchedule"}; nvidia.com/gpu:NoSchedule is set by the pool itself, and a second one is refused; leave it out',
    ],
    wayOut: { taints: undefined },
  },
  {
    title: "the taint that the pool has, with another value",
    wrong: { taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }] },
    lines: [
      'taints[0]: {"key":"nvidia.com/gpu","value":"true","effect":"NoSchedule"}; nvidia.com/gpu:NoSchedule is set by the pool itself, and a second one is refused; leave it out',
    ],
    wayOut: { taints: [] },
  },
  {
    title: "the taint of Arm, once more",
    wrong: {
      machineType: "a4x-highgpu-4g",
      ...GKE_RESERVATION,
      taints: [{ key: "kubernetes.io/arch", value: "arm64", effect: "NoSchedule" }],
    },
    lines: [
      'taints[0]: {"key":"kubernetes.io/arch","value":"arm64","effect":"NoSchedule"}; kubernetes.io/arch:NoSchedule is set by the pool itself, and a second one is refused; leave it out',
    ],
    wayOut: { taints: undefined },
  },
  {
    title: "a taint twice",
    wrong: {
      taints: [
        { key: "team", value: "a", effect: "NoSchedule" },
        { key: "team", value: "b", effect: "NoSchedule" },
      ],
    },
    lines: [
      'taints[1]: {"key":"team","value":"b","effect":"NoSchedule"}; team:NoSchedule stands in the list twice; leave one of the two out',
    ],
    wayOut: { taints: [{ key: "team", value: "a", effect: "NoSchedule" }] },
  },
  {
    title: "the effect of a taint in the spelling of the API",
    wrong: { taints: [{ key: "team", value: "a", effect: "NO_SCHEDULE" }] },
    lines: [
      'taints[0].effect: "NO_SCHEDULE"; must be one of NoSchedule, PreferNoSchedule, NoExecute; did you mean NoSchedule?',
    ],
    wayOut: { taints: [{ key: "team", value: "a", effect: "NoSchedule" }] },
  },
  {
    title: "a misspelt key",
    wrong: { maxSiz: 4 },
    lines: ["maxSiz: 4; is not a known key; did you mean maxSize?"],
    wayOut: { maxSiz: undefined, maxSize: 4 },
  },
  {
    title: "scopes, which IAM has replaced",
    wrong: { oauthScopes: ["cloud-platform"] },
    lines: [
      'oauthScopes: ["cloud-platform"]; scopes are a limit from before IAM, and are those of GKE; give rights to nodeServiceAccount, or to the account of the pods',
    ],
    wayOut: { oauthScopes: undefined },
  },
];

function plan(changes: object): Result<unknown> {
  const whole = Object.entries({ ...gkeGpuNodePoolSpec(), ...changes });
  const given = Object.fromEntries(whole.filter(([, value]) => value !== undefined));
  return planGkeGpuNodePool("pool", anything(given));
}

describe("GPU pools on GKE", () => {
  for (const { title, wrong, lines, wayOut } of REFUSALS) {
    it(`refuse ${title}, and plan with the way out`, () => {
      const mended = linesOf(plan({ ...wrong, ...wayOut }));
      assert.deepEqual([linesOf(plan(wrong)), mended], [lines, []]);
    });
  }

  it("tell everything that is wrong at once", () => {
    const wrong = {
      machineType: "a4-highgpu-8g",
      capacityType: "block",
      zones: ["us-east-1a"],
      maxSize: 0,
      diskSizeGiB: 1,
      labels: { a: "b c" },
      maxPodsPerNode: 0,
      secureBoot: 1,
    };
    const paths = linesOf(plan(wrong)).map((line) => line.split(":")[0]);
    assert.deepEqual(paths, [
      "capacityType",
      "diskSizeGiB",
      "labels.a",
      "maxPodsPerNode",
      "maxSize",
      "secureBoot",
      "zones[0]",
    ]);
  });

  it("refuse a name that the node pool could not have with its suffix, or that begins with a digit", () => {
    const lines = ["a".repeat(28), "4x"].flatMap((name) =>
      linesOf(planGkeGpuNodePool(name, gkeGpuNodePoolSpec())),
    );
    assert.deepEqual(lines, [
      'name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaa"; a name here has at most 27 characters, this one has 28; shorten it by 1',
      'name: "4x"; a node pool of GKE begins with a letter; write for example pool-4x',
    ]);
  });

  it("refuse what is no description of a pool", () => {
    const results = ["a3", []].map((spec) => planGkeGpuNodePool("a", anything(spec)));
    assert.deepEqual(
      results.map((result) => linesOf(result).length),
      [1, 1],
    );
  });
});
