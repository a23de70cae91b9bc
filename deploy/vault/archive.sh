#!/bin/sh
# archive.sh: the vault's continuous archive (docs/restore-vault.md, ADR 15). Its server names this
# receiver in synchronous_standby_names, so a commit is answered only when its WAL lies here too.
#
#   archive.sh receive CONNINFO ARCHIVE   takes WAL in until stopped; the first time makes the slot
#   archive.sh backup  CONNINFO ARCHIVE   a base backup; WAL and backups older than it go
#   archive.sh restore ARCHIVE DATA       the newest backup and all WAL into the new folder DATA
#
# CONNINFO is of a role with REPLICATION, without dbname. ARCHIVE belongs on another disk, better
# another machine, than the server's data, and is as secret as they are: mode 0700.
set -eu
NAME=haven_vault_archive
BIN=${PG_BIN:-/usr/lib/postgresql/15/bin}
umask 077

fail() {
    echo "archive.sh: $*" >&2
    exit 1
}

# Segments that the newest backup does not need. The backup's label names its first one.
drop_older_wal() {
    first=$(tar -xzOf "$1/base.tar.gz" backup_label | sed -n 's/^START WAL LOCATION: .*file \([0-9A-F]*\)).*/\1/p')
    [ -n "$first" ] || fail "no first segment in the backup's label"
    "$BIN/pg_archivecleanup" "$2" "$first"
}

case ${1:-} in
    receive)
        [ $# -eq 3 ] || fail "receive CONNINFO ARCHIVE"
        mkdir -p "$3/wal"
        "$BIN/pg_receivewal" -d "$2" --slot="$NAME" --create-slot --if-not-exists
        exec "$BIN/pg_receivewal" -d "$2 application_name=$NAME" -D "$3/wal" --slot="$NAME" --synchronous
        ;;
    backup)
        [ $# -eq 3 ] || fail "backup CONNINFO ARCHIVE"
        [ -d "$3/wal" ] || fail "no WAL is received into $3: start that first"
        rm -rf "$3/base.new"
        # Without WAL of its own: all of it is being archived.
        "$BIN/pg_basebackup" -d "$2" -D "$3/base.new" --format=tar --gzip --wal-method=none \
            --checkpoint=fast --no-slot 2>/dev/null || fail "the base backup failed"
        # Killed anywhere from here on, a whole backup and its WAL are still there.
        if [ -d "$3/base" ]; then
            rm -rf "$3/base.old"
            mv "$3/base" "$3/base.old"
        fi
        mv "$3/base.new" "$3/base"
        sync "$3"
        rm -rf "$3/base.old"
        drop_older_wal "$3/base" "$3/wal"
        ;;
    restore)
        [ $# -eq 3 ] || fail "restore ARCHIVE DATA"
        base=$2/base
        [ -d "$base" ] || base=$2/base.old # a backup was killed while it took the place of this one
        [ -f "$base/base.tar.gz" ] || fail "no base backup in $2"
        [ ! -e "$3" ] || [ -z "$(ls -A "$3")" ] || fail "$3 is not empty"
        mkdir -p "$3"
        chmod 0700 "$3"
        tar -xzf "$base/base.tar.gz" -C "$3"
        archive=$(cd "$2" && pwd -P)
        # The segment that was being written when the server was lost is still called .partial.
        quoted=$(printf '%s' "$archive/wal" | sed "s/%/%%/g; s/'/''/g")
        printf "restore_command = 'cp \"%s/%%f\" \"%%p\" 2>/dev/null || cp \"%s/%%f.partial\" \"%%p\" 2>/dev/null'\n" \
            "$quoted" "$quoted" >>"$3/postgresql.auto.conf"
        # Nobody connects before all of it is there.
        echo "hot_standby = off" >>"$3/postgresql.auto.conf"
        # Recovery refuses settings that are lower than those of the lost server; a start may raise them.
        "$BIN/pg_controldata" "$3" | sed -n \
            -e 's/^\(max_connections\|max_worker_processes\|max_wal_senders\) setting: */\1 = /p' \
            -e 's/^max_prepared_xacts setting: */max_prepared_transactions = /p' \
            -e 's/^max_locks_per_xact setting: */max_locks_per_transaction = /p' \
            >>"$3/postgresql.auto.conf"
        : >"$3/recovery.signal"
        ;;
    *) fail "receive, backup or restore; see the head of this file" ;;
esac
