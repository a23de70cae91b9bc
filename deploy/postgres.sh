#!/bin/sh
# Starts PostgreSQL in deploy/compose.yaml: with TLS, and at the first start with the roles whose
# passwords were mounted. What roles may do, `haven serve --migrations=only` says.
set -eu
install -d -o postgres -m 0700 /run/tls
install -o postgres -m 0600 /run/secrets/postgres.crt /run/secrets/postgres.key /run/tls

cat >/docker-entrypoint-initdb.d/roles.sh <<'SH'
for file in /run/secrets/haven_*; do
    role=${file##*/}
    psql -v ON_ERROR_STOP=1 -v role="$role" -v password="$(cat "$file")" -U haven -d postgres <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
SQL
done
# Passwords only over TLS; the image's own line would take them in the clear.
sed -i 's/^host all all all .*/hostssl all all all scram-sha-256/' "$PGDATA/pg_hba.conf"
SH
exec docker-entrypoint.sh postgres -c ssl=on -c ssl_cert_file=/run/tls/postgres.crt \
    -c ssl_key_file=/run/tls/postgres.key -c max_connections=300 "$@"
