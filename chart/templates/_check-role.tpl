{{- define "llm-d-modelservice.checkRole" -}}
{{- $values := .values -}}
{{- $base := dict "found" .found -}}
{{- $role := .role -}}

{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $devices := .root.Values.accelerator.resources | default dict -}}
{{- if not (or (eq $type "cpu") (hasKey $devices $type)) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "path" (($values.accelerator).type | empty | ternary "accelerator.type" (printf "%s.accelerator.type" $role)) "value" $type
  "rule" (printf "an accelerator type is cpu or a key of accelerator.resources (%s)" (keys $devices | sortAlpha | join ", "))
  "wayOut" (printf "choose one of them, or add accelerator.resources.%s with the device's resource name" $type)) $base) -}}
{{- end -}}

{{- $nodes := $values.acceleratorTypes | default dict -}}
{{- if and $nodes.labelKey (not $nodes.labelValues) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "path" (printf "%s.acceleratorTypes.labelValues" $role) "value" ($nodes.labelValues | default list)
  "rule" (printf "no node has one of no values of %s" $nodes.labelKey)
  "wayOut" "list the values, or clear labelKey") $base) -}}
{{- end -}}
{{- if and $nodes.labelValues (not $nodes.labelKey) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "path" (printf "%s.acceleratorTypes.labelKey" $role) "value" ($nodes.labelKey | default "")
  "rule" "labelValues are values of this node label" "wayOut" "name the label, for example nvidia.com/gpu.product") $base) -}}
{{- end -}}
{{- $affinity := ((($values.extraConfig).affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution -}}
{{- if and $nodes.labelKey $affinity -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "path" (printf "%s.extraConfig.affinity.nodeAffinity" $role) "value" $affinity
  "rule" (printf "%s.acceleratorTypes writes the required node affinity" $role)
  "wayOut" (printf "write both into one place: extraConfig, and clear %s.acceleratorTypes" $role)) $base) -}}
{{- end -}}

{{- range $key := list "subGroupPolicy" "subGroupExclusiveTopology" "subGroupExclusiveToplogy" -}}
{{- with index $values $key -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.%s" $role $key) "value" .
  "rule" "subgroups are parts of a LeaderWorkerSet, which this chart does not render yet"
  "wayOut" "leave it out, or use the upstream chart") $base) -}}
{{- end -}}
{{- end -}}

{{- $monitor := ($values.monitoring).podmonitor | default dict -}}
{{- $ports := list -}}
{{- range concat ($values.containers | default list) ($values.initContainers | default list) -}}
{{- range .ports -}}{{- $ports = append $ports (.name | default "") -}}{{- end -}}
{{- end -}}
{{- if and .root.Values.strict $monitor.enabled (not (has $monitor.portName $ports)) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "path" (printf "%s.monitoring.podmonitor.portName" $role) "value" $monitor.portName
  "rule" "with strict, a container of the role has a port of this name: Prometheus scrapes nothing else"
  "wayOut" (printf "add `name: %s` to the engine's entry in %s.containers[].ports" $monitor.portName $role)) $base) -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkParallelism" -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $data := $parallelism.data | int -}}
{{- $path := printf "%s.parallelism" .role -}}
{{- $base := dict "found" .found -}}
{{- range $key := list "workers" "dataLocal" -}}
{{- $part := index $parallelism $key | int -}}
{{- if mod $data $part -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.data" $path) "value" $data
  "rule" (printf "data is a multiple of %s, which is %d" $key $part)
  "wayOut" "change one of them, or leave out all of data, dataLocal and workers but the ones you mean") $base) -}}
{{- end -}}
{{- end -}}
{{- if gt (int $parallelism.workers) 1 -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.workers" $path) "value" (int $parallelism.workers)
  "rule" "more than one worker is a LeaderWorkerSet, which this chart does not render yet"
  "wayOut" "set it to 1 and dataLocal to data, or use the upstream chart") $base) -}}
{{- else if and .root.Values.strict (ne $data (mul $parallelism.dataLocal $parallelism.workers | int)) -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.data" $path) "value" $data
  "rule" (printf "with strict, data is dataLocal * workers, which is %d * %d" (int $parallelism.dataLocal) (int $parallelism.workers))
  "wayOut" (printf "set it to %d, or change dataLocal" (mul $parallelism.dataLocal $parallelism.workers))) $base) -}}
{{- end -}}
{{- end -}}
