{{/* What fast model actuation needs of a role, and what a ReplicaSet has not. */}}
{{- define "llm-d-modelservice.checkRequester" -}}
{{- $found := .found -}}
{{- $role := .role -}}
{{- $values := .values | default dict -}}
{{- $root := .root.Values -}}
{{- $requester := $root.requester | default dict -}}
{{- $without := "or set requester.enable to false" -}}
{{- if $requester.enable -}}
{{- if and $root.strict (not $values.create) -}}
{{- include "llm-d-modelservice.issue" (list $found "requester.enable" true
  (printf "requesters ask for pods of the role %s, which is not created" $role) (printf "set %s.create to true, %s" $role $without)) -}}
{{- end -}}
{{- if $root.multinode -}}
{{- include "llm-d-modelservice.issue" (list $found "multinode" true
  "requesters are pods of a ReplicaSet, and what they ask for serves alone" (printf "set it to false, %s" $without)) -}}
{{- end -}}
{{- if and $root.strict $values.strategy -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.strategy" $role) $values.strategy
  "a ReplicaSet has no strategy: its pods stay as they are until they are deleted" (printf "set it to null, %s" $without)) -}}
{{- end -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" .root "found" $found "path" "requester.image" "image" $requester.image) -}}
{{- include "llm-d-modelservice.checkRequesterPorts" . -}}
{{- if $values.create -}}
{{- include "llm-d-modelservice.checkRequesterDevices" . -}}
{{- include "llm-d-modelservice.checkRequestedEngine" . -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkRequesterPorts" -}}
{{- $found := .found -}}
{{- $requester := .root.Values.requester -}}
{{- $ports := $requester.port | default dict -}}
{{- range $key := list "probes" "spi" -}}
{{- if kindIs "invalid" (index $ports $key) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "requester.port.%s" $key) nil "this value is needed"
  "set it, or leave out the null that takes its default away") -}}
{{- end -}}
{{- end -}}
{{- $spi := int $ports.spi -}}
{{- if and $spi (eq $spi (int $ports.probes)) -}}
{{- include "llm-d-modelservice.issue" (list $found "requester.port.spi" $spi
  "the requester already answers probes on this port" (printf "choose another one, for example %d" (add $spi 1))) -}}
{{- end -}}
{{- $admin := $requester.adminPort | default $spi | int -}}
{{- if and $spi (ne $admin $spi) -}}
{{- include "llm-d-modelservice.issue" (list $found "requester.adminPort" $admin
  (printf "the controller asks for devices where the requester tells them, at requester.port.spi, which is %d" $spi)
  "leave it out, or give both the same number") -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkRequesterDevices" -}}
{{- $found := .found -}}
{{- $root := .root.Values -}}
{{- $own := .values.accelerator | default dict -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $gpus := (($root.requester.resources).limits).gpus -}}
{{- if ne $type "nvidia" -}}
{{- include "llm-d-modelservice.issue" (list $found (empty $own.type | ternary "accelerator.type" (printf "%s.accelerator.type" .role)) $type
  "fast model actuation hands over devices of NVIDIA only" "set it to nvidia, or set requester.enable to false") -}}
{{- else if and .values.containers (first .values.containers).image -}}
{{- $devices := include "llm-d-modelservice.engineDevices" . -}}
{{- if and $gpus (lt (int $gpus) (int $devices)) -}}
{{- include "llm-d-modelservice.issue" (list $found "requester.resources.limits.gpus" $gpus
  (printf "the requester asks for the devices that its engine runs on, which are %s" $devices) "leave it out") -}}
{{- end -}}
{{- end -}}
{{- if kindIs "invalid" $own.dra | ternary $root.accelerator.dra $own.dra -}}
{{- include "llm-d-modelservice.issue" (list $found (kindIs "invalid" $own.dra | ternary "accelerator.dra" (printf "%s.accelerator.dra" .role)) true
  "fast model actuation reads requests of device plugins, and no claims" "set it to false, or set requester.enable to false") -}}
{{- end -}}
{{- end -}}

{{/* The controller finds the port of the engine by its readiness probe; the patch has the number of a named one, and a probe where there is none. */}}
{{- define "llm-d-modelservice.checkRequestedEngine" -}}
{{- $engine := first (.values.containers | default list) | default dict -}}
{{- $probe := ($engine.extraConfig).readinessProbe | default $engine.readinessProbe -}}
{{- $port := ($probe.httpGet).port -}}
{{- $known := or (kindIs "float64" $port) (kindIs "int64" $port) (kindIs "int" $port) -}}
{{- range $engine.ports -}}{{- if and .name (eq .name (toString $port)) -}}{{- $known = true -}}{{- end -}}{{- end -}}
{{- if and $probe (not $known) -}}
{{- include "llm-d-modelservice.issue" (list .found (printf "%s.containers[0].readinessProbe" .role) $probe
  "fast model actuation learns from it, by httpGet with the number or the name of one of its ports, where the engine listens and when it is ready"
  (printf `write {"httpGet":{"path":"/health","port":%s}}, or set requester.enable to false` (include "llm-d-modelservice.enginePort" .))) -}}
{{- end -}}
{{- end -}}
