"""The old system's export through `haven import` on a running suite. Needs a server
(HAVEN_TEST_POSTGRES) and the binaries (HAVEN_BIN)."""
from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from demo.client import Suite
from demo.drawn_world import copy_world
from demo.killed_walk import keep_reference
from demo.memory import Memory
from demo.processes import Places, Processes
from demo.reference import Reference, first_administrator
from demo.stubs import make as make_stubs

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "demo"
_IMPORT_DAY = "2021-01-04"


class ImportTest(unittest.TestCase):
    places: Places
    processes: Processes

    @classmethod
    def setUpClass(cls) -> None:
        server, binaries = os.environ.get("HAVEN_TEST_POSTGRES"), os.environ.get("HAVEN_BIN")
        if not server or not binaries:
            raise AssertionError("HAVEN_TEST_POSTGRES and HAVEN_BIN must be set")
        folder = Path(tempfile.mkdtemp(prefix="hvi"))
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.places = Places(ROOT, folder / "run", Path(binaries).resolve(),
                            re.sub(r"dbname=\S+", "", server), f"hvi_{os.getpid()}_", _IMPORT_DAY)
        cls.addClassCleanup(cls._drop)
        cls.processes = Processes(cls.places)
        copy_world(cls.places)
        keep_reference(cls.places.world, [{"as": "city-case1"}, {"as": "weibin-case1"}], [])
        make_stubs(ROOT / "proto", cls.places.run / "stubs")
        cls.processes.start("haven")
        cls.addClassCleanup(cls.processes.stop_all)
        suite = Suite(cls.processes.addresses)
        Reference(first_administrator(suite, cls.places.data), cls.places.world,
                  cls.places.staff_keys, Memory(cls.places.run / "memory.jsonl")).load_all()
        suite.close()

    @classmethod
    def _psql(cls, database: str, query: str) -> str:
        return subprocess.run(["psql", "-XAtq", f"{cls.places.postgres} dbname={database}", "-c",
                               query], check=True, capture_output=True, text=True).stdout.strip()

    @classmethod
    def _drop(cls) -> None:
        for service in ("registry", "disbursement", "scholarship", "outreach", "employment", "vault"):
            cls._psql("postgres", "DROP DATABASE IF EXISTS "
                                  f"{cls.places.database_prefix}{service} WITH (FORCE)")

    def _events(self) -> str:
        return self._psql(f"{self.places.database_prefix}registry", "SELECT count(*) FROM event")

    def _import(self, households: Path, members: Path, *more: str,
                who: str = "city-case1") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.places.binaries / "haven"), "import", str(households), str(members), "--as",
             who, "--csv", "--lang", "en", *more], capture_output=True, text=True,
            env=os.environ | {"HAVEN_RUN": str(self.places.run)})

    def _summary(self, done: subprocess.CompletedProcess[str]) -> dict[str, str]:
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return next(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))

    def _sample(self, name: str) -> str:
        return (SHIPPED / name).read_text(encoding="utf-8-sig")

    def _saved(self, folder: str, households: bytes, members: bytes) -> tuple[Path, Path]:
        made = self.places.run / folder
        made.mkdir()
        (made / "old_households.csv").write_bytes(households)
        (made / "old_members.csv").write_bytes(members)
        return made / "old_households.csv", made / "old_members.csv"

    def test_the_shipped_file_of_bad_rows_is_refused_row_by_row(self) -> None:
        before = self._events()
        wanted = list(csv.reader(io.StringIO(self._sample("bad_rows_expected.csv"))))[1:]
        files = (SHIPPED / "bad_rows.csv", SHIPPED / "bad_rows_members.csv")
        for more in (["--dry-run"], []):
            done = self._import(*files, *more)
            told = list(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff"))))[1:]
            self.assertEqual(done.returncode, 1)
            self.assertEqual([row for row in told if row], wanted)
        self.assertEqual(self._events(), before, "all or nothing")
        for row in list(csv.reader(io.StringIO(self._sample("bad_rows.csv"))))[1:]:
            for value in (row[5], row[6]):  # name and ID number
                if len(value) > 1:
                    self.assertNotIn(value, done.stdout + done.stderr)

    def test_a_county_imports_no_other_countys_files(self) -> None:
        before = self._events()
        done = self._import(SHIPPED / "old_households.csv", SHIPPED / "old_members.csv",
                            who="weibin-case1")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("OUTSIDE_SCOPE", done.stderr)
        self.assertEqual(self._events(), before)

    def test_a_file_that_cannot_be_read_is_named(self) -> None:
        good = (SHIPPED / "old_households.csv").read_bytes()
        members = (SHIPPED / "old_members.csv").read_bytes()
        before = self._events()
        for word, bad, reason, where in (
                ("utf-16", (good, members.decode().encode("utf-16")), "INVALID_ENCODING",
                 "old_members.csv"),
                ("empty", (b"", members), "EMPTY_FILE", "old_households.csv"),
                ("open quote", (good + b'"x,\n', members), "QUOTE_NOT_CLOSED",
                 "old_households.csv, row 14"),
                ("too large", (good, b"x" * (20 * 1024 * 1024 + 1)), "FILE_TOO_LARGE",
                 "old_members.csv"),
                ("both empty", (b"", b""), "EMPTY_FILE", "old_households.csv")):
            done = self._import(*self._saved(word, *bad))
            self.assertEqual(done.returncode, 1, word)
            self.assertIn(reason, done.stderr, word)
            self.assertIn(where, done.stderr, word)
        self.assertEqual(self._events(), before)

    def test_a_calendar_says_for_whom_it_waits(self) -> None:
        """Here no bank runs, nor a check centre: it cannot go on, and must not be silent."""
        with self.assertRaises(subprocess.TimeoutExpired) as stuck:
            subprocess.run([str(self.places.binaries / "haven"), "--as", "first-administrator",
                            "calendar", "advance", "2021-01-05", "--lang", "en"],
                           capture_output=True, timeout=15,
                           env=os.environ | {"HAVEN_RUN": str(self.places.run)})
        self.assertIn(b"waits for: ", stuck.exception.stderr or b"")

    def test_a_person_is_in_one_open_file_only(self) -> None:
        """I1, also within one upload, and before anything is written."""
        before = self._events()
        households = list(csv.reader(io.StringIO(self._sample("old_households.csv"))))
        members = list(csv.reader(io.StringIO(self._sample("old_members.csv"))))
        alone = [row for row in households[1:] if row[17] == "1"]
        one, other = list(alone[0]), list(alone[0])
        other[0] = one[0][:-1] + ("1" if one[0][-1] != "1" else "2")
        one[24:26] = other[24:26] = ["", ""]  # neither has ended
        of_one = next(row for row in members[1:] if row[0] == one[0])

        def text(*rows: list[str]) -> bytes:
            made = io.StringIO()
            csv.writer(made, lineterminator="\n").writerows(rows)
            return made.getvalue().encode()

        done = self._import(*self._saved("same person", text(households[0], one, other),
                                         text(members[0], of_one, [other[0], *of_one[1:]])))
        self.assertEqual(done.returncode, 1)
        self.assertIn("old_households.csv,3,身份证号,CONFLICT,ALREADY_HELD", done.stdout)
        self.assertEqual(self._events(), before)

    def test_imported_twice_or_saved_again_changes_nothing(self) -> None:
        households, members = self._sample("old_households.csv"), self._sample("old_members.csv")
        files = (SHIPPED / "old_households.csv", SHIPPED / "old_members.csv")
        before = int(self._events())
        self.assertEqual(self._summary(self._import(*files, "--dry-run"))["files"], "12")
        self.assertEqual(int(self._events()), before, "a dry run writes nothing")
        self.assertEqual(self._summary(self._import(*files))["imported"], "12")
        after = self._events()
        self.assertEqual(int(after), before + 12)

        def turned(text: str) -> str:
            head, *rows = text.splitlines()
            return "\n".join([head, *reversed(rows)]) + "\n"

        forms = {
            "twice": (households.encode(), members.encode()),
            "excel": (households.replace("\n", "\r\n").encode("utf-8-sig"),
                      members.replace("\n", "\r\n").encode("utf-8-sig")),
            "gb18030": (households.encode("gb18030"), members.encode("gb18030")),
            "other order": (turned(households).encode(), turned(members).encode()),
        }
        for word, form in forms.items():
            done = self._import(*self._saved(word, *form))
            told = self._summary(done)
            self.assertEqual((told["unchanged"], told["imported"]), ("12", "0"), word)
            self.assertEqual(self._events(), after, word)
        self._other_content(households, members, after)

    def _other_content(self, households: str, members: str, after: str) -> None:
        """What is there already is never written over."""
        rows = list(csv.reader(io.StringIO(households)))
        rows[1][18] = f"{float(rows[1][18]) + 0.01:.2f}"  # yearly income
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        done = self._import(*self._saved("changed", text.getvalue().encode(), members.encode()))
        self.assertEqual(done.returncode, 1)
        self.assertIn("CONTENT_DIFFERS", done.stdout)
        self.assertEqual(self._events(), after)


if __name__ == "__main__":
    unittest.main()
