"""Synthetic families and students of the fault runs: application packages, what civil affairs knows of
them, and their accounts at the bank."""
from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from generator.identity import Numbers

PAYER = "6103010000000001"
# What one family may get in a year without a cap of its own: item and who is helped.
NEEDS = [(item, seq) for item in ("TRAINING", "PLACEMENT", "LEGAL", "TEMPORARY")
         for seq in (1, 2, 3)] + [("SCHOOLING", 3)]
_SURNAMES = "林王赵陈杨周吴郑孙马"
_GIVEN = "国秀建晓志文玉春海明"


class Families:
    """Draws families; each person's number and each card exists once."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._numbers = Numbers(Random(seed + 1))
        self.cards: dict[str, str] = {}  # card → holder

    def package(self) -> dict[str, Any]:
        """As the demo's packages; a couple with a daughter, of the city's own federation."""
        births = [date(1970 + self._random.randrange(12), 1 + self._random.randrange(12), 15),
                  date(1972 + self._random.randrange(12), 3, 1 + self._random.randrange(28)),
                  date(2003 + self._random.randrange(2), 5, 1 + self._random.randrange(28))]
        members = [self._member(0, "HEAD", births[0], True),
                   self._member(1, "SPOUSE", births[1], False),
                   self._member(2, "DAUGHTER", births[2], False)]
        card = self._numbers.card()
        self.cards[card] = members[0]["name"]
        kinds = ("APPLICATION", "ID_COPY", "REGISTER_COPY", "INCOME_PROOF", "CHECK_AUTHORISATION",
                 "INCOME_PLEDGE", "DIAGNOSIS", "MEDICAL_BILLS")
        return {"union_node": "610300", "division": "610300", "urban": True, "migrant": False,
                "tier": "NATIONAL", "round": "2020-", "causes": ["MAJOR_ILLNESS"],
                "documents": [{"kind": kind, "name": f"{kind}.pdf"} for kind in kinds],
                "members": members,
                "payee": {"seq": 1, "kind": "CARD", "account": card, "bank": "西府农村商业银行"},
                "declared_income_fen": 600_000, "declared_rigid_fen": 500_000,
                "self_paid_medical_fen": 900_000}

    def student(self, scheme: str) -> dict[str, Any]:
        """As the demo's students; with a parent who is on no file."""
        parent_birth = date(1975, 4, 1 + self._random.randrange(28))
        birth = date(2001, 1 + self._random.randrange(12), 1 + self._random.randrange(28))
        parent, child = self._name(), self._name()
        card = self._numbers.card()
        self.cards[card] = parent
        return {"scheme": scheme, "student_name": child,
                "student_id_number": self._numbers.resident(birth, False), "parent_name": parent,
                "parent_id_number": self._numbers.resident(parent_birth, True),
                "ground": "ILLNESS", "employer": "", "union_node": "610300",
                "school": "西北大学", "admission_no": card[6:18], "stage": "UNDERGRADUATE",
                "fees_fen": 500_000, "account": card, "sponsor_may_know": False}

    def somebody(self) -> tuple[str, str]:
        """Name and number of a person on no file."""
        return self._name(), self._numbers.resident(date(1980, 6, 1 + self._random.randrange(28)),
                                                    True)

    def enterprise(self) -> str:
        """Credit code of an enterprise that is none."""
        return self._numbers.enterprise("610399")

    def _name(self) -> str:
        return self._random.choice(_SURNAMES) + "".join(self._random.choices(_GIVEN, k=2))

    def _member(self, position: int, relation: str, birth: date, male: bool) -> dict[str, Any]:
        name = self._name()
        ill, child = position == 0, position == 2
        return {"seq": position + 1, "relation": relation, "name": name,
                "id_number": self._numbers.resident(birth, male), "sex": "M" if male else "F",
                "birth_date": birth.isoformat(), "phone": self._numbers.phone() if ill else "",
                "address": "宝鸡市渭滨区经二路1号院1单元101室",
                "work": "SICK_LEAVE" if ill else "STUDENT" if child else "NOT_WORKING",
                "health": "ILL" if ill else "HEALTHY",
                "schooling": "SENIOR_HIGH" if child else None,
                "yearly_income_fen": 0 if child else 300_000, "authorised": True,
                "diagnosis": "慢性肾病" if ill else ""}


def facts_of(package: dict[str, Any]) -> str:
    """The line of civil_facts.jsonl: poor enough for any class."""
    persons = [{key: member[key] for key in ("id_number", "name")} |
               {"income_fen": member["yearly_income_fen"]} for member in package["members"]]
    household = {"income_fen": 600_000, "rigid_fen": 500_000, "signs": [], "dibao": False,
                 "relief_received": False, "months_below_line": 12}
    return json.dumps({"valid_from": "2015-01-01", "persons": persons, "household": household},
                      ensure_ascii=False) + "\n"


def write_accounts(path: Path, cards: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["account", "holder", "state", "state_from", "state_until", "limit_fen"])
        writer.writerow([PAYER, "宝鸡市总工会", "PAYER", "", "", ""])
        for card, holder in cards.items():
            writer.writerow([card, holder, "OPEN", "", "", ""])


def old_export(samples: Path, folder: Path, number: int, before: str) -> tuple[Path, Path]:
    """The shipped sample of the old system's export under file numbers of its own, without files
    that were closed after `before`."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: set[str] = set()
    paths = []
    for name in ("old_households.csv", "old_members.csv"):
        rows = list(csv.reader(io.StringIO((samples / name).read_text("utf-8-sig"))))
        head, rows = rows[0], rows[1:]
        if name == "old_households.csv":
            rows = [row for row in rows if row[head.index("退档日期")] < before]
            kept = {row[0] for row in rows}
        rows = [[f"{row[0][:12]}{number:04d}{row[0][-2:]}", *row[1:]] for row in rows
                if row[0] in kept]
        paths.append(folder / f"{number}-{name}")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *rows])
    return paths[0], paths[1]
