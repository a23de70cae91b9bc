"""The demo from the world's making to the last scene."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

from demo.caseworkers import CaseWorkers, Entry, Unexpected
from demo.client import Person, Suite
from demo.finance import Finance
from demo.importer import upload
from demo.job_centre import JobCentre
from demo.memory import Memory
from demo.people import People
from demo.processes import Places, Processes, end_left_behind, write_whole
from demo.reference import Reference, first_administrator
from demo.scenes import Scenes
from demo.hotline import Hotline
from demo.outreach import Outreach
from demo.scholarships import Scholarships
from demo.screen import Screen
from demo.stubs import make as make_stubs
from demo.walk import ApartCalendar, Calendar, Walk, read_plan
from generator.__main__ import SEED
from generator.world import build, write
from peer.workdays import WorkingDays

# The payday in whose middle suite and bank are killed.
_KILL_DAY = "2022-06-30"
_SERVICES = ("registry", "disbursement", "scholarship", "outreach", "employment", "vault")


def make_world(places: Places) -> dict[str, int]:
    """Writes the world when it is not there, and counts what it holds then."""
    if places.world.exists():
        return {}
    world = build(SEED, WorkingDays.load(places.working_days))
    made = places.run / "world.tmp"
    shutil.rmtree(made, ignore_errors=True)
    write(world, made)
    os.replace(made, places.world)
    return {"old": len(world.old), "applied": len(world.applied), "acts": len(world.entries)}


class Demo:
    """One demo in one run folder."""

    def __init__(self, places: Places, screen: Screen, once: bool = False) -> None:
        self._places = places
        self._screen = screen
        self._once = once
        self._state = places.run / "demo.state"
        goes_on = self._state.exists() and self._state.read_text().strip() == "walking"
        self._replace_earlier(goes_on)
        self._processes = Processes(places)
        write_whole(self._state, "walking\n")
        self._memory = Memory(places.run / "memory.jsonl")
        self._suite = Suite(self._processes.addresses)
        self._people = People(self._suite, self._memory, places.staff_keys)
        self._files = CaseWorkers(self._people, self._memory, places.world / "packages")
        self._finance = Finance(self._people, self._memory, self._files)
        self._finance.before_export = self._kill_once
        self._admin: Person | None = None

    def play(self, until: str) -> None:
        plan = self.walk_to(until)
        scenes = Scenes(self._screen, self._people, self._memory, self._files, self._places,
                        self._processes)
        scenes.family()
        scenes.refusals(plan)
        scenes.kill()
        scenes.figures()
        scenes.replay()
        scenes.search()
        write_whole(self._state, "done\n")
        self._last_words(scenes.household, until)

    def walk_to(self, until: str) -> list[Entry]:
        """Everything before the scenes; the plan that was followed."""
        self.start()
        plan = read_plan(self._places.world / "plan.jsonl")
        self._walk(plan, until)
        return plan

    @property
    def processes(self) -> Processes:
        return self._processes

    @property
    def people(self) -> People:
        return self._people

    def give_up(self) -> None:
        """After a fault: the next run replaces this one, where one that was stopped would go on."""
        write_whole(self._state, "failed\n")
        self.end()

    def end(self) -> None:
        self._suite.close()
        self._processes.stop_all()

    # Before the first day -----------------------------------------------------------------------

    def _replace_earlier(self, goes_on: bool) -> None:
        """Ends the processes of an earlier demo in this folder; one that was finished goes with
        its data, one that was stopped half-way goes on."""
        end_left_behind(self._places.run)
        if goes_on:
            self._screen.say("goes on")
            return
        if self._places.run.exists():
            if self._state.exists():
                self._screen.say("replaces")
            shutil.rmtree(self._places.run)
        for service in _SERVICES:
            server = self._places.postgres
            if service == "vault" and self._places.vault_postgres:
                server = self._places.vault_postgres
            subprocess.run(["psql", "-XAtq", f"{server} dbname=postgres", "-c",
                            f"DROP DATABASE IF EXISTS {self._places.database_prefix}{service} "
                            "WITH (FORCE)"], check=True, stderr=subprocess.DEVNULL)

    def start(self) -> None:
        """World, processes and reference data; nothing the second time."""
        if self._admin is not None:
            return
        places = self._places
        self._screen.heading("world")
        told = make_world(places)
        if told:
            self._screen.say("world.made", **told)
        make_stubs(places.root / "proto", places.run / "stubs")
        for name in ("bank", "civil_affairs", "haven"):
            self._processes.start(name)
        self._admin = first_administrator(self._suite, places.data)
        if not self._memory.has("reference"):
            counts = Reference(self._admin, places.world, places.staff_keys,
                               self._memory).load_all()
            self._screen.say("world.reference", **counts)
            self._memory.put("reference", "loaded")

    # The walk -----------------------------------------------------------------------------------

    def _admin_person(self) -> Person:
        assert self._admin is not None
        return self._admin

    def _walk(self, plan: list[Entry], until: str) -> None:
        calendar = Calendar(self._admin_person)
        if self._places.kafka:
            calendar = ApartCalendar(self._admin_person, ("registry", "disbursement", "scholarship",
                                                          "outreach", "employment"))
        walk = Walk(calendar, self._files, self._finance, self._import,
                    Scholarships(self._people, self._memory, self._places.world),
                    Outreach(self._people, self._memory, self._places.world),
                    JobCentre(self._people, self._memory, self._places.world),
                    Hotline(self._people, self._places.world))
        self._screen.start_clock()
        started, year = time.monotonic(), ""
        for day in walk.days(plan, until):
            self._screen.progress(walk.acts, len(plan), day)
            if day[:4] != year:
                year = day[:4]
                self._screen.milestone(f"{year} +{time.monotonic() - started:.0f} s")
        self._screen.say("walked", acts=walk.acts, day=until, stops=calendar.stops,
                         seconds=time.monotonic() - started)

    def _import(self, _entry: Entry) -> None:
        """The export, then the same files re-saved by a spreadsheet: nothing may change."""
        folder, keeper = self._places.world / "import", self._people("city-case1")
        first = upload(keeper, folder / "old_households.csv", folder / "old_members.csv", "first")
        whole = first.imported + first.unchanged == first.files > 0
        self._screen.check(whole and not first.rejects, "import",
                           imported=first.imported, seconds=first.seconds,
                           rate=first.files / max(first.seconds, 0.001),
                           rejects=len(first.rejects))
        resaved = folder / "resaved"
        again = upload(keeper, resaved / "old_households.csv", resaved / "old_members.csv", "again")
        same = (again.imported, again.unchanged) == (0, first.files)
        self._screen.check(same and not again.rejects, "import.again",
                           unchanged=again.unchanged, imported=again.imported)
        if first.rejects or again.rejects:
            raise Unexpected(f"import: {(first.rejects + again.rejects)[:3]}")

    def _kill_once(self, batch_no: str) -> None:
        """Kills suite and bank while the batch is on its way, and starts both again."""
        if self._finance.day != _KILL_DAY or self._memory.has("kill"):
            return
        threading.Thread(target=self._kill, args=(batch_no,)).start()

    def _kill(self, batch_no: str) -> None:
        time.sleep(0.004)
        pids = {name: self._processes.kill(name) for name in ("haven", "bank")}
        self._memory.put("kill", json.dumps(pids | {"batch": batch_no, "date": _KILL_DAY}))
        self._processes.start("bank")
        self._processes.start("haven")

    # After the walk -----------------------------------------------------------------------------

    def _last_words(self, household: str, until: str) -> None:
        self._screen.heading("simulated")
        for command in (f"household show {household} --as weibin-case1",
                        f"why {household} --as weibin-case1",
                        "fund statement city-relief-2023 --as city-auditor",
                        "scholarship statement xuanyuan-2023 --as city-case1",
                        "outreach ticket list --as city-case1",
                        "employment hires --as city-auditor"):
            self._screen.say("try", command=f"./dev haven {command}")
        if not self._once:
            self._screen.say("left running", day=until)
