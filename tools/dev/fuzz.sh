# shellcheck shell=bash
# libFuzzer over the targets of tests/fuzz, each from its committed corpus; what it finds on the way
# stays in .haven/fuzz. clang is needed for nothing else that is built.
FUZZ_PACKAGES=(clang-19 libclang-rt-19-dev)

# fuzz_one NAME SECONDS: one line of what it came to; the end of the log when it broke.
fuzz_one() {
    local name=$1 seconds=$2 folder=.haven/fuzz/$1 log=.haven/fuzz/$1.log
    python3 tests/fuzz/corpus.py unpack "tests/fuzz/corpus/$name.hex" "$folder"
    if "build/fuzz/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -max_len=2048 -timeout=10 \
        -rss_limit_mb=2048 -artifact_prefix=".haven/fuzz/$name-" "$folder" >"$log" 2>&1; then
        printf '%-20s %s, %s inputs kept\n' "$name" "$(grep '^Done' "$log")" \
            "$(find "$folder" -type f | wc -l)"
    else
        tail -40 "$log"
        printf '%-20s BROKE: see %s\n' "$name" "$log"
        return 1
    fi
}

# The committed corpus anew: the smallest inputs that reach everything, and the stories.
save_corpus() {
    local name=$1 least=.haven/fuzz/$1.least
    rm -rf "$least" && mkdir -p "$least"
    "build/fuzz/tests/fuzz/fuzz_$name" -merge=1 -max_len=2048 "$least" ".haven/fuzz/$name" \
        >".haven/fuzz/$name.merge" 2>&1
    python3 tests/fuzz/corpus.py pack "$least" "tests/fuzz/corpus/$name.hex"
}

# run_fuzz [NAME…] [--seconds N] [--save]
run_fuzz() {
    local seconds=60 save=0 names=() name
    while [ $# -gt 0 ]; do
        case $1 in
            --seconds) seconds=${2:?--seconds needs a number} && shift ;;
            --save) save=1 ;;
            -*) die "./dev fuzz knows --seconds N and --save" ;;
            *) names+=("$1") ;;
        esac
        shift
    done
    install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" "${FUZZ_PACKAGES[@]}"
    build fuzz fuzz_targets
    if [ ${#names[@]} -eq 0 ]; then
        for name in tests/fuzz/corpus/*.hex; do names+=("$(basename "$name" .hex)"); done
    fi
    mkdir -p .haven/fuzz
    say "fuzzing ${#names[@]} targets, $seconds s each, $(jobs) at a time"
    export -f fuzz_one
    # shellcheck disable=SC2016  # expanded by the shell that xargs starts
    printf '%s\0' "${names[@]}" |
        xargs -0 -I{} -P "$(jobs)" bash -c 'fuzz_one "$1" "$2"' fuzz {} "$seconds" ||
        die "a fuzz target broke; its input lies in .haven/fuzz"
    [ "$save" -eq 1 ] || return 0
    for name in "${names[@]}"; do save_corpus "$name"; done
    say "now UPDATE_FUZZ_CORPUS=1 ctest --preset dev -R Fuzz adds the stories again"
}
