"""What a person types behind a walk that was made: every list and question of the client, in both
languages, and what `haven audit` says of it. For separate_test."""
from __future__ import annotations

import json
import os
import re
import subprocess
import time
import unittest
from dataclasses import dataclass
from typing import Any, Callable

from demo.processes import Places

_CODE = re.compile(r"\b[A-Z]+(?:_[A-Z]+)+\b")


@dataclass(frozen=True)
class Known:
    """What the walk came to."""

    household: str
    clerk: str  # login of who keeps the file
    entitlement: str
    batch: str
    fund_line: str = "city-pilot-2018"


class Client:
    """The `haven` program on one suite."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def run(self, login: str, *words: str, lang: str = "zh") -> subprocess.CompletedProcess[str]:
        sign_in = ["--as", login] if login else []
        return subprocess.run(
            [str(self._places.binaries / "haven"), "--run-dir", str(self._places.run), "--lang",
             lang, *sign_in, *words], capture_output=True, text=True, check=False,
            env={name: value for name, value in os.environ.items() if name != "HAVEN_RUN"})


class Asking:
    """Asks the program, and checks in the test's name that it answers."""

    def __init__(self, test: unittest.TestCase, places: Places) -> None:
        self._test = test
        self._places = places
        self._client = Client(places)

    def _told(self, login: str, *words: str, lang: str = "zh", status: int = 0) -> str:
        done = self._client.run(login, *words, lang=lang)
        self._test.assertEqual(done.returncode, status, (words, done.stdout, done.stderr))
        return done.stdout

    def _rows(self, login: str, *words: str) -> list[dict[str, Any]]:
        rows = json.loads(self._told(login, *words, "--json"))
        self._test.assertIsInstance(rows, list)
        return list(rows)

    def _wait_for(self, ask: Callable[[], Any], wanted: Any) -> None:
        until = time.monotonic() + 60
        while (seen := ask()) != wanted and time.monotonic() < until:
            time.sleep(0.1)
        self._test.assertEqual(seen, wanted)

    def _printed(self, login: str, form: str, *words: str) -> str:
        """The text of a form on paper, as it is read from above."""
        out = self._places.run / f"{form}.pdf"
        self._told(login, "print", form, *words, "--out", str(out))
        self._test.assertEqual(out.stat().st_mode & 0o777, 0o600)
        return subprocess.run(["pdftotext", "-raw", str(out), "-"], check=True,
                              capture_output=True, text=True).stdout


