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

from demo.killed_walk import make_short_world
from demo.processes import Places

ROOT = Path(__file__).resolve().parents[2]
# Through the first paydays with their refusals, returns and corrections, and the import.
UNTIL = "2021-01-29"
_LONG = os.environ.get("HAVEN_LONG") == "1"
_KILLS = int(os.environ.get("HAVEN_TEST_KILLS", "150" if _LONG else "8"))
# Far more than a walk takes on a machine whose cores others use, too; who waits in vain learns where.
_PATIENCE_SECONDS = 600


class Walk:
    """One walk in a folder and databases of its own, by a process that may be killed."""

    def __init__(self, server: str, binaries: str, word: str, kafka: str = "",
                 until: str = UNTIL) -> None:
        self._until = until
        self._folder = Path(tempfile.mkdtemp(prefix="hvk"))
        self._run = self._folder / "杀 run"
        self._prefix = f"hvk_{os.getpid()}_{word}_"
        self._server = re.sub(r"dbname=\S+", "", server)
        self._environment = os.environ | {
            "HAVEN_BIN": binaries, "HAVEN_RUN": str(self._run), "HAVEN_PG": self._server,
            "HAVEN_DATABASE_PREFIX": self._prefix, "PYTHONPATH": str(ROOT / "tools"),
            "HAVEN_KAFKA": kafka, "HAVEN_KAFKA_TOPICS": f"{self._prefix}."}

    def start(self, seed: int, most: int) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "demo.killed_walk", self._until, str(seed),
             str(most)],
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

    def demo(self) -> subprocess.Popen[str]:
        """`./dev demo` itself; it goes on with a world of few families, as one that was stopped."""
        self._run.mkdir(parents=True, exist_ok=True)
        make_short_world(Places(ROOT, self._run, Path(self._environment["HAVEN_BIN"]),
                                self._server, self._prefix))
        (self._run / "demo.state").write_text("walking\n", encoding="ascii")
        return subprocess.Popen([sys.executable, "-u", "-m", "demo", "--lang", "en"],
                                env=self._environment, stdout=subprocess.PIPE, text=True)

    def pids(self) -> dict[str, int]:
        return {path.stem: int(path.read_text()) for path in self._run.glob("*.pid")}

    def _kill_suite(self) -> None:
        try:
            os.kill(int((self._run / "haven.pid").read_text()), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            pass  # it is being started

    def finished(self, seed: int, most: int) -> dict[str, Any]:
        walker = self.start(seed, most)
        try:
            told, _ = walker.communicate(timeout=_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            walker.send_signal(signal.SIGABRT)  # its stack goes to stderr (faulthandler)
            told, _ = walker.communicate()
        if walker.returncode != 0:
            logs = "".join(path.read_text(errors="replace")[-1500:]
                           for path in sorted((self._run / "logs").glob("*.log")))
            raise AssertionError(f"the walk ended with {walker.returncode}: {logs}")
        return dict(json.loads(told))

    def remove(self) -> None:
        for path in self._run.glob("*.pid"):
            try:
                os.kill(int(path.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                pass
        for service in ("registry", "disbursement", "scholarship", "outreach", "employment", "vault"):
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

    def _told_until(self, demo: subprocess.Popen[str], word: str) -> str:
        assert demo.stdout is not None
        told = ""
        while char := demo.stdout.read(1):  # the years are told in one line that grows
            told += char
            if told.endswith(word):
                return told
        raise AssertionError(f"it never says {word}: {told[-1500:]}")

    def test_ctrl_c_stops_every_child_and_the_next_run_goes_on(self) -> None:
        walk = self.walk("stopped")
        for run in (1, 2):
            demo = walk.demo()
            told = self._told_until(demo, "2016 +")
            self.assertIn("goes on where the last run was stopped", told)
            self.assertEqual("union nodes" in told, run == 1, "what is loaded stays loaded")
            pids = walk.pids()
            self.assertEqual(set(pids), {"haven", "bank", "civil_affairs"})
            # Each is a session of its own: neither Ctrl-C nor a closed terminal reaches it.
            for pid in pids.values():
                self.assertEqual(os.getsid(pid), pid)
            demo.send_signal(signal.SIGINT)
            rest, _ = demo.communicate(timeout=_PATIENCE_SECONDS)
            self.assertEqual(demo.returncode, 130, rest)
            self.assertIn("the next run goes on where this one was", rest)
            for pid in pids.values():
                with self.assertRaises(ProcessLookupError):
                    os.kill(pid, 0)
            self.assertEqual(walk.pids(), {})

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
