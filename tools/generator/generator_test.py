"""The generated world keeps the conditions of the figures, and the check finds what does not."""
from __future__ import annotations

import copy
import csv
import json
import pickle
import tempfile
import unittest
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from generator import identity, samples
from generator.__main__ import SEED
from generator.check import faults_of
from generator.check_looks import looks_faults
from generator.family import Person
from generator.life import plus_months
from generator.world import World, build, write
from peer.workdays import WorkingDays

DAYS = WorkingDays.load(Path(__file__).resolve().parents[2] / "deploy/data/working_days.csv")


class IdentityTest(unittest.TestCase):
    def test_vectors_of_the_standards(self) -> None:
        self.assertEqual(identity.id_check("11010519491231002"), "X")
        self.assertEqual(identity.id_check("61039919800101004"), "X")
        self.assertEqual(identity.luhn("999999000000000001"), "4")
        self.assertEqual(identity.luhn("999999000000000"), "6")
        self.assertEqual(identity.uscc("610300", "MA000000"), "91610300MA00000078")
        self.assertEqual(identity.to_15("610399196504300023"), "610399650430002")
        self.assertFalse(identity.id_is_valid("610399194902310023"))

    def test_months_are_added_as_reviews_need_it(self) -> None:
        self.assertEqual(plus_months(date(2020, 2, 29), 12), date(2021, 2, 28))
        self.assertEqual(plus_months(date(2020, 2, 29), 48), date(2024, 2, 29))
        self.assertEqual(plus_months(date(2016, 12, 8), 12), date(2017, 12, 8))
        self.assertEqual(plus_months(date(2016, 1, 31), 1), date(2016, 2, 29))


