"""Folder exchange, working days and the loop of a peer."""
from __future__ import annotations

import tempfile
import threading
import time
import unittest
from datetime import date
from pathlib import Path

from peer.exchange import BadDigest, Calendar, Folder, Handed, NameReused
from peer.watch import FolderWatch
from peer.workdays import WorkingDays


class FolderTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def test_a_file_without_its_mark_is_not_seen(self) -> None:
        folder = Folder(self.root / "in")
        (folder.path / "half.pay").write_bytes(b"half")
        self.assertEqual(folder.marked(), [])
        folder.put("whole.pay", b"whole")
        self.assertEqual(folder.marked(), ["whole.pay"])

    def test_put_again_is_no_second_file(self) -> None:
        folder = Folder(self.root / "in")
        self.assertTrue(folder.put("a.pay", b"a"))
        self.assertFalse(folder.put("a.pay", b"a"))
        folder.take("a.pay")
        self.assertFalse(folder.put("a.pay", b"a"))
        self.assertEqual(folder.marked(), [])
        with self.assertRaises(NameReused):
            folder.put("a.pay", b"b")

    def test_put_completes_what_a_kill_left_without_mark(self) -> None:
        folder = Folder(self.root / "in")
        (folder.path / "a.pay").write_bytes(b"a")
        self.assertTrue(folder.put("a.pay", b"a"))
        self.assertEqual(folder.read("a.pay"), b"a")

    def test_other_bytes_than_marked_are_not_read(self) -> None:
        folder = Folder(self.root / "in")
        folder.put("a.pay", b"a")
        (folder.path / "a.pay").write_bytes(b"b")
        with self.assertRaises(BadDigest):
            folder.read("a.pay")

    def test_names_may_not_leave_the_folder(self) -> None:
        folder = Folder(self.root / "in")
        for name in ("../a", "a/b", ".a", "a.done", ""):
            with self.assertRaises(ValueError):
                folder.put(name, b"")

    def test_calendar_keeps_only_the_last_answer(self) -> None:
        calendar = Calendar(self.root / "calendar")
        for day in (date(2018, 6, 28), date(2018, 6, 29)):
            (calendar.path / f"{day}.day").touch()
            self.assertEqual(calendar.asked(), [day])
            calendar.answer(Handed(day, 0, None))
        self.assertEqual(calendar.asked(), [])
        self.assertEqual(sorted(path.name for path in calendar.path.iterdir()),
                         ["2018-06-29.done", "next"])

    def test_watch_wakes_up_before_its_timeout(self) -> None:
        with FolderWatch([self.root]) as watch:
            timer = threading.Timer(0.02, (self.root / "new").touch)
            timer.start()
            started = time.monotonic()
            watch.wait(5)
            timer.join()
            self.assertLess(time.monotonic() - started, 2)


class WorkingDaysTest(unittest.TestCase):
    def test_holidays_and_worked_weekends(self) -> None:
        days = WorkingDays({date(2018, 12, 31): False, date(2018, 12, 29): True})
        self.assertTrue(days.is_working(date(2018, 12, 29)))
        self.assertEqual(days.add(date(2018, 12, 28), 1), date(2018, 12, 29))
        self.assertEqual(days.on_or_before(date(2018, 6, 30)), date(2018, 6, 29))
        self.assertEqual(days.on_or_after(date(2018, 12, 30)), date(2019, 1, 1))
        self.assertEqual(len(days.between(date(2018, 12, 24), date(2018, 12, 31))), 6)


if __name__ == "__main__":
    unittest.main()
