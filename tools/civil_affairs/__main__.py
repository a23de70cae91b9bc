"""python3 -m civil_affairs: the check centre, answering until SIGTERM."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

from civil_affairs.desk import CheckDesk
from civil_affairs.facts import Behaviour, Facts
from peer.exchange import Calendar
from peer.loop import Occupied, alone, serve
from peer.workdays import WorkingDays


def main() -> None:
    parser = argparse.ArgumentParser(prog="civil_affairs", description=__doc__)
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--exchange", type=Path, required=True, help="folder shared with Haven")
    parser.add_argument("--records", type=Path, required=True, help="SQLite file, made if missing")
    parser.add_argument("--scenario", type=Path, required=True, help="civil_scenario.json")
    parser.add_argument("--facts", type=Path, required=True, help="civil_facts.jsonl")
    parser.add_argument("--working-days", type=Path, required=True, help="working_days.csv")
    options = parser.parse_args()
    folder = options.exchange / "civil-affairs"
    try:
        with alone(folder):
            desk = CheckDesk(folder, options.records, Facts.load(options.facts),
                             Behaviour.load(options.scenario),
                             WorkingDays.load(options.working_days))
            serve(desk, Calendar(folder / "calendar"))
    except Occupied as error:
        sys.exit(f"civil_affairs: {error}")


if __name__ == "__main__":
    main()
