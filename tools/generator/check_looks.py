"""The part of the check that asks whether the population looks lived in: what a reader of the files
would notice, in shares that every seed must keep."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from generator.family import Family, Person, surname_of

if TYPE_CHECKING:
    from generator.world import World

# Characters and names that a decade of birth is known by.
_SINCE_2005 = set("梓轩涵浩子欣")
_BEFORE_1960 = set("秀英桂玉兰淑建国志")
_NEVER_BEFORE_1970 = set("梓轩涵")
_NEVER_SINCE_2000 = ("秀英", "桂兰", "建国", "卫东", "援朝", "红卫")
_UNREAL = re.compile(r"测试|示例|样例|虚构|[A-Za-z]|某")
_OLD_WORDS = {"享受低保", "未享受低保"}, {"低保户", "低保边缘户", "意外致困户"}


def looks_faults(world: "World") -> list[str]:
    families = [file.family for file in world.old] + [
        life.family for life in world.applied if life.cohort != "ON_FILE_ELSEWHERE"]
    people = [person for family in families for person in family.members]
    return [*_surnames(families), *_decades(people), *_sizes(families), *_daily_life(world),
            *_times(world), *_export(world), *_unreal(world, people)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _surnames(families: list[Family]) -> Iterator[str]:
    found = Counter(surname_of(family.head.name) for family in families)
    frequent = [name for name, _ in found.most_common(4)]
    if set(frequent) != set("王李张刘"):
        yield f"the commonest surnames are {frequent}"
    if not 0.04 <= _share(found.most_common(1)[0][1], len(families)) <= 0.10 or len(found) < 150:
        yield f"{len(found)} surnames, the first {found.most_common(1)}"


def _decades(people: list[Person]) -> Iterator[str]:
    young = [person.name for person in people if person.birth.year >= 2005]
    old = [person.name for person in people if person.birth.year < 1960]
    for words, names, what in ((_SINCE_2005, young, "born since 2005"),
                               (_BEFORE_1960, old, "born before 1960")):
        if _share(sum(bool(words & set(name)) for name in names), len(names)) < 0.3:
            yield f"those {what} do not have the names of their time"
    for person in people:
        if person.birth.year < 1970 and _NEVER_BEFORE_1970 & set(person.name) or \
                person.birth.year >= 2000 and person.name.endswith(_NEVER_SINCE_2000):
            yield f"{person.name[-2:]}, born in {person.birth.year}"


def _sizes(families: list[Family]) -> Iterator[str]:
    sizes = Counter(len(family.members) for family in families)
    if set(sizes) != {1, 2, 3, 4, 5, 6} or not 2 <= sizes.most_common(1)[0][0] <= 3:
        yield f"sizes of families: {dict(sizes)}"


def _daily_life(world: "World") -> Iterator[str]:
    """Schooling, work and incomes of a member agree with the age."""
    lives = [(file.number, file.family, file.opened) for file in world.old]
    lives += [(life.key, life.family, life.applied) for life in world.applied
              if life.cohort != "ON_FILE_ELSEWHERE"]
    for key, family, day in lives:
        for person in family.members:
            age = person.age(day)
            at_school = person.schooling in ("COMPULSORY", "SENIOR_HIGH", "HIGHER")
            if at_school != (person.work == "STUDENT") or (person.work == "PRESCHOOL") != (age < 6):
                yield f"{key}/{person.seq}: {person.work}, {person.schooling} at {age}"
            if person.work in ("STUDENT", "PRESCHOOL") and person.income_fen:
                yield f"{key}/{person.seq}: a pupil earns"
            if person.work == "RETIRED" and age < 45:
                yield f"{key}/{person.seq}: retired at {age}"
            if person.relation == "SPOUSE" and (person.male == family.head.male or age < 20):
                yield f"{key}/{person.seq}: spouse"


def _times(world: "World") -> Iterator[str]:
    """Something happens all through the year, also on weekend days that are worked."""
    for what, days in (("files", [file.opened for file in world.old]),
                       ("applications", [life.applied for life in world.applied])):
        months = Counter(day.month for day in days)
        if len(months) != 12 or _share(max(months.values()), len(days)) > 0.25:
            yield f"{what} by month: {dict(months)}"
    years = Counter(file.closed.year for file in world.old)
    if max(years.values()) > len(world.old) / 2 or min(years.values()) < 10:
        yield f"ends by year: {dict(years)}"
    if not any(entry.day.weekday() >= 5 for entry in world.entries):
        yield "nothing happens on a weekend day that is worked"


def _export(world: "World") -> Iterator[str]:
    """What an export of several old versions looks like."""
    words = {file.row[4] for file in world.old}
    if any(not known & words for known in _OLD_WORDS):
        yield f"class words: {sorted(words)}"
    short = sum(len(file.row[6]) == 15 for file in world.old)
    if not 0.01 <= _share(short, len(world.old)) <= 0.05:
        yield f"{short} numbers of 15 digits"
    amounts = [file.row[place] for file in world.old for place in (18, 19)]
    if _share(sum(amount.endswith("00.00") for amount in amounts), len(amounts)) > 0.01:
        yield "amounts are round"


def _unreal(world: "World", people: list[Person]) -> Iterator[str]:
    texts = [person.name for person in people] + [firm.name for firm in world.firms]
    texts += [file.row[16] for file in world.old] + [
        row["name"] for life in world.applied for row in life.package.get("documents", [])]
    for text in texts:
        if _UNREAL.search(text.removesuffix(".pdf").removesuffix(".jpg")):
            yield f"nobody writes {text}"
    firms = Counter(firm.name for firm in world.firms)
    if max(firms.values()) > 1 or any(re.search(r"\d", name) for name in firms):
        yield "firms are numbered or have the same name"
