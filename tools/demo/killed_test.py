"""kill -9 at any point, started again: the same figures come out.

Needs a server (HAVEN_TEST_POSTGRES) and the binaries (HAVEN_BIN). HAVEN_TEST_KILLS is how often
suite, bank, check centre and the walker itself are killed in all; walks are repeated until it is
reached.
"""
from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Through the first paydays with their refusals, returns and corrections, and the import.
_UNTIL = "2021-01-29"
_LONG = os.environ.get("HAVEN_LONG") == "1"
_KILLS = int(os.environ.get("HAVEN_TEST_KILLS", "150" if _LONG else "8"))
_PATIENCE_SECONDS = 240


class Walk:
    """One walk in a folder and databases of its own, by a process that may be killed."""

    def __init__(self, server: str, binaries: str, word: str) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hvk"))
        self._run = self._folder / "杀 run"
        self._prefix = f"hvk_{os.getpid()}_{word}_"
        self._server = re.sub(r"dbname=\S+", "", server)
        self._environment = os.environ | {
            "HAVEN_BIN": binaries, "HAVEN_RUN": str(self._run), "HAVEN_PG": self._server,
            "HAVEN_DATABASE_PREFIX": self._prefix, "PYTHONPATH": str(ROOT / "tools")}

    def start(self, seed: int, most: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "demo.killed_walk", _UNTIL, str(seed), str(most)],
            env=self._environment, stdout=subprocess.PIPE, text=True)

    def is_walking(self) -> bool:
        return (self._run / "haven.json").exists()

    def killed(self, random: Random) -> bool:
        """Starts the walk, and kills walker, suite or both at some moment; False if it was over
        before."""
        walker = self.start(random.randrange(1 << 30), 1)
        try:
            until = time.monotonic() + _PATIENCE_SECONDS
            while not self.is_walking() and walker.poll() is None and time.monotonic() < until:
                time.sleep(0.02)
            walker.wait(timeout=random.uniform(0.2, 4))
            return False
        except subprocess.TimeoutExpired:
            if random.random() < 0.5:
                self._kill_suite()
            walker.kill()
            walker.communicate()
            return True

    def _kill_suite(self) -> None:
        try:
            os.kill(int((self._run / "haven.pid").read_text()), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            pass  # it is being started

    def finished(self, seed: int, most: int) -> dict[str, Any]:
        walker = self.start(seed, most)
        told, _ = walker.communicate(timeout=_PATIENCE_SECONDS)
        if walker.returncode != 0:
            logs = (self._run / "logs" / "haven.log").read_text(errors="replace")
            raise AssertionError(f"the walk ended with {walker.returncode}: {logs[-1500:]}")
        return dict(json.loads(told))

    def remove(self) -> None:
        for path in self._run.glob("*.pid"):
            try:
                os.kill(int(path.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                pass
        for service in ("registry", "disbursement", "vault"):
            subprocess.run(["psql", "-XAtq", f"{self._server} dbname=postgres", "-c",
                            f"DROP DATABASE IF EXISTS {self._prefix}{service} WITH (FORCE)"],
                           check=True, stderr=subprocess.DEVNULL)
        shutil.rmtree(self._folder, ignore_errors=True)


class KilledTest(unittest.TestCase):
    def walk(self, word: str) -> Walk:
        server, binaries = os.environ.get("HAVEN_TEST_POSTGRES"), os.environ.get("HAVEN_BIN")
        self.assertTrue(server and binaries, "HAVEN_TEST_POSTGRES and HAVEN_BIN must be set")
        walk = Walk(str(server), str(Path(str(binaries)).resolve()), word)
        self.addCleanup(walk.remove)
        return walk

    def test_I8_killed_at_any_point_the_same_figures_come_out(self) -> None:
        calm = self.walk("calm").finished(0, 0)
        self.assertEqual(calm["faults"], 0)
        figures = calm["figures"]
        self.assertGreaterEqual(figures["pilot.households"], 8)
        self.assertGreater(figures["payments.refused"], 3)
        self.assertGreater(figures["payments.returned"], 0)
        self.assertEqual(figures["payments.paid_twice"], 0)
        self.assertEqual(figures["cohort1.enrolled"], figures["pilot.households"] + 12)
        kills = 0
        for seed in count(7):
            random, walk = Random(seed), self.walk(f"seed{seed}")
            for _ in range(2):
                kills += walk.killed(random)
            killed = walk.finished(seed, _KILLS)
            kills += killed["kills"]
            self.assertEqual(killed["figures"], figures, f"seed {seed}")
            self.assertEqual(killed["faults"], 0, f"seed {seed}")
            if kills >= _KILLS:
                return
            self.assertGreater(kills, 0, "nothing was ever killed")


if __name__ == "__main__":
    unittest.main()
