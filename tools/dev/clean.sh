# shellcheck shell=bash
run_clean() {
    # shellcheck source=/dev/null
    . tools/dev/demo.sh
    demo_paths
    stop_suite
    # shellcheck source=/dev/null
    . tools/dev/kafka.sh
    for name in dev test demo; do kafka_down "$name"; done
    pg_stop demo
    pg_stop test
    vault_down
    for name in demo test vault; do
        pg_paths "$name"
        rm -rf "$PG_DATA" "$PG_SOCKET"
    done
    rm -rf build .haven
}
