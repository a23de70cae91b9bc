"""A copy of a service's database with one damaged row: what `haven audit replay` must find."""
from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

_NAME = re.compile(r"^[a-z_]+$")


@dataclass(frozen=True)
class Copy:
    """A copy beside the live database on the same server."""

    server: str  # conninfo without dbname, of the server's owner
    database: str

    def conninfo(self, user: str = "") -> str:
        server = re.sub(r"user=\S+", f"user={user}", self.server) if user else self.server
        return f"{server} dbname={self.database}"


def _psql(conninfo: str, *arguments: str, text: bytes = b"") -> str:
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", conninfo, *arguments],
                          check=True, capture_output=True, input=text)
    return done.stdout.decode().strip()


def copy_of(server: str, database: str, copy: str) -> Copy:
    """Copies by dump and restore, since the suite stays connected to the live database."""
    if not _NAME.match(database) or not _NAME.match(copy):
        raise ValueError("not a name for a database")
    admin = f"{server} dbname=postgres"
    _psql(admin, "-c", f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
    _psql(admin, "-c", f"CREATE DATABASE {copy} OWNER haven_owner")
    dump = subprocess.run(["pg_dump", "-d", f"{server} dbname={database}"], check=True,
                          capture_output=True).stdout
    _psql(f"{server} dbname={copy}", text=dump)
    return Copy(server, copy)


def raise_amount(copy: Copy, entitlement: str, number: int) -> None:
    """One fen more on one instalment, as somebody with the owner's password could do it."""
    changed = _psql(copy.conninfo(), "-c",
                    "UPDATE instalment SET amount_fen = amount_fen + 1 WHERE entitlement_id = "
                    f"'{entitlement}' AND number = {number} RETURNING number")
    if changed != str(number):
        raise RuntimeError("no instalment was damaged")


# What a line says in English and in Chinese that names a changed row, its column and its event.
_NAMED = (("changed instalment", "columns amount_fen", "last written by offset"),
          ("有改动 instalment", "列 amount_fen", "最后由序号"))


def names_the_row(report: str, entitlement: str, number: int) -> str:
    """The line of a replay's report that names row, column and event; empty if none does."""
    row = (f"entitlement_id={entitlement}", f"number={number}")
    for line in report.splitlines():
        said = any(all(word in line for word in words + row) for words in _NAMED)
        if said and "no such event" not in line and "查无此事件" not in line:
            return line.strip()
    return ""
