"""Whether a generated world keeps every condition that the demo's figures rest on.

Written against the conditions, not against the code that draws the world: classes are computed
again here, money is added up from the plan.
"""
from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from generator.check_looks import looks_faults
from generator.check_people import old_faults, people_faults
from generator.check_work import work_faults
from generator.life import Entry, Life, anniversary, plus_months
from generator.outreach import is_on_file
from generator.payments import FAULTS, REFUSED, RETURNED, UNKNOWN
from generator.places import CITY
from generator.publicity import CLASS
from generator.refused import REASONS
from generator.world import FIRST_DAY, LAST_DAY, World

_PILOT_CAUSES = {"SUDDEN_EVENT", "ACCIDENT", "MAJOR_ILLNESS", "DISABILITY"}


def faults_of(world: World) -> list[str]:
    """Everything that is wrong, in words; empty when the world is sound."""
    return [*old_faults(world), *people_faults(world), *looks_faults(world),
            *_calendar(world), *_classes(world), *_pilot(world), *_current(world),
            *_refused(world), *_procedure(world), *_grants(world), *_money(world), *_bank(world),
            *_awards(world), *_visits(world), *_publicity(world), *_hotline(world), *work_faults(world)]


def _awards(world: World) -> list[str]:
    """The article's sums, each student once, and two people between survey and roll."""
    found = []
    unions = [scheme for scheme in world.schemes if scheme.kind == "UNION_HARDSHIP"]
    count = sum(tier.count for scheme in unions for tier in scheme.tiers)
    if (count, sum(scheme.total_fen for scheme in unions)) != (742, 225_570_000):
        found.append("the unions' awards are not the article's")
    charity = [scheme for scheme in world.schemes if scheme.kind == "CHARITY"]
    if sum(scheme.total_fen for scheme in charity) < 600_000_000:
        found.append("the charity gives too little")
    numbers = [row[word] for row in world.students.values()
               for word in ("student_id_number", "parent_id_number")]
    families = {member.id_number for life in world.applied for member in life.family.members}
    if len(set(numbers)) != len(numbers) or families & set(numbers):
        found.append("a student or parent is somebody else too")
    seals = {entry.key: entry for entry in world.entries if entry.act == "roll_seal"}
    on_rolls = [key for entry in seals.values() for key in entry.data["students"]]
    rejected = {entry.key for entry in world.entries if entry.act == "award_reject"}
    if sorted(on_rolls) != sorted(set(world.students) - rejected):
        found.append("the rolls do not hold each student once")
    hands: dict[str, set[str]] = {}
    for entry in world.entries:
        if entry.act in ("award_survey", "award_check", "award_nominate"):
            hands.setdefault(entry.key, set()).add(entry.staff)
    for entry in world.entries:
        if entry.act != "roll_approve":
            continue
        worked = {staff for key in seals[entry.key].data["students"] for staff in hands[key]}
        if entry.staff in worked | {seals[entry.key].staff}:
            found.append(f"{entry.key}: approved by somebody who worked on it")
    return found


def _publicity(world: World) -> list[str]:
    """The week's and the class's counts."""
    found = []
    last: dict[str, list[int]] = {}
    for entry in world.entries:
        if entry.act in ("activity_report", "activity_amend"):
            last[entry.key] = entry.data["counts"]
    items, reached = (sum(counts[i] for counts in last.values()) for i in (0, 1))
    if items < 12_000 or reached < 9_000:
        found.append("the safety week is not the article's")
    there = {(entry.key, place) for entry in world.entries if entry.act == "class_attend"
             for place in entry.data["places"]}
    trained = sum(key == CLASS for key, _ in there)
    if trained != 54 or any(place >= len(world.rosters[key]) for key, place in there):
        found.append("the class is not the article's")
    return found


def _hotline(world: World) -> list[str]:
    """Every way of a ticket is gone, and nobody asks whether his own reply was good."""
    found = []
    acts: dict[str, list[str]] = {}
    repliers: dict[str, str] = {}
    for entry in world.entries:
        if not entry.act.startswith("ticket"):
            continue
        acts.setdefault(entry.key, []).append(entry.act)
        if entry.act == "ticket_reply":
            repliers[entry.key] = entry.staff
        elif entry.act == "ticket_call_back" and entry.staff == repliers.get(entry.key):
            found.append(f"{entry.key}: called back by who replied")
    wanted = {"ticket_transfer": 4, "ticket_refer": 3, "ticket_dismiss": 1}
    for act, count in wanted.items():
        if sum(act in of for of in acts.values()) != count:
            found.append(f"not {count} tickets with {act}")
    if not any(of.count("ticket_reply") > 1 for of in acts.values()):
        found.append("no ticket is opened again")
    return found


