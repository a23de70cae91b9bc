{{- /*
The services as a JSON list of (component, spec): values.defaults with the component's own on top.
*/ -}}
{{- define "haven.components" -}}
{{- $list := list -}}
{{- range $component, $own := .Values.components -}}
{{-   $spec := mustMergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($own | default dict)) -}}
{{-   $list = append $list (dict "component" $component "spec" $spec) -}}
{{- end -}}
{{- $list | toJson -}}
{{- end -}}

{{- /*
The servers of the programme's databases, as a JSON list: one a shard, or `postgres` alone. The first
is where everything lies that no shard says otherwise.
*/ -}}
{{- define "haven.servers" -}}
{{- $list := list -}}
{{- range .Values.shards -}}
{{-   $server := include "haven.server" (list $ (.postgres | default dict) (printf "postgres-%s" .name)) -}}
{{-   $list = append $list (set ($server | fromJson) "shard" .name) -}}
{{- end -}}
{{- if not $list -}}
{{-   $list = list (include "haven.server" (list . dict "postgres") | fromJson) -}}
{{- end -}}
{{- $list | toJson -}}
{{- end -}}

{{- define "haven.vaultServer" -}}
{{- $own := or .Values.vaultPostgres.host .Values.vaultPostgres.operator -}}
{{- if $own -}}
{{-   include "haven.server" (list . .Values.vaultPostgres "vault-postgres") -}}
{{- else -}}
{{-   $first := include "haven.servers" . | fromJsonArray | first -}}
{{-   mustMergeOverwrite $first .Values.vaultPostgres (dict "name" "vault-postgres") | toJson -}}
{{- end -}}
{{- end -}}

{{- /* (root, what is said of it, name): that over `postgres`, and where an operator puts it. */ -}}
{{- define "haven.server" -}}
{{- $root := index . 0 -}}
{{- $server := mustMergeOverwrite (deepCopy $root.Values.postgres) (deepCopy (index . 1)) -}}
{{- $_ := set $server "name" (index . 2) -}}
{{- if $server.operator -}}
{{-   $_ := set $server "cluster" (printf "%s-%s" $root.Release.Name (index . 2)) -}}
{{-   $_ := set $server "host" (printf "%s-rw" $server.cluster) -}}
{{-   $_ := set $server "caSecret" (printf "%s-ca" $server.cluster) -}}
{{- end -}}
{{- $_ := required (printf "%s: host, or an operator that makes the server" (index . 2)) $server.host -}}
{{- $server | toJson -}}
{{- end -}}

{{- /* libpq's conninfo without role (PGUSER) and dbname, which the host says. */ -}}
{{- define "haven.conninfo" -}}
host={{ .host }} port={{ .port }} sslmode={{ .sslmode }}
{{- if hasPrefix "verify" .sslmode }} sslrootcert=/run/haven/given/{{ .name }}/ca.crt{{ end }}
{{- end -}}

{{- /* Of everything; what selects pods comes on top. */ -}}
{{- define "haven.labels" -}}
app.kubernetes.io/part-of: haven
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "haven.image" -}}
image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end -}}