class WorldTest(unittest.TestCase):
    world: World

    @classmethod
    def setUpClass(cls) -> None:
        cls.world = build(SEED, DAYS)

    def test_the_demo_world_is_sound(self) -> None:
        self.assertEqual(faults_of(self.world), [])

    def test_other_seeds_give_sound_worlds(self) -> None:
        for seed in (1, 2):
            self.assertEqual(faults_of(build(seed, DAYS)), [], f"seed {seed}")

    def test_the_same_seed_writes_the_same_bytes(self) -> None:
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            write(self.world, Path(one))
            write(build(SEED, DAYS), Path(other))
            names = sorted(path.relative_to(one) for path in Path(one).rglob("*")
                           if path.is_file())
            self.assertGreater(len(names), 340)
            for name in names:
                self.assertEqual((Path(one) / name).read_bytes(),
                                 (Path(other) / name).read_bytes(), str(name))

    def test_the_demo_lives_by_the_rules_and_lines_that_are_shipped(self) -> None:
        data = Path(__file__).resolve().parents[2] / "deploy/data"
        with tempfile.TemporaryDirectory() as folder:
            write(self.world, Path(folder))
            for name in ("rule_sets.json", "dibao_lines.csv"):
                self.assertEqual((Path(folder) / name).read_bytes(), (data / name).read_bytes())

    def test_the_shipped_samples_are_of_this_world(self) -> None:
        shipped = Path(__file__).resolve().parents[2] / "deploy/demo"
        for name, body in samples.files_of(self.world).items():
            self.assertEqual((shipped / name).read_bytes(), body, name)

    def test_both_forms_of_the_export_hold_the_same_rows(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write(self.world, Path(folder))
            for name in ("old_households.csv", "old_members.csv"):
                forms = []
                for path, encoding in ((name, "gb18030"), (f"resaved/{name}", "utf-8-sig")):
                    text = (Path(folder) / "import" / path).read_bytes().decode(encoding)
                    rows = csv.DictReader(text.splitlines())
                    forms.append(sorted(tuple(sorted(row.items())) for row in rows))
                self.assertEqual(forms[0], forms[1])
                self.assertGreaterEqual(len(forms[0]), 9247)
            plan = (Path(folder) / "plan.jsonl").read_text().splitlines()
            self.assertEqual(len(plan), len(self.world.entries))
            self.assertEqual(json.loads(plan[0])["date"], self.world.entries[0].day.isoformat())

    def test_the_check_finds_what_is_wrong(self) -> None:
        """Each damage is one that would make a figure or a refusal of the demo wrong."""
        damages = {
            "a day off": lambda w: setattr(w.entries[5], "day", date(2016, 2, 9)),
            "one fen more income": lambda w: setattr(
                w.current[3].family, "income_fen", w.current[3].family.income_fen + 1),
            "an enterprise unlisted": lambda w: w.firms.pop(0),
            "a payday lost": lambda w: w.pilot[7].paydays.pop(0),
            "one left too late": lambda w: setattr(w.pilot[9], "left", date(2021, 1, 5)),
            "a number twice": lambda w: setattr(
                w.pilot[1].family.head, "id_number", w.pilot[0].family.head.id_number),
            "a plan lost": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "review" and e.data.get("year") == 2023)),
            "money not received": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "posting")),
            "a meeting of two": lambda w: next(
                e for e in w.entries if e.act == "meeting").data["present"].clear(),
            "a notice cut short": lambda w: setattr(
                next(e for e in w.entries if e.act == "notice"), "day",
                next(e for e in w.entries if e.act == "meeting").day - timedelta(days=1)),
            "an old file missing": lambda w: w.old.pop(),
            "a tier too few": lambda w: w.schemes.__setitem__(
                8, replace(w.schemes[8], tiers=w.schemes[8].tiers[1:])),
            "a student on no roll": lambda w: next(
                e for e in w.entries if e.act == "roll_seal").data["students"].pop(),
            "a student twice": lambda w: w.students["S00001"].__setitem__(
                "student_id_number", w.students["S00002"]["student_id_number"]),
            "another year of an award without money": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "posting"
                and e.data.get("to_line") == "xuanyuan-2023")),
            "a rejected student on no list": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "award_reject")),
            "a stall too few": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "stall" and not e.data["refusal"])),
            "a post too many": lambda w: next(
                e for e in w.entries if e.act == "offer" and not e.data["rejection"]
                ).data["terms"].update(posts=900),
            "two intents at a fair": lambda w: next(iter(w.fair_lists.values()))[0].update(
                id_number=next(iter(w.fair_lists.values()))[1]["id_number"]),
            "a list without its last": lambda w: next(iter(w.fair_lists.values())).pop(),
            "nobody left by work": lambda w: [life.jobs.clear() for life in w.current],
            "work proved before it began": lambda w: setattr(
                next(life for life in w.current if life.jobs), "left", date(2020, 12, 1)),
            "a case closed before the work": lambda w: setattr(next(
                e for e in w.entries if e.act == "case_close"), "day", date(2019, 1, 2)),
            "a basic post without a beginning": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "post_start")),
            "a basic post a month too early": lambda w: next(
                e for e in w.entries if e.act == "post_offer").data.update(
                    jobless_since="2023-12-01"),
            "a subsidy of who asked": lambda w: setattr(next(
                e for e in w.entries if e.act == "course_approve"), "staff", "city-case3"),
            "a course half done and certified": lambda w: [
                e.data.update(units=20) for e in w.entries if e.act == "course_progress"],
            "a subsidy too few": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "course_approve")),
            "a pilot's household that stays below its line": lambda w: setattr(
                w.pilot[0].family, "income_fen", 0),
            "an approver who nominated": lambda w: setattr(next(
                e for e in w.entries if e.act == "roll_approve"), "staff", "city-case4"),
            "a campaign too few": lambda w: w.campaigns.pop(0),
            "somebody visited twice": lambda w: w.visited["warmth-2023-1"].append(
                w.visited["warmth-2023-2"][0]),
            "nobody of the last season on file": lambda w: [
                row.__setitem__(1, row[1][::-1]) for group, rows in w.visited.items()
                if group.startswith("warmth-2023-") for row in rows],
            "a board that was not counted": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "activity_report" and e.key.endswith("-2"))),
            "a trainee too few": lambda w: [e.data["places"].pop() for e in w.entries
                                            if e.act == "class_attend"],
            "more sacks than the group has": lambda w: next(
                e for e in w.entries if e.act == "visit_crew").data["goods"].update(RICE_10KG=61),
            "a sack that nobody brings back": lambda w: next(
                e for e in w.entries if e.act == "goods_back").data["goods"].update(RICE_10KG=8),
            "who replied asks about it": lambda w: setattr(next(
                e for e in w.entries if e.act == "ticket_call_back"), "staff", "city-case1"),
            "a referral too few": lambda w: w.entries.remove(next(
                e for e in w.entries if e.act == "ticket_refer")),
            "a leader who approves": lambda w: setattr(next(
                e for e in w.entries if e.act == "visit_approve"), "staff", "city-case2"),
            "who asked for cash hands it over": lambda w: setattr(next(
                e for e in w.entries if e.act == "visit_hand_over"), "staff", "city-maker"),
            "an unknown account": lambda w: w.accounts.remove(next(
                row for row in w.accounts if row[0] == w.pilot[20].account)),
        }
        old, self.world.old = self.world.old, []
        whole = pickle.dumps(self.world)
        self.world.old = old
        for name, damage in damages.items():
            world = pickle.loads(whole)
            world.old = list(old)
            damage(world)
            self.assertNotEqual(faults_of(world), [], name)

    def test_the_check_finds_what_looks_made_up(self) -> None:
        def heads(world: World) -> list[Person]:
            return [file.family.head for file in world.old]

        def name_all(people: Iterable[Person], name: Callable[[Person], str]) -> None:
            for person in people:
                person.name = name(person)

        def pupil(world: World) -> Person:
            return next(person for file in world.old for person in file.family.members
                        if person.work == "STUDENT")

        damages: dict[str, Callable[[World], object]] = {
            "surnames equally often": lambda w: name_all(
                heads(w), lambda p: "赵钱孙李周吴郑"[p.birth.day % 7] + p.name[1:]),
            "names of another time": lambda w: name_all(
                (p for file in w.old for p in file.family.members if p.birth.year >= 2005),
                lambda p: p.name[0] + "国庆"),
            "an old name on a child": lambda w: setattr(pupil(w), "name", "王援朝"),
            "no family above three": lambda w: [
                case.family.members.__delitem__(slice(3, None)) for case in w.old + w.applied],
            "a pupil with wages": lambda w: setattr(pupil(w), "income_fen", 1),
            "a pupil at work": lambda w: setattr(pupil(w), "work", "ON_DUTY"),
            "one day for all": lambda w: [setattr(life, "applied", date(2020, 8, 3))
                                          for life in w.applied],
            "all ends in one year": lambda w: [setattr(file, "closed", date(2019, 3, 1))
                                               for file in w.old],
            "one vocabulary": lambda w: [file.row.__setitem__(4, "低保户") for file in w.old],
            "no short number": lambda w: [file.row.__setitem__(6, "6" * 18) for file in w.old],
            "round amounts": lambda w: [file.row.__setitem__(18, "8000.00") for file in w.old],
            "a numbered firm": lambda w: w.firms.append(
                replace(w.firms[4], name="宝鸡市第3厂")),
            "a test's name": lambda w: setattr(w.old[9].family.head, "name", "测试人"),
        }
        sample = copy.copy(self.world)
        sample.old = self.world.old[::6]
        whole = pickle.dumps(sample)
        self.assertEqual(looks_faults(sample), [])
        for name, damage in damages.items():
            world = pickle.loads(whole)
            damage(world)
            self.assertNotEqual(looks_faults(world), [], name)


if __name__ == "__main__":
    unittest.main()