def _visits(world: World) -> list[str]:
    """The article's sums, nobody on a list of a campaign twice, and lists approved by others."""
    found = []
    warmth = [campaign for campaign in world.campaigns if campaign.kind == "WARMTH"]
    if (sum(c.people for c in warmth), sum(c.total_fen for c in warmth)) != (15_000, 922_000_000):
        found.append("the warmth of five seasons is not the article's")
    special = [campaign for campaign in world.campaigns if campaign.kind == "SPECIAL"]
    if sum(c.people for c in special) < 13_000 or sum(c.total_fen for c in special) != 770_000_000:
        found.append("the special campaign is not the article's")
    names: dict[str, str] = {}
    by_campaign: dict[str, list[str]] = {}
    for group, rows in world.visited.items():
        for name, number, *_ in rows:
            by_campaign.setdefault(group.rsplit("-", 1)[0], []).append(number)
            if names.setdefault(number, name) != name:
                found.append(f"{group}: {number} has two names")
    found += [f"{code}: somebody is visited twice" for code, numbers in by_campaign.items()
              if len(set(numbers)) != len(numbers)]
    on_file = {member.id_number for life in world.applied if is_on_file(life, LAST_DAY)
               for member in life.family.members}
    last = {number for group, rows in world.visited.items() if group.startswith("warmth-2023-")
            for _, number, *_ in rows}
    if len(last) != 3_000 or not last & on_file:
        found.append("nobody of the last season stands on a higher step of the ladder")
    hands: dict[str, set[str]] = {}
    money: dict[str, set[str]] = {}
    for entry in world.entries:
        if entry.act in ("visit_group", "visit_list"):
            hands.setdefault(entry.key, set()).update({entry.staff, entry.data.get("leader", "")})
        if entry.act == "visit_approve" and entry.staff in hands[entry.key]:
            found.append(f"{entry.key}: approved by somebody who listed or leads")
        if entry.act in ("visit_cash", "visit_count"):
            money.setdefault(entry.key, set()).add(entry.staff)
        if entry.act in ("visit_hand_over", "visit_confirm") and entry.staff in money[entry.key]:
            found.append(f"{entry.key}: hands over or confirms what he asked for or counted")
        if entry.act == "visits" and entry.data["witness"] == entry.staff:
            found.append(f"{entry.key}: who notes a payment is its witness")
    return found + _goods(world)


def _goods(world: World) -> list[str]:
    """No store and no group gives what it has not, and nobody keeps any."""
    there: dict[str, int] = {}
    found = []
    for entry in world.entries:
        pieces = sum(entry.data.get("goods", {}).values())
        group = entry.data.get("group", "")
        # What goes out of the one comes into the other.
        out, into = {"stock_in": ("", entry.key), "stock_out": (entry.key, group),
                     "visit_crew": (entry.key, ""), "goods_lost": (entry.key, ""),
                     "goods_back": (entry.key, entry.data.get("stock", "")),
                     "stock_off": (entry.key, "")}.get(entry.act, ("", ""))
        if out:
            there[out] = there.get(out, 0) - pieces
            if there[out] < 0:
                found.append(f"{entry.act}: {out} has not so much")
        if into:
            there[into] = there.get(into, 0) + pieces
        if entry.act == "visit_settle" and there.get(entry.key, 0) != 0:
            found.append(f"{entry.key} keeps goods")
    return found


def _calendar(world: World) -> list[str]:
    found = []
    for entry in world.entries:
        if not world.days.is_working(entry.day) or not FIRST_DAY <= entry.day <= LAST_DAY:
            found.append(f"{entry.act} of {entry.key} on {entry.day}")
    if [entry.day for entry in world.entries] != sorted(entry.day for entry in world.entries):
        found.append("the plan is not in order of days")
    return found


