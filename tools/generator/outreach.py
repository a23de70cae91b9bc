"""Warmth of each Spring Festival and the special campaign for medical staff: campaigns with their groups,
whom they visit, and what staff do from the budget to the settled group."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from generator.firms import Firm
from generator.funds import FundLine
from generator.identity import Numbers
from generator.life import Life
from generator.names import Names
from generator.office import Office
from generator.places import CITY
from generator.procedure import Procedure

SEASONS = range(2019, 2024)
_SPECIAL = 2023
# Of a campaign's January.
_DAYS = {"launch": 8, "list": 9, "approve": 10, "visit": 11, "again": 14, "settle": 16, "close": 18}
_ABSENT, _SIGNS = 0.02, 0.01
_SIGN_WORDS = ("ILLNESS", "JOB_LOSS", "NO_PAY", "SCHOOL_COST")
# Goods of the last season, beside its cash: each group takes sacks along for one crew at a gate.
STORE, SACK = "city-store-2023", "RICE_10KG"
RECEIVED, TAKEN, CREW, SPOILT = 400, 60, 50, 3
_LOST = {0: 1, 2: 1}  # by group: fell off the lorry


@dataclass(frozen=True)
class Share:
    """So many people of one kind at each place of a group, and what each is given."""

    kind: str
    count: int
    fen: int


@dataclass(frozen=True)
class Campaign:
    """One union's giving of one season. Its groups have the same number of places."""

    code: str
    federation: int
    kind: str
    season: int
    places: tuple[tuple[str, ...], ...]  # of each group: credit codes
    shares: tuple[Share, ...]

    @property
    def level(self) -> str:
        return "CITY" if self.federation == CITY else "COUNTY"

    @property
    def people(self) -> int:
        return sum(len(group) for group in self.places) * sum(s.count for s in self.shares)

    @property
    def total_fen(self) -> int:
        return sum(len(group) for group in self.places) * sum(s.count * s.fen for s in self.shares)


def is_on_file(life: Life, day: date) -> bool:
    """Whether its file is open all along from its first day to this one."""
    return (life.enrolled is not None and life.enrolled <= day and not life.relapsed
            and (life.left is None or day < life.left))


