"""python3 -m generator --out DIR: writes the demo's world."""
from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from generator.check import faults_of
from generator.world import build, write
from peer.workdays import WorkingDays

SEED = 20160104


def main() -> None:
    parser = argparse.ArgumentParser(prog="generator", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder, made if missing")
    parser.add_argument("--working-days", type=Path, required=True, help="working_days.csv")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--check", action="store_true", help="check the world before writing it")
    options = parser.parse_args()
    started = time.monotonic()
    world = build(options.seed, WorkingDays.load(options.working_days))
    if options.check:
        faults = faults_of(world)
        if faults:
            sys.exit("\n".join(faults[:20]))
    write(world, options.out)
    print(f"{len(world.old)} old files, {len(world.applied)} applications, "
          f"{len(world.entries)} acts, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
