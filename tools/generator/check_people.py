"""The part of the check that looks at people: numbers, ages, names, counties, ends."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from generator.family import Family
from generator.identity import id_is_valid, luhn
from generator.old_export import FILES, OldFile

if TYPE_CHECKING:
    from generator.world import World

_NUMBERED = re.compile(r"[0-9]|测试|甲|乙|丙$")


def old_faults(world: "World") -> list[str]:
    found: list[str] = []
    if len(world.old) != FILES:
        found.append(f"{len(world.old)} old files")
    reasons = Counter(file.reason for file in world.old)
    resolved = reasons["脱困"] / len(world.old)
    backstop = reasons["转兜底保障"] / len(world.old)
    if not 0.865 <= resolved <= 0.88 or not 0.008 <= backstop <= 0.012:
        found.append(f"ends are {resolved:.3f} and {backstop:.3f}")
    if {file.closed.year for file in world.old} != {2016, 2017, 2018, 2019, 2020}:
        found.append("ends are not spread over five years")
    for file in world.old:
        found += _old_file(world, file)
    counties = Counter(file.division for file in world.old)
    whole = sum(counties.values()) - counties["610300"]
    three = sum(counties[code] for code in ("610302", "610303", "610304")) / whole
    if not 0.45 <= three <= 0.58:
        found.append(f"three districts have {three:.2f}")
    for code in ("610329", "610331"):
        if not 0.006 <= counties[code] / whole <= 0.016:
            found.append(f"{code} has {counties[code] / whole:.3f}")
    if Counter(cause[0] for cause in (file.family.causes for file in world.old)).most_common(1)[
            0][0] != "MAJOR_ILLNESS":
        found.append("illness is not the commonest cause")
    return found


def _old_file(world: "World", file: OldFile) -> list[str]:
    number, found = file.number, []
    if not world.days.is_working(file.opened) or not world.days.is_working(file.closed):
        found.append(f"{number}: on a day off")
    if not date(2016, 1, 4) <= file.opened < file.closed <= date(2020, 12, 31):
        found.append(f"{number}: from {file.opened} to {file.closed}")
    if len(file.members) != len(file.family.members) or file.row[17] != str(len(file.members)):
        found.append(f"{number}: members differ")
    for row in (file.row, *file.members):
        if "|".join(row).encode("gb18030").decode("gb18030") != "|".join(row):
            found.append(f"{number}: does not survive GB18030")
    if file.row[22] and luhn(file.row[22][:-1]) != file.row[22][-1]:
        found.append(f"{number}: card without a Luhn digit")
    return found


def _families(world: "World") -> Iterator[tuple[str, Family, date]]:
    for file in world.old:
        yield file.number, file.family, file.opened
    for life in world.applied:
        if life.cohort != "ON_FILE_ELSEWHERE":
            yield life.key, life.family, life.applied


def people_faults(world: "World") -> list[str]:
    found: list[str] = []
    numbers: set[str] = set()
    names: Counter[str] = Counter()
    text, rounded = "", 0
    for key, family, day in _families(world):
        found += _family(key, family, day)
        rounded += family.income_fen % 100000 == 0
        for person in family.members:
            if person.id_number in numbers:
                found.append(f"{key}: a number is used twice")
            numbers.add(person.id_number)
            names[person.name] += 1
            text += person.name
    if rounded > 20:
        found.append(f"{rounded} families have a round income")
    if names.most_common(1)[0][1] < 5:
        found.append("hardly anybody has the same name")
    for char in "·䶮𬭊堃":
        if char not in text:
            found.append(f"no name has {char}")
    return found


def _family(key: str, family: Family, day: date) -> list[str]:
    found = []
    if not 1 <= len(family.members) <= 6:
        found.append(f"{key}: {len(family.members)} members")
    if sum(person.income_fen for person in family.members) != family.income_fen:
        found.append(f"{key}: incomes do not add up")
    if family.income_fen < 0 or family.rigid_fen < 0:
        found.append(f"{key}: income {family.income_fen}, rigid {family.rigid_fen}")
    head = family.head
    for person in family.members:
        age = person.age(day)
        odd = int(person.id_number[16]) % 2 == 1
        if not id_is_valid(person.id_number) or odd != person.male:
            found.append(f"{key}/{person.seq}: number")
        if person.id_number[6:14] != f"{person.birth:%Y%m%d}" or not 0 <= age <= 100:
            found.append(f"{key}/{person.seq}: birth date")
        if _NUMBERED.search(person.name):
            found.append(f"{key}/{person.seq}: name")
        if person.relation in ("SON", "DAUGHTER") and head.age(day) - age < 16:
            found.append(f"{key}/{person.seq}: child of {age} at {head.age(day)}")
        if person.relation in ("FATHER", "MOTHER") and age - head.age(day) < 16:
            found.append(f"{key}/{person.seq}: parent of {age} at {head.age(day)}")
        if person.schooling == "COMPULSORY" and not 6 <= age <= 15:
            found.append(f"{key}/{person.seq}: school at {age}")
        if age < 16 and person.income_fen > 0:
            found.append(f"{key}/{person.seq}: a child earns")
    if "MAJOR_ILLNESS" in family.causes and all(p.health != "ILL" for p in family.members):
        found.append(f"{key}: nobody is ill")
    return found
