# shellcheck shell=bash
# Kills and faults on real processes and a PostgreSQL of its own, checked by oracles. The build is
# the one extra that can be killed at named points and can be told to have a bug.
run_faults() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    hold faults
    build teeth haven haven_fault_shims
    say "starting; what is asked of it stands in docs/reliability.md"
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=tools:tests python3 -m faults \
        --binaries build/teeth/tools/haven --shims build/teeth/tests/faults "$@" 9>&-
}
