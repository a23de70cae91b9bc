# shellcheck shell=bash
run_clean() {
    # shellcheck source=/dev/null
    . tools/dev/demo.sh
    demo_paths
    stop_suite
    pg_stop demo
    pg_stop test
    vault_down
    for name in demo test vault; do
        pg_paths "$name"
        rm -rf "$PG_DATA" "$PG_SOCKET"
    done
    rm -rf build .haven
}
