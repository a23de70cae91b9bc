# shellcheck shell=bash
# One build with AddressSanitizer and UBSan, every test once; --long raises the counts.
run_test() {
    local long=0 filter=()
    while [ $# -gt 0 ]; do
        case $1 in
            --long) long=1 ;;
            -R) filter=(-R "$2") && shift ;;
            *) die "./dev test knows --long and -R REGEX" ;;
        esac
        shift
    done
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build asan
    trap 'pg_stop test' EXIT
    pg_start test
    say "running the tests on a private PostgreSQL in $PG_DATA"
    HAVEN_TEST_POSTGRES="host=$PG_SOCKET user=haven" HAVEN_LONG=$long \
        ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
        ctest --preset asan -j "$(jobs)" "${filter[@]}"
}
