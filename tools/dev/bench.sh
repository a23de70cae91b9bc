# shellcheck shell=bash
# Haven beside the engines one would otherwise pick, on one private PostgreSQL with fsync on and one
# private Apache Kafka.

# shellcheck source=tools/dev/kafka.sh
. "$(dirname "${BASH_SOURCE[0]}")/kafka.sh"

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

# start_bench_server [DISK_US]: the server, its disk that much slower.
start_bench_server() {
    # A quarter of the memory, as PostgreSQL's manual says: what is read from beyond it is copied
    # once more, and ten million events are six gigabytes.
    local memory_mb
    memory_mb=$(awk '/MemTotal/ {print int($2 / 4096)}' /proc/meminfo)
    # Room for the peers' sessions; WAL is not the row that is measured.
    local settings=(max_connections=1200 "shared_buffers=${memory_mb}MB" max_wal_size=4GB)
    pg_stop bench # a killed run may have left one with another disk
    if [ -z "${1:-}" ]; then
        pg_start bench "${settings[@]}"
        return
    fi
    pg_paths bench
    # Where PostgreSQL's own user can read it; the clone may be closed to it.
    local shim=${PG_DATA%/*}/disk_slow.so
    mkdir -p "${PG_DATA%/*}"
    install -m 0644 build/release/tests/faults/disk_slow.so "$shim"
    HAVEN_DISK_US=$1 LD_PRELOAD=$shim pg_start bench "${settings[@]}"
    as_postgres grep -q disk_slow "/proc/$(as_postgres head -1 "$PG_DATA/postmaster.pid")/maps" ||
        die "PostgreSQL runs without $shim"
}

run_bench() {
    local disk_us="" arguments=()
    while [ $# -gt 0 ]; do
        case $1 in
        --disk-us)
            [[ ${2:-} =~ ^[0-9]+$ ]] || die "--disk-us wants microseconds, for example 1000"
            disk_us=$2 && shift 2
            ;;
        *) arguments+=("$1") && shift ;;
        esac
    done
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    hold bench
    fetch_peers
    build release haven_bench ${disk_us:+haven_fault_shim_disk_slow}
    trap 'pg_stop bench; kafka_down bench --forget' EXIT
    start_bench_server "$disk_us"
    local kafka=()
    # Its 150 MB and its idle turns are no other chapter's, and --quick has no time for it.
    local said=" ${arguments[*]} "
    if [[ $said == *" --only kafka"* || $said != *" --only "* && $said != *" --quick "* ]]; then
        kafka_down bench --forget
        kafka_up bench 1
        kafka=(--kafka "$KAFKA_BROKERS" --kafka-classes "$(kafka_class_path)")
    fi
    say "measuring on a private PostgreSQL in $PG_DATA, fsync on${disk_us:+, each fdatasync $disk_us us longer}"
    local peers=()
    [ -f "$PEERS/emmett.sql" ] &&
        peers=(--emmett-schema "$PEERS/emmett.sql"
            --message-db "$PEERS/node_modules/@eventide/message-db/database")
    HAVEN_TEST_POSTGRES="host=$PG_SOCKET user=haven dbname=postgres" \
        build/release/tests/load/haven_bench "${peers[@]}" "${kafka[@]}" "${arguments[@]}" 9>&- 2>.haven/bench.log && return
    local status=$?
    grep -v '^{' .haven/bench.log >&2 || true # without the services' own journal
    return $status
}
