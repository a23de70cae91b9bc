# shellcheck shell=bash
# What can be judged without running anything, cheapest first.
run_check() {
    install_packages "${BUILD_PACKAGES[@]}" "${CHECK_PACKAGES[@]}"
    say "formatting (clang-format-19)"
    git ls-files -z '*.cpp' '*.hpp' | xargs -0 -r clang-format-19 --dry-run -Werror
    say "shell scripts (shellcheck)"
    git ls-files -z dev '*.sh' .ci/run | xargs -0 -r shellcheck -x
}
