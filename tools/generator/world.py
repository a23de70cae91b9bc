"""The whole world from one seed, and its files (docs/formats.md, 7 to 10)."""
from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from generator.assistance import Assistance
from generator.current import Current
from generator.fairs import JobFairs
from generator.family import FamilyMaker, Person
from generator.firms import Firm, make as make_firms
from generator.funds import FundLine, Funds
from generator.identity import Numbers
from generator.life import Entry, Life, in_order
from generator.lines import Lines, rule_sets
from generator.names import Names
from generator.office import Node, Staff, nodes, offices
from generator.old_export import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, OldExport, OldFile
from generator.payments import REPLY_DELAYS, Payments
from generator.pilot import Pilot
from generator.places import CITY
from generator.procedure import DELAY, Procedure
from generator.refused import Refused
from generator.outreach import Campaign, Outreach
from generator.publicity import Publicity
from generator.hotline import Hotline
from generator.scholarships import Scheme, Scholarships
from generator.work import Job
from peer.workdays import WorkingDays

FIRST_DAY, LAST_DAY = date(2016, 1, 4), date(2023, 12, 29)
IMPORT_DAY = date(2021, 1, 4)


@dataclass
class World:
    seed: int
    days: WorkingDays
    lines: Lines
    firms: list[Firm]
    tree: list[Node]
    staff: list[Staff]
    old: list[OldFile]
    pilot: list[Life]
    current: list[Life]
    refused: list[Life]
    fund_lines: list[FundLine]
    entries: list[Entry]
    facts: list[dict[str, Any]]
    trouble: list[dict[str, Any]]
    accounts: list[list[str]]
    bank_lines: list[dict[str, Any]]
    faulty: dict[str, str]
    schemes: list[Scheme]
    students: dict[str, dict[str, Any]]
    campaigns: list[Campaign]
    visited: dict[str, list[list[Any]]]
    rosters: dict[str, list[list[str]]]
    callers: dict[str, list[str]]
    jobs: list[Job]
    fair_lists: dict[str, list[dict[str, Any]]]
    basic_posts: dict[str, tuple[Person, date]]

    @property
    def applied(self) -> list[Life]:
        return self.pilot + self.current + self.refused


def build(seed: int, days: WorkingDays) -> World:
    """The same seed and calendar give the same world, to the byte."""
    random = Random(seed)
    names, numbers, lines = Names(random), Numbers(random), Lines()
    firms = make_firms(random, numbers)
    tree = nodes(firms)
    desks, staff = offices(random, names)
    maker = FamilyMaker(random, names, numbers)
    old = list(OldExport(random, maker, numbers, lines, days, firms).files())
    procedure = Procedure(random, days, desks, lines, seed)
    pilot = Pilot(procedure, maker, numbers, firms).lives()
    current = Current(procedure, maker, numbers, tree, firms)
    since_2020 = current.lives()
    refused = Refused(procedure, maker, numbers, tree, since_2020).lives()
    payments = Payments(procedure, numbers, current)
    payments.make(pilot + since_2020)
    funds = Funds(procedure, current)
    funds.make(pilot + since_2020, procedure.entries, payments.payers)
    procedure.hold_meetings()
    procedure.add(IMPORT_DAY, "import", "city-case1")
    refused_ids = {row[0] for row in payments.accounts}
    for life in refused:
        if life.account not in refused_ids:
            payments.accounts.append([life.account, life.family.head.name, "OPEN", "", "", ""])
    awards = Scholarships(procedure, names, numbers, tree, payments.payers[CITY])
    awards.make()
    warmth = Outreach(procedure, names, numbers, firms, payments.payers,
                      pilot + since_2020)
    warmth.make()
    fairs = JobFairs(procedure, names, numbers, tree, seed)
    fairs.make(since_2020)
    assistance = Assistance(procedure, fairs, numbers, payments.payers[CITY])
    assistance.make(since_2020)
    publicity = Publicity(procedure, numbers, seed)
    publicity.make()
    hotline = Hotline(procedure, numbers, seed)
    hotline.make()
    return World(seed, days, lines, firms, tree, staff, old, pilot, since_2020, refused,
                 funds.lines + awards.lines + warmth.lines + assistance.lines, in_order(procedure.entries), procedure.facts,
                 procedure.trouble, payments.accounts + awards.accounts + assistance.accounts, payments.lines,
                 payments.faulty, awards.schemes, awards.students, warmth.campaigns,
                 warmth.lists, publicity.rosters, hotline.callers, fairs.jobs, fairs.lists,
                 assistance.posts)


