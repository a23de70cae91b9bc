# shellcheck shell=bash
run_clean() {
    # shellcheck source=/dev/null
    . tools/dev/demo.sh
    demo_paths
    stop_suite
    pg_stop demo
    pg_stop test
    for name in demo test; do
        pg_paths "$name"
        rm -rf "$PG_DATA" "$PG_SOCKET"
    done
    rm -rf build .haven
}
