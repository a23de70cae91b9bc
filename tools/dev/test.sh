# shellcheck shell=bash
# One build with AddressSanitizer and UBSan, every test once; --long raises the counts and adds
# ThreadSanitizer over what links no gRPC (whose Debian build it cannot see into) and a minute of
# libFuzzer for each target of tests/fuzz. --without-deploy leaves helm/ and deploy/ out, whose judges
# take minutes to install, --without-kafka what needs a broker.

# shellcheck source=tools/dev/kafka.sh
. "$(dirname "${BASH_SOURCE[0]}")/kafka.sh"

# A broker without the last run's data.
start_test_kafka() {
    (kafka_down test --forget && kafka_up test 1) ||
        die "no Apache Kafka; ./dev test --without-kafka leaves its tests out"
    kafka_paths test
    export HAVEN_TEST_KAFKA=$KAFKA_BROKERS HAVEN_TEST_KAFKA_SECURE=$KAFKA_SECURE
    export HAVEN_TEST_KAFKA_SETTINGS=$KAFKA_SETTINGS
}

# More tests than cores: much of their time they wait, for servers, brokers and processes they start.
tests_at_once() { echo $((2 * $(jobs))); }

run_test() {
    local long=0 filter=() without=()
    while [ $# -gt 0 ]; do
        case $1 in
            --long) long=1 ;;
            --without-deploy | --without-kafka) without+=("${1#--without-}") ;;
            -R)
                [ $# -gt 1 ] || die "-R needs a regular expression"
                filter=(-R "$2")
                shift
                ;;
            *) die "./dev test knows --long, --without-deploy, --without-kafka and -R REGEX" ;;
        esac
        shift
    done
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    local left_out
    left_out=$(IFS='|' && echo "${without[*]}")
    if [[ $left_out != *deploy* ]]; then
        # shellcheck source=tools/dev/deploy.sh
        . tools/dev/deploy.sh
        install_deploy_tools
        [ "$long" -eq 0 ] || install_apiserver
    fi
    hold test
    build asan
    trap 'kafka_down test --forget; pg_stop test' EXIT
    # Its data are thrown away: an OS crash may take them.
    pg_start test fsync=off full_page_writes=off max_connections=800
    [[ $left_out == *kafka* ]] || start_test_kafka
    say "running the tests on a private PostgreSQL in $PG_DATA"
    HAVEN_TEST_POSTGRES="host=$PG_SOCKET user=haven dbname=postgres"
    HAVEN_LONG=$long
    export HAVEN_TEST_POSTGRES HAVEN_LONG
    ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
        ctest --preset asan -j "$(tests_at_once)" "${filter[@]}" ${left_out:+-LE "$left_out"} 9>&-
    [ -z "$left_out" ] || say "left out: $(ctest --preset asan -N -L "$left_out" "${filter[@]}" |
        tail -1 | tr -dc 0-9) tests of ${without[*]}"
    [ "$long" -eq 1 ] || return 0
    build tsan tsan_tests
    TSAN_OPTIONS=halt_on_error=1 ctest --preset tsan -L threads -j "$(tests_at_once)" "${filter[@]}" 9>&-
    [ ${#filter[@]} -eq 0 ] || return 0
    # shellcheck source=tools/dev/fuzz.sh
    . tools/dev/fuzz.sh
    run_fuzz --seconds 60
}
