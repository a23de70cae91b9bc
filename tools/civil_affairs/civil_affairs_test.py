"""The check centre answers after its own delay, in part or in error where it says so."""
from __future__ import annotations

import json
import tempfile
import unittest
from datetime import date
from pathlib import Path
from typing import Any

from civil_affairs.desk import CheckDesk
from civil_affairs.facts import Behaviour, Facts, Family, Known
from peer import loop
from peer.exchange import Calendar, Folder
from peer.workdays import WorkingDays

HEAD = "610399197508151234"
CHILD = "610399200509120039"
MONDAY = date(2016, 3, 7)


def household(income_fen: int) -> dict[str, Any]:
    return {"income_fen": income_fen, "rigid_fen": 700000, "signs": [], "dibao": False,
            "relief_received": False, "months_below_line": 8}


FACTS = Facts([
    Family(date(2016, 1, 1), {HEAD: Known("王建军", 1200000), CHILD: Known("王磊", 0)},
           household(1200000)),
    Family(date(2017, 1, 1), {HEAD: Known("王建军", 1500000), CHILD: Known("王磊", 0)},
           household(1500000))])


class CheckDeskTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.open_desk({})

    def open_desk(self, trouble: dict[tuple[str, int], str]) -> None:
        self.desk = CheckDesk(self.root, self.root / "records.db", FACTS,
                              Behaviour(3, 2, 2, trouble), WorkingDays({}))
        self.calendar = Calendar(self.root / "calendar")

    def ask(self, request_id: str, day: date, **changes: Any) -> None:
        request = {"request_id": request_id, "requested_on": day.isoformat(), "months": 12,
                   "division": "610302", "persons": [
                       {"seq": 1, "name": "王建军", "id_number": HEAD, "relation": "HEAD",
                        "authorised": True},
                       {"seq": 2, "name": "王磊", "id_number": CHILD, "relation": "SON",
                        "authorised": None}]}
        request.update(changes)
        Folder(self.root / "in").put(f"{request_id}.request", json.dumps(request).encode())

    def day(self, day: date) -> dict[str, Any]:
        (self.calendar.path / f"{day}.day").touch()
        loop.step(self.desk, self.calendar)
        return dict(json.loads((self.calendar.path / f"{day}.done").read_text()))

    def answer(self, request_id: str) -> dict[str, Any]:
        return dict(json.loads(Folder(self.root / "out").read(f"{request_id}.answer")))

    def test_answers_after_its_delay_with_the_facts_of_that_day(self) -> None:
        self.day(MONDAY)
        self.ask("r1", MONDAY)
        loop.step(self.desk, self.calendar)
        self.assertEqual(self.desk.next_due(), date(2016, 3, 9))
        self.assertEqual(self.day(date(2016, 3, 8))["delivered"], 0)
        self.assertEqual(self.day(date(2016, 3, 9))["delivered"], 1)
        answer = self.answer("r1")
        self.assertEqual((answer["state"], answer["household"]["income_fen"]),
                         ("COMPLETE", 1200000))
        self.ask("r2", date(2017, 3, 6))
        self.day(date(2017, 3, 8))
        self.assertEqual(self.answer("r2")["household"]["income_fen"], 1500000)

    def test_partial_and_error_first_then_complete(self) -> None:
        self.open_desk({(HEAD, 1): "PARTIAL", (HEAD, 2): "ERROR"})
        self.day(MONDAY)
        states = []
        for number, day in enumerate([7, 9, 11], start=1):
            self.ask(f"r{number}", date(2016, 3, day))
            loop.step(self.desk, self.calendar)
            self.day(date(2016, 3, day + (2 if day < 11 else 4)))
            answer = self.answer(f"r{number}")
            states.append((answer["state"], answer["error"], answer["household"] is None))
        self.assertEqual(states, [("PARTIAL", None, True), ("ERROR", "SYSTEM_UNAVAILABLE", True),
                                  ("COMPLETE", None, False)])

    def test_another_name_under_the_number_is_a_namesake(self) -> None:
        self.ask("r1", MONDAY, persons=[{"seq": 1, "name": "王建国", "id_number": HEAD,
                                         "relation": "HEAD", "authorised": True}])
        self.day(date(2016, 3, 9))
        answer = self.answer("r1")
        self.assertEqual(answer["state"], "PARTIAL")
        self.assertEqual(answer["persons"][0]["note"], "NAMESAKE")

    def test_an_adult_without_authorisation_is_not_checked(self) -> None:
        self.ask("r1", MONDAY, persons=[{"seq": 1, "name": "王建军", "id_number": HEAD,
                                         "relation": "HEAD", "authorised": False}])
        self.day(date(2016, 3, 9))
        self.assertEqual(self.answer("r1")["error"], "NOT_AUTHORISED")

    def test_an_unreadable_request_is_answered_with_an_error(self) -> None:
        Folder(self.root / "in").put("r1.request", b"{\"request_id\": \"r1\"}")
        self.day(MONDAY)
        self.assertEqual(self.answer("r1")["error"], "BAD_REQUEST")

    def test_read_again_after_a_kill_it_answers_once(self) -> None:
        self.ask("r1", MONDAY)
        self.desk.take_files()  # and killed before the file is put aside
        self.open_desk({})
        self.assertEqual(self.day(date(2016, 3, 9))["delivered"], 1)
        self.assertEqual(self.day(date(2016, 3, 9))["delivered"], 0)


if __name__ == "__main__":
    unittest.main()
