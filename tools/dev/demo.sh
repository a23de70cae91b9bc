# shellcheck shell=bash
# The demo, and the suite that it leaves running.

# shellcheck source=tools/dev/vault.sh
. "$(dirname "${BASH_SOURCE[0]}")/vault.sh"
# shellcheck source=tools/dev/kafka.sh
. "$(dirname "${BASH_SOURCE[0]}")/kafka.sh"

# Where a run of this clone lies. PostgreSQL's data stand elsewhere (pg_paths).
demo_paths() {
    HAVEN_RUN=$HAVEN_ROOT/.haven/run
    HAVEN_BIN=$HAVEN_ROOT/build/release/tools/haven
    vault_paths
    pg_paths demo
    HAVEN_PG="host=$PG_SOCKET user=haven dbname=postgres"
    export HAVEN_RUN HAVEN_BIN HAVEN_PG
}

# True for a living process of this run: pids are given again to others, and one that has ended
# without being waited for has no command line.
is_of_run() {
    grep -qsaF -- "$HAVEN_RUN" "/proc/$1/cmdline"
}

# Ends the processes whose pids a run left behind.
stop_suite() {
    local file pid
    for file in "$HAVEN_RUN"/*.pid; do
        [ -f "$file" ] || continue
        pid=$(cat "$file")
        if is_of_run "$pid"; then
            kill -TERM "$pid" 2>/dev/null || true
            for _ in $(seq 200); do
                is_of_run "$pid" || break
                sleep 0.05
            done
            is_of_run "$pid" && kill -KILL "$pid" 2>/dev/null
        fi
        rm -f "$file"
    done
}

# True when the suite and both its peers live: where one was killed, all are started again.
suite_runs() {
    local name
    for name in bank civil_affairs haven; do
        # The demo over Kafka has a process a service.
        [ "$name" != haven ] || [ -f "$HAVEN_RUN/haven.pid" ] || name=registry
        [ -f "$HAVEN_RUN/$name.pid" ] && is_of_run "$(cat "$HAVEN_RUN/$name.pid")" || return 1
    done
}

run_demo() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    demo_paths
    hold demo
    build release haven
    mkdir -p "$HAVEN_RUN"
    chmod 0700 "$HAVEN_RUN"
    vault_up
    pg_start demo
    local status=0 word words=()
    for word in "$@"; do
        if [ "$word" = --kafka ]; then demo_kafka; else words+=("$word"); fi
    done
    # The child gets the Ctrl-C of the terminal too and ends its processes; we wait for it.
    trap : INT
    PYTHONPATH=$HAVEN_ROOT/tools /usr/bin/python3 -m demo "${words[@]}" 9>&- || status=$?
    trap - INT
    if [ "$status" -eq 130 ]; then
        stop_suite
        kafka_down demo
        pg_stop demo
        vault_down
        exit 130
    fi
    case " $* " in *" --once "*) stop_suite && kafka_down demo && pg_stop demo && vault_down ;; esac
    exit "$status"
}

# A demo that begins anew has new logs, and the topics of the old ones would be strangers'.
demo_kafka() {
    grep -qsx walking "$HAVEN_RUN/demo.state" || kafka_down demo --forget
    kafka_up demo
    export HAVEN_KAFKA=$KAFKA_BROKERS
}

# Starts the suite on what the demo left, or empty, in the background.
run_up() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    demo_paths
    hold demo
    build release haven
    mkdir -p "$HAVEN_RUN"
    chmod 0700 "$HAVEN_RUN"
    vault_up
    pg_start demo
    if suite_runs; then
        say "the suite runs already"
        return
    fi
    PYTHONPATH=$HAVEN_ROOT/tools /usr/bin/python3 -m demo.up 9>&-
    say "the suite is up; try: ./dev haven token list"
}

run_down() {
    demo_paths
    stop_suite
    kafka_down demo
    pg_stop demo
    vault_down
    say "stopped; the data are kept"
}

# Prints nothing of its own: what the client prints is for people and programs.
run_haven() {
    demo_paths
    [ -x "$HAVEN_BIN/haven" ] || die "not built yet: ./dev demo or ./dev up"
    cd "$HAVEN_CALLED_FROM" || exit
    exec "$HAVEN_BIN/haven" "$@"
}

run_psql() {
    demo_paths
    [ $# -gt 0 ] || die "which service? registry, disbursement or vault"
    local service=$1
    shift
    cd "$HAVEN_CALLED_FROM" || exit
    [ "$service" != vault ] || exec "$PG_BIN/psql" "$HAVEN_VAULT_POSTGRES dbname=haven_vault" "$@"
    exec "$PG_BIN/psql" "host=$PG_SOCKET user=haven_owner dbname=haven_$service" "$@"
}
