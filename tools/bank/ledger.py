"""The bank's own ledger on disk: SQLite, one transaction a step.

A credit is unique by reference, whatever is sent how often. Files for Haven are rows first
(`delivery`) and are written after the commit, so that a kill loses none and doubles none.
"""
from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS batch (
  batch_no TEXT PRIMARY KEY, digest TEXT NOT NULL, code TEXT NOT NULL, sent_on TEXT NOT NULL,
  reply_due TEXT NOT NULL, replied INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS line (
  batch_no TEXT NOT NULL REFERENCES batch, seq INTEGER NOT NULL, ref TEXT NOT NULL,
  account TEXT NOT NULL, name TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
  PRIMARY KEY (batch_no, seq));
CREATE TABLE IF NOT EXISTS result (
  ref TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, amount_fen INTEGER NOT NULL,
  attempt INTEGER NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, decided_on TEXT NOT NULL,
  known_on TEXT);
CREATE INDEX IF NOT EXISTS result_account ON result (account);
CREATE TABLE IF NOT EXISTS credit (
  serial TEXT PRIMARY KEY, ref TEXT NOT NULL UNIQUE, batch_no TEXT NOT NULL, account TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), credited_on TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS return_ (
  serial TEXT PRIMARY KEY REFERENCES credit, return_serial TEXT NOT NULL UNIQUE,
  due_on TEXT NOT NULL, code TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS delivery (
  name TEXT PRIMARY KEY, folder TEXT NOT NULL, body BLOB NOT NULL,
  written INTEGER NOT NULL DEFAULT 0);
"""


class Ledger:
    """Not for use by several threads; one process owns the file."""

    def __init__(self, path: Path) -> None:
        self._shown = path.with_suffix(".json")
        self._shown_count = -1
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=FULL")
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.executescript(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def setting(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_setting(self, key: str, value: str) -> None:
        self.db.execute("INSERT INTO setting VALUES (?, ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value))

    def next_serial(self, prefix: str, day: date) -> str:
        """A number of the bank's own, never given twice."""
        number = int(self.setting("serial") or "0") + 1
        self.set_setting("serial", str(number))
        return f"{prefix}{day:%Y%m%d}{number:08d}"

    def business_date(self) -> date | None:
        text = self.setting("business_date")
        return date.fromisoformat(text) if text else None

    def deliver(self, folder: str, name: str, body: bytes) -> None:
        self.db.execute("INSERT OR IGNORE INTO delivery (name, folder, body) VALUES (?, ?, ?)",
                        (name, folder, body))

    def next_due(self) -> date | None:
        row = self.db.execute(
            "SELECT min(due) FROM (SELECT min(reply_due) AS due FROM batch WHERE NOT replied "
            "UNION ALL SELECT min(due_on) FROM return_ WHERE NOT done)").fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def credits(self) -> list[dict[str, object]]:
        """Every credit; if it came back, its return; if the line was UNKNOWN before, since when.
        Accounts only as salted digests."""
        salt = self.setting("salt") or ""
        rows = self.db.execute(
            "SELECT c.ref, c.batch_no, c.account, c.amount_fen, c.credited_on, c.serial, "
            "CASE WHEN r.done THEN r.due_on END, CASE WHEN r.done THEN r.return_serial END, "
            "CASE WHEN l.known_on IS NOT NULL THEN l.decided_on END "
            "FROM credit c JOIN result l USING (ref) LEFT JOIN return_ r USING (serial) "
            "ORDER BY c.serial")
        return [{"ref": ref, "batch_no": batch,
                 "account_digest": hashlib.sha256((salt + account).encode()).hexdigest()[:16],
                 "amount_fen": fen, "credited_on": day, "bank_serial": serial,
                 "returned_on": back, "return_serial": back_serial, "unknown_from": unknown}
                for ref, batch, account, fen, day, serial, back, back_serial, unknown in rows]

    def as_json(self) -> str:
        """What `bank ledger --json` prints."""
        rows = self.credits()
        return json.dumps({"credits": rows, "lines": len(rows)}) + "\n"

    def show(self) -> None:
        """Keeps `<ledger>.json` beside the ledger, whole at any time, when something is new in it."""
        count = self.db.execute("SELECT (SELECT count(*) FROM credit) + "
                                "(SELECT count(*) FROM return_ WHERE done)").fetchone()[0]
        if count == self._shown_count:
            return
        beside = self._shown.with_suffix(".new")
        beside.write_text(self.as_json(), encoding="utf-8")
        os.replace(beside, self._shown)
        self._shown_count = count
