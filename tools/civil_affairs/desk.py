"""The check centre's desk: takes requests, answers them after its own delay."""
from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

from civil_affairs.facts import Behaviour, Facts
from peer.exchange import BadDigest, Folder
from peer.workdays import WorkingDays

_SCHEMA = """
CREATE TABLE IF NOT EXISTS setting (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS request (
  request_id TEXT PRIMARY KEY, head TEXT NOT NULL, nth INTEGER NOT NULL, body TEXT NOT NULL,
  due_on TEXT NOT NULL, answer TEXT, written INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS request_due ON request (written, due_on);
"""


class BadRequest(Exception):
    """A request that cannot be read."""


def _checked(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body)
        date.fromisoformat(request["requested_on"])
        persons = request["persons"]
        heads = [person for person in persons if person["relation"] == "HEAD"]
        named = all(isinstance(person["name"], str) and isinstance(person["id_number"], str)
                    and isinstance(person["seq"], int) for person in persons)
        if len(heads) != 1 or not named or not 1 <= int(request["months"]) <= 36:
            raise BadRequest
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest from error
    return dict(request)


class CheckDesk:
    """Implements peer.loop.Desk on a SQLite file of its own."""

    def __init__(self, exchange: Path, records: Path, facts: Facts, behaviour: Behaviour,
                 days: WorkingDays) -> None:
        self._in = Folder(exchange / "in")
        self._out = Folder(exchange / "out")
        self._facts = facts
        self._behaviour = behaviour
        self._days = days
        self._db = sqlite3.connect(records, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)
        self._read: list[str] = []

    def folders(self) -> list[Path]:
        return [self._in.path]

    def business_date(self) -> date | None:
        row = self._db.execute("SELECT value FROM setting WHERE key = 'business_date'").fetchone()
        return date.fromisoformat(row[0]) if row else None

    def next_due(self) -> date | None:
        row = self._db.execute("SELECT min(due_on) FROM request WHERE NOT written").fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def take_files(self) -> int:
        for name in self._in.marked():
            self._take(name)
            self._read.append(name)
        return len(self._read)

    def aside(self) -> None:
        for name in self._read:
            self._in.take(name)
        self._read.clear()

    def advance(self, day: date) -> int:
        self._db.execute("INSERT INTO setting VALUES ('business_date', ?) ON CONFLICT (key) "
                         "DO UPDATE SET value = excluded.value", (day.isoformat(),))
        due = self._db.execute(
            "SELECT request_id, head, nth, body, due_on, answer FROM request "
            "WHERE NOT written AND due_on <= ? ORDER BY due_on, request_id",
            (day.isoformat(),)).fetchall()
        for request_id, head, nth, body, due_on, answer in due:
            if answer is None:
                answer = self._answer(request_id, head, nth, body, date.fromisoformat(due_on))
                self._db.execute("UPDATE request SET answer = ? WHERE request_id = ?",
                                 (answer, request_id))
            self._out.put(f"{request_id}.answer", answer.encode())
            self._db.execute("UPDATE request SET written = 1 WHERE request_id = ?", (request_id,))
        return len(due)

    def _take(self, name: str) -> None:
        request_id = name.rsplit(".", 1)[0]
        today = self.business_date()
        head, text, asked_on = "", "", today or date.min
        try:
            body = self._in.read(name)
            request = _checked(body)
            if request["request_id"] != request_id:
                raise BadRequest
            asked_on = max(date.fromisoformat(request["requested_on"]), asked_on)
            head = next(person["id_number"] for person in request["persons"]
                        if person["relation"] == "HEAD")
            text = body.decode()
        except (BadDigest, BadRequest):
            text = ""
        nth = self._db.execute("SELECT count(*) FROM request WHERE head = ? AND request_id != ?",
                               (head, request_id)).fetchone()[0] + 1
        due_on = self._days.add(asked_on, self._behaviour.delay(head, nth)) if text else asked_on
        self._db.execute("INSERT OR IGNORE INTO request (request_id, head, nth, body, due_on) "
                         "VALUES (?, ?, ?, ?, ?)",
                         (request_id, head, nth, text, due_on.isoformat()))

    def _answer(self, request_id: str, head: str, nth: int, body: str, day: date) -> str:
        answer: dict[str, Any] = {"request_id": request_id, "answered_on": day.isoformat(),
                                  "state": "ERROR", "error": None, "persons": [],
                                  "household": None}
        request = json.loads(body) if body else None
        trouble = self._behaviour.trouble(head, nth)
        if request is None:
            answer["error"] = "BAD_REQUEST"
        elif any(person["authorised"] is False for person in request["persons"]):
            answer["error"] = "NOT_AUTHORISED"
        elif trouble == "ERROR":
            answer["error"] = "SYSTEM_UNAVAILABLE"
        else:
            self._match(answer, request, trouble == "PARTIAL")
        return json.dumps(answer, ensure_ascii=False) + "\n"

    def _match(self, answer: dict[str, Any], request: dict[str, Any], late: bool) -> None:
        asked_on = date.fromisoformat(request["requested_on"])
        head = next(person for person in request["persons"] if person["relation"] == "HEAD")
        family = self._facts.on(head["id_number"], asked_on)
        for person in request["persons"]:
            known = family.persons.get(person["id_number"]) if family else None
            note = None
            if late and person is request["persons"][-1]:
                note = "DATA_LATE"
            elif person["id_number"] and known is None:
                note = "NO_RECORD"
            elif known is not None and known.name != person["name"]:
                note = "NAMESAKE"
            found = note is None
            income = known.income_fen if found and known else (0 if found else None)
            answer["persons"].append({"seq": person["seq"], "found": found,
                                      "income_fen": income, "note": note})
        complete = family is not None and all(row["found"] for row in answer["persons"])
        answer["state"] = "COMPLETE" if complete else "PARTIAL"
        if complete and family is not None:
            keys = ("income_fen", "rigid_fen", "signs", "dibao", "relief_received",
                    "months_below_line")
            answer["household"] = {key: family.household[key] for key in keys}
