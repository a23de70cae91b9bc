"""kill -9 at any point, started again: the same figures come out. Needs a server and the binaries."""
from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import unittest
from pathlib import Path
from random import Random

from demo import figures
from demo.processes import Places
from demo.run import Demo
from demo.screen import Screen

ROOT = Path(__file__).resolve().parents[2]
# Through the first payday of the pilot, with its refusals, its return and the corrections.
_UNTIL = "2018-07-31"
_KILLS = int(os.environ.get("HAVEN_TEST_KILLS", "12"))


class Quiet(Screen):
    """Counts faults and prints nothing."""

    def heading(self, text: str) -> None:
        pass

    def say(self, text: str) -> None:
        pass

    def check(self, good: bool, text: str) -> None:
        self.faults += 0 if good else 1


class Killer(threading.Thread):
    """Kills suite, bank or check centre at random moments and starts each again."""

    def __init__(self, demo: Demo, seed: int) -> None:
        super().__init__(daemon=True)
        self._demo = demo
        self._random = Random(seed)
        self._over = threading.Event()
        self.kills = 0

    def run(self) -> None:
        processes = self._demo.processes
        while self.kills < _KILLS and not self._over.wait(self._random.uniform(0.3, 1.6)):
            if "registry" not in processes.addresses():
                continue
            name = self._random.choice(["haven", "haven", "bank", "civil_affairs"])
            processes.kill(name)
            processes.start(name)
            self.kills += 1

    def stop(self) -> None:
        self._over.set()
        self.join()


class KilledTest(unittest.TestCase):
    def setUp(self) -> None:
        server = os.environ.get("HAVEN_TEST_POSTGRES")
        binaries = os.environ.get("HAVEN_BIN")
        self.assertTrue(server and binaries, "HAVEN_TEST_POSTGRES and HAVEN_BIN must be set")
        self._server, self._binaries = str(server), Path(str(binaries)).resolve()

    def _figures(self, word: str, seed: int | None) -> dict[str, int]:
        folder = Path(tempfile.mkdtemp(prefix=f"hv{word}"))
        places = Places(ROOT, folder / "run", self._binaries, self._server, f"haven_{word}_")
        demo = Demo(places, Quiet())
        killer = Killer(demo, seed) if seed is not None else None
        try:
            demo.start()
            if killer:
                killer.start()
            demo.walk_to(_UNTIL)
            if killer:
                killer.stop()
                self.assertGreaterEqual(killer.kills, min(_KILLS, 3), "hardly anything was killed")
            return figures.counted(places, demo.people("city-auditor"))
        finally:
            demo.end()
            time.sleep(0.1)
            shutil.rmtree(folder, ignore_errors=True)

    def test_I8_killed_at_any_point_the_same_figures_come_out(self) -> None:
        calm = self._figures("calm", None)
        self.assertEqual(calm["pilot.households"], 199)
        self.assertEqual(calm["pilot.instalments_paid"], 199)
        self.assertEqual(calm["payments.paid_twice"], 0)
        self.assertEqual(self._figures("killed", 7), calm)


if __name__ == "__main__":
    unittest.main()
