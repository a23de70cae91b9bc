"""Fund lines by year, what comes into them, and what leaves them at the end."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.current import Current
from generator.life import Entry, Life
from generator.office import PAYING
from generator.pilot import ANNUAL_FEN
from generator.places import BY_NUMBER, CITY
from generator.procedure import Procedure

_RELIEF_YEARS = range(2020, 2025)
_PILOT_YEARS = range(2018, 2021)


@dataclass(frozen=True)
class FundLine:
    code: str
    federation: int
    name: str
    source: str
    level: str
    year: int
    opened: date
    next_code: str


class Funds:
    """Makes the lines and their postings. What plans promise of a line is received before."""

    def __init__(self, procedure: Procedure, current: Current) -> None:
        self._p = procedure
        self._current = current
        self.lines: list[FundLine] = []
        self._vouchers = 0

    def make(self, lives: list[Life], entries: list[Entry], payers: dict[int, str]) -> None:
        granted = self._granted(entries)
        for year in _PILOT_YEARS:
            opened = date(2018, 1, 8) if year == 2018 else self._opening(year)
            self._open(FundLine(f"city-pilot-{year}", CITY, f"{year}年常态化帮扶试点资金",
                                "OWN_FUNDS", "CITY", year, opened,
                                f"city-pilot-{year + 1}" if year < 2020 else ""), payers)
        for year in _RELIEF_YEARS:
            opened = date(2020, 1, 6) if year == 2020 else self._opening(year)
            following = year + 1 if year < 2024 else None
            # Money stays within its source: what the city shares out is of the counties' kind.
            self._open(FundLine(f"city-share-{year}", CITY, f"{year}年宝鸡市困难职工帮扶配套资金",
                                "LOCAL_FISCAL", "CITY", year, opened,
                                f"city-share-{following}" if following else ""), payers)
            for federation in PAYING:
                slug = "city" if federation == CITY else BY_NUMBER[federation].slug
                name = "宝鸡市" if federation == CITY else BY_NUMBER[federation].name
                self._open(FundLine(
                    f"{slug}-relief-{year}", federation, f"{year}年{name}困难职工帮扶资金",
                    "CENTRAL_FISCAL" if federation == CITY else "LOCAL_FISCAL",
                    "CITY" if federation == CITY else "COUNTY", year, opened,
                    f"{slug}-relief-{following}" if following else ""), payers)
        self._receive(granted)
        self._close_years()

    def _opening(self, year: int) -> date:
        """The money of a year is told in the spring before (提前下达)."""
        return self._p.days.on_or_after(date(year - 1, 4, 9))

    def _granted(self, entries: list[Entry]) -> dict[str, int]:
        """Fen that the plans promise of each line; aid that ends early only leaves more."""
        granted: dict[str, int] = {}
        for entry in entries:
            for measure in entry.data.get("measures", []):
                line = measure["fund_line"]
                granted[line] = granted.get(line, 0) + measure["annual_fen"]
            if entry.act == "programme":
                line = entry.data["fund_line"]
                granted[line] = granted.get(line, 0) + ANNUAL_FEN
        return granted

    def _open(self, line: FundLine, payers: dict[int, str]) -> None:
        self.lines.append(line)
        maker = self._p.offices[line.federation].one("maker")
        tiers = ["NATIONAL"] if line.source == "CENTRAL_FISCAL" else []
        self._p.add(line.opened, "open_line", maker, line=line.code, federation=line.federation,
                    name=line.name, source=line.source, level=line.level, year=line.year,
                    items=["LIVING", "MEDICAL"], tiers=tiers,
                    payer_account=payers[line.federation])

    def _receive(self, granted: dict[str, int]) -> None:
        """A county's line has half from its own budget and half by allocation of the city."""
        rng = self._p.random
        for line in self.lines:
            need = granted.get(line.code, 0)
            amount = need + rng.randrange(3, 9) * 100000 + rng.randrange(0, 99) * 1000
            if line.federation == CITY:
                shares = sum(granted.get(other.code, 0) // 2 for other in self.lines
                             if other.year == line.year and other.federation != CITY
                             and "share" in line.code)
                self._post(line, "RECEIVED", amount + shares)
                continue
            share = need // 2
            self._post(line, "RECEIVED", amount - share)
            city = next(other for other in self.lines
                        if other.code == f"city-share-{line.year}")
            if share:
                self._post(city, "ALLOCATED", share, line)

    def _post(self, line: FundLine, kind: str, amount: int | str, to: FundLine | None = None,
              day: date | None = None) -> None:
        office = self._p.offices[line.federation]
        staff = office.one("maker" if kind == "RECEIVED" else "payer")
        self._vouchers += 1
        data = {"federation": line.federation, "kind": kind, "line": line.code,
                "amount_fen": amount,
                "voucher": f"{office.slug}-{(day or line.opened).year}-{self._vouchers:04d}"}
        if to is not None:
            data |= {"to_line": to.code, "to_federation": to.federation}
        self._p.add(day or line.opened, "posting", staff, line.code + (to.code if to else ""),
                    **data)

    def _close_years(self) -> None:
        """In the spring what is left is carried on by decision, or goes back to its source."""
        by_code = {line.code: line for line in self.lines}
        for line in self.lines:
            if line.year >= 2023:
                continue
            day = self._p.days.on_or_after(date(line.year + 1, 3, 15))
            if line.next_code:
                self._post(line, "CARRIED_OUT", "balance", by_code[line.next_code], day)
            else:
                self._post(line, "RETURNED", "balance", None, day)
