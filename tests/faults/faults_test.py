"""The short version of ./dev faults, on the build that ./dev test makes, which has no fault points.
Needs the binaries (HAVEN_BIN) and brings its own PostgreSQL."""
from __future__ import annotations

import os
import shutil
import tempfile
import unittest
from pathlib import Path

from faults import bank_faults, client_faults, database, doubles, kills, payday
from faults.__main__ import aid_world
from faults.book import ACKNOWLEDGED, Command, Verdict, _judge
from faults.report import Report, Row
from faults.supervisor import Supervisor
from faults.told import Rows, heard
from faults.world import World


class BookTest(unittest.TestCase):
    """What the harness would see if something went wrong."""

    def _verdict(self, outcome: str, replies: list[tuple[int, int]],
                 events: list[tuple[int, ...]]) -> Verdict:
        verdict = Verdict()
        _judge(Command("id", "", "", "Name", None, outcome, (3, 12)), replies, events, verdict)
        return verdict

    def test_what_was_acknowledged_must_be_there_as_it_was_told(self) -> None:
        whole = (2, 1, 3, 12, 11)  # events, streams, last version, last and first offset
        self.assertTrue(self._verdict(ACKNOWLEDGED, [(3, 12)], [whole]).holds)
        self.assertTrue(self._verdict(ACKNOWLEDGED, [], []).lost)
        self.assertTrue(self._verdict(ACKNOWLEDGED, [(3, 12)], []).lost)
        self.assertTrue(self._verdict(ACKNOWLEDGED, [(4, 12)], [whole]).lost)
        self.assertTrue(self._verdict(ACKNOWLEDGED, [(3, 12)] * 2, [whole]).duplicated)
        self.assertTrue(self._verdict(ACKNOWLEDGED, [(3, 12)], [whole, whole]).duplicated)

    def test_nothing_is_there_by_halves(self) -> None:
        self.assertTrue(self._verdict("unknown", [], []).holds)
        for events in ([(2, 1, 3, 12, 10)], [(2, 2, 3, 12, 11)], [(1, 1, 2, 11, 11)]):
            self.assertTrue(self._verdict("unknown", [(3, 12)], events).torn, events)
        self.assertTrue(self._verdict("unknown", [], [(2, 1, 3, 12, 11)]).torn)
        self.assertTrue(self._verdict("refused", [(3, 12)], [(2, 1, 3, 12, 11)]).torn)


class FaultsTest(unittest.TestCase):
    world: World
    haven: Supervisor

    @classmethod
    def setUpClass(cls) -> None:
        binaries = os.environ.get("HAVEN_BIN")
        if not binaries:
            raise AssertionError("HAVEN_BIN must be set: run this through ./dev test")
        folder = Path(tempfile.mkdtemp(prefix="hvf"))
        folder.chmod(0o755)
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.world = aid_world(folder, Path(binaries).resolve(), families=2, spare=20,
                              fsync="off", full_page_writes="off")
        cls.addClassCleanup(cls.world.end)
        cls.haven = Supervisor(cls.world)
        cls.addClassCleanup(cls.haven.stop)

    def _holds(self, row: Row) -> None:
        Report().add(row)
        self.assertTrue(row.holds, f"{row.name}: {row.faults}")
        self.assertGreater(row.injected, 0)

    def test_haven_is_killed_under_load(self) -> None:
        self._holds(kills.random_kills(self.world, self.haven, 2))

    def test_the_bank_is_late(self) -> None:
        self._holds(bank_faults.bank(self.world, self.haven, 12, 1, batches=2,
                                     held_back_days=2, delays=(1,)))

    def test_haven_is_killed_as_one_service_asks_another(self) -> None:
        row = payday.payday(self.world, 1, self.haven)
        row.recovery_ms = []  # how soon it serves again is asked where there is less to do
        self._holds(row)
        self.assertEqual(heard(self.world.rows).faults, [])
        for event in ("ReferralReceived", "ReferralAnswered", "ReferralPutAside", "TicketReceived",
                      "GoodsTaken", "IssueReversed", "StockReturned", "IncomeChangeSignalled",
                      "RetainedJobEnded", "HireLinked", "CaseReopened"):
            for times in (0, 2):
                self.assertTrue(heard(self._as_if(event, times)).faults, (event, times))

    def _as_if(self, event: str, times: int) -> Rows:
        """The logs as they were if each of these events were there so often."""
        return lambda service, query: [row for row in self.world.rows(service, query)
                                       for _ in range(times if row[0] == event else 1)]

    def test_postgresql_is_killed(self) -> None:
        self._holds(database.tree_kills(self.world, 2))

    def test_haven_is_stopped_while_another_writes(self) -> None:
        self._holds(doubles.stopped_writer(self.world, self.haven, 1))

    def test_commands_are_repeated_and_cancelled(self) -> None:
        self._holds(client_faults.repeats(self.world, 400))
        self._holds(client_faults.cancelled(self.world, 50))


if __name__ == "__main__":
    unittest.main()
