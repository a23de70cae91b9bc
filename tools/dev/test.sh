# shellcheck shell=bash
# One build with AddressSanitizer and UBSan, every test once; --long raises the counts and adds
# ThreadSanitizer over what links no gRPC (whose Debian build it cannot see into) and a minute of
# libFuzzer for each target of tests/fuzz. --without-deploy leaves helm/ and deploy/ out, whose judges
# take minutes to install.
run_test() {
    local long=0 filter=() without=()
    while [ $# -gt 0 ]; do
        case $1 in
            --long) long=1 ;;
            --without-deploy) without+=(deploy) ;;
            -R)
                [ $# -gt 1 ] || die "-R needs a regular expression"
                filter=(-R "$2")
                shift
                ;;
            *) die "./dev test knows --long, --without-deploy and -R REGEX" ;;
        esac
        shift
    done
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    if [ ${#without[@]} -eq 0 ]; then
        # shellcheck source=tools/dev/deploy.sh
        . tools/dev/deploy.sh
        install_deploy_tools
        [ "$long" -eq 0 ] || install_apiserver
    fi
    hold test
    build asan
    trap 'pg_stop test' EXIT
    # Its data are thrown away: an OS crash may take them.
    pg_start test fsync=off full_page_writes=off
    say "running the tests on a private PostgreSQL in $PG_DATA"
    HAVEN_TEST_POSTGRES="host=$PG_SOCKET user=haven dbname=postgres"
    HAVEN_LONG=$long
    export HAVEN_TEST_POSTGRES HAVEN_LONG
    ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
        ctest --preset asan -j "$(jobs)" "${filter[@]}" ${without:+-LE "${without[*]}"} 9>&-
    [ ${#without[@]} -eq 0 ] || say "left out: the tests of ${without[*]}"
    [ "$long" -eq 1 ] || return 0
    build tsan tsan_tests
    TSAN_OPTIONS=halt_on_error=1 ctest --preset tsan -L threads -j "$(jobs)" "${filter[@]}" 9>&-
    [ ${#filter[@]} -eq 0 ] || return 0
    # shellcheck source=tools/dev/fuzz.sh
    . tools/dev/fuzz.sh
    run_fuzz --seconds 60
}
