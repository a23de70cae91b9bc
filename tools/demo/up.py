"""python3 -m demo.up: starts the suite and its peers on what a demo left, or empty."""
from __future__ import annotations

import sys

from demo.__main__ import places_of_environment
from demo.processes import NotStarted, Processes, end_left_behind
from demo.run import make_world


def main() -> None:
    places = places_of_environment()
    end_left_behind(places.run)
    processes = Processes(places)
    make_world(places)
    try:
        for name in ("bank", "civil_affairs", "haven"):
            processes.start(name)
    except NotStarted as error:
        processes.stop_all()
        sys.exit(f"haven: {error}")
    print(f"haven: services at {', '.join(sorted(set(processes.addresses().values())))}",
          file=sys.stderr)


if __name__ == "__main__":
    main()
