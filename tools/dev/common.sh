# shellcheck shell=bash
# shellcheck disable=SC2034  # the commands that source this file use what it sets
# What every ./dev command shares: words for people, the install list, the number of jobs, the servers.

say() { printf '%s\n' "haven: $*" >&2; }
die() {
    printf '%s\n' "haven: $*" >&2
    exit 1
}

# What Haven needs from Debian 12: to run, to build, to test and check.
RUN_PACKAGES=(postgresql-15 python3 python3-grpcio python3-protobuf fonts-noto-cjk)
BUILD_PACKAGES=(g++ cmake ninja-build ccache mold pkg-config git
    libpq-dev libgrpc++-dev libprotobuf-dev protobuf-compiler protobuf-compiler-grpc libssl-dev
    libsodium-dev libspdlog-dev libfmt-dev nlohmann-json3-dev libcli11-dev prometheus-cpp-dev
    libicu-dev zlib1g-dev librdkafka-dev libpango1.0-dev)
TEST_PACKAGES=(libgtest-dev libgmock-dev librapidcheck-dev zsh poppler-utils)
KAFKA_PACKAGES=(maven openjdk-17-jre-headless)
CHECK_PACKAGES=(clang-format-19 clang-tidy-19 shellcheck)

missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            printf '%s\n' "$package"
    done
}

# True when sudo is there and grants it; asks for the password only where somebody can type it.
may_sudo() {
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return
    [ -t 0 ] && [ -t 2 ] && sudo -v
}

# Installs what is missing; says nothing and asks no registry when nothing is.
install_packages() {
    local missing as_root=() cluster_conf=/etc/postgresql-common/createcluster.conf
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -eq 0 ] && return
    # The distribution's own cluster is neither created nor started: ours is private.
    local no_cluster=""
    [ -e "$cluster_conf" ] ||
        no_cluster="mkdir -p ${cluster_conf%/*} && echo create_main_cluster = false >$cluster_conf && "
    if [ "$(id -u)" -ne 0 ]; then
        may_sudo || die "these Debian packages are missing; please let an administrator run, as root:
  ${no_cluster}apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
        as_root=(sudo "--preserve-env=http_proxy,https_proxy,ftp_proxy,no_proxy,HTTP_PROXY,HTTPS_PROXY,NO_PROXY")
    fi
    check_disk 8000
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    "${as_root[@]}" sh -c "${no_cluster}true"
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -qq
        -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    "${apt[@]}" update >&2
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2
}

# Under sudo only the installation runs as root: the rest goes on as the user who typed it, so that nothing
# root-owned stays in the clone.
as_invoking_user() {
    [ "$(id -u)" -eq 0 ] && [ "${SUDO_UID:-0}" -ne 0 ] || return 0
    install_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}"
    case $1 in test | kafka) install_packages "${TEST_PACKAGES[@]}" "${KAFKA_PACKAGES[@]}" ;; check) install_packages "${CHECK_PACKAGES[@]}" ;; esac
    local home
    home=$(getent passwd "$SUDO_UID" | cut -d: -f6)
    cd "${HAVEN_CALLED_FROM:-$HAVEN_ROOT}" || exit
    exec setpriv --reuid="$SUDO_UID" --regid="$SUDO_GID" --init-groups -- \
        env -u SUDO_UID -u SUDO_GID -u SUDO_USER HOME="$home" "$HAVEN_ROOT/dev" "$@"
}

# Refuses early rather than failing late.
check_disk() {
    local free_mib
    free_mib=$(df -Pm "$HAVEN_ROOT" | awk 'NR == 2 {print $4}')
    [ "$free_mib" -ge "$1" ] || die "only $free_mib MiB of disk are free here, $1 are needed"
}

# min(cores, free memory / 1.5 GiB), at least one.
jobs() {
    local cores by_memory
    cores=$(nproc)
    by_memory=$(awk '/MemAvailable/ {print int($2 / 1572864)}' /proc/meminfo)
    [ "$by_memory" -lt 1 ] && by_memory=1
    [ "$cores" -lt "$by_memory" ] && echo "$cores" || echo "$by_memory"
}

# hold NAME: at most one ./dev of that kind at a time in this clone; the second is told who has it.
# Children close descriptor 9, or the lock would live as long as the longest of them.
hold() {
    local file=$HAVEN_ROOT/.haven/$1.lock
    mkdir -p "$HAVEN_ROOT/.haven"
    exec 9<>"$file"
    flock -n 9 || die "./dev $1 runs here already (pid $(cat "$file")): wait for it or stop it"
    echo $$ >"$file"
}

# --- a private PostgreSQL ------------------------------------------------------------------------

PG_BIN=/usr/lib/postgresql/15/bin
# A short name for this clone, so that several clones (and paths with spaces) do not meet.
HAVEN_KEY=$(printf '%s' "$HAVEN_ROOT" | sha256sum | cut -c1-10)

# Runs a program of PostgreSQL, which refuses root, as the user whose data it is.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@" 9>&-)
    else
        "$@" 9>&-
    fi
}

# pg_paths NAME: sets PG_DATA and PG_SOCKET for the server of this clone with that name.
pg_paths() {
    if [ "$(id -u)" -eq 0 ]; then
        PG_DATA=/var/lib/haven/$HAVEN_KEY/$1
    else
        PG_DATA=$HAVEN_ROOT/.haven/$1
    fi
    PG_SOCKET=/tmp/haven-$HAVEN_KEY-$1
    PG_CONNINFO="host=$PG_SOCKET user=haven dbname=postgres"
}

# pg_start NAME [SETTING…]: initialises at the first start; does nothing when it runs already.
pg_start() {
    pg_paths "$1"
    shift
    local setting options="-k $PG_SOCKET -c listen_addresses= -c max_connections=300"
    for setting in "$@"; do options="$options -c $setting"; done
    if [ "$(id -u)" -eq 0 ]; then
        install -d -m 0755 /var/lib/haven "/var/lib/haven/$HAVEN_KEY"
        install -d -m 0700 -o postgres -g postgres "$PG_DATA"
        install -d -m 0700 -o postgres -g postgres "$PG_SOCKET"
    else
        mkdir -p "$PG_DATA" "$PG_SOCKET"
        [ -O "$PG_SOCKET" ] || die "$PG_SOCKET belongs to somebody else; remove it and try again"
        # Who may enter may connect: the server asks for no password.
        chmod 0700 "$PG_DATA" "$PG_SOCKET"
    fi
    if [ ! -f "$PG_DATA/PG_VERSION" ]; then
        as_postgres "$PG_BIN/initdb" -D "$PG_DATA" -U haven -A trust -E UTF8 --locale=C.UTF-8 \
            >/dev/null || die "initdb failed in $PG_DATA"
    fi
    if ! as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA" status >/dev/null 2>&1; then
        as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA" -l "$PG_DATA/server.log" -o "$options" -w start \
            >/dev/null || die "PostgreSQL did not start; see $PG_DATA/server.log"
    fi
}

pg_stop() {
    pg_paths "$1"
    [ -f "$PG_DATA/PG_VERSION" ] || return 0
    as_postgres "$PG_BIN/pg_ctl" -D "$PG_DATA" -m fast -w stop >/dev/null 2>&1 || true
}