def class_of(life: Life, line: int, day: date, months: int, relief: bool) -> str:
    """The class by the rule set in force on the day, computed again; empty if none."""
    net = life.family.income_fen - life.family.rigid_fen
    year = line * 12 * len(life.family.members)
    causes = set(life.family.causes)
    if day >= date(2020, 1, 1):
        return "DEEP" if net < year else "RELATIVE" if net < 2 * year else ""
    if net < year and (relief or months >= 6):
        return "DIBAO"
    hard = {"MAJOR_ILLNESS", "DISABILITY", "CHILD_SCHOOLING", "SINGLE_PARENT"}
    if net * 2 <= year * 3 and causes & hard:
        return "MARGINAL"
    return "ACCIDENT" if net <= 3 * year and causes & {"ACCIDENT", "SUDDEN_EVENT"} else ""


def _facts(world: World) -> dict[str, dict[str, Any]]:
    return {row["persons"][0]["id_number"]: row for row in world.facts}


def _classes(world: World) -> list[str]:
    facts, lives = _facts(world), {life.key: life for life in world.applied}
    found = []
    for entry in world.entries:
        if entry.act != "assess":
            continue
        life = lives[entry.key]
        known = facts[life.family.head.id_number]["household"]
        if known["income_fen"] != life.family.income_fen:
            found.append(f"{life.key}: civil affairs know another income")
        line = world.lines.on(life.division, entry.day)
        got = class_of(life, line, entry.day, known["months_below_line"], known["relief_received"])
        wanted = entry.data.get("expect_class", "")
        if entry.data.get("expect_reason") == "EXCLUDED":
            if not known["signs"]:
                found.append(f"{life.key}: excluded without a sign")
        elif got != wanted or known["signs"]:
            found.append(f"{life.key}: class {got or 'none'}, expected {wanted or 'none'}")
    return found


def _paid(world: World, year: int, lives: list[Life]) -> int:
    """Fen that the plan grants these lives for a year."""
    keys = {life.key for life in lives}
    total = 0
    for entry in world.entries:
        if entry.key not in keys or entry.data.get("year") != year:
            continue
        total += sum(row["annual_fen"] for row in entry.data.get("measures", []))
        total += entry.data.get("annual_fen", 0) if entry.act == "programme" else 0
    return total


def _pilot(world: World) -> list[str]:
    found = []
    listed = {firm.uscc for firm in world.firms if firm.pilot}
    if len(world.pilot) != 199 or {life.employer for life in world.pilot} != listed:
        found.append("the pilot is not 199 households of exactly the listed enterprises")
    if len(listed) != 83:
        found.append(f"{len(listed)} enterprises are listed")
    for life in world.pilot:
        if not set(life.family.causes) & _PILOT_CAUSES:
            found.append(f"{life.key}: no cause of the pilot")
        size = 12 * len(life.family.members)
        lines = [world.lines.on(life.division, life.applied + timedelta(days=ahead))
                 for ahead in (0, 60)]
        if life.family.income_fen - life.family.rigid_fen + 400_000 < max(lines) * size:
            found.append(f"{life.key}: below the line with the pilot's aid")
        if life.enrolled is None or life.enrolled > date(2018, 2, 28):
            found.append(f"{life.key}: not enrolled before the pilot")
        if life.exit_kind != "RESOLVED" or life.left is None or life.left > date(2020, 12, 31):
            found.append(f"{life.key}: not resolved by the end of 2020")
        if [day.year for day in life.paydays].count(2018) != 2:
            found.append(f"{life.key}: not paid twice in 2018")
        if life.applied > date(2017, 12, 31) or life.federation != CITY:
            found.append(f"{life.key}: applied late or elsewhere")
    if _paid(world, 2018, world.pilot) != 79_600_000:
        found.append("the pilot of 2018 is not 79,600,000 fen")
    return found


