"""What one service asks of another in the fault runs: to pay, to book, to look into, to review. All of it
is asked for once, must be done once, and is counted where it is done."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from demo.client import Person
from demo.finance import Finance
from demo.memory import Memory
from faults.awards import Awards
from faults.cases import Cases
from faults.cash import Cash
from faults.hotline import Hotline
from faults.jobs import Jobs
from faults.subsidies import Subsidies
from faults.told import Heard, Rows, heard
from faults.visits import Visits

LINE = "relief"  # whose money cash and visit groups hand out
# What is counted.
KINDS = ("awards", "subsidies", "cash", "deliveries", "issues", "returns", "referrals", "answers",
         "tickets", "reviews", "cases")


class Errands:
    """All desks that ask; thread-safe. `rows` asks the database of a service."""

    def __init__(self, people: Callable[[str], Person], memory: Memory, world: Path,
                 keys: list[str], students: list[str], firms: tuple[str, str],
                 somebody: list[tuple[str, str]], household: Callable[[str], str],
                 rows: Rows) -> None:
        self._sponsor, firm = firms
        self._rows = rows
        self.faults: list[str] = []  # errands that came to no end
        self.awards = Awards(people, memory, world, students)
        self.subsidies = Subsidies(people, world, students)
        self.cash = Cash(people)
        self.visits = Visits(people, firm, somebody)
        self.hotline = Hotline(people, somebody)
        self.jobs = Jobs(people, firm, world / "packages", keys, household)
        self.cases = Cases(people, somebody)

    def open(self, finance: Finance) -> None:
        """Everything that is decided before anybody asks."""
        self.awards.open(finance, self._sponsor)
        self.subsidies.open(finance)
        self.visits.open(LINE)
        self.hotline.open()
        self.jobs.open()

    def prepare(self) -> None:
        """Students to the notice, learners to the request, on the first day."""
        self.awards.nominate()
        self.subsidies.learn()

    def run(self, name: str, day: str, person: str) -> Counter[str]:
        """One of each, which `name` tells from all others, at the same time, so that whoever is killed
        has something of each in hand; `person` of a file is paid in cash. An award and a subsidy as
        long as there are students."""
        with ThreadPoolExecutor() as pool:
            asked = [pool.submit(one) for one in (
                lambda: Counter(awards=self.awards.approve(1)),
                lambda: Counter(subsidies=self.subsidies.approve(1, day)),
                lambda: self.cash.whole(name, LINE, person),
                lambda: self.visits.whole(name, LINE, day),
                lambda: self.hotline.calls(name),
                lambda: self.jobs.whole(name, day),
                lambda: self.cases.whole(name, day))]
        done = Counter[str]()
        for one in asked:
            try:
                done += one.result()
            except RuntimeError as error:  # nobody answered
                self.faults.append(str(error))
        return done

    def heard(self) -> Heard:
        """What the logs say of those that are no money; while nothing is in flight."""
        return heard(self._rows)

    def done(self) -> Counter[str]:
        """Of KINDS: what the bank paid, as scholarship and employment heard it, what was handed out in
        cash, by visit groups too, as disbursement heard it, and what the others heard."""
        counts = self.heard().counts
        counts |= Counter(awards=self._paid_of("scholarship", "award_year"),
                          subsidies=self._paid_of("employment", "enrolment"),
                          cash=self._handed_out("NULL"), deliveries=self._handed_out("NOT NULL"))
        return Counter({kind: counts[kind] for kind in KINDS})

    def _number(self, service: str, query: str) -> int:
        return int(next(iter(self._rows(service, query)))[0])

    def _paid_of(self, service: str, table: str) -> int:
        return self._number(service, f"SELECT count(*) FROM {table} WHERE bank_serial <> ''")

    def _handed_out(self, group: str) -> int:
        return self._number("disbursement", "SELECT count(*) FROM cash_relief JOIN cash_advance "
                            f"USING (federation, advance_id) WHERE group_id IS {group}")


def words(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
