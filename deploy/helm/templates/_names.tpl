{{/* Names, labels and the configuration, for every template. */}}

{{- define "dateline.suffix" -}}
{{- with .Values.generation.name }}-{{ . }}{{ end -}}
{{- end }}

{{- define "dateline.instance" -}}
{{ .Values.name }}{{ include "dateline.suffix" . }}
{{- end }}

{{/* (root, component): all is named like the installation. */}}
{{- define "dateline.workload" -}}
{{- $root := index . 0 }}{{ $component := index . 1 -}}
{{ $root.Values.name }}{{ if ne $component "all" }}-{{ $component }}{{ end }}{{ include "dateline.suffix" $root }}
{{- end }}

{{- define "dateline.labels" -}}
app.kubernetes.io/name: dateline
app.kubernetes.io/part-of: dateline
{{- end }}

{{/* (root, component): what selects its pods. */}}
{{- define "dateline.selector" -}}
app.kubernetes.io/name: dateline
app.kubernetes.io/instance: {{ include "dateline.instance" (index . 0) }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "dateline.configData" -}}
dateline.yaml: |
  {{- toYaml .Values.config | nindent 2 }}
{{- if .Values.strimzi.enabled }}
kafka.yaml: |
  {{- .Files.Get "files/kafka.yaml" | nindent 2 }}
{{- end }}
{{- end }}

{{/* The hash of the contents is part of the name, so a changed file rolls the pods. */}}
{{- define "dateline.configName" -}}
{{ include "dateline.instance" . }}-{{ include "dateline.configData" . | sha256sum | trunc 10 }}
{{- end }}

{{/* The workloads of this installation, as YAML of a list. */}}
{{- define "dateline.components" -}}
{{- range $name, $workload := .Values.workloads }}
{{- $judges := or (not $workload.stages) (has "version" $workload.stages) }}
{{- $skipped := and $.Values.generation.name (eq $.Values.generation.from "candidates") (not $judges) }}
{{- if and $workload.enabled (not $skipped) }}
- {{ $name }}
{{- end }}
{{- end }}
{{- end }}

{{/* Whether a second generation leaves this to the first. */}}
{{- define "dateline.isFirst" -}}
{{- if not .Values.generation.name }}yes{{ end -}}
{{- end }}