def _current(world: World) -> list[str]:
    found = []
    on_file = [life for life in world.current if life.left is None]
    gone = [life for life in world.current if life.left is not None]
    ends = Counter(life.exit_kind for life in gone)
    relapsed = sum(life.relapsed for life in world.current)
    if len(world.current) != 96 or len(on_file) != 84 or relapsed != 2:
        found.append(f"{len(world.current)} enrolled, {len(on_file)} on file, {relapsed} relapsed")
    if set(ends) != {"RESOLVED", "DIED", "MOVED", "FRAUD", "BACKSTOP"}:
        found.append(f"ends: {dict(ends)}")
    if any(life.left and life.left > date(2022, 12, 31) for life in gone):
        found.append("somebody leaves after 2022")
    if any(life.enrolled is None or life.enrolled > date(2022, 12, 31) for life in world.current):
        found.append("somebody is enrolled after 2022")
    reopened = [entry.day for entry in world.entries if entry.act == "reopen"]
    if len(reopened) != 2 or max(reopened) > date(2022, 12, 31):
        found.append(f"reopened on {reopened}")
    if _paid(world, 2023, on_file) != 63_000_000:
        found.append(f"2023 is {_paid(world, 2023, on_file)} fen, not 63,000,000")
    if Counter(life.measures for life in on_file) != {"DEEP+MEDICAL": 24, "DEEP": 30,
                                                      "RELATIVE": 30}:
        found.append("the ladder of 2023 is not 24, 30, 30")
    for life in on_file:
        if [day.year for day in life.paydays].count(2023) != 2:
            found.append(f"{life.key}: not paid twice in 2023")
    return found + _county_money(world, on_file) + _room_below_line(world, on_file)


def _county_money(world: World, on_file: list[Life]) -> list[str]:
    by_city = {entry.key for entry in world.entries if entry.data.get("year") == 2023
               for row in entry.data.get("measures", []) if row["fund_federation"] == CITY}
    count = sum(life.key in by_city and life.federation != CITY for life in on_file)
    return [] if count >= 40 else [f"{count} county files are paid from a city line"]


def _room_below_line(world: World, on_file: list[Life]) -> list[str]:
    found = []
    for life in on_file:
        line = world.lines.on(life.division, date(2023, 1, 1))
        if line < 62500:
            found.append(f"{life.division}: line of 2023 below 625.00")
        if life.measures != "DEEP+MEDICAL":
            continue
        net = life.family.income_fen - life.family.rigid_fen
        if net + 750_000 >= line * 12 * len(life.family.members):
            found.append(f"{life.key}: no room for LIVING below the line")
        if life.family.medical_fen < 450_000:
            found.append(f"{life.key}: MEDICAL above the self-paid part")
    if min(row.monthly_fen for row in world.lines.rows if row.start.year >= 2022) < 62500:
        found.append("a line in force in 2023 is below 625.00")
    return found


def _refused(world: World) -> list[str]:
    found = []
    if Counter(life.cohort for life in world.refused) != dict(REASONS):
        found.append("the refused are not forty with each reason")
    for life in world.refused:
        if life.cohort != "ONE_FEN_ABOVE":
            continue
        net = life.family.income_fen - life.family.rigid_fen
        line = world.lines.on(life.division, life.applied) * 12 * len(life.family.members)
        limit = line * 2 if life.applied.year >= 2020 else line * 3 // 2 + 1
        if net != limit:
            found.append(f"{life.key}: not one fen above the limit")
    return found


def _procedure(world: World) -> list[str]:
    """Notices, meetings and reviews keep their days and their people."""
    found: list[str] = []
    by_key: dict[str, list[Entry]] = {}
    for entry in world.entries:
        for key in [entry.key, *(row["key"] for row in entry.data.get("rows", []))]:
            by_key.setdefault(key, []).append(entry)
    for life in world.applied:
        entries = by_key.get(life.key, [])
        visitors = {name for entry in entries for name in entry.data.get("visitors", [])
                    if entry.act == "visit"}
        posted: date | None = None
        for entry in entries:
            if entry.act == "notice":
                posted = entry.day
            if entry.act in ("meeting", "reopen"):
                present = set(entry.data["present"])
                if len(present) < 3 or present & visitors or entry.staff not in present:
                    found.append(f"{life.key}: meeting of {sorted(present)}")
            if entry.act == "meeting":
                if posted is None or entry.day < world.days.add(posted, 6):
                    found.append(f"{life.key}: meeting of {entry.day} before its notice ended")
        # Work that was kept calls one before its time, which grants nothing.
        found += _reviews(life, [entry for entry in entries
                                 if entry.act == "review" and "job" not in entry.data])
    return found