# Files ------------------------------------------------------------------------------------------


def _csv(rows: list[list[str]], end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


def _json_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write(path: Path, text: str, encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def old_tables(files: list[OldFile]) -> tuple[list[list[str]], list[list[str]]]:
    """Rows of old_households.csv and old_members.csv, headers first."""
    households = [list(HOUSEHOLD_COLUMNS), *(file.row for file in files)]
    members = [list(MEMBER_COLUMNS), *(row for file in files for row in file.members)]
    return households, members


def _write_export(world: World, out: Path) -> None:
    """The export as the old system wrote it, and re-saved by a spreadsheet in other order."""
    households, members = old_tables(world.old)
    _write(out / "import/old_households.csv", _csv(households), "gb18030")
    _write(out / "import/old_members.csv", _csv(members), "gb18030")
    random = Random(world.seed)
    for name, rows in (("old_households.csv", households), ("old_members.csv", members)):
        order = list(range(len(rows[0])))
        body = rows[1:]
        random.shuffle(order)
        random.shuffle(body)
        again = [[row[place] for place in order] for row in [rows[0], *body]]
        _write(out / "import/resaved" / name, "\ufeff" + _csv(again, "\r\n"))


def _write_reference(world: World, out: Path) -> None:
    _write(out / "dibao_lines.csv", _csv(world.lines.table()))
    _write(out / "rule_sets.json", json.dumps(rule_sets(), indent=1, ensure_ascii=False) + "\n")
    _write(out / "union_nodes.csv", _csv(
        [["code", "name", "parent_code", "federation", "kind"],
         *([node.code, node.name, node.parent, str(node.federation), node.kind]
           for node in world.tree)]))
    _write(out / "staff.csv", _csv(
        [["login", "name", "federation", "union_node", "roles"],
         *([row.login, row.name, str(row.federation), row.node, " ".join(row.roles)]
           for row in world.staff)]))
    _write(out / "enterprises.csv", _csv(
        [["uscc", "name", "federation", "union_node", "division", "city_owned",
          "distressed_from", "programmes"],
         *([firm.uscc, firm.name, str(firm.federation), firm.node, firm.division,
            str(firm.city_owned).lower(), firm.distressed_from, "PILOT-2018" if firm.pilot else ""]
           for firm in world.firms)]))
    lines = [entry.data for entry in world.entries if entry.act == "open_line"]
    _write(out / "fund_lines.csv", _csv(
        [["code", "federation", "name", "source", "level", "year", "items", "tiers",
          "payer_account"],
         *([line["line"], str(line["federation"]), line["name"], line["source"], line["level"],
            str(line["year"]), " ".join(line["items"]), " ".join(line["tiers"]),
            line["payer_account"]] for line in lines)]))
    postings = [entry for entry in world.entries if entry.act == "posting"]
    _write(out / "fund_postings.csv", _csv(
        [["date", "kind", "line", "to_line", "amount_fen", "voucher"],
         *([entry.day.isoformat(), entry.data["kind"], entry.data["line"],
            entry.data.get("to_line", ""), str(entry.data["amount_fen"]), entry.data["voucher"]]
           for entry in postings)]))


def write(world: World, out: Path) -> None:
    """Writes everything; `peers/` is for the simulated peers only."""
    _write_export(world, out)
    _write_reference(world, out)
    for life in world.applied:
        _write(out / f"packages/{life.key}.json",
               json.dumps(life.package, indent=1, ensure_ascii=False) + "\n")
    _write(out / "students.json", json.dumps(world.students, indent=1, ensure_ascii=False) + "\n")
    _write(out / "visited.json", json.dumps(world.visited, ensure_ascii=False) + "\n")
    _write(out / "rosters.json", json.dumps(world.rosters, ensure_ascii=False) + "\n")
    _write(out / "callers.json", json.dumps(world.callers, ensure_ascii=False) + "\n")
    _write(out / "fair_lists.json", json.dumps(world.fair_lists, ensure_ascii=False) + "\n")
    _write(out / "plan.jsonl", _json_lines([entry.json() for entry in world.entries]))
    _write(out / "peers/bank_accounts.csv", _csv(world.accounts))
    _write(out / "peers/bank_scenario.json", json.dumps(
        {"seed": world.seed, "reply_delay": REPLY_DELAYS, "lines": world.bank_lines}) + "\n")
    _write(out / "peers/civil_facts.jsonl", _json_lines(world.facts))
    _write(out / "peers/civil_scenario.json", json.dumps(
        {"seed": world.seed, "delay": list(DELAY), "trouble": world.trouble}) + "\n")
