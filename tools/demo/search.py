"""Searches every table of every database for what must not stand there in plain.

python3 -m demo.search WORD…: by hand, on the suite that runs in HAVEN_RUN (default .haven/run); exit 1
if anything is found.
"""
from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from demo.processes import databases_of, run_files

_TABLES = ("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
           "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') "
           "AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1")


def forms(secret: str) -> set[bytes]:
    """A word as it might lie in a table: text, hex and base64 of two encodings, short numbers."""
    words = {secret}
    if len(secret) == 18 and secret[:17].isdigit():
        words.add(secret[:6] + secret[8:17])
    found: set[bytes] = set()
    for word in words:
        for encoding in ("utf-8", "gb18030"):
            raw = word.encode(encoding)
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            # Base64 in each of the three alignments, without the characters that neighbours touch.
            for before in range(3):
                text = base64.b64encode(b"\0" * before + raw + b"\0\0")
                start, stop = (before * 8 + 5) // 6, (before + len(raw)) * 8 // 6
                if stop - start >= 7:
                    found.add(text[start:stop])
    return found


def _psql(conninfo: str, *arguments: str) -> bytes:
    return subprocess.run(["psql", "-XAtq", conninfo, *arguments], check=True,
                          capture_output=True).stdout


def tables(conninfo: str) -> list[str]:
    return _psql(conninfo, "-c", _TABLES).decode().split()


def hits(databases: dict[str, str], secrets: list[str]) -> Iterator[tuple[str, str]]:
    """(database, table) of every table in which any form of a secret stands."""
    wanted = {form for secret in secrets for form in forms(secret)}
    for name, conninfo in sorted(databases.items()):
        for table in tables(conninfo):
            text = _psql(conninfo, "-c", f"COPY {table} TO STDOUT")
            if any(form in text for form in wanted):
                yield name, table


def planted(conninfo: str, secret: str) -> bool:
    """Whether the search finds a word that is put into a table of its own, which is then dropped:
    a search that finds nothing anywhere would prove nothing."""
    quoted = secret.replace("'", "''")
    _psql(conninfo, "-c", "CREATE TABLE IF NOT EXISTS planted_word (word bytea)", "-c",
          f"INSERT INTO planted_word VALUES (convert_to('{quoted}', 'UTF8'))")
    try:
        return any(table.endswith("planted_word") for _, table in hits({"": conninfo}, [secret]))
    finally:
        _psql(conninfo, "-c", "DROP TABLE planted_word")


def main() -> None:
    run = Path(os.environ.get("HAVEN_RUN", ".haven/run"))
    databases = databases_of(run_files(run))
    if len(sys.argv) < 2 or not databases:
        sys.exit(__doc__ if len(sys.argv) < 2 else f"no suite runs in {run}")
    count = 0
    for database, table in hits(databases, sys.argv[1:]):
        print(f"{database}: {table}")
        count += 1
    print(f"{sum(len(tables(each)) for each in databases.values())} tables of {len(databases)} "
          f"databases: {count}")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
