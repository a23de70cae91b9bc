"""Starts the suite and its peers on what lies in HAVEN_RUN, in the background (./dev up)."""
from __future__ import annotations

import os
from pathlib import Path

from demo.processes import Places, Processes


def main() -> None:
    places = Places(Path(__file__).resolve().parents[2], Path(os.environ["HAVEN_RUN"]).resolve(),
                    Path(os.environ["HAVEN_BIN"]).resolve(), os.environ["HAVEN_PG"])
    processes = Processes(places)
    # The peers need a world to live in; an empty suite runs without them.
    names = ["bank", "civil_affairs", "haven"] if places.world.exists() else ["haven"]
    for name in names:
        processes.start(name)


if __name__ == "__main__":
    main()
