"""The bank credits a reference once, whatever is sent how often and killed wherever."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from datetime import date
from pathlib import Path
from unittest import mock

from bank import layout
from bank.desk import BankDesk
from bank.layout import Payment, PaymentLine, Refused
from bank.ledger import Ledger
from bank.scenario import Account, Event, Scenario
from peer import loop
from peer.exchange import Calendar, Folder, digest
from peer.workdays import WorkingDays

FRIDAY = date(2018, 6, 29)
MONDAY = date(2018, 7, 2)
PAYER = "6103000000001"
GOOD = "9999990000000000014"
OTHER = "9999990000000006"


def account(number: str, holder: str, state: str = "OPEN", limit: int | None = None) -> Account:
    return Account(number, holder, state, None, None, limit)


ACCOUNTS = {row.number: row for row in [
    account(PAYER, "宝鸡市总工会", "PAYER"), account(GOOD, "阿依古丽·买买提"),
    account(OTHER, "李建国"), account("61030000021", "王秀英", "CLOSED"),
    account("61030000022", "赵小兵", "FROZEN"), account("61030000023", "孙𬭊", "LIMITED", 100000)]}


def line(seq: int, number: str, name: str, fen: int = 200000, ref: str = "") -> PaymentLine:
    return PaymentLine(seq, number, name, fen, "困难职工生活救助", ref or f"ref-{seq}")


class Bank:
    """A bank on disk with the Haven side of its folders."""

    def __init__(self, root: Path, events: dict[tuple[str, int], Event] | None = None) -> None:
        root.mkdir(exist_ok=True)
        self.root = root
        self._scenario = Scenario(7, [1], events or {})
        self.restart()
        self.inbox = Folder(root / "in")
        self.inquiry = Folder(root / "inquiry")
        self.outbox = Folder(root / "out")

    def restart(self) -> None:
        self.ledger = Ledger(self.root / "ledger.db")
        self.desk = BankDesk(self.root, self.ledger, self._scenario, ACCOUNTS, WorkingDays({}))
        self.calendar = Calendar(self.root / "calendar")

    def day(self, day: date) -> dict[str, object]:
        (self.root / "calendar" / f"{day}.day").touch()
        loop.step(self.desk, self.calendar)
        return json.loads((self.root / "calendar" / f"{day}.done").read_text())

    def send(self, batch_no: str, lines: list[PaymentLine], sent_on: date = FRIDAY) -> None:
        body = layout.payment_text(Payment(batch_no, PAYER, sent_on, lines))
        self.inbox.put(f"{batch_no}.pay", body)

    def reply(self, batch_no: str) -> list[str]:
        return self.outbox.read(f"{batch_no}.reply").decode("gb18030").splitlines()


class BankTest(unittest.TestCase):
    def setUp(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.root = Path(self._folder.name)

    def test_credits_on_the_next_business_day(self) -> None:
        bank = Bank(self.root)
        bank.day(FRIDAY)
        bank.send("B1", [line(1, GOOD, "阿依古丽•买买提"), line(2, OTHER, "李建国")])
        loop.step(bank.desk, bank.calendar)
        told = json.loads((self.root / "calendar" / "next").read_text())
        self.assertEqual(told["next_due"], "2018-07-02")
        self.assertEqual(bank.inbox.marked(), [])
        done = bank.day(MONDAY)
        self.assertEqual((done["delivered"], done["next_due"]), (1, None))
        header, first, _ = bank.reply("B1")
        self.assertEqual(header, "B1|FINISHED||20180702|2|2|400000")
        self.assertRegex(first, r"^ref-1\|OK\|\|C20180702\d{8}\|2000\.00\|20180702$")

    def test_says_why_a_line_is_refused(self) -> None:
        bank = Bank(self.root)
        bank.day(FRIDAY)
        bank.send("B1", [
            line(1, "61030000099", "无此人"), line(2, "61030000021", "王秀英"),
            line(3, "61030000022", "赵小兵"), line(4, OTHER, "李建國"),
            line(5, "61030000023", "孙𬭊", 100001), line(6, "61030000023", "孙𬭊", 100000)])
        bank.day(MONDAY)
        header, *rows = bank.reply("B1")
        self.assertEqual([row.split("|")[2] for row in rows],
                         ["NO_ACCOUNT", "CLOSED", "FROZEN", "NAME_MISMATCH", "LIMIT", ""])
        self.assertTrue(header.startswith("B1|PARTIAL||"))

    def test_a_reference_is_credited_once_over_batches(self) -> None:
        bank = Bank(self.root)
        bank.day(FRIDAY)
        bank.send("B1", [line(1, GOOD, "阿依古丽·买买提")])
        bank.day(MONDAY)
        bank.send("B2", [line(1, GOOD, "阿依古丽·买买提")], MONDAY)
        bank.send("B3", [line(1, GOOD, "阿依古丽·买买提", 200001)], MONDAY)
        bank.day(date(2018, 7, 3))
        self.assertEqual(bank.reply("B2")[1], bank.reply("B1")[1])
        self.assertIn("DUPLICATE_REFERENCE", bank.reply("B3")[1])
        self.assertEqual(len(bank.ledger.credits()), 1)

    def test_refuses_other_bytes_under_a_used_number(self) -> None:
        bank = Bank(self.root)
        bank.day(FRIDAY)
        bank.send("B1", [line(1, GOOD, "阿依古丽·买买提")])
        bank.day(MONDAY)
        body = layout.payment_text(Payment("B1", PAYER, MONDAY, [line(1, OTHER, "李建国")]))
        (self.root / "in" / "B1.pay").write_bytes(body)
        (self.root / "in" / "B1.pay.done").write_text(digest(body))
        bank.day(date(2018, 7, 3))
        self.assertEqual(len(bank.ledger.credits()), 1)
        reply = bank.outbox.read(f"B1.reply.{digest(body)[:8]}").decode()
        self.assertTrue(reply.startswith("B1|REFUSED|DUPLICATE_BATCH|"))

    def test_unknown_line_is_known_after_its_days(self) -> None:
        bank = Bank(self.root, {(GOOD, 1): Event("UNKNOWN", "", 3, 0)})
        bank.day(FRIDAY)
        bank.send("B1", [line(1, GOOD, "阿依古丽·买买提")])
        bank.day(MONDAY)
        self.assertIn("ref-1|UNKNOWN|IN_PROCESS|", bank.reply("B1")[1])
        states = []
        for number, day in enumerate([3, 4, 5], start=1):
            bank.day(date(2018, 7, day))
            body = f"Q{number}|2018070{day}|2\nref-1\nnever\n".encode()
            bank.inquiry.put(f"Q{number}.ask", body)
            loop.step(bank.desk, bank.calendar)
            answer = (self.root / "answer" / f"Q{number}.ans").read_text().splitlines()
            states.append((answer[1].split("|")[1], answer[2].split("|")[1]))
        self.assertEqual(states, [("UNKNOWN", "NOT_FOUND"), ("UNKNOWN", "NOT_FOUND"),
                                  ("OK", "NOT_FOUND")])
        [credit] = bank.ledger.credits()
        self.assertEqual((credit["unknown_from"], credit["credited_on"]),
                         ("2018-07-02", "2018-07-05"))

    def test_late_return_comes_days_after_the_credit(self) -> None:
        bank = Bank(self.root, {(GOOD, 1): Event("RETURNED", "CLOSED", 0, 5)})
        bank.day(FRIDAY)
        bank.send("B1", [line(1, GOOD, "阿依古丽·买买提")])
        self.assertEqual(bank.day(MONDAY)["next_due"], "2018-07-09")
        self.assertEqual(bank.day(date(2018, 7, 9))["delivered"], 1)
        [name] = [name for name in bank.outbox.marked() if name.endswith(".return")]
        rows = bank.outbox.read(name).decode().splitlines()
        self.assertEqual(rows[0], "20180709|1|200000")
        self.assertTrue(rows[1].endswith("|2000.00|20180709|CLOSED"))
        self.assertEqual(bank.ledger.credits()[0]["returned_on"], "2018-07-09")
        self.assertIsNone(bank.ledger.credits()[0]["unknown_from"])
        published = json.loads((self.root / "ledger.json").read_text())
        self.assertEqual(published["credits"], bank.ledger.credits())

    def test_whole_file_refusals_credit_nothing(self) -> None:
        one = "1|9999990000000006|李建国|2000.00|生活救助|r1\n"
        cases = {
            "COUNT_DIFFERS": f"B1|{PAYER}|20180629|2|200000\n{one}",
            "TOTAL_DIFFERS": f"B1|{PAYER}|20180629|1|200001\n{one}",
            "EMPTY_BATCH": f"B1|{PAYER}|20180629|0|0\n",
            "BAD_HEADER": f"B1|{PAYER}|20180631|1|200000\n{one}",
            "BAD_LINE": f"B1|{PAYER}|20180629|1|200000\n{one.replace('2000.00', '2,000.00')}",
            "TOO_MANY_LINES": f"B1|{PAYER}|20180629|3001|0\n" + one * 3001,
            "UNKNOWN_PAYER": f"B1|6103000000002|20180629|1|200000\n{one}",
        }
        for number, (code, text) in enumerate(cases.items()):
            bank = Bank(self.root / str(number))
            bank.day(FRIDAY)
            bank.inbox.put("B1.pay", text.encode("gb18030"))
            bank.day(MONDAY)
            self.assertIn(f"B1|REFUSED|{code}|", bank.reply("B1")[0])
            self.assertEqual(bank.ledger.credits(), [])

    def test_bytes_that_are_not_gb18030_are_refused(self) -> None:
        with self.assertRaises(Refused) as caught:
            layout.parse_payment(b"B1|1|2\xff\xff\n")
        self.assertEqual(caught.exception.code, "BAD_ENCODING")


class Killed(BaseException):
    """What a kill is to the code it hits: no handler runs after it."""


class KillTest(unittest.TestCase):
    """Kills the bank before and after every rename it makes, then starts it again."""

    def _run(self, root: Path, kill_at: int) -> tuple[int, int]:
        bank = Bank(root, {(GOOD, 1): Event("RETURNED", "CLOSED", 0, 1)})
        bank.send("B1", [line(1, GOOD, "阿依古丽·买买提"), line(2, OTHER, "李建国")])
        calls = 0
        real = os.replace

        def replace(source: Path, target: Path) -> None:
            nonlocal calls
            for effect in (False, True):
                calls += 1
                if calls == kill_at:
                    raise Killed
                if not effect:
                    real(source, target)

        days = [FRIDAY, MONDAY, date(2018, 7, 3)]
        with mock.patch("peer.exchange.os.replace", replace):
            while days:
                try:
                    bank.day(days[0])
                    days.pop(0)
                except Killed:
                    bank.ledger.db.close()
                    bank.restart()
        return len(bank.ledger.credits()), calls

    def test_I8_killed_anywhere_nothing_is_credited_twice(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            kept, points = self._run(Path(folder) / "whole", 0)
            self.assertEqual(kept, 2)
            self.assertGreater(points, 20)
            for kill_at in range(1, points + 1):
                root = Path(folder) / str(kill_at)
                kept, _ = self._run(root, kill_at)
                self.assertEqual(kept, 2, f"killed at rename {kill_at}")
                replies = list((root / "out").glob("B1.reply*"))
                self.assertEqual(len(replies), 2, "one reply and its mark")

    def test_a_real_process_stops_on_sigterm_and_survives_sigkill(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            accounts = root / "accounts.csv"
            accounts.write_text("account,holder,state,state_from,state_until,limit_fen\n"
                                f"{PAYER},宝鸡市总工会,PAYER,,,\n{OTHER},李建国,OPEN,,,\n")
            (root / "scenario.json").write_text('{"seed": 1, "reply_delay": [0], "lines": []}')
            (root / "days.csv").write_text("date,kind,name\n")
            command = [sys.executable, "-m", "bank", "serve", "--exchange", folder,
                       "--ledger", str(root / "ledger.db"), "--accounts", str(accounts),
                       "--scenario", str(root / "scenario.json"),
                       "--working-days", str(root / "days.csv")]
            tools = str(Path(__file__).resolve().parent.parent)
            for kill, day in ((signal.SIGKILL, "2018-06-28"), (signal.SIGTERM, "2018-06-29")):
                process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": tools})
                calendar = root / "bank" / "calendar"
                self._wait_for(calendar)
                body = layout.payment_text(
                    Payment("B1", PAYER, date(2018, 6, 28), [line(1, OTHER, "李建国")]))
                Folder(root / "bank" / "in").put("B1.pay", body)
                (calendar / f"{day}.day").touch()
                self._wait_for(calendar / f"{day}.done")
                second = subprocess.run(command, env={**os.environ, "PYTHONPATH": tools},
                                        capture_output=True, text=True, timeout=20)
                self.assertEqual(second.returncode, 1)
                self.assertIn("another process answers in", second.stderr)
                process.send_signal(kill)
                code = process.wait(timeout=10)
                self.assertEqual(code, 0 if kill == signal.SIGTERM else -signal.SIGKILL)
            credits_ = Ledger(root / "ledger.db").credits()
            self.assertEqual([row["ref"] for row in credits_], ["ref-1"])
            shown = json.loads((root / "ledger.json").read_text(encoding="utf-8"))
            self.assertEqual(shown, {"credits": credits_, "lines": 1})

    def _wait_for(self, path: Path) -> None:
        until = time.monotonic() + 20
        while not path.exists():
            self.assertLess(time.monotonic(), until, f"{path.name} did not appear")
            time.sleep(0.005)


if __name__ == "__main__":
    unittest.main()
