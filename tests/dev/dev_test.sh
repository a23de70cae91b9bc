#!/usr/bin/env bash
# dev_test.sh CASE: one case on the functions behind ./dev, in a folder whose name has a blank and
# Chinese characters.
set -euo pipefail
source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
HAVEN_ROOT="$scratch/避风 港"
export HAVEN_ROOT
mkdir -p "$HAVEN_ROOT"
# shellcheck source=tools/dev/common.sh
. "$source_root/tools/dev/common.sh"
# shellcheck source=tools/dev/build.sh
. "$source_root/tools/dev/build.sh"
# shellcheck source=tools/dev/demo.sh
. "$source_root/tools/dev/demo.sh"

clean_up() {
    vault_down
    rm -rf "$PG_DATA" "$PG_SOCKET"
    pg_stop demo
    rm -rf "$PG_DATA" "$PG_SOCKET" "$scratch"
    [ "$(id -u)" -ne 0 ] || rmdir "/var/lib/haven/$HAVEN_KEY" 2>/dev/null || true
}
pg_paths demo
trap clean_up EXIT

expect() {
    grep -qF -- "$1" <<<"$2" || { printf 'expected: %s\nfound: %s\n' "$1" "$2" && exit 1; }
}

LocksEndWithTheirHolder() {
    # The server outlives the ./dev that started it, and must not keep its lock.
    (hold demo && pg_start demo)
    as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA" status >/dev/null
    (hold demo)
}

TheSecondIsToldWhoHasIt() {
    hold demo
    local answer
    answer=$( (exec 9>&- && hold demo) 2>&1) && exit 1
    expect "runs here already (pid $$)" "$answer"
}

ProgressTellsTheTimeLeft() {
    local answer
    answer=$(printf '[1/90 1.0] a\n[30/90 60.5] b\n[90/90 150.2] c\n' | show_progress)
    [ "$answer" = "$(printf '[30/90] about 2:00 left\n[90/90] about 0:00 left')" ] ||
        { echo "$answer" && exit 1; }
}

ErrorsOfABuildPass() {
    expect "a.cpp:1: error" "$(printf '[1/2 0.1] a\nFAILED: a.o\na.cpp:1: error\n' | show_progress)"
}

WithoutSudoTheAptLineIsShown() {
    id() { echo 1000; }
    may_sudo() { return 1; }
    local answer
    answer=$( (install_packages haven-no-such-package) 2>&1) && exit 1
    expect "apt-get install -y --no-install-recommends haven-no-such-package" "$answer"
}

ServersAreEnteredByTheirOwnerOnly() {
    pg_start demo
    [ "$(stat -c %a "$PG_SOCKET")" = 700 ]
    [ "$(psql "$PG_CONNINFO" -Atc 'SHOW listen_addresses')" = "" ]
}

TheVaultsCommitsAreArchivedAcrossARestart() {
    cp -r "$source_root/deploy" "$HAVEN_ROOT/deploy"
    vault_up
    local ask=("$PG_BIN/psql" "$HAVEN_VAULT_POSTGRES dbname=postgres" -XAtqc)
    "${ask[@]}" "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('first')"
    vault_up # the second time changes nothing
    [ "$(vault_receivers)" = 1 ]
    vault_down
    if is_receiver; then exit 1; fi
    vault_up
    "${ask[@]}" "INSERT INTO kept VALUES ('second')" # answered: it is in the archive
    [ "$("${ask[@]}" 'SELECT count(*) FROM kept')" = 2 ]
    [ -f "$VAULT_ARCHIVE/base/base.tar.gz" ]
    [ "$(stat -c %a "$VAULT_ARCHIVE")" = 700 ]
}

AFileIsThatOfTheFolderInWhichItWasTyped() {
    cp "$source_root/dev" "$HAVEN_ROOT/dev"
    mkdir -p "$HAVEN_ROOT/tools" "$HAVEN_ROOT/build/release/tools/haven" "$scratch/我的 files"
    cp -r "$source_root/tools/dev" "$HAVEN_ROOT/tools/dev"
    # shellcheck disable=SC2016  # expanded by the script that this makes
    printf '#!/bin/sh\ncat "$1"\n' >"$HAVEN_ROOT/build/release/tools/haven/haven"
    chmod 0755 "$HAVEN_ROOT/build/release/tools/haven/haven"
    echo "a row of mine" >"$scratch/我的 files/rows.csv"
    expect "a row of mine" "$(cd "$scratch/我的 files" && "$HAVEN_ROOT/dev" haven rows.csv)"
}

