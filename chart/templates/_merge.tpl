{{/*
What the chart renders (.base), with an extraConfig (.extra) on top, as YAML: maps are joined,
lists are appended, and of single values the one in extraConfig holds. A key never stands twice.
Not by mergeOverwrite, which leaves out `false`, 0 and "".
*/}}
{{- define "llm-d-modelservice.merge" -}}
{{- $merged := deepCopy .base -}}
{{- range $key, $value := .extra -}}
{{- $existing := index $merged $key -}}
{{- if and (kindIs "slice" $existing) (kindIs "slice" $value) -}}
{{- $value = concat $existing $value -}}
{{- else if and (kindIs "map" $existing) (kindIs "map" $value) -}}
{{- $value = include "llm-d-modelservice.merge" (dict "base" $existing "extra" $value) | fromYaml -}}
{{- end -}}
{{- $_ := set $merged $key $value -}}
{{- end -}}
{{- toYaml $merged -}}
{{- end -}}
