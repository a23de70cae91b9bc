# shellcheck shell=bash
# The vault's own PostgreSQL and its archive. A commit there is answered when its WAL has been flushed
# into the archive too (deploy/vault/archive.sh, ADR 15).

ARCHIVE_LIMIT_MIB=256 # of WAL; more than that is replaced by a new base backup

vault_paths() {
    pg_paths vault
    VAULT_ARCHIVE=$HAVEN_ROOT/.haven/vault-archive
    HAVEN_VAULT_POSTGRES="host=$PG_SOCKET user=haven"
    export HAVEN_VAULT_POSTGRES
}

is_receiver() {
    [ -f "$VAULT_ARCHIVE/receiver.pid" ] &&
        grep -qsaF -- "$VAULT_ARCHIVE" "/proc/$(cat "$VAULT_ARCHIVE/receiver.pid")/cmdline"
}

# Starts server and receiver; returns when commits are archived.
vault_up() {
    pg_start vault wal_level=replica max_wal_senders=4 max_replication_slots=4 wal_compression=on \
        min_wal_size=32MB max_wal_size=128MB synchronous_standby_names=haven_vault_archive
    vault_paths
    mkdir -p "$VAULT_ARCHIVE"
    chmod 0700 "$VAULT_ARCHIVE"
    if ! is_receiver; then
        setsid "$HAVEN_ROOT/deploy/vault/archive.sh" receive "$HAVEN_VAULT_POSTGRES" "$VAULT_ARCHIVE" \
            </dev/null >>"$VAULT_ARCHIVE/receiver.log" 2>&1 9>&- &
        echo $! >"$VAULT_ARCHIVE/receiver.pid"
    fi
    for _ in $(seq 200); do
        [ "$(vault_receivers)" = 1 ] && break
        sleep 0.05
    done
    [ "$(vault_receivers)" = 1 ] || die "the vault's WAL is not being archived; see $VAULT_ARCHIVE/receiver.log"
    if [ ! -d "$VAULT_ARCHIVE/base" ] ||
        [ "$(du -sm "$VAULT_ARCHIVE/wal" | cut -f1)" -gt "$ARCHIVE_LIMIT_MIB" ]; then
        "$HAVEN_ROOT/deploy/vault/archive.sh" backup "$HAVEN_VAULT_POSTGRES" "$VAULT_ARCHIVE" 9>&-
    fi
}

vault_receivers() {
    "$PG_BIN/psql" "$HAVEN_VAULT_POSTGRES dbname=postgres" -XAtqc \
        "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'" 9>&-
}

# The server first: it ends when the receiver has all of its WAL.
vault_down() {
    pg_stop vault
    vault_paths
    if is_receiver; then kill "$(cat "$VAULT_ARCHIVE/receiver.pid")" 2>/dev/null || true; fi
    rm -f "$VAULT_ARCHIVE/receiver.pid"
}
