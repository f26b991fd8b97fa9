{{/* One pod template for all kinds: (root, component, arguments, resources, state, long).
     state: size of the folder, or "" for a volume; long: it runs until it is stopped. */}}

{{- define "dateline.env" -}}
{{- $root := .root -}}
- name: DATELINE_INSTANCE
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- if eq .component "dead-redrive" }}
- name: JOB_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.labels['batch.kubernetes.io/job-name']
{{- end }}
{{- if $root.Values.strimzi.enabled }}
- name: KAFKA_USER
  value: {{ .user }}
{{- end }}
{{- if and .long (not .state) }}
- name: DATELINE_KAFKA_STATIC_MEMBERSHIP
  value: "true"
{{- end }}
{{- if and .long $root.Values.generation.name }}
{{- $generation := $root.Values.generation.name }}
- name: DATELINE_GENERATION
  value: {{ $generation }}
- name: DATELINE_TOPICS_CLEAN
  value: articles.clean.{{ $generation }}
- name: DATELINE_TOPICS_VERSIONS
  value: articles.versions.{{ $generation }}
{{- if eq $root.Values.generation.from "raw" }}
- name: DATELINE_TOPICS_CANDIDATES
  value: dateline.candidates.{{ $generation }}
{{- end }}
{{- end }}
{{- end }}

{{- define "dateline.probes" -}}
startupProbe:
  httpGet:
    path: /startupz
    port: metrics
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet:
    path: /livez
    port: metrics
  periodSeconds: 20
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet:
    path: /readyz
    port: metrics
  periodSeconds: 5
  timeoutSeconds: 3
  failureThreshold: 2
{{- end }}

{{- define "dateline.spread" -}}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "dateline.selector" (list $.root $.component) | nindent 6 }}
{{- end }}
{{- end }}

{{- define "dateline.container" -}}
{{- $image := .root.Values.image -}}
name: dateline
image: {{ $image.repository }}:{{ $image.tag | default .root.Chart.AppVersion }}
{{- with $image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
args:
  {{- toYaml .args | nindent 2 }}
env:
  {{- include "dateline.env" . | nindent 2 }}
ports:
  - name: metrics
    containerPort: 9464
    protocol: TCP
{{- if .long }}
{{ include "dateline.probes" . }}
{{- end }}
resources:
  {{- toYaml .resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop:
      - ALL
volumeMounts:
  - name: state
    mountPath: /var/lib/dateline
  - name: tmp
    mountPath: /tmp
  - name: config
    mountPath: /etc/dateline
    readOnly: true
{{- if .root.Values.strimzi.enabled }}
  - name: kafka-user
    mountPath: /run/secrets/kafka-user
    readOnly: true
  - name: kafka-ca
    mountPath: /run/secrets/kafka-ca
    readOnly: true
{{- end }}
{{- end }}

{{- define "dateline.volumes" -}}
{{- with .state -}}
- name: state
  emptyDir:
    sizeLimit: {{ . }}
{{ end -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
- name: config
  configMap:
    name: {{ include "dateline.configName" .root }}
{{- if .root.Values.strimzi.enabled }}
- name: kafka-user
  secret:
    secretName: {{ .user }}
    defaultMode: 288 # 0440
- name: kafka-ca
  secret:
    secretName: {{ .root.Values.strimzi.cluster }}-cluster-ca-cert
    defaultMode: 288 # 0440
{{- end }}
{{- end }}

{{- define "dateline.pod" -}}
{{- $values := .root.Values -}}
metadata:
  labels:
    {{- include "dateline.selector" (list .root .component) | nindent 4 }}
    app.kubernetes.io/part-of: dateline
  {{- with $values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if not .long }}
  restartPolicy: Never
  {{- end }}
  serviceAccountName: {{ include "dateline.instance" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: 60
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- range $key := list "nodeSelector" "tolerations" "affinity" "priorityClassName" }}
  {{- with index $values $key }}
  {{ $key }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- if .long }}
  topologySpreadConstraints:
    {{- include "dateline.spread" . | nindent 4 }}
  {{- end }}
  containers:
    -
      {{- include "dateline.container" . | nindent 6 }}
  volumes:
    {{- include "dateline.volumes" . | nindent 4 }}
{{- end }}
