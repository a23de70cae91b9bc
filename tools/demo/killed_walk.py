"""python3 -m demo.killed_walk UNTIL [SEED KILLS]: a short walk through a few households' lives, in
whose course suite, bank and check centre are killed at random. Prints the figures it came to and
how often it killed, as JSON. For killed_test; the environment is that of `python3 -m demo`.
"""
from __future__ import annotations

import csv
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from demo import figures
from demo.__main__ import places_of_environment
from demo.caseworkers import Entry
from demo.drawn_world import copy_world
from demo.processes import Places
from demo.run import Demo
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

    def milestone(self, text: str) -> None:
        pass


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


def _filter(path: Path, keep: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
    """Leaves the rows of a CSV file that are wanted, and returns them."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = [row for row in reader if keep(row)], list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return rows


def keep_reference(world: Path, plan: list[Entry], packages: list[dict[str, Any]]) -> None:
    """Leaves the staff, enterprises, dibao lines and union nodes that have a part in it."""
    said = json.dumps(plan)
    desk = ("-maker", "-checker", "-payer", "-admin", "-auditor")
    staff = _filter(world / "staff.csv",
                    lambda row: f'"{row["login"]}"' in said or row["login"].endswith(desk))
    firms = {package["employer_uscc"] for package in packages}
    kept = _filter(world / "enterprises.csv", lambda row: row["uscc"] in firms)
    divisions = {package["division"] for package in packages}
    _filter(world / "dibao_lines.csv", lambda row: row["division"] in divisions)
    nodes = {row["union_node"] for row in [*staff, *kept, *packages]}
    parents = {row["code"]: row["parent_code"]
               for row in _filter(world / "union_nodes.csv", lambda row: True)}
    for code in list(nodes):
        while code := parents[code]:
            nodes.add(code)
    _filter(world / "union_nodes.csv",
            lambda row: row["kind"] in ("CITY", "COUNTY") or row["code"] in nodes)


def make_short_world(places: Places) -> None:
    """The demo's world with a short plan, only who has a part in it, and the shipped samples of
    the old system's export."""
    if places.world.exists():
        return
    copy_world(places)
    world = places.world
    packages = {path.stem: json.loads(path.read_text("utf-8"))
                for path in (world / "packages").glob("*.json")}
    plan = read_plan(world / "plan.jsonl")
    scenario = json.loads((world / "peers" / "bank_scenario.json").read_text("utf-8"))
    faulty = {rule["account"] for rule in scenario["lines"]}
    corrected = {entry["key"] for entry in plan if entry["act"] == "account"}
    keys = _OTHERS | {key for key, package in packages.items() if key.startswith("P") and
                      (key in corrected or package["payee"]["account"] in faulty)}
    plan = shortened(plan, keys)
    (world / "plan.jsonl").write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n"
                                              for entry in plan), encoding="utf-8")
    keep_reference(world, plan, [packages[key] for key in keys])
    samples = places.root / "deploy" / "demo"
    for name in ("old_households.csv", "old_members.csv"):
        (world / "import" / name).write_bytes((samples / name).read_bytes())
        (world / "import" / "resaved" / name).write_bytes(
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
