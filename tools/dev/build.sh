# shellcheck shell=bash
run_build() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build "${1:-dev}"
}
