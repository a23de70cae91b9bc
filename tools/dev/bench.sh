# shellcheck shell=bash
# Haven beside the engines one would otherwise pick, on one private PostgreSQL with fsync on.

# The peers come from npm, pinned. Without a network their rows say so.
fetch_peers() {
    PEERS=$HAVEN_ROOT/.haven/peers
    [ -f "$PEERS/emmett.sql" ] && return
    command -v npm >/dev/null || install_packages npm
    say "fetching message-db and Emmett from npm"
    mkdir -p "$PEERS"
    cp tests/load/peers/* "$PEERS/"
    (cd "$PEERS" && npm install --silent --no-fund --no-audit >&2 &&
        node emmett_schema.mjs >emmett.sql.new && mv emmett.sql.new emmett.sql) ||
        say "the peers could not be fetched: their rows stay empty"
}

run_bench() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    hold bench
    fetch_peers
    build release haven_bench
    trap 'pg_stop bench' EXIT
    # Room for the peers' sessions; WAL is not the row that is measured.
    pg_start bench max_connections=1200 shared_buffers=512MB max_wal_size=4GB
    say "measuring on a private PostgreSQL in $PG_DATA, fsync on"
    local peers=()
    [ -f "$PEERS/emmett.sql" ] &&
        peers=(--emmett-schema "$PEERS/emmett.sql"
            --message-db "$PEERS/node_modules/@eventide/message-db/database")
    HAVEN_TEST_POSTGRES="host=$PG_SOCKET user=haven dbname=postgres" \
        build/release/tests/load/haven_bench "${peers[@]}" "$@" 9>&- 2>.haven/bench.log && return
    local status=$?
    grep -v '^{' .haven/bench.log >&2 || true # without the services' own journal
    return $status
}
