{{/* The port that the engine listens on: behind the proxy its target port, else the service's. */}}
{{- define "llm-d-modelservice.enginePort" -}}
{{- $routing := .root.Values.routing -}}
{{- $behindProxy := and (eq .role "decode") $routing.proxy.enabled -}}
{{- empty $behindProxy | ternary $routing.servicePort $routing.proxy.targetPort | int -}}
{{- end -}}

{{/*
"true" for a container that serves the model. The first one always does; another one does when the
chart writes its arguments or mounts the model for it. The rest are helpers: they get no devices
and no token.
*/}}
{{- define "llm-d-modelservice.serves" -}}
{{- $container := .container -}}
{{- if or (eq .index 0) $container.mountModelVolume (has $container.modelCommand (list "vllmServe" "imageDefault")) -}}
true
{{- end -}}
{{- end -}}

{{/* "true" where the chart writes the arguments of vLLM itself; its simulator stops at flags that it does not know. */}}
{{- define "llm-d-modelservice.runsVllm" -}}
{{- $simulated := contains "llm-d-inference-sim" (.image | default "") -}}
{{- if and (has .modelCommand (list "vllmServe" "imageDefault")) (not $simulated) -}}true{{- end -}}
{{- end -}}

{{/* Arguments that the chart writes for vLLM, then the user's. */}}
{{- define "llm-d-modelservice.engineArguments" -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $arguments := list $model.argument -}}
{{- if eq .container.modelCommand "imageDefault" -}}{{- $arguments = list "--model" $model.argument -}}{{- end -}}
{{- $arguments = concat $arguments (list "--port" (include "llm-d-modelservice.enginePort" .)) -}}
{{- $arguments = concat $arguments (list "--served-model-name" .root.Values.modelArtifacts.name) -}}
{{- $sizes := dict "tensor" "--tensor-parallel-size" "data" "--data-parallel-size" "dataLocal" "--data-parallel-size-local" -}}
{{- $hosts := include "llm-d-modelservice.hostArguments" . | fromYamlArray -}}
{{- range list "tensor" "data" "dataLocal" -}}
{{- $size := index $parallelism . | int -}}
{{- if or (gt $size 1) (and $hosts (eq . "dataLocal")) -}}{{- $arguments = concat $arguments (list (index $sizes .) (toString $size)) -}}{{- end -}}
{{- end -}}
{{- $arguments = concat $arguments $hosts (include "llm-d-modelservice.tracingArguments" . | fromYamlArray) -}}
{{- if and (eq .index 0) (include "llm-d-modelservice.requested" .) -}}
{{- $arguments = append $arguments "--enable-sleep-mode" -}}
{{- end -}}
{{- concat $arguments (.container.args | default list) | toYaml -}}
{{- end -}}

{{/*
The user's variables, then ours. One that the user sets is left to the user: a name that stands
twice is refused by server-side apply.
*/}}
{{- define "llm-d-modelservice.env" -}}
{{- $artifacts := .root.Values.modelArtifacts -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $env := tpl (.container.env | default list | toYaml) .root | fromYamlArray -}}
{{- $ours := list (dict "name" "DP_SIZE" "value" (toString $parallelism.data)) -}}
{{- $ours = append $ours (dict "name" "TP_SIZE" "value" (toString $parallelism.tensor)) -}}
{{- $ours = append $ours (dict "name" "DP_SIZE_LOCAL" "value" (toString $parallelism.dataLocal)) -}}
{{- $ours = concat $ours (index (.root.Values.accelerator.env | default dict) $type | default list) -}}
{{- if and .container.mountModelVolume (eq $model.scheme "hf") -}}
{{- $ours = append $ours (dict "name" "HF_HOME" "value" $artifacts.mountPath) -}}
{{- else if and .container.mountModelVolume $model.hubCache -}}
{{- $ours = append $ours (dict "name" "HF_HUB_CACHE" "value" $model.hubCache) -}}
{{- end -}}
{{- if and $artifacts.authSecretName .serving -}}
{{- $token := dict "secretKeyRef" (dict "name" $artifacts.authSecretName "key" "HF_TOKEN") -}}
{{- $ours = append $ours (dict "name" "HF_TOKEN" "valueFrom" $token) -}}
{{- end -}}
{{- if and .serving (.root.Values.tracing).enabled -}}
{{- $ours = concat $ours (include "llm-d-modelservice.engineTracingEnv" . | fromYamlArray) -}}
{{- end -}}
{{- if and (eq .index 0) (include "llm-d-modelservice.requested" .) -}}
{{- /* Opens the endpoints by which the controller puts vLLM to sleep and wakes it. */ -}}
{{- $ours = append $ours (dict "name" "VLLM_SERVER_DEV_MODE" "value" "1") -}}
{{- end -}}
{{- $names := list -}}
{{- range $env -}}{{- $names = append $names .name -}}{{- end -}}
{{- range $ours -}}
{{- if not (has .name $names) -}}{{- $env = append $env . -}}{{- end -}}
{{- end -}}
{{- toYaml $env -}}
{{- end -}}

{{/* Fields of a Kubernetes container that go through as they are written. */}}
{{- define "llm-d-modelservice.containerFields" -}}
{{- pick . "name" "image" "imagePullPolicy" "command" "args" "workingDir" "envFrom" "ports"
  "resizePolicy" "restartPolicy" "restartPolicyRules" "volumeMounts" "volumeDevices"
  "startupProbe" "readinessProbe" "livenessProbe" "lifecycle" "securityContext"
  "terminationMessagePath" "terminationMessagePolicy" "stdin" "stdinOnce" "tty" | toYaml -}}
{{- end -}}

{{/* One entry of `containers`. */}}
{{- define "llm-d-modelservice.container" -}}
{{- $values := .container -}}
{{- $container := include "llm-d-modelservice.containerFields" $values | fromYaml -}}
{{- $scope := merge (dict "serving" (include "llm-d-modelservice.serves" .)) . -}}
{{- if ne ($values.modelCommand | default "custom") "custom" -}}
{{- $_ := set $container "args" (include "llm-d-modelservice.engineArguments" $scope | fromYamlArray) -}}
{{- end -}}
{{- if eq $values.modelCommand "imageDefault" -}}{{- $_ := unset $container "command" -}}{{- end -}}
{{- if eq $values.modelCommand "vllmServe" -}}
{{- $_ := set $container "command" (list "vllm" "serve") -}}
{{- end -}}
{{- with $values.ports -}}
{{- $ports := tpl (toYaml .) $scope.root | fromYamlArray -}}
{{- /* A template gives text, and Kubernetes takes numbers. */ -}}
{{- range $ports -}}{{- $_ := set . "containerPort" (int .containerPort) -}}{{- end -}}
{{- $_ := set $container "ports" $ports -}}
{{- end -}}
{{- if $values.mountModelVolume -}}
{{- $mount := include "llm-d-modelservice.modelVolumeMount" .root | fromYaml -}}
{{- $_ := set $container "volumeMounts" (append ($values.volumeMounts | default list) $mount) -}}
{{- end -}}
{{- $_ := set $container "env" (include "llm-d-modelservice.env" $scope | fromYamlArray) -}}
{{- $_ := set $container "resources" (include "llm-d-modelservice.resources" $scope | fromYaml) -}}
{{- range $key, $value := $container -}}
{{- if not (or $value (kindIs "bool" $value)) -}}{{- $_ := unset $container $key -}}{{- end -}}
{{- end -}}
{{- include "llm-d-modelservice.merge" (dict "base" $container "extra" $values.extraConfig) -}}
{{- end -}}
