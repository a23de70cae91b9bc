#!/bin/sh
# What the image starts: puts the secrets that were mounted where Haven and libpq take them, then
# becomes `haven`. Both refuse files that a group may read, and Kubernetes gives mounted secrets to
# one; so they are copied, mode 0600, to a folder that is memory (helm/haven) or the container's own.
#
#   /etc/haven/given/keys/*        → /run/haven/keys, which <data-dir>/keys points to
#   /etc/haven/given/public/*.pub  → /run/haven/keys/public
#   /etc/haven/given/*/pgpass      → /run/haven/pgpass, joined
#   everything, as it lies         → /run/haven/given
set -eu
given=${HAVEN_GIVEN:-/etc/haven/given}
private=${HAVEN_PRIVATE:-/run/haven}
umask 077

if [ -d "$given" ]; then
    rm -rf "$private/given" "$private/keys"
    # -L: what is mounted are links into a folder that is swapped when a secret changes.
    cp -rL "$given" "$private/given"
    find "$private/given" -name '..*' -prune -exec rm -rf {} +
    find "$private/given" -type d -exec chmod 0700 {} + -o -type f -exec chmod 0600 {} +
    cat "$private"/given/*/pgpass >"$private/pgpass" 2>/dev/null || true
fi
if [ -d "$private/given/keys" ]; then
    mkdir -p "$private/keys/public" "$HAVEN_DATA_DIR"
    cp "$private"/given/keys/* "$private/keys"
    cp "$private"/given/public/* "$private/keys/public"
    ln -sfn "$private/keys" "$HAVEN_DATA_DIR/keys"
fi
exec haven "$@"
