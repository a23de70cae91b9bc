"""The commands of docs/first-day.md, in their order, on a suite that has just started for the first
time. Needs a server (HAVEN_TEST_POSTGRES) and the binaries (HAVEN_BIN)."""
from __future__ import annotations

import os
import re
import shlex
import shutil
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

from demo.processes import Places, Processes

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "first-day.md"
_DAY = "2024-01-08"
_SERVICES = ("registry", "disbursement", "scholarship", "outreach", "employment", "vault")


def commands() -> list[list[str]]:
    """What stands in the guide's code blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"),
                        re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


class FirstDayTest(unittest.TestCase):
    places: Places

    @classmethod
    def setUpClass(cls) -> None:
        server, binaries = os.environ.get("HAVEN_TEST_POSTGRES"), os.environ.get("HAVEN_BIN")
        if not server or not binaries:
            raise AssertionError("HAVEN_TEST_POSTGRES and HAVEN_BIN must be set")
        folder = Path(tempfile.mkdtemp(prefix="hvf"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.places = Places(ROOT, folder / "run", Path(binaries).resolve(),
                            re.sub(r"dbname=\S+", "", server), f"hvf_{os.getpid()}_", _DAY)
        cls.addClassCleanup(cls._drop)
        # Where the guide's reader stands: in a folder with the files that it names.
        cls.office = folder / "office"
        shutil.copytree(ROOT / "deploy" / "office", cls.office)
        for name in ("dibao_lines.csv", "rule_sets.json"):
            shutil.copy(ROOT / "deploy" / "data" / name, cls.office)
        cls.places.run.mkdir(mode=0o700)
        processes = Processes(cls.places)
        processes.start("haven")
        cls.addClassCleanup(processes.stop_all)

    @classmethod
    def _psql(cls, database: str, query: str) -> str:
        return subprocess.run(["psql", "-XAtq", f"{cls.places.postgres} dbname={database}", "-c",
                               query], check=True, capture_output=True, text=True).stdout.strip()

    @classmethod
    def _drop(cls) -> None:
        for service in _SERVICES:
            cls._psql("postgres", "DROP DATABASE IF EXISTS "
                                  f"{cls.places.database_prefix}{service} WITH (FORCE)")

    def _haven(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.places.binaries / "haven"), *words], capture_output=True, text=True,
            cwd=self.office, env=os.environ | {"HAVEN_RUN": str(self.places.run),
                                               "LANG": "en_US.UTF-8"})

    def _events(self) -> int:
        return sum(int(self._psql(self.places.database_prefix + service,
                                  "SELECT count(*) FROM event"))
                   for service in _SERVICES[:-1])

    def _loads(self) -> list[list[str]]:
        return [words for words in commands() if "load" in words and "--dry-run" not in words]

    def test_1_every_command_of_the_guide_does_what_it_says(self) -> None:
        told = {}
        for words in commands():
            self.assertEqual(words[0], "haven")
            dry = "--dry-run" in words
            before = self._events() if dry else 0
            done = self._haven(*words[1:])
            self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout}{done.stderr}")
            if dry:
                self.assertEqual(self._events(), before, "a dry run writes nothing")
            told[" ".join(words)] = done.stdout
        households = told["haven --as weibin-case1 household find"]
        for said in ("rows: 2", "ENROLLED", "CLOSED"):
            self.assertIn(said, households)
        self.assertIn("630000.00", told["haven --as city-auditor fund list --year 2024"])
        self.assertIn("合计", told["haven --as weibin-maker fund trial-balance"])
        exported = (self.office / "journal.csv").read_text(encoding="utf-8-sig").splitlines()
        self.assertEqual(len(exported), 2)
        for said in ("收到资金 2024-1", "102,银行存款,404.02,", ",630000.00,weibin-relief-2024,"):
            self.assertIn(said, exported[1])
        self.assertIn("weibin-payer", told["haven --as city-admin staff list"])

    def test_2_keys_are_the_members_own(self) -> None:
        keys = sorted((self.places.run / "staff").glob("*.key"))
        self.assertEqual(len(keys), 11)
        for key in keys:
            self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600, key.name)

    def test_3_loaded_again_a_file_changes_nothing(self) -> None:
        """Also where the keys have been handed over: who is registered keeps theirs."""
        taken = self.places.run / "staff" / "weibin-maker.key"
        kept = taken.read_bytes()
        handed_over = self.office / taken.name
        handed_over.write_bytes(kept)
        taken.unlink()
        before = self._events()
        for words in self._loads():
            if "fund" in words:
                continue  # its maker's key is away
            done = self._haven(*words[1:])
            self.assertEqual(done.returncode, 0, f"{words}\n{done.stdout}{done.stderr}")
        self.assertEqual(self._events(), before)
        self.assertFalse(taken.exists(), "no second key")
        taken.write_bytes(kept)
        taken.chmod(0o600)
        done = self._haven("--as", "weibin-maker", "fund", "load", "fund_lines.csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self._events(), before)

    def test_4_bad_rows_are_named_and_nothing_is_written(self) -> None:
        bad = self.office / "bad.csv"
        bad.write_text("code,name,parent_code,federation,kind\n"
                       "610302-0009,渭滨区第九社区工会,610302,2,COMMUNITY\n"
                       "610302-0010,,610302,2,COMMUNITY\n"
                       "610302-0011,渭滨区十一社区工会,610302,two,TOWN\n", encoding="gb18030")
        before = self._events()
        done = self._haven("--as", "first-administrator", "--csv", "union", "load", "bad.csv")
        self.assertEqual(done.returncode, 1)
        for said in ("3,name,REQUIRED", "4,federation,", "4,kind,"):
            self.assertIn(said, done.stdout)
        self.assertEqual(self._events(), before)

    def test_5_a_row_that_is_refused_keeps_no_other_out(self) -> None:
        rows = self.office / "rows.csv"
        rows.write_text("code,name,parent_code,federation,kind\n"
                        "610302-0001,别的名称,610302,2,COMMUNITY\n"
                        "610302-0012,渭滨区十二社区工会,610302,2,COMMUNITY\n", encoding="utf-8")
        before = self._events()
        done = self._haven("--as", "first-administrator", "--csv", "union", "load", "rows.csv")
        self.assertEqual(done.returncode, 1)
        self.assertIn("2,,UNION_NODE_EXISTS", done.stdout)
        self.assertEqual(self._events(), before + 1)

    def test_6_who_is_no_administrator_loads_nothing(self) -> None:
        before = self._events()
        done = self._haven("--as", "weibin-case1", "union", "load", "union_nodes.csv")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(self._events(), before)


if __name__ == "__main__":
    unittest.main()
