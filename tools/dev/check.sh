# shellcheck shell=bash
# What can be judged without running anything, cheapest first.

# buf comes from npm, pinned; the binary lies inside the package.
install_buf() {
    local tools=$HAVEN_ROOT/.haven/tools
    [ -x "$tools/node_modules/.bin/buf" ] && return
    command -v npm >/dev/null || install_packages npm
    say "installing buf 1.75.0 from npm"
    mkdir -p "$tools"
    npm install --prefix "$tools" --silent --no-fund --no-audit @bufbuild/buf@1.75.0 >&2
}

check_protos() {
    local buf=$HAVEN_ROOT/.haven/tools/node_modules/.bin/buf
    (cd proto && "$buf" lint && "$buf" breaking --against baseline.binpb)
}

# What a change starts from: where this branch left the remote's main, or else the last commit.
change_base() {
    local base
    base=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [ -n "$base" ] && [ "$base" != "$(git rev-parse HEAD)" ]; then
        echo "$base"
    else
        git rev-parse --verify --quiet HEAD~1 || true
    fi
}

# The sources that differ from there, committed or not.
changed_sources() {
    local base
    base=$(change_base)
    git diff --name-only --diff-filter=d "${base:-HEAD}" -- '*.cpp' | sort -u
}

check_tidy() {
    local sources
    mapfile -t sources < <(changed_sources)
    [ ${#sources[@]} -gt 0 ] || return 0
    if [ ${#sources[@]} -gt 12 ]; then
        say "clang-tidy: ${#sources[@]} files changed at once, looking at 12 of them"
        sources=("${sources[@]:0:12}")
    fi
    cmake --preset dev >/dev/null
    # Generated headers are needed to parse; they build in seconds.
    cmake --build --preset dev -j "$(jobs)" --target haven_proto_registry haven_proto_disbursement \
        haven_proto_scholarship haven_proto_employment haven_proto_outreach haven_proto_vault \
        haven_proto_ops haven_proto_google >/dev/null
    printf '%s\0' "${sources[@]}" |
        xargs -0 -n 1 -P "$(jobs)" clang-tidy-19 --quiet -p build/dev
}

run_check() {
    install_packages "${BUILD_PACKAGES[@]}" "${CHECK_PACKAGES[@]}" python3
    say "formatting (clang-format-19)"
    git ls-files -z '*.cpp' '*.hpp' | xargs -0 -r clang-format-19 --dry-run -Werror
    say "shell scripts (shellcheck)"
    git ls-files -z dev '*.sh' .ci/run tools/accept_protos | xargs -0 -r shellcheck -x
    say "who includes whom"
    python3 tests/architecture/include_rules.py
    install_buf
    say "protos (buf lint, buf breaking against proto/baseline.binpb)"
    check_protos
    say "clang-tidy on changed files"
    check_tidy
}
