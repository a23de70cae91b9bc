# shellcheck shell=bash
# Kills and faults on real processes, a PostgreSQL and an Apache Kafka of its own, checked by oracles. The build is
# the one extra that can be killed at named points and can be told to have a bug.
run_faults() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    hold faults
    build teeth haven haven_fault_shims haven_topics several_processes_test consumer_test
    say "starting; what is asked of it stands in docs/reliability.md"
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tools:tests /usr/bin/python3 -m faults \
        --build build/teeth "$@" 9>&-
}
