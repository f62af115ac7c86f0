{{/*
Fast model actuation with dual pods: pods of a ReplicaSet ask for devices and do nothing with them; a controller in
the namespace makes beside each one the pod that serves, or wakes one that sleeps.
https://github.com/llm-d-incubation/llm-d-fast-model-actuation/blob/v0.6.4/docs/dual-pods.md
*/}}

{{/* "true" for the role whose pods are asked for by requesters. */}}
{{- define "llm-d-modelservice.requested" -}}
{{- if and (.root.Values.requester).enable (eq .role "decode") -}}true{{- end -}}
{{- end -}}

{{/* Labels of the requester pods, and their selector. The second one keeps two releases of a namespace apart. */}}
{{- define "llm-d-modelservice.requesterLabels" -}}
app: dp-app
app.kubernetes.io/instance: {{ .name }}
{{- end -}}

{{/* How many devices the engine runs on: its own number, else one for each of its ranks. */}}
{{- define "llm-d-modelservice.engineDevices" -}}
{{- $container := include "llm-d-modelservice.container" (merge (dict "container" (first .values.containers) "index" 0) .) | fromYaml -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $limits := ($container.resources).limits | default dict -}}
{{- get $limits (include "llm-d-modelservice.deviceResource" .) | default (mul $parallelism.tensor $parallelism.dataLocal) -}}
{{- end -}}

{{/*
How the controller makes the pod that serves out of the one that asks: a strategic merge patch. The serving pod is that
of the role without devices, which it takes over from the requester; it gets none of the requester's labels, or the
ReplicaSet would count it as one of its own.
*/}}
{{- define "llm-d-modelservice.serverPatch" -}}
{{- $labels := include "llm-d-modelservice.podLabels" . | fromYaml -}}
{{- range $key, $value := include "llm-d-modelservice.requesterLabels" . | fromYaml -}}
{{- if not (hasKey $labels $key) -}}{{- $_ := set $labels $key nil -}}{{- end -}}
{{- end -}}
{{- $metadata := dict "labels" $labels -}}
{{- with .values.podAnnotations -}}{{- $_ := set $metadata "annotations" . -}}{{- end -}}
{{- $pod := include "llm-d-modelservice.podSpec" . | fromYaml -}}
{{- $device := include "llm-d-modelservice.deviceResource" . -}}
{{- range concat $pod.containers ($pod.initContainers | default list) -}}
{{- $resources := .resources | default dict -}}
{{- range $key := list "limits" "requests" -}}
{{- $_ := set $resources $key (omit (get $resources $key | default dict) $device) -}}
{{- if not (get $resources $key) -}}{{- $_ := unset $resources $key -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- /* The controller knows the engine by this name. */ -}}
{{- $engine := first $pod.containers -}}
{{- $_ := set $engine "name" "inference-server" -}}
{{- /* It finds the port of the engine by the readiness probe, and reads a number only. */ -}}
{{- $probe := $engine.readinessProbe | default (dict "httpGet" (dict "path" "/health" "port" (include "llm-d-modelservice.enginePort" . | int))) -}}
{{- range $engine.ports -}}
{{- if and .name (eq .name (toString ($probe.httpGet).port)) -}}{{- $_ := set $probe.httpGet "port" (int .containerPort) -}}{{- end -}}
{{- end -}}
{{- $_ := set $engine "readinessProbe" $probe -}}
{{- /* Else the engine had the limits of the requester, which are far too small. */ -}}
{{- $_ := set $pod "containers" (prepend $pod.containers (dict "$patch" "replace")) -}}
{{- dict "metadata" $metadata "spec" $pod | toYaml -}}
{{- end -}}

{{/* The pod that asks: scheduled as the serving pod would be, as that one follows it to its node. */}}
{{- define "llm-d-modelservice.requesterPod" -}}
{{- $requester := .root.Values.requester -}}
{{- $limits := ($requester.resources).limits | default dict -}}
{{- $pod := include "llm-d-modelservice.podSpec" . | fromYaml -}}
{{- with pick $pod "affinity" "automountServiceAccountToken" "enableServiceLinks" "imagePullSecrets" "nodeSelector"
  "priorityClassName" "runtimeClassName" "schedulerName" "serviceAccountName" "tolerations" "topologySpreadConstraints" }}
{{- toYaml . }}
{{- end }}
containers:
  - name: inference-server
    image: {{ $requester.image | quote }}
    env:
      - name: PROBES_PORT
        value: {{ int $requester.port.probes | toString | quote }}
      - name: SPI_PORT
        value: {{ int $requester.port.spi | toString | quote }}
    ports:
      - name: probes
        containerPort: {{ int $requester.port.probes }}
      - name: spi
        containerPort: {{ int $requester.port.spi }}
    readinessProbe:
      httpGet:
        path: /ready
        port: {{ int $requester.port.probes }}
      {{- with $requester.readinessProbe }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    resources:
      limits:
        {{- with $limits.cpus }}
        cpu: {{ . | toString | quote }}
        {{- end }}
        {{- with $limits.memory }}
        memory: {{ . | quote }}
        {{- end }}
        {{ include "llm-d-modelservice.deviceResource" . }}: {{ $limits.gpus | default (include "llm-d-modelservice.engineDevices" .) | toString | quote }}
{{- end -}}

{{/* A ReplicaSet of pods that ask. */}}
{{- define "llm-d-modelservice.replicaSetSpec" -}}
{{- $requester := .root.Values.requester -}}
replicas: {{ include "llm-d-modelservice.replicas" . }}
selector:
  matchLabels:
    {{- include "llm-d-modelservice.requesterLabels" . | nindent 4 }}
template:
  metadata:
    labels:
      {{- include "llm-d-modelservice.requesterLabels" . | nindent 6 }}
    annotations:
      {{- dict "dual-pods.llm-d.ai/admin-port" ($requester.adminPort | default $requester.port.spi | int | toString)
        "dual-pods.llm-d.ai/server-patch" (include "llm-d-modelservice.serverPatch" .) | toYaml | nindent 6 }}
  spec:
    {{- include "llm-d-modelservice.requesterPod" . | nindent 4 }}
{{- end -}}