OnlyProcessesOfThisRunAreEnded() {
    demo_paths
    mkdir -p "$HAVEN_RUN"
    sh -c 'exec tail -f /dev/null "$1"' sh "$HAVEN_RUN/log" 2>/dev/null &
    local ours=$!
    sleep 60 &
    local other=$!
    echo $ours >"$HAVEN_RUN/bank.pid"
    echo $other >"$HAVEN_RUN/haven.pid" # given again to somebody else after a restart
    for _ in $(seq 100); do
        if is_of_run $ours; then break; fi
        sleep 0.02
    done
    is_of_run $ours
    stop_suite
    kill -0 $other
    kill $other
    if is_of_run $ours; then exit 1; fi
    [ -z "$(ls "$HAVEN_RUN")" ]
}

TheSuiteRunsOnlyWithBothItsPeers() {
    demo_paths
    mkdir -p "$HAVEN_RUN"
    local name last=
    for name in haven bank civil_affairs; do
        if suite_runs; then exit 1; fi
        sh -c 'exec tail -f /dev/null "$1"' sh "$HAVEN_RUN/log" 2>/dev/null &
        last=$!
        echo $last >"$HAVEN_RUN/$name.pid"
        for _ in $(seq 100); do
            if is_of_run $last; then break; fi
            sleep 0.02
        done
    done
    suite_runs
    kill -9 $last
    wait $last 2>/dev/null || true
    if suite_runs; then exit 1; fi
    stop_suite
}

UnderSudoTheRestRunsAsWhoTypedIt() {
    # shellcheck disable=SC2016  # expanded by the script that this makes
    printf '#!/bin/sh\necho "user $(id -u), sudo ${SUDO_UID:-gone}, $*"\n' >"$HAVEN_ROOT/dev"
    chmod 0755 "$scratch" "$HAVEN_ROOT" "$HAVEN_ROOT/dev"
    install_packages() { :; }
    local user answer
    user=$(id -u nobody)
    answer=$(SUDO_UID=$user SUDO_GID=$(id -g nobody) && as_invoking_user demo --once)
    if [ "$(id -u)" -eq 0 ]; then
        expect "user $user, sudo gone, demo --once" "$answer"
    else
        [ -z "$answer" ]
    fi
    [ -z "$(as_invoking_user demo --once)" ]
}

# begin_demo_until WORDS: starts a demo, sends it the terminal's Ctrl-C once it has said that and the
# suite runs; nothing of it may be left.
begin_demo_until() {
    set -m # a process group of its own, as a terminal gives it
    (run_demo --lang en) >"$scratch/shown" 2>&1 &
    local demo=$!
    set +m
    for _ in $(seq 1200); do
        if grep -qF "$1" "$scratch/shown"; then break; fi
        sleep 0.1
    done
    expect "$1" "$(cat "$scratch/shown")"
    until [ -f "$HAVEN_RUN/haven.pid" ]; do sleep 0.1; done
    kill -INT -- "-$demo"
    local status=0
    wait "$demo" || status=$?
    [ "$status" -eq 130 ] || { cat "$scratch/shown" && exit 1; }
    if pgrep -f -- "$HAVEN_ROOT"; then exit 1; fi
}

# The whole demo is for --long; what is stopped half-way is replaced just as well once it was at its end.
ADemoInSuchAFolderIsStoppedGoneOnWithAndReplaced() {
    cp -r "$source_root/tools" "$source_root/deploy" "$source_root/proto" "$HAVEN_ROOT"
    mkdir -p "$HAVEN_ROOT/build/release/tools"
    ln -s "$HAVEN_TEST_BIN" "$HAVEN_ROOT/build/release/tools/haven"
    install_packages() { :; }
    build() { :; } # the binaries are those of the tests
    demo_paths
    if [ "${HAVEN_LONG:-0}" = 1 ]; then
        whole_demo
    else
        begin_demo_until "files of the old system"
        begin_demo_until "goes on where the last run was stopped"
        echo "done" >"$HAVEN_RUN/demo.state"
    fi
    begin_demo_until "this replaces the earlier demo"
}

whole_demo() {
    local shown
    shown=$(run_demo --once --lang en) || { echo "$shown" && exit 1; }
    if grep -q ✗ <<<"$shown"; then echo "$shown" && exit 1; fi
    [ "$(grep -c ✓ <<<"$shown")" -ge 20 ]
    # What a stranger reads in one go: about eighty lines.
    [ "$(grep -c . <<<"$shown")" -le 88 ] || { echo "$shown" && exit 1; }
}

"$1"