class ClientWalk(Asking):
    """What is asked of the registry and of money, the hotline, files, keys and audits."""

    def __init__(self, test: unittest.TestCase, places: Places, known: Known) -> None:
        super().__init__(test, places)
        self._known = known

    def _questions(self) -> list[tuple[str, list[str]]]:
        known = self._known
        of_file = [["household", "show"], ["household", "members"], ["household", "timeline"],
                   ["why"]]
        lists = [["household", "find", "--state", "ENROLLED"], ["todo"], ["dibao", "list"],
                 ["rules", "list"]]
        money = [["fund", "list"], ["fund", "statement", known.fund_line], ["due"],
                 ["why-amount", known.entitlement], ["batch", "list"],
                 ["batch", "show", known.batch], ["figures"]]
        return [(known.clerk, [*words, known.household]) for words in of_file] + [
            (known.clerk, words) for words in lists] + [("city-auditor", words) for words in money]

    def every_question(self) -> None:
        """Each is answered in both languages, with rows and the business date over them."""
        for login, words in self._questions():
            for lang, head in (("zh", "业务日期 2018-07-06"), ("en", "Business date 2018-07-06")):
                told = self._told(login, *words, lang=lang)
                self._test.assertIn(head, told.splitlines()[0], words)
            if words[0] != "todo":
                self._test.assertGreater(len(self._rows(login, *words)), 0, words)

    def words_and_figures(self) -> None:
        """People read the glossary's words; figures count up to the day that is asked for."""
        statement = self._told("city-auditor", "fund", "statement", self._known.fund_line)
        for word in ("到账", "预留", "支付"):
            self._test.assertIn(word, statement)
        self._test.assertEqual(_CODE.findall(self._told(self._known.clerk, "todo")), [])
        figures = self._told("city-auditor", "figures")
        self._test.assertRegex(figures, r"pilot\.instalments_paid +1 +期 +逐笔计数")
        self._test.assertRegex(figures, r"payments\.paid_twice +0 +期 +银行自己的台账")
        for day, paid in (("2018-07-06", 1), ("2018-06-28", 0)):
            rows = {row["id"]: row for row in self._rows("city-auditor", "figures", "--as-of", day)}
            self._test.assertEqual(rows.get("pilot.instalments_paid", {"value": 0})["value"], paid)
            self._test.assertEqual(list(rows["pilot.households"]), ["id", "value", "unit", "basis"])

    def hotline(self) -> None:
        """A call waits for a reply; whom it refers waits in the county's list, and the reply waits
        for that; a caller who has been answered waits to be asked."""
        folder = self._places.run
        (folder / "limits.json").write_text(json.dumps({
            "code": "limits-2018", "first_day": "2018-01-01", "general_days": 5,
            "difficult_days": 15, "extra_complex_days": 30, "source": "PLACEHOLDER-2018"}))
        (folder / "caller.json").write_text(json.dumps(
            {"name": "钱小", "phone": "13900000002"}), "utf-8")
        self._told("city-approve1", "outreach", "ticket", "limits-add", "--limits",
                   str(folder / "limits.json"))
        call, desk = "12351-2018-1", "city-case1"
        self._told(desk, "outreach", "ticket", "log", call, "--type", "AID", "--class", "GENERAL",
                   "--subject", "JOB_LOSS", "--level", "CITY", "--caller",
                   str(folder / "caller.json"))
        self._test.assertEqual(self._tasks(desk, "REPLY_TICKET"), [call])
        self._told(desk, "outreach", "ticket", "refer", call, "--sign", "JOB_LOSS")
        self._wait_for(lambda: self._tasks(desk, "VISIT_REFERRED"), ["钱小"])
        self._wait_for(lambda: self._rows(desk, "outreach", "ticket", "show", call)
                       [0]["ticket_referral"], "VISIT")
        self._told(desk, "outreach", "ticket", "reply", call, "--number", "R-1", "--outcome",
                   "EXPLAINED")
        self._test.assertEqual(self._tasks(desk, "REPLY_TICKET"), [])
        self._test.assertEqual(self._tasks(desk, "CALL_BACK"), [call])

    def _tasks(self, login: str, task: str) -> list[str]:
        return [row["about"] for row in self._rows(login, "todo", "--task", task)]

    def files_and_keys(self) -> None:
        """A file for a spreadsheet is its owner's; whose keys lie here is told without a token."""
        out = self._places.run / "家庭 households.csv"
        self._told(self._known.clerk, "export", "households", "--out", str(out))
        self._test.assertEqual(out.stat().st_mode & 0o777, 0o600)
        self._test.assertTrue(out.read_bytes().startswith(b"\xef\xbb\xbf"))
        self._test.assertIn(self._known.household, out.read_text("utf-8"))
        paper = self._printed(self._known.clerk, "booklet", self._known.household)
        for said in ("帮扶救助册", "家庭成员", "4000.00", "帮扶到账", "第 1 页"):
            self._test.assertIn(said, paper)
        keys = {row["login"]: row for row in self._rows("", "token", "list")}
        self._test.assertIn("AUDITOR", json.dumps(keys["city-auditor"]))
        self._test.assertGreater(len(self._told("city-auditor", "token").strip()), 100)
        for words, status, reason in ((["household", "show", "x"], 1, "INVALID_UUID"),
                                      (["household", "show"], 2, "")):
            done = self._client.run(self._known.clerk, *words)
            self._test.assertEqual(done.returncode, status)
            self._test.assertIn(reason, done.stderr)

    def _damage(self, fen: int) -> None:
        database = f"{self._places.database_prefix}disbursement"
        subprocess.run(["psql", "-XAtq", f"{self._places.postgres} dbname={database}", "-c",
                        f"UPDATE instalment SET amount_fen = amount_fen + {fen} WHERE "
                        f"entitlement_id = '{self._known.entitlement}' AND number = 1"],
                       check=True)

    def audit(self) -> None:
        """A damaged row is found and named, with exit 1, and a rebuild mends it."""
        self._told("", "audit", "replay")
        self._test.assertNotIn("✗", self._told("", "audit", "check"))
        self._damage(1)
        for lang, word in (("zh", "有改动 instalment"), ("en", "changed instalment")):
            told = self._told("", "audit", "replay", lang=lang, status=1)
            self._test.assertEqual(told.count("≠"), 1)
            self._test.assertIn(word, told)
            self._test.assertIn(self._known.entitlement, told)
        self._test.assertIn("✗", self._told("", "audit", "check", status=1))
        self._told("", "audit", "rebuild", "disbursement")
        self._told("", "audit", "replay")
        # As after a dump that was put back; here nothing was lost, and everybody reads on.
        for service in ("registry", "disbursement"):
            self._test.assertIn("2", self._told("", "restore", service))
        self._told("", "restore", "vault", status=2)