@dataclass
class Outreach:
    """Appends to the plan of the procedure; `make` once."""

    procedure: Procedure
    names: Names
    numbers: Numbers
    firms: list[Firm]
    payers: dict[int, str]
    lives: list[Life]
    campaigns: list[Campaign] = field(default_factory=list)
    lines: list[FundLine] = field(default_factory=list)
    # By group: name, ID number, kind, enterprise and fen of each person on its list.
    lists: dict[str, list[list[Any]]] = field(default_factory=dict)
    _heads: dict[str, list[Life]] = field(default_factory=dict)
    _known: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def _random(self) -> Random:
        return self.procedure.random

    def make(self) -> None:
        self.campaigns = [*self._warmth(), *self._medical()]
        self._heads_by_firm()
        for campaign in self.campaigns:
            self._fund(campaign)
            self._campaign(campaign)

    # Who gives to whom -------------------------------------------------------------------------------

    def _warmth(self) -> list[Campaign]:
        """Five firms a group: 25 of the pilot's in the first four seasons, 30 in the last."""
        codes = [firm.uscc for firm in self.firms[:30]]
        found = []
        for season in SEASONS:
            last = season == SEASONS[-1]
            groups = tuple(tuple(codes[first:first + 5]) for first in range(0, 30 if last else 25, 5))
            shares = ((Share("HARDSHIP_WORKER", 76, 80_000), Share("FRONT_LINE_WORKER", 24, 55_000))
                      if last else
                      (Share("HARDSHIP_WORKER", 80, 60_000), Share("FRONT_LINE_WORKER", 40, 55_000)))
            found.append(Campaign(f"warmth-{season}", CITY, "WARMTH", season, groups, shares))
        return found

    def _medical(self) -> list[Campaign]:
        """Hospitals of 500: the city's and three counties', at two sums."""
        def hospitals(count: int) -> tuple[tuple[str, ...], ...]:
            return tuple((self.numbers.enterprise("610300"),) for _ in range(count))

        found = []
        for slug, federation, count, fen in (("city", CITY, 12, 60_000), ("clinics", CITY, 2, 50_000),
                                             ("weibin", 2, 4, 60_000), ("jintai", 3, 4, 60_000),
                                             ("chencang", 4, 4, 60_000)):
            found.append(Campaign(f"medical-{slug}-{_SPECIAL}", federation, "SPECIAL", _SPECIAL,
                                  hospitals(count), (Share("MEDICAL_WORKER", 500, fen),)))
        return found

    def _somebody(self) -> tuple[str, str]:
        rng = self._random
        male = rng.random() < 0.5
        birth = date(rng.randrange(1962, 1996), 1, 1) + timedelta(days=rng.randrange(365))
        return (self.names.surname() + self.names.given(male, birth.year),
                self.numbers.resident(birth, male))

    def _heads_by_firm(self) -> None:
        """Heads of the city's own files stand on the list of the firm where they work; who was laid off,
        on that of one of the firms that are visited each season."""
        firms = self.campaigns[0].places
        visited = [code for group in firms for code in group]
        own = [life for life in self.lives if life.federation == CITY and life.enrolled]
        for turn, life in enumerate(own):
            self._heads.setdefault(life.employer or visited[turn % len(visited)], []).append(life)

    def _on_file(self, firm: str, day: date) -> list[tuple[str, str]]:
        heads = [life.family.head for life in self._heads.get(firm, []) if is_on_file(life, day)]
        return [(head.name, head.id_number) for head in heads]

    def _people(self, firm: str, share: Share) -> list[tuple[str, str]]:
        """Some of those who were visited there before, and some who were not."""
        known = self._known.setdefault((firm, share.kind), [])
        again = self._random.sample(known, min(len(known), share.count * 2 // 3))
        new = [self._somebody() for _ in range(share.count - len(again))]
        known.extend(new)
        return again + new

    def _listed(self, campaign: Campaign, firm: str, share: Share) -> list[tuple[str, str]]:
        """Workers on file first (困难职工一个不少), then others."""
        first = (self._on_file(firm, self._day(campaign.season, "list"))
                 if share.kind == "HARDSHIP_WORKER" else [])
        return [*first, *self._people(firm, share)][:share.count]

    # What staff do ---------------------------------------------------------------------------------

    def _day(self, season: int, step: str) -> date:
        return self.procedure.days.on_or_after(date(season, 1, _DAYS[step]))

    def _office(self, campaign: Campaign) -> Office:
        return self.procedure.offices[campaign.federation]

    def _fund(self, campaign: Campaign) -> None:
        add, office = self.procedure.add, self._office(campaign)
        opened = self._day(campaign.season, "launch")
        line = FundLine(campaign.code, campaign.federation,
                        f"{campaign.season}年慰问资金({campaign.code})", "OWN_FUNDS",
                        campaign.level, campaign.season, opened, "")
        self.lines.append(line)
        add(opened, "open_line", office.one("maker"), line=line.code, federation=line.federation,
            name=line.name, source=line.source, level=line.level, year=line.year, items=["TEMPORARY"],
            tiers=[], payer_account=self.payers[line.federation])
        add(opened, "posting", office.one("maker"), line.code, federation=line.federation,
            kind="RECEIVED", line=line.code, amount_fen=campaign.total_fen,
            voucher=f"WN-{campaign.code}")

    def _campaign(self, campaign: Campaign) -> None:
        add, office, season = self.procedure.add, self._office(campaign), campaign.season
        add(self._day(season, "launch"), "campaign", office.staff["approve"][0], campaign.code,
            federation=campaign.federation, kind=campaign.kind, season=season,
            level=campaign.level, fen=campaign.total_fen)
        for place, firms in enumerate(campaign.places):
            self._group(campaign, f"{campaign.code}-{place + 1}", firms)
        if campaign.kind == "WARMTH" and season == SEASONS[-1]:
            self._goods(campaign)
        add(self._day(season, "close"), "campaign_close", office.staff["approve"][0], campaign.code)

    def _group(self, campaign: Campaign, number: str, firms: tuple[str, ...]) -> None:
        add, office, rng = self.procedure.add, self._office(campaign), self._random
        rows = [[name, id_number, share.kind, firm, share.fen]
                for firm in firms for share in campaign.shares
                for name, id_number in self._listed(campaign, firm, share)]
        self.lists[number] = rows
        total = sum(row[4] for row in rows)
        away = [place for place in range(len(rows)) if rng.random() < _ABSENT]
        signs = {str(place): rng.choice(_SIGN_WORDS) for place in range(len(rows))
                 if rng.random() < _SIGNS}

        def on(step: str) -> date:
            return self._day(campaign.season, step)

        clerk, witness = office.case(0), office.case(2)
        add(on("list"), "visit_group", clerk, number, campaign=campaign.code, firms=list(firms),
            leader=office.case(1))
        add(on("list"), "visit_list", clerk, number, line=campaign.code)
        add(on("approve"), "visit_approve", office.staff["approve"][1], number, people=len(rows),
            fen=total)
        add(on("approve"), "visit_cash", office.one("maker"), number, line=campaign.code, fen=total)
        add(on("approve"), "visit_hand_over", office.one("payer"), number)
        add(on("visit"), "visits", clerk, number, line=campaign.code, witness=witness, away=away,
            signs=signs)
        add(on("again"), "visits_again", clerk, number, line=campaign.code, witness=witness,
            places=away)
        # Everybody was reached in the end: nothing is left.
        add(on("settle"), "visit_count", office.one("maker"), number, line=campaign.code, fen=0)
        add(on("settle"), "visit_settle", clerk, number)
        add(on("close"), "visit_confirm", office.one("payer"), number)

    def _goods(self, campaign: Campaign) -> None:
        """In, out to each group, some to a crew, some lost, the rest back, and what is spoilt written
        off."""
        add, office = self.procedure.add, self._office(campaign)
        clerk = office.case(0)

        def on(step: str) -> date:
            return self._day(campaign.season, step)

        add(on("launch"), "stock_open", clerk, STORE, federation=campaign.federation)
        add(on("launch"), "stock_in", clerk, STORE, goods={SACK: RECEIVED}, number="R-1")
        for place, firms in enumerate(campaign.places):
            group, lost = f"{campaign.code}-{place + 1}", _LOST.get(place, 0)
            add(on("approve"), "stock_out", clerk, STORE, group=group, goods={SACK: TAKEN},
                number=f"O-{place + 1}")
            add(on("visit"), "visit_crew", clerk, group, firm=firms[0], people=CREW,
                goods={SACK: CREW}, receipt="S-0", kind="FRONT_LINE_WORKER")
            if lost:
                add(on("again"), "goods_lost", clerk, group, goods={SACK: lost}, reason="WET",
                    number="L-1")
            add(on("again"), "goods_back", clerk, group, stock=STORE,
                goods={SACK: TAKEN - CREW - lost}, number=f"B-{place + 1}")
        add(on("close"), "stock_off", office.staff["approve"][0], STORE, goods={SACK: SPOILT},
            reason="SPOILT", number="W-1")
