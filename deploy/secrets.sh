#!/usr/bin/env bash
# The secrets of an installation, as files that deploy/compose.yaml mounts or as Secrets for helm/haven.
#
#     deploy/secrets.sh make FOLDER [SERVICE…]    what is not there yet; replaces nothing
#     deploy/secrets.sh kubernetes FOLDER | kubectl apply -n haven -f -
#
# FOLDER has keys/, public/, passwords/, postgres/, vault-postgres/, tls/ with a private authority, and in
# given/ what each container gets of them. Its mode is 0700, that of the files 0644: containers run as
# other users. Keep a copy of keys/vault.kek apart from every backup: without it the vault's archive is
# noise (docs/restore-vault.md). Needs openssl.
set -euo pipefail
umask 022

hex() { od -An -v -tx1 | tr -d ' \n'; }
random() { head -c 32 /dev/urandom | hex; }
# once FILE: true when FILE is still to be made.
once() {
    [ ! -e "$1" ] && mkdir -p "${1%/*}"
}

# Seed and public half of an Ed25519 pair, as libs/crypto reads them.
make_key() {
    local der
    once "keys/$1.key" || return 0
    der=$(mktemp)
    openssl genpkey -algorithm ed25519 -outform DER -out "$der"
    mkdir -p public
    openssl pkey -inform DER -in "$der" -pubout -outform DER | tail -c 32 | hex >"public/$1.pub"
    tail -c 32 "$der" | hex >"keys/$1.key"
    rm -f "$der"
}

make_password() {
    once "passwords/$1" || return 0
    random >"passwords/$1"
}

# pgpass FILE ROLE…: those roles' passwords on any server.
pgpass() {
    local file=$1 role
    shift
    once "$file" || return 0
    for role in "$@"; do printf '*:*:*:%s:%s\n' "$role" "$(cat "passwords/$role")"; done >"$file"
}

make_authority() {
    once tls/ca.crt || return 0
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=haven \
        -keyout tls/ca.key -out tls/ca.crt 2>/dev/null
}

# make_certificate NAME DNS…: for those names and, as everybody asks himself how he is, localhost.
make_certificate() {
    local name=$1 dns names=DNS:localhost,IP:127.0.0.1
    shift
    once "tls/$name.crt" || return 0
    for dns in "$@"; do names=$names,DNS:$dns; done
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
        -keyout "tls/$name.key" 2>/dev/null |
        openssl x509 -req -days 825 -CA tls/ca.crt -CAkey tls/ca.key -CAcreateserial \
            -extfile <(printf 'subjectAltName=%s\n' "$names") -out "tls/$name.crt" 2>/dev/null
}

# given SERVICE: its folder as deploy/entrypoint.sh takes it; `migrate` is one too.
given() {
    local to=given/$1 server pgpass=pgpass
    rm -rf "$to"
    [ "$1" != migrate ] || pgpass='admin-pgpass'
    for server in postgres vault-postgres; do
        case $1:$server in vault:* | migrate:* | *:postgres) ;; *) continue ;; esac
        mkdir -p "$to/$server"
        cp "$server/$pgpass" "$to/$server/pgpass"
        cp tls/ca.crt "$to/$server/ca.crt"
    done
    [ "$1" != migrate ] || return 0
    mkdir -p "$to/keys" "$to/tls"
    cp -R public "$to/public"
    cp "keys/$1.key" "$to/keys"
    [ "$1" != vault ] || cp keys/vault.kek "$to/keys"
    cp tls/ca.crt "$to/tls"
    cp "tls/$1.crt" "$to/tls/tls.crt"
    cp "tls/$1.key" "$to/tls/tls.key"
}

make() {
    local folder=$1 services service role
    shift
    services=("$@")
    [ ${#services[@]} -gt 0 ] || services=(registry disbursement scholarship outreach employment vault)
    mkdir -p "$folder"
    chmod 0700 "$folder"
    cd "$folder"
    make_authority
    for service in "${services[@]}"; do
        make_key "$service"
        make_certificate "$service" "$service" "haven-$service"
    done
    ! once keys/vault.kek || random >keys/vault.kek
    for service in postgres vault-postgres; do make_certificate "$service" "$service"; done
    make_certificate kafka kafka1 kafka2 kafka3
    make_certificate kafka-user kafka-user
    # As Apache Kafka reads a pair.
    ! once tls/kafka.pem || cat tls/kafka.key tls/kafka.crt >tls/kafka.pem
    for role in haven haven_owner haven_writer haven_reader haven_vault; do make_password "$role"; done
    # Each knows what it needs: only the vault its own role, only migrations those that make tables.
    pgpass postgres/pgpass haven_writer haven_reader
    pgpass postgres/admin-pgpass haven haven_owner haven_writer haven_reader
    pgpass vault-postgres/pgpass haven_vault
    pgpass vault-postgres/admin-pgpass haven haven_owner haven_vault
    for service in "${services[@]}" migrate; do given "$service"; done
}

# secret NAME TYPE KEY=FILE…
secret() {
    local entry
    printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: { name: %s }\ntype: %s\ndata:\n' "$1" "$2"
    shift 2
    for entry in "$@"; do
        printf '  %s: %s\n' "${entry%%=*}" "$(base64 -w0 <"${entry#*=}")"
    done
}

kubernetes() {
    local service file publics=() extra role server admin
    cd "$1"
    for file in keys/*.key; do
        service=${file##*/}
        service=${service%.key}
        extra=()
        [ "$service" != vault ] || extra=(vault.kek=keys/vault.kek)
        secret "haven-keys-$service" Opaque "$service.key=$file" "${extra[@]}"
        secret "haven-tls-$service" kubernetes.io/tls "tls.crt=tls/$service.crt" "tls.key=tls/$service.key" \
            ca.crt=tls/ca.crt
        publics+=("$service.pub=public/$service.pub")
    done
    secret haven-keys-public Opaque "${publics[@]}"
    secret haven-kafka Opaque user.crt=tls/kafka-user.crt user.key=tls/kafka-user.key
    secret haven-kafka-ca Opaque ca.crt=tls/ca.crt
    for server in postgres vault-postgres; do
        secret "haven-$server" Opaque "pgpass=$server/pgpass"
        secret "haven-$server-admin" Opaque "pgpass=$server/admin-pgpass"
        secret "haven-$server-ca" Opaque ca.crt=tls/ca.crt
    done
    # For CloudNativePG, which gives the roles their passwords.
    for role in haven haven_owner haven_writer haven_reader haven_vault; do
        printf '%s' "$role" >passwords/.name
        for server in postgres vault-postgres; do
            case $role in haven | haven_owner) admin=-admin ;; *) admin='' ;; esac
            secret "haven-$server$admin-${role/_/-}" kubernetes.io/basic-auth username=passwords/.name \
                "password=passwords/$role"
        done
    done
    rm -f passwords/.name
}

case $#:${1:-} in
    [2-9]*:make) make "${@:2}" ;;
    2:kubernetes) kubernetes "$2" ;;
    *) sed -n 's/^# \?//; 4,5p' "$0" >&2 && exit 2 ;;
esac