def _grants(world: World) -> list[str]:
    """A review after a plan says what it grants: else last year's line would pay again."""
    planned: set[str] = set()
    found = []
    for entry in world.entries:
        if entry.act in ("plan", "programme"):
            planned.add(entry.key)
        ends = entry.data.get("outcome") == "STOP"
        if (entry.act == "review" and entry.key in planned and not ends
                and not entry.data["measures"]):
            found.append(f"{entry.key}: review of {entry.day} grants nothing of its own")
    return found


def _reviews(life: Life, reviews: list[Entry]) -> list[str]:
    if life.enrolled is None or life.relapsed:
        return []
    found, late = [], 0
    for years, entry in enumerate(reviews, start=1):
        due = anniversary(life.enrolled, years)
        late += entry.day > due
        if entry.day < plus_months(due, -3) or entry.day > plus_months(due, 3):
            found.append(f"{life.key}: review of {entry.day} for {due}")
    if late > (1 if life.measures == "DEEP" else 0):
        found.append(f"{life.key}: {late} reviews are late")
    return found


def _money(world: World) -> list[str]:
    """No line is ever promised beyond what it has received by then."""
    found, free = [], dict.fromkeys((line.code for line in world.fund_lines), 0)
    tiers = {(scheme.code, tier.code): tier.fen for scheme in world.schemes for tier in scheme.tiers}
    nominated: dict[str, int] = {}
    rolls: dict[str, list[str]] = {}
    for entry in world.entries:
        data = entry.data
        if entry.act == "posting" and isinstance(data["amount_fen"], int):
            gives = data["kind"] != "RECEIVED"
            free[data["line"]] += -data["amount_fen"] if gives else data["amount_fen"]
            if "to_line" in data:
                free[data["to_line"]] += data["amount_fen"]
        for row in data.get("measures", []):
            free[row["fund_line"]] -= row["annual_fen"]
            if str(data["year"]) not in row["fund_line"]:
                found.append(f"{entry.key}: {row['fund_line']} for {data['year']}")
        if entry.act == "programme":
            free[data["fund_line"]] -= data["annual_fen"]
        if entry.act == "award_nominate":
            nominated[entry.key] = tiers.get(
                (world.students[entry.key]["scheme"], data["tier"]), 0)
        if entry.act == "roll_seal":
            rolls[entry.key] = data["students"]
            free[entry.key] -= sum(nominated[key] for key in data["students"])
        if entry.act in ("award_defer", "award_revoke", "award_renew"):
            code, place = entry.key.split("/")
            fen = nominated[rolls[code][int(place) - 1]]
            free[data.get("fund_line", code)] += -fen if entry.act == "award_renew" else fen
        found += [f"{code} short on {entry.day}" for code, fen in free.items() if fen < 0]
        if found:
            break
    return found


def _bank(world: World) -> list[str]:
    """Enough goes wrong, everything is put right, and every account is known to the bank."""
    found = []
    known = {row[0]: row[1] for row in world.accounts[1:]}
    if len(known) != len(world.accounts) - 1:
        found.append("the bank knows an account twice")
    what = Counter(fault.what for fault in FAULTS)
    unknown, returned = what.pop("UNKNOWN"), what.pop("RETURNED") + 2
    if (sum(what.values()) + 2, unknown, returned) != (REFUSED, UNKNOWN, RETURNED):
        found.append("faults at the bank are not as counted")
    if max(fault.days for fault in FAULTS if fault.what == "UNKNOWN") != 3:
        found.append("no line stays unknown for three days")
    if len(world.faulty) != len(FAULTS) + 2:
        found.append("a life has two faults")
    for life in world.pilot + world.current:
        if life.account not in known and world.faulty.get(life.key) != "NO_ACCOUNT":
            found.append(f"{life.key}: account unknown to the bank")
    rounds = {(entry.day, entry.data["federation"]) for entry in world.entries
              if entry.act == "pay_round"}
    for entry in world.entries:
        if entry.act == "account" and not any(day == entry.day for day, _ in rounds):
            found.append(f"{entry.key}: corrected on {entry.day} and not paid again")
        if entry.act == "account" and entry.day.year == 2023 and entry.day > date(2023, 12, 18):
            found.append(f"{entry.key}: corrected too late in 2023")
    return found
