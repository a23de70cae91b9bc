"""Union tree and staff: who may do what in each federation."""
from __future__ import annotations

from dataclasses import dataclass
from random import Random

from generator.firms import INDUSTRIES, Firm
from generator.names import Names
from generator.places import CITY, CITY_CODE, COMMUNITIES, COUNTIES

ZONE_NODE = "6103-0001"
_TITLES = {"case": "CASEWORKER", "approve": "APPROVER", "maker": "FINANCE_MAKER",
           "checker": "FINANCE_CHECKER", "payer": "FINANCE_APPROVER", "auditor": "AUDITOR",
           "admin": "ADMINISTRATOR"}
# Federations that have fund lines of their own, and so a finance desk.
PAYING = (1, 2, 3, 4)


@dataclass(frozen=True)
class Node:
    code: str
    name: str
    parent: str
    federation: int
    kind: str


@dataclass(frozen=True)
class Staff:
    login: str
    name: str
    federation: int
    node: str
    roles: tuple[str, ...]


@dataclass
class Office:
    """One federation's people, by what they do."""

    federation: int
    code: str
    slug: str
    staff: dict[str, list[str]]

    def case(self, place: int) -> str:
        return self.staff["case"][place % len(self.staff["case"])]

    def pair(self, place: int) -> list[str]:
        """Two different case workers."""
        return [self.case(place), self.case(place + 1)]

    def one(self, title: str) -> str:
        return self.staff[title][0]

    def present(self, random: Random) -> list[str]:
        """Those at a meeting: approvers, who never investigate."""
        approvers = self.staff["approve"]
        return sorted(random.sample(approvers, random.choice([3, 3, 4])))


def nodes(firms: list[Firm]) -> list[Node]:
    """The union tree, parents first: 13 federations, the zone, industries, firms, communities."""
    tree = [Node(CITY_CODE, "宝鸡市总工会", "", CITY, "CITY")]
    tree += [Node(county.code, f"{county.name}总工会", CITY_CODE, county.number, "COUNTY")
             for county in COUNTIES]
    tree.append(Node(ZONE_NODE, "宝鸡高新区总工会", CITY_CODE, CITY, "ZONE"))
    industry = {name: f"6103-{11 + place:04d}" for place, name in enumerate(INDUSTRIES)}
    tree += [Node(code, f"宝鸡市{name}工会", CITY_CODE, CITY, "INDUSTRY")
             for name, code in industry.items()]
    for firm in firms:
        parent = industry[firm.industry] if firm.city_owned else firm.division
        tree.append(Node(firm.node, f"{firm.name}工会", parent, firm.federation, "ENTERPRISE"))
    for place, name in enumerate(COMMUNITIES[:4]):
        tree.append(Node(f"6103-{31 + place:04d}", f"高新区{name}社区工会", ZONE_NODE, CITY,
                         "COMMUNITY"))
    for county in COUNTIES:
        for place in range(max(2, round(county.weight / 2.5))):
            name = COMMUNITIES[(county.number * 7 + place * 3) % len(COMMUNITIES)]
            tree.append(Node(f"{county.code}-{place + 1:04d}", f"{county.name}{name}社区工会",
                             county.code, county.number, "COMMUNITY"))
    return tree


def communities(tree: list[Node], federation: int) -> list[Node]:
    return [node for node in tree if node.federation == federation and node.kind == "COMMUNITY"]


def offices(random: Random, names: Names) -> tuple[dict[int, Office], list[Staff]]:
    """Staff of every federation; nobody has two desks."""
    sizes = {"case": 6, "approve": 5, "maker": 1, "checker": 1, "payer": 1, "auditor": 1,
             "admin": 1}
    found: dict[int, Office] = {}
    everybody: list[Staff] = []
    places = [(CITY, CITY_CODE, "city"), *((c.number, c.code, c.slug) for c in COUNTIES)]
    for federation, code, slug in places:
        staff: dict[str, list[str]] = {}
        for title, size in sizes.items():
            if federation != CITY:
                size = {"case": 3, "approve": 4}.get(title, 1 if title != "admin" else 0)
                if title in ("maker", "checker", "payer") and federation not in PAYING:
                    size = 0
            for place in range(size):
                login = f"{slug}-{title}{place + 1 if title in ('case', 'approve') else ''}"
                male = random.random() < 0.5
                name = names.surname() + names.given(male, random.randrange(1965, 1995))
                everybody.append(Staff(login, name, federation, code, (_TITLES[title],)))
                staff.setdefault(title, []).append(login)
        found[federation] = Office(federation, code, slug, staff)
    return found, everybody
