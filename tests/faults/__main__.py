"""python3 -m faults: every fault once or many times, one table (./dev faults)."""
from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from faults import bank_faults, database, kills
from faults.report import Report
from faults.supervisor import Supervisor
from faults.world import World

_AFTER_NOTICES = "2020-03-04"
_AFTER_DUE_DAY = "2020-07-01"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--binaries", type=Path, required=True, help="folder of the teeth build's haven")
    parser.add_argument("--quick", action="store_true", help="five minutes")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--keep", action="store_true", help="leave the run's folder behind")
    parser.add_argument("--shims", type=Path, required=True, help="folder of the LD_PRELOAD shims")
    parser.add_argument("--only", default="", help="words of the faults that are wanted")
    return parser.parse_args()


def main() -> int:
    options = _options()
    report = Report(lambda text: print(text, flush=True))
    folder = Path(tempfile.mkdtemp(prefix="hvf"))
    folder.chmod(0o755)
    world = World(folder, options.binaries.resolve(), families=24 if options.quick else 60, spare=200 if options.quick else 2000)
    try:
        world.start()
        world.open_lines()
        world.file_families()
        world.meet(_AFTER_NOTICES)
        world.calendar.advance(_AFTER_DUE_DAY)
        supervisor = Supervisor(world)
        report.add(kills.crash_points(world, supervisor, 1 if options.quick else 20))
        report.add(kills.random_kills(world, supervisor, 20 if options.quick else 1000))
        report.add(bank_faults.bank(world, supervisor, 240 if options.quick else 10000, 4))
        report.add(database.tree_kills(world, 10 if options.quick else 500))
        report.add(database.control(options.binaries.resolve(), 10))
        report.acknowledged = world.book.counts()["acknowledged"]
        report.last_words(options.json)
        supervisor.stop()
    finally:
        world.end()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
