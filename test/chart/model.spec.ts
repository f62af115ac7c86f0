import { decodeOnly, decodeWith, engineContainer } from "../support/chart-values";
import { describeWithHelm } from "../support/helm";
import { itRenders } from "../support/rendered";

const CLAIM = "pvc://weights/deepseek-ai/DeepSeek-V3.1";
const MODEL = "pod.containers[0].args[0]";
const MOUNTED = { mountModelVolume: true };

describeWithHelm("the volume of the model", (helm) => {
  itRenders(helm, [
    {
      title: "is empty at first and of the given size for hf://",
      values: decodeWith(MOUNTED, { modelArtifacts: { size: "70Gi" } }),
      path: "pod.volumes",
      expected: [{ name: "model-storage", emptyDir: { sizeLimit: "70Gi" } }],
    },
    {
      title: "is as large as it gets for hf:// when the size is taken away",
      values: decodeWith(MOUNTED, { modelArtifacts: { size: null } }),
      path: "pod.volumes",
      expected: [{ name: "model-storage", emptyDir: {} }],
    },
    {
      title: "is the claim, read-only, for pvc://",
      values: decodeWith(MOUNTED, { modelArtifacts: { uri: CLAIM } }),
      path: "pod.volumes",
      expected: [
        { name: "model-storage", persistentVolumeClaim: { claimName: "weights", readOnly: true } },
      ],
    },
    {
      title: "is a claim whose name looks like a number",
      values: decodeWith(MOUNTED, { modelArtifacts: { uri: "pvc://2024/model" } }),
      path: "pod.volumes[0].persistentVolumeClaim.claimName",
      expected: "2024",
    },
    {
      title: "is the claim, writable, when readOnly is false",
      values: decodeWith(MOUNTED, { modelArtifacts: { uri: CLAIM, readOnly: false } }),
      path: "pod.volumes",
      expected: [{ name: "model-storage", persistentVolumeClaim: { claimName: "weights" } }],
    },
    {
      title: "is the image for oci://",
      values: decodeWith(
        { ...MOUNTED, modelCommand: "custom", command: ["serve"] },
        { modelArtifacts: { uri: "oci://registry.example/models/qwen3:1.0" } },
      ),
      path: "pod.volumes",
      expected: [
        { name: "model-storage", image: { reference: "registry.example/models/qwen3:1.0" } },
      ],
    },
    {
      title: "comes after the volumes of the role",
      values: decodeOnly({
        containers: [engineContainer(MOUNTED)],
        volumes: [{ name: "cache", emptyDir: {} }],
      }),
      path: "pod.volumes",
      expected: [
        { name: "cache", emptyDir: {} },
        { name: "model-storage", emptyDir: { sizeLimit: "5Mi" } },
      ],
    },
    {
      title: "is not there when no container mounts it",
      values: decodeOnly({}, { modelArtifacts: { uri: CLAIM } }),
      path: "pod.volumes",
      expected: undefined,
    },
    {
      title: "is mounted read-only beside the mounts of the container",
      values: decodeWith(
        { ...MOUNTED, volumeMounts: [{ name: "shm", mountPath: "/dev/shm" }] },
        { modelArtifacts: { uri: CLAIM, mountPath: "/models" } },
      ),
      path: "pod.containers[0].volumeMounts",
      expected: [
        { name: "shm", mountPath: "/dev/shm" },
        { name: "model-storage", mountPath: "/models", readOnly: true },
      ],
    },
    {
      title: "is mounted writable when readOnly is false",
      values: decodeWith(MOUNTED, { modelArtifacts: { uri: CLAIM, readOnly: false } }),
      path: "pod.containers[0].volumeMounts",
      expected: [{ name: "model-storage", mountPath: "/model-cache" }],
    },
  ]);
});

describeWithHelm("the model that the engine loads", (helm) => {
  itRenders(helm, [
    {
      title: "is the id of hf://",
      values: decodeOnly(),
      path: MODEL,
      expected: "Qwen/Qwen3-32B",
    },
    {
      title: "is the id without the quotes that upstream's example has in the URI",
      values: decodeOnly(
        {},
        {
          modelArtifacts: {
            name: "Qwen/Qwen3-32B",
            uri: 'hf://"{{ .Values.modelArtifacts.name }}"',
          },
        },
      ),
      path: MODEL,
      expected: "Qwen/Qwen3-32B",
    },
    {
      title: "is the path in the claim below the mount path",
      values: decodeOnly({}, { modelArtifacts: { uri: CLAIM } }),
      path: MODEL,
      expected: "/model-cache/deepseek-ai/DeepSeek-V3.1",
    },
    {
      title: "is the mount path when the claim holds nothing else",
      values: decodeOnly({}, { modelArtifacts: { uri: "pvc://weights" } }),
      path: MODEL,
      expected: "/model-cache",
    },
    {
      title: "is the last two parts of pvc+hf://",
      values: decodeOnly({}, { modelArtifacts: { uri: "pvc+hf://weights/a/hub/Qwen/Qwen3-32B" } }),
      path: MODEL,
      expected: "Qwen/Qwen3-32B",
    },
    {
      title: "is the served name when pvc+hf:// names only the claim",
      values: decodeOnly(
        {},
        { modelArtifacts: { name: "Qwen/Qwen3-32B", uri: "pvc+hf://weights" } },
      ),
      path: MODEL,
      expected: "Qwen/Qwen3-32B",
    },
  ]);
});
