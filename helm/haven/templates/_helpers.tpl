{{- /*
One entry for each Deployment, as a JSON list: a component on each shard that has one, else once.
  name       registry, or registry-east
  component  registry
  shard      east, or empty
  spec       values.defaults with the component's own on top
  postgres   where its database lies
*/ -}}
{{- define "haven.instances" -}}
{{- $instances := list -}}
{{- range $component, $own := .Values.components -}}
{{-   $spec := mustMergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($own | default dict)) -}}
{{-   $shards := ternary (keys $.Values.shards | sortAlpha) list $spec.sharded | default (list "") -}}
{{-   range $shard := $shards -}}
{{-     $instances = append $instances (dict
          "name" (list $component $shard | compact | join "-")
          "component" $component "shard" $shard "spec" $spec
          "postgres" (include "haven.postgres" (list $ $shard) | fromJson)) -}}
{{-   end -}}
{{- end -}}
{{- $instances | toJson -}}
{{- end -}}

{{- /* The server of a shard: `postgres`, what the shard says otherwise, and the operator's host. */ -}}
{{- define "haven.postgres" -}}
{{- $root := index . 0 -}}
{{- $shard := index . 1 -}}
{{- $own := dict -}}
{{- if $shard -}}{{- $own = get (get $root.Values.shards $shard | default dict) "postgres" | default dict -}}{{- end -}}
{{- include "haven.server" (list $root $own (list "postgres" $shard | compact | join "-")) -}}
{{- end -}}

{{- define "haven.vaultPostgres" -}}
{{- $own := or .Values.vaultPostgres.host .Values.vaultPostgres.operator -}}
{{- include "haven.server"
    (list . .Values.vaultPostgres (ternary "vault-postgres" "postgres" (not (empty $own)))) -}}
{{- end -}}

{{- define "haven.server" -}}
{{- $root := index . 0 -}}
{{- $server := mustMergeOverwrite (deepCopy $root.Values.postgres) (deepCopy (index . 1)) -}}
{{- $name := printf "%s-%s" $root.Release.Name (index . 2) -}}
{{- if $server.operator -}}
{{-   $_ := set $server "cluster" $name -}}
{{-   $_ := set $server "host" (printf "%s-rw" $name) -}}
{{-   $_ := set $server "caSecret" (printf "%s-ca" $name) -}}
{{- end -}}
{{- $_ := required (printf "%s: host, or an operator that makes the server" (index . 2)) $server.host -}}
{{- $server | toJson -}}
{{- end -}}

{{- /* libpq's conninfo without dbname, which the host adds: (server, role, folder of ca.crt). */ -}}
{{- define "haven.conninfo" -}}
{{- $server := index . 0 -}}
host={{ $server.host }} port={{ $server.port }} user={{ index . 1 }} sslmode={{ $server.sslmode }}
{{- if hasPrefix "verify" $server.sslmode }} sslrootcert={{ index . 2 }}/ca.crt{{ end }}
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
{{- with $i.shard }}
haven/shard: {{ . }}
{{- end }}
{{- end -}}

{{- /* A server's passwords (secret "secret" or "adminSecret") and its authority, as files. */ -}}
{{- define "haven.serverSecrets" -}}
{{- $server := index . 0 -}}
{{- $secret := index . 1 -}}
{{- $folder := index . 2 -}}
- secret: { name: {{ get $server $secret }}, items: [{ key: pgpass, path: {{ $folder }}/pgpass }] }
{{- if hasPrefix "verify" $server.sslmode }}
- secret: { name: {{ $server.caSecret }}, items: [{ key: ca.crt, path: {{ $folder }}/ca.crt }] }
{{- end }}
{{- end -}}

{{- /* Of the server of a service, and of its own one. */ -}}
{{- define "haven.postgresSecrets" -}}
{{- $root := index . 0 -}}
{{- $i := index . 1 -}}
{{- $secret := index . 2 -}}
{{ include "haven.serverSecrets" (list $i.postgres $secret "postgres") }}
{{- if $i.spec.ownPostgres }}
{{- $server := include "haven.vaultPostgres" $root | fromJson }}
{{ include "haven.serverSecrets" (list $server $secret "vault-postgres") }}
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
{{ include "haven.postgresSecrets" (list $root $i "secret") }}
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

{{- /* What a service is told (root, instance, does it migrate?); all of it are options of `haven serve` (libs/host/config.cpp). */ -}}
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
      "postgres" (include "haven.conninfo" (list $i.postgres (ternary "haven" "haven_writer" $migrates) "/run/haven/given/postgres"))
-}}
{{- if $root.Values.counties -}}
{{-   $_ := set $options "federations" "/etc/haven/config/federations.csv" -}}
{{- end -}}
{{- if $i.spec.ownPostgres -}}
{{-   $server := include "haven.vaultPostgres" $root | fromJson -}}
{{-   $_ := set $options "vault-postgres" (include "haven.conninfo"
        (list $server (ternary "haven" "haven_vault" $migrates) "/run/haven/given/vault-postgres")) -}}
{{- end -}}
{{- if ne $i.component "vault" -}}
{{-   $_ := set $options "vault-address" (printf "%s-vault:50051" $root.Release.Name) -}}
{{- end -}}
{{- include "haven.options" (mustMergeOverwrite $options $root.Values.options $i.spec.options) | trim }}
- name: PGPASSFILE
  value: /run/haven/pgpass
- name: HAVEN_RUN
  value: /run/haven/run
{{- end -}}
