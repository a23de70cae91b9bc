# shellcheck shell=bash
run_build() {
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    build "${1:-dev}"
}

# build PRESET [TARGET…]
build() {
    local preset=$1 log=$HAVEN_ROOT/.haven/cmake.log
    shift
    mkdir -p "$HAVEN_ROOT/.haven"
    if [ -d "$HAVEN_ROOT/build/$preset/libs" ]; then
        check_disk 1500
        say "building $preset with $(jobs) jobs"
    else
        check_disk 6000
        say "building $preset with $(jobs) jobs; the first time this takes about \
$((24 / $(jobs) + 1)) minutes"
    fi
    cmake --preset "$preset" >"$log" 2>&1 ||
        { cat "$log" >&2 && die "cmake could not configure $preset"; }
    NINJA_STATUS='[%f/%t %e] ' cmake --build --preset "$preset" -j "$(jobs)" ${1:+--target "$@"} \
        2>&1 9>&- | show_progress
}

# Ninja's "[12/340 33.4] …" as progress with the time left: one line that changes on a terminal, a
# line each half minute elsewhere. All else (a compiler's errors) passes as it is.
show_progress() {
    local line done_ total elapsed left next=30
    while IFS= read -r line; do
        if ! [[ $line =~ ^\[([0-9]+)/([0-9]+)\ ([0-9]+)\.[0-9]+\]\  ]]; then
            printf '%s\n' "$line"
            continue
        fi
        done_=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]} elapsed=${BASH_REMATCH[3]}
        left=$((elapsed * (total - done_) / (done_ > 0 ? done_ : 1)))
        line=$(printf '[%d/%d] about %d:%02d left' "$done_" "$total" $((left / 60)) $((left % 60)))
        if [ -t 1 ]; then
            printf '\r\033[K%s' "$line"
            [ "$done_" -eq "$total" ] && printf '\r\033[K'
        elif [ "$elapsed" -ge "$next" ] || [ "$done_" -eq "$total" ]; then
            printf '%s\n' "$line"
            next=$((elapsed + 30))
        fi
    done
    return 0
}
