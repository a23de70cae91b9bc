"""python3 -m demo.killed_walk UNTIL [SEED KILLS]: a short walk through a few households' lives, in
whose course suite, bank and check centre are killed at random. Prints the figures it came to and
how often it killed, as JSON. For killed_test; the environment is that of `python3 -m demo`.
"""
from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from random import Random

from demo import figures
from demo.__main__ import places_of_environment
from demo.caseworkers import Entry
from demo.processes import Places
from demo.run import Demo, make_world
from demo.screen import Screen
from demo.texts import Texts
from demo.walk import read_plan

# Beside those whose payments the bank refuses, does not know or returns: an application that is
# completed, one with an objection, one withdrawn, one rejected, one with a yearly plan.
_OTHERS = {"P001", "P002", "P008", "P010", "R014", "R024", "N022"}


class Quiet(Screen):
    """Counts faults and tells them where nobody parses."""

    def __init__(self) -> None:
        super().__init__(Texts("en"))

    def line(self, text: str) -> None:
        if "✗" in text:
            print(text, file=sys.stderr)


def shortened(plan: list[Entry], keys: set[str]) -> list[Entry]:
    """What the plan says of these households, and of money."""
    found = []
    for entry in plan:
        if "rows" in entry:
            rows = [row for row in entry["rows"] if row["key"] in keys]
            if rows:
                found.append(entry | {"rows": rows})
        elif entry.get("key") in keys or entry["act"] in ("import", "open_line", "posting",
                                                          "pay_round"):
            found.append(entry)
    return found


def make_short_world(places: Places) -> None:
    """The demo's world with a short plan and the shipped samples of the old system's export."""
    if places.world.exists():
        return
    make_world(places)
    path = places.world / "plan.jsonl"
    plan = read_plan(path)
    wrong = json.loads((places.world / "peers" / "bank_scenario.json").read_text("utf-8"))
    accounts = {rule["account"] for rule in wrong["lines"]}
    keys = _OTHERS | {entry["key"] for entry in plan if entry["act"] == "account"}
    for key in {entry.get("key", "") for entry in plan if entry["act"] == "apply"}:
        package = json.loads((places.world / "packages" / f"{key}.json").read_text("utf-8"))
        if package["payee"]["account"] in accounts:
            keys.add(key)
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n"
                            for entry in shortened(plan, keys)), encoding="utf-8")
    samples = places.root / "deploy" / "demo"
    for name in ("old_households.csv", "old_members.csv"):
        (places.world / "import" / name).write_bytes((samples / name).read_bytes())
        (places.world / "import" / "resaved" / name).write_bytes(
            (samples / "gb18030" / name).read_bytes())


class Killer(threading.Thread):
    """Kills suite, bank or check centre at random moments and starts each again."""

    def __init__(self, demo: Demo, seed: int, most: int) -> None:
        super().__init__(daemon=True)
        self._demo = demo
        self._random = Random(seed)
        self._most = most
        self._over = threading.Event()
        self.kills = 0

    def run(self) -> None:
        processes = self._demo.processes
        while self.kills < self._most and not self._over.wait(self._random.uniform(0.05, 1.2)):
            if "registry" not in processes.addresses():
                continue
            name = self._random.choice(["haven", "haven", "bank", "civil_affairs"])
            processes.kill(name)
            processes.start(name)
            self.kills += 1

    def stop(self) -> None:
        self._over.set()
        self.join()


def main() -> None:
    until, seed, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    places = places_of_environment()
    places.run.parent.mkdir(parents=True, exist_ok=True)
    screen = Quiet()
    demo = Demo(places, screen)
    make_short_world(places)
    demo.start()
    killer = Killer(demo, seed, most)
    killer.start()
    try:
        demo.walk_to(until)
        killer.stop()
        counted = figures.counted(places, demo.people("city-auditor"))
        print(json.dumps({"figures": counted, "kills": killer.kills, "faults": screen.faults}))
    finally:
        killer.stop()
        demo.end()


if __name__ == "__main__":
    main()
