import { stringify } from "yaml";
import { NodeOperatingSystem } from "../catalog/eks-images";

/** What a node does at its first start beyond what EKS makes it do. */
export interface EksNodeUserDataSpec {
  readonly operatingSystem: NodeOperatingSystem;
  /** Whether the local disks become one, which holds images, pods and logs. */
  readonly raid0: boolean;
  /** Most pods of the node; `undefined` leaves it to EKS. */
  readonly maxPods: number | undefined;
}

/**
 * The user data of a launch template, as text; `undefined` when there is nothing to say. EKS adds its own to it, which is
 * why it names no cluster: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data
 */
export function planEksNodeUserData(spec: EksNodeUserDataSpec): string | undefined {
  if (!spec.raid0 && spec.maxPods === undefined) return undefined;
  switch (spec.operatingSystem) {
    case NodeOperatingSystem.al2023:
      return toMimeDocument(spec);
    case NodeOperatingSystem.bottlerocket:
      return toBottlerocketSettings(spec);
  }
}

const BOUNDARY = "node-config";

/** https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/doc/api.md */
function toMimeDocument({ raid0, maxPods }: EksNodeUserDataSpec): string {
  const nodeConfig = {
    apiVersion: "node.eks.aws/v1alpha1",
    kind: "NodeConfig",
    spec: {
      ...(raid0 ? { instance: { localStorage: { strategy: "RAID0" } } } : {}),
      // EKS writes maxPods into its own part, and the later of two parts wins; a flag wins over both.
      ...(maxPods === undefined ? {} : { kubelet: { flags: [`--max-pods=${maxPods}`] } }),
    },
  };
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    "",
    `--${BOUNDARY}`,
    "Content-Type: application/node.eks.aws",
    "",
    stringify(nodeConfig).trimEnd(),
    "",
    `--${BOUNDARY}--`,
    "",
  ].join("\n");
}

/** https://bottlerocket.dev/en/os/latest/#/api/settings/bootstrap-commands/ */
const EPHEMERAL_STORAGE_COMMANDS = [
  ["apiclient", "ephemeral-storage", "init"],
  [
    ...["apiclient", "ephemeral-storage", "bind", "--dirs"],
    ...["/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],
  ],
];

/** TOML, whose lists of texts are written as in JSON. */
function toBottlerocketSettings({ raid0, maxPods }: EksNodeUserDataSpec): string {
  const storage = [
    "[settings.bootstrap-commands.local-storage]",
    `commands = ${JSON.stringify(EPHEMERAL_STORAGE_COMMANDS)}`,
    'mode = "always"',
    "essential = true",
  ];
  const kubernetes = ["[settings.kubernetes]", `max-pods = ${maxPods}`];
  return [...(raid0 ? storage : []), ...(maxPods === undefined ? [] : kubernetes), ""].join("\n");
}