{{- /* "reader-connections": 32 → HAVEN_READER_CONNECTIONS=32 */ -}}
{{- define "haven.options" -}}
{{- range $option, $value := . }}
- name: HAVEN_{{ $option | upper | replace "-" "_" }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{- define "haven.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.podSecurity.user }}
runAsGroup: {{ .Values.podSecurity.user }}
fsGroup: {{ .Values.podSecurity.user }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "haven.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "haven.selector" -}}
{{- $root := index . 0 -}}
{{- $i := index . 1 -}}
app.kubernetes.io/name: haven
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ $i.component }}
{{- end -}}

{{- /*
(root, component, "secret" or "adminSecret"): passwords and authorities of the servers that a service
reaches, as files; a service with a server of its own reads the others' logs too.
*/ -}}
{{- define "haven.postgresSecrets" -}}
{{- $root := index . 0 -}}
{{- $servers := include "haven.servers" $root | fromJsonArray -}}
{{- if (index . 1).spec.ownPostgres -}}
{{-   $servers = append $servers (include "haven.vaultServer" $root | fromJson) -}}
{{- end -}}
{{- $secret := index . 2 -}}
{{- range $servers }}
- secret: { name: {{ get . $secret }}, items: [{ key: pgpass, path: {{ .name }}/pgpass }] }
{{- if hasPrefix "verify" .sslmode }}
- secret: { name: {{ .caSecret }}, items: [{ key: ca.crt, path: {{ .name }}/ca.crt }] }
{{- end }}
{{- end }}
{{- end -}}

{{- /* What deploy/entrypoint.sh finds in /etc/haven/given. */ -}}
{{- define "haven.secrets" -}}
{{- $root := index . 0 -}}
{{- $i := index . 1 -}}
{{- $keys := list (printf "%s.key" $i.component) -}}
- secret:
    name: {{ $root.Values.keys.prefix }}-{{ $i.component }}
    items:
      {{- range concat $keys ($i.spec.keys | default list) }}
      - { key: {{ . }}, path: keys/{{ . }} }
      {{- end }}
- secret:
    name: {{ $root.Values.keys.prefix }}-public
    items:
      {{- range $component, $_ := $root.Values.components }}
      - { key: {{ $component }}.pub, path: public/{{ $component }}.pub }
      {{- end }}
{{- include "haven.postgresSecrets" (list $root $i "secret") }}
{{- with $root.Values.kafka }}
{{- if or .brokers .operator }}
{{- $own := ternary $root.Release.Name .secret (not (empty .operator)) }}
{{- $ca := ternary (printf "%s-kafka-cluster-ca-cert" $root.Release.Name) .caSecret (not (empty .operator)) }}
- secret:
    name: {{ $own }}
    items: [{ key: user.crt, path: kafka/user.crt }, { key: user.key, path: kafka/user.key }
      {{- if .sasl }}, { key: client.properties, path: kafka/client.properties }{{ end }}]
- secret: { name: {{ $ca }}, items: [{ key: ca.crt, path: kafka/ca.crt }] }
{{- end }}
{{- end }}
{{- if $root.Values.tls.prefix }}
- secret:
    name: {{ $root.Values.tls.prefix }}-{{ $i.component }}
    items:
      - { key: tls.crt, path: tls/tls.crt }
      - { key: tls.key, path: tls/tls.key }
      - { key: ca.crt, path: tls/ca.crt }
{{- end }}
{{- end -}}

{{- /* The list of federations as the program reads it (docs/formats.md); empty: its own. */ -}}
{{- define "haven.federations" -}}
{{- if .Values.counties -}}
number,code,name,parent_number
{{ range .Values.counties -}}
{{ .number }},{{ .code }},{{ .name }},{{ .parent | default "" }}
{{ end -}}
{{- end -}}
{{- end -}}

{{- /* Where federations lie when there are shards (docs/formats.md, shards.json). */ -}}
{{- define "haven.shards" -}}
{{- $servers := list -}}
{{- range include "haven.servers" . | fromJsonArray -}}
{{-   $servers = append $servers (dict "name" .shard "postgres" (include "haven.conninfo" .)) -}}
{{- end -}}
{{- $federations := dict -}}
{{- range .Values.counties -}}
{{-   if .shard -}}{{- $_ := set $federations (toString .number) .shard -}}{{- end -}}
{{- end -}}
{{- dict "shards" $servers "federations" $federations | toPrettyJson -}}
{{- end -}}

{{- /* What a service is told (root, component, does it migrate?); all of it are options of
`haven serve` (libs/host/config.cpp). */ -}}
{{- define "haven.env" -}}
{{- $root := index . 0 -}}
{{- $i := index . 1 -}}
{{- $migrates := index . 2 -}}
{{- $options := dict
      "profile" $root.Values.profile
      "services" $i.component
      "migrations" (ternary "only" "check" $migrates)
      "run-dir" "/run/haven/run"
      "data-dir" "/var/lib/haven/data"
      "address" "0.0.0.0:50051"
      "metrics-address" "0.0.0.0:9464"
      "postgres" (include "haven.servers" $root | fromJsonArray | first | include "haven.conninfo")
-}}
{{- if $root.Values.counties -}}
{{-   $_ := set $options "federations" "/etc/haven/config/federations.csv" -}}
{{- end -}}
{{- if $i.spec.ownPostgres -}}
{{-   $_ := set $options "vault-postgres"
        (include "haven.vaultServer" $root | fromJson | include "haven.conninfo") -}}
{{- end -}}
{{- range $option, $file := dict "tls-certificate" "tls.crt" "tls-key" "tls.key" "tls-authority" "ca.crt" -}}
{{-   if and $root.Values.tls.prefix (not $migrates) -}}
{{-     $_ := set $options $option (printf "/run/haven/given/tls/%s" $file) -}}
{{-   end -}}
{{- end -}}
{{- if ne $i.component "vault" -}}
{{-   $_ := set $options "vault-address" (printf "%s-vault:50051" $root.Release.Name) -}}
{{- end -}}
{{- with $root.Values.kafka -}}
{{-   if and (or .brokers .operator) (not $migrates) -}}
{{-     $_ := set $options "kafka" (.brokers |
          default (printf "%s-kafka-kafka-bootstrap:9093" $root.Release.Name)) -}}
{{-     $_ := set $options "transport" .transport -}}
{{-   end -}}
{{- end -}}
{{- include "haven.options" (mustMergeOverwrite $options $root.Values.options $i.spec.options) | trim }}
- name: PGUSER
  value: {{ ternary "haven" "haven_writer" $migrates }}
- name: PGPASSFILE
  value: /run/haven/pgpass
- name: HAVEN_RUN
  value: /run/haven/run
{{- end -}}

{{- /* Options that may be given several times have no place in the environment. */ -}}
{{- define "haven.args" -}}
{{- $root := index . 0 -}}
{{- $i := index . 1 -}}
{{- $migrates := index . 2 -}}
{{- $args := list "serve" -}}
{{- /* Not by the environment: a program that knows no shards must refuse, not overlook them. */ -}}
{{- if $root.Values.shards -}}
{{-   $args = concat $args (list "--shards" "/etc/haven/config/shards.json") -}}
{{- end -}}
{{- with $root.Values.kafka -}}
{{-   if and (or .brokers .operator) (not $migrates) -}}
{{-     $folder := "/run/haven/given/kafka" -}}
{{-     $settings := dict
          "security.protocol" (ternary "sasl_ssl" "ssl" .sasl)
          "ssl.ca.location" (printf "%s/ca.crt" $folder)
          "ssl.certificate.location" (printf "%s/user.crt" $folder)
          "ssl.key.location" (printf "%s/user.key" $folder) -}}
{{-     if .sasl -}}
{{-       $args = concat $args (list "--kafka-settings" (printf "%s/client.properties" $folder)) -}}
{{-     end -}}
{{-     range $key, $value := mustMergeOverwrite $settings .settings -}}
{{-       $args = concat $args (list "--kafka-set" (printf "%s=%s" $key $value)) -}}
{{-     end -}}
{{-     range $peer, $_ := $root.Values.components -}}
{{-       if and (ne $peer $i.component) (ne $peer "vault") -}}
{{-         $args = concat $args (list "--peer" (printf "%s=%s-%s:50051" $peer $root.Release.Name $peer)) -}}
{{-       end -}}
{{-     end -}}
{{-   end -}}
{{- end -}}
{{- $args | toJson -}}
{{- end -}}
