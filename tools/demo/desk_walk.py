"""What the desks of scholarships, visits and work type into the client: a small summer of theirs,
every list and question of the three services, every form on paper, and a visitor's file that is
merged. For separate_test."""
from __future__ import annotations

import csv
import json
import re
import unittest
from typing import Any

from demo.client_walk import Asking, Known
from demo.processes import Places
from generator.identity import DIVISION, id_check

FAIR_DAY = "2018-07-16"  # and the day on which the notice of an award is over
_TODAY = "2018-07-06"
_FIRM = "91610300MA00000078"
_DESK, _CHECKER, _SIGNER, _MAKER = "city-case1", "city-case2", "city-approve1", "city-maker"
_CASH, _GIFT = "city-desk-2018", "summer-gift-2018"  # fund lines
_CAMPAIGN, _GROUP = "summer-2018", "summer-2018-1"
_ROLL, _FAIR = "R-2018-1", "XIAJI-2018"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}")
# A row of the client's table of commands: its words, and the rpc that it asks.
_ROW = re.compile(r'(?:\{|act\()"((?:scholarship|outreach|employment) [^"]+)",.*?k\w+ \+ "(\w+)"',
                  re.DOTALL)
_FORM = re.compile(r'^        \{"([a-z-]+)",$', re.MULTILINE)
_HEAD = ("小组编号,签收单号,日期,结果,姓名,身份证号,慰问金,资金额度,现金原因,见证人\n")


def number_of(birth: str, place: int) -> str:
    """A synthetic ID number; an odd place is a man's."""
    body = f"{DIVISION}{birth}{place:03d}"
    return body + id_check(body)


_VISITED = [("林国强", number_of("19750815", 31)), ("王秀兰", number_of("19770201", 32))]
_STUDENTS = [("林晓明", number_of("20000904", 31), *_VISITED[0]),
             ("王小雨", number_of("20001112", 32), *_VISITED[1])]
_SEEKER = ("赵建军", number_of("19700303", 33))
_OLDER = ("钱大明", number_of("19650505", 35))


class DeskWalk(Asking):
    """Plays first, asks then: what it asks is of what it has played."""

    def __init__(self, test: unittest.TestCase, places: Places, known: Known) -> None:
        super().__init__(test, places)
        self._known = known
        self._ids: dict[str, str] = {}

    # What is typed ------------------------------------------------------------------------------------

    def _file(self, name: str, content: Any) -> str:
        path = self._places.run / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    def _open_line(self, code: str, source: str, item: str) -> None:
        self._told(_MAKER, "fund", "open", code, "--name", "2018年" + code, "--source", source,
                   "--level", "CITY", "--year", "2018", "--item", item, "--payer-account",
                   "6103000000000001")
        self._told(_MAKER, "fund", "receive", code, "--amount", "20000.00", "--voucher", f"{code}-1")

    def summer(self) -> None:
        """All that can be typed on one day."""
        self._open_line(_CASH, "OWN_FUNDS", "TEMPORARY")
        self._open_line(_GIFT, "DONATION", "SCHOOLING")
        self._visits()
        self._publicity()
        self._applications()
        self._seekers()

    def _visits(self) -> None:
        terms = {"code": _CAMPAIGN, "source": "SD-2018",
                 "ref": {"kind": "SPECIAL", "season": 2018, "level": "CITY",
                         "first_day": "2018-07-01", "last_day": "2018-08-31",
                         "caps": {"per_time_fen": 300_000, "per_season_fen": 600_000}},
                 "budget": [{"fund_line_id": _CASH, "amount_fen": 1_000_000}]}
        self._told(_SIGNER, "outreach", "launch", "--terms", self._file("campaign.json", terms))
        staff = {row["login"]: row["staff_id"] for row in self._rows("", "token", "list")}
        self._told(_DESK, "outreach", "assign", _GROUP, "--campaign", _CAMPAIGN, "--leader",
                   staff["city-checker"], "--itinerary", self._file("itinerary.json", {
                       "stops": [{"enterprise": _FIRM, "planned_on": _TODAY}]}))
        self._told(_DESK, "outreach", "list", _GROUP, "--sheet", self._file("list.json", {
            "rows": [{"name": name, "id_number": number, "kind": "HARDSHIP_WORKER",
                      "enterprise": _FIRM, "plan_fen": 50_000, "fund_line": _CASH}
                     for name, number in _VISITED]}))
        self._told(_SIGNER, "outreach", "approve", _GROUP, "--people", "2", "--total", "1000.00")
        self._told(_DESK, "outreach", "stock-open", "city-store")
        self._told(_DESK, "outreach", "goods-in", "city-store", "--goods",
                   "code=RICE_10KG,pieces=20", "--receipt", "2018-R1")
        self._told(_DESK, "outreach", "goods-out", "city-store", "--group", _GROUP, "--goods",
                   "code=RICE_10KG,pieces=5", "--issue", "2018-O1")
        self._told(_MAKER, "outreach", "draw", _GROUP, "--fund-line", _CASH, "--amount", "1000.00",
                   "--voucher", "V-1")
        self._wait_for(lambda: [row["state"] for row in self._advances()], ["FUNDED"])
        self._ids["advance"] = self._advances()[0]["advance_id"]
        self._told("city-payer", "cash", "hand-over", self._ids["advance"])
        self._wait_for(lambda: [row["balance_fen"] for row in self._of_the_group("group")],
                       [100_000])
        self._wait_for(lambda: [row["balance"] for row in self._of_the_group("bag")], [5])

    def _advances(self) -> list[dict[str, Any]]:
        return self._rows("city-auditor", "cash", "list")

    def _of_the_group(self, what: str) -> list[dict[str, Any]]:
        return self._rows(_DESK, "outreach", what, _GROUP)

    def _publicity(self) -> None:
        days = {"level": "CITY", "first_day": _TODAY, "last_day": _TODAY}
        self._told(_DESK, "outreach", "announce", "--terms", self._file("activity.json", {
            "code": "safety-2018", "theme": "SAFETY_WEEK", "kinds": ["EXHIBITION"], **days}))
        self._told(_SIGNER, "outreach", "class-open", "--terms", self._file("class.json", {
            "code": "cadres-2018", "kind": "CADRES", "seats": 2, **days}))
        self._told(_DESK, "outreach", "enrol", "cadres-2018", "--sheet", self._file("roster.json", {
            "rows": [{"name": name, "id_number": number} for name, number in _VISITED]}))

    def _applications(self) -> None:
        self._told(_SIGNER, "scholarship", "open", "--terms", self._file("scheme.json", {
            "code": _GIFT, "kind": "CHARITY", "year": 2018, "sponsor": _FIRM,
            "counts_as_hardship_aid": True, "first_day": "2018-07-01", "last_day": "2018-08-31",
            "notice_working_days": 5, "source": "GX-2018-1",
            "tiers": [{"code": "HIGHER", "amount_fen": 500_000, "stages": ["UNDERGRADUATE"],
                       "for_whom": "ANYBODY"}]}))
        self._told(_DESK, "scholarship", "pledge", _GIFT, "--scheme", _GIFT, "--sponsor", _FIRM,
                   "--promised", "10000.00", "--fund-line", _GIFT, "--agreement", "RZ-2018-1")
        self._told(_MAKER, "scholarship", "receive", _GIFT, "--amount", "10000.00", "--voucher",
                   "V-2018-1")
        self._told(_DESK, "scholarship", "gift-in", _GIFT, "--goods", "SUITCASE", "--pieces", "2",
                   "--receipt", "2018-S1")
        for place, student in enumerate(_STUDENTS):
            self._ids[f"application{place}"] = self._apply(place, *student)

    def _apply(self, place: int, name: str, number: str, parent: str, parents: str) -> str:
        [row] = self._rows(
            _DESK, "scholarship", "apply", _GIFT, "--student-name", name, "--student-id", number,
            "--parent-name", parent, "--parent-id", parents, "--no-other-parent", "--ground",
            "ILLNESS", "--union", "610300", "--school", "西北大学", "--admission",
            f"2018-{place + 1}", "--stage", "UNDERGRADUATE", "--study-year", "1", "--programme",
            "REGULAR", "--payee-kind", "CARD", "--account", "9999990000000000014", "--bank",
            "西府农村商业银行")
        application = str(row["application_id"])
        self._told(_DESK, "scholarship", "survey", application, "--finding", "AS_DECLARED")
        self._told(_CHECKER, "scholarship", "check", application)
        self._told(_CHECKER, "scholarship", "nominate", application, "--tier", "HIGHER")
        self._told(_DESK, "scholarship", "notice", application, "--place", "610300-0001")
        return application

    def _seekers(self) -> None:
        self._told(_DESK, "employment", "schedule", _FAIR, "--venue", "610300-HALL", "--on",
                   FAIR_DAY, "--days", "1", "--stalls", "20", "--source", "BZF-2018-5")
        self._told(_DESK, "employment", "register", _FIRM, "--kind", "MANUFACTURING", "--licence",
                   "L-1")
        [attends] = self._rows(_DESK, "employment", "attend", _FAIR, "--employer", _FIRM)
        self._told(_DESK, "employment", "screen", attends["participation_id"], "--stall", "7")
        fitter = {"uscc": _FIRM, "occupation": "装配工", "conditions": "两班倒,包食宿,不收押金",
                  "posts": 30, "wage_min_fen": 380_000, "wage_max_fen": 550_000, "min_schooling": "ANY",
                  "min_age": 18, "max_age": 55, "insurance": "FULL", "division": "610300",
                  "valid_until": "2018-12-31"}
        [offer] = self._rows(_DESK, "employment", "offer", "--terms",
                             self._file("fitter.json", fitter), "--fair", _FAIR)
        self._ids["vacancy"] = offer["vacancy_id"]
        self._ids["seeker"], older = self._seek(*_SEEKER), self._seek(*_OLDER)
        [case] = self._rows(_DESK, "employment", "case-open", self._ids["seeker"], "--need",
                            "WORK", "--counter", "HALL-3", "--next", "2018-08-01")
        self._ids["case"] = case["case_id"]
        self._told(_DESK, "employment", "advise", case["case_id"], "--policy", "SKILL_SUBSIDY")
        self._told(_SIGNER, "employment", "post-rules", "BZ-2018", "--from", _TODAY, "--men", "50",
                   "--women", "40", "--jobless", "12", "--most", "36", "--source", "BZRS-2018-7")
        self._told(_SIGNER, "employment", "post-allot", "GYG-2018", "--funder", "CITY_UNION",
                   "--from", _TODAY, "--until", "2019-12-31", "--posts", "2", "--source",
                   "BZGH-2018-9")
        self._told(_DESK, "employment", "post-offer", older, "--allotment", "GYG-2018",
                   "--employer", _FIRM, "--work", "CLEANING", "--jobless-since", "2016-05-01",
                   "--proof", "SY-1")
        self._told(_SIGNER, "employment", "course-offer", "DSYY-2018", "--skill", "E_COMMERCE",
                   "--units", "40", "--from", _TODAY, "--until", "2018-12-31", "--source",
                   "BZGH-2018-12")
        self._told(_DESK, "employment", "course-enrol", self._ids["seeker"], "--course",
                   "DSYY-2018")

    def _seek(self, name: str, number: str) -> str:
        [row] = self._rows(_DESK, "employment", "seek", "--name", name, "--id-number", number,
                           "--phone", "13900000003", "--union", "610300", "--consent", "PN-2018-1",
                           "--group", "LAID_OFF", "--schooling", "JUNIOR_HIGH", "--division",
                           "610300")
        return str(row["seeker_id"])

    def on_the_day_of_the_fair(self) -> None:
        """Whoever was on the notice is on a roll, and who came to terms at the fair is hired."""
        entries = [word for place in range(len(_STUDENTS)) for word in
                   ("--entry", f"application_id={self._ids[f'application{place}']},graduates=2022")]
        self._told(_DESK, "scholarship", "seal", _ROLL, "--scheme", _GIFT, "--pledge", _GIFT,
                   *entries)
        self._wait_for(lambda: [row["state"] for row in self._roll()], ["CONFIRMED"] * 2)
        [roll] = self._rows(_SIGNER, "scholarship", "rolls")
        self._told(_SIGNER, "scholarship", "approve", _ROLL, "--hash", roll["hash"],
                   "--minutes", "M-1")
        seeker, vacancy = self._ids["seeker"], self._ids["vacancy"]
        [intent] = self._rows(_DESK, "employment", "intent", seeker, "--vacancy", vacancy, "--on",
                              FAIR_DAY)
        [hire] = self._rows(_DESK, "employment", "confirm", seeker, "--employer", _FIRM,
                            "--vacancy", vacancy, "--intent", intent["intent_id"], "--contract",
                            "LABOUR", "--contract-no", "HT-1", "--from", FAIR_DAY, "--wage",
                            "4000.00")
        self._ids["hire"] = hire["hire_id"]
        self._wait_for(lambda: len(self._rows("city-auditor", "scholarship", "awards")), 2)

    def _roll(self) -> list[dict[str, Any]]:
        return self._rows(_SIGNER, "scholarship", "roll", _ROLL, "--purpose", "CASE_WORK")

    # A visitor's file ---------------------------------------------------------------------------------

    def _merge(self, name: str, rows: list[str], status: int = 0) -> str:
        return self._told(_DESK, "outreach", "merge", self._file(name, _HEAD + "".join(rows)),
                          status=status)

    def _visit(self, place: int, yuan: str = "500") -> str:
        name, number = _VISITED[place]
        return (f"{_GROUP},S-{place + 1},{_TODAY},已送达,{name},{number},{yuan},{_CASH},"
                "现场实名发放,city-case3\n")

    def _paid(self) -> list[tuple[str, int]]:
        rows = self._rows("city-auditor", "cash", "show", self._ids["advance"])
        return [(row["receipt_no"], row["amount_fen"]) for row in rows]

    def merged_files(self) -> None:
        """A file twice pays once; what does not agree is shown and changes nothing; of a damaged
        file nothing is kept, and row, column and reason are named."""
        self._faults_of_the_sample()
        told = self._merge("bad.csv", [self._visit(0), self._visit(1, "5E+02")], status=1)
        self._test.assertRegex(told, r"\b3 +慰问金 +AMOUNT +INVALID_AMOUNT")
        self._test.assertEqual(self._rows(_DESK, "outreach", "deliveries", _GROUP), [])
        for merged, unchanged in ((1, 0), (0, 1)):
            told = self._merge("day.csv", [self._visit(0)])
            self._test.assertRegex(told, rf"(?m)^ *1 +{merged} +{unchanged} +0$")
        self._wait_for(self._paid, [("S-1", 50_000)])
        told = self._merge("conflict.csv", [self._visit(0, "400"), self._visit(1)], status=1)
        self._test.assertRegex(told, r"\b2 +慰问金 +CONFLICT +DELIVERY_DIFFERS +500\.00")
        self._test.assertRegex(told, r"(?m)^ *2 +1 +0 +1$")
        self._wait_for(self._paid, [("S-1", 50_000), ("S-2", 50_000)])

    def _faults_of_the_sample(self) -> None:
        """Those that docs/formats.md shows: of a file that was damaged on its way."""
        folder = self._places.root / "deploy/demo/visits"
        told = self._told(_DESK, "outreach", "merge", str(folder / "bad_visits.csv"), "--json",
                          status=1)
        faults, _ = json.JSONDecoder().raw_decode(told)
        with (folder / "bad_visits_expected.csv").open(encoding="utf-8") as file:
            expected = [{**row, "row": int(row["row"])} for row in csv.DictReader(file)]
        self._test.assertEqual([{name: fault[name] for name in expected[0]} for fault in faults],
                               expected)

    # What is asked ------------------------------------------------------------------------------------

    def _of_the_table(self) -> set[str]:
        """The words of every command that only asks."""
        sources = (self._places.root / "tools/haven/client").glob("*_commands.cpp")
        return {words for source in sources for words, rpc in _ROW.findall(source.read_text("utf-8"))
                if rpc.startswith(("List", "Get", "Match"))}

    def _questions(self) -> dict[str, list[str]]:
        ids, purpose = self._ids, ["--purpose", "CASE_WORK"]
        scholarship = {"schemes": [], "scheme": [_GIFT], "pledges": [], "statement": [_GIFT],
                       "goods": [_GIFT], "applications": [], "rolls": [], "awards": [],
                       "application": [ids["application0"], *purpose], "roll": [_ROLL, *purpose],
                       "award": [f"{_ROLL}/1"], "notices": []}
        outreach = {"campaigns": [], "campaign": [_CAMPAIGN], "stock": ["city-store"],
                    "groups": [], "group": [_GROUP], "bag": [_GROUP], "deliveries": [_GROUP],
                    "recipients": [_GROUP, *purpose], "activities": [], "classes": [],
                    "trainees": ["cadres-2018", *purpose], "ticket limits": [], "ticket list": [],
                    "ticket show": ["12351-2018-1", *purpose]}
        employment = {"fairs": [], "fair": [_FAIR], "employer": [_FIRM], "attending": [_FAIR],
                      "vacancies": [], "vacancy": [ids["vacancy"]], "seekers": [],
                      "seeker": [ids["seeker"], *purpose], "match": [ids["seeker"]],
                      "intents": [_FAIR], "hires": [], "hire": [ids["hire"]], "cases": [],
                      "case": [ids["case"]], "basic-posts": [], "post-allotments": [],
                      "courses": [], "course-enrolments": []}
        return {f"{service} {words}": given
                for service, asked in (("scholarship", scholarship), ("outreach", outreach),
                                       ("employment", employment))
                for words, given in asked.items()}

    # Nothing of it is left, or not yet: a notice that is over, a month that is not.
    _EMPTY = ("scholarship notices", "employment hire")

    def every_question(self) -> None:
        """Each is answered in both languages, with rows and the business date over them."""
        questions = self._questions()
        self._test.assertEqual(set(questions), self._of_the_table())
        for words, given in questions.items():
            asked = [*words.split(), *given]
            for lang, head in (("zh", f"业务日期 {FAIR_DAY}"), ("en", f"Business date {FAIR_DAY}")):
                told = self._told(_DESK, *asked, lang=lang)
                self._test.assertIn(head, told.splitlines()[0], words)
            self._test.assertEqual(not self._rows(_DESK, *asked), words in self._EMPTY, words)
        names = {row["student_name"] for row in self._roll()}
        self._test.assertEqual(names, {student[0] for student in _STUDENTS})

    def posted_notice(self) -> None:
        """While it hangs, a notice is read and printed with masked names."""
        rows = self._rows(_DESK, "scholarship", "notices", "--scheme", _GIFT)
        self._test.assertEqual(len(rows), 2)
        paper = self._printed(_DESK, "award-notice", "--scheme", _GIFT)
        for row in rows:
            self._test.assertIn("*", row["masked_row"])
        self._test.assertIn("金秋助学公示", paper)
        self._test.assertNotIn("林晓明", paper)
        self._test.assertIsNone(_UUID.search(_joined(paper)))

    def _forms(self) -> dict[str, tuple[str, list[str], list[str]]]:
        """By name: who prints it of what, and what a person reads on it."""
        known, purpose = self._known, ["--purpose", "CASE_WORK"]
        return {
            "notice": (known.clerk, [], ["困难职工帮扶公示"]),
            "award-notice": (_DESK, [], ["金秋助学公示"]),
            "booklet": (known.clerk, [known.household], ["帮扶救助册", "家庭成员"]),
            "roll": (_SIGNER, [_ROLL, *purpose],
                     ["助学金发放名册", f"{_ROLL}/1", f"{_ROLL}/2", "林晓明", "王小雨", "HIGHER",
                      "合计10000.00元", "人民币壹万元整", "制表"]),
            "card-list": ("city-auditor", [known.batch], ["银行卡发放表", "2000.00"]),
            "cash-sheet": ("city-auditor", [self._ids["advance"]],
                           ["现金发放签收表", "S-1", "S-2", "姓名", "合计1000.00元"]),
            "statement": ("city-auditor", [_CASH], ["资金明细账", "20000.00", f"{_CASH}-1"]),
            "sponsor-statement": (_DESK, [_GIFT],
                                  ["助学捐赠对账单", "V-2018-1", "10000.00", "SUITCASE"]),
            "visit-list": (_DESK, [_GROUP, *purpose],
                           ["走访慰问签收表", "林国强", "王秀兰", "合计1000.00元"]),
            "fair-list": (_DESK, [_FAIR], ["招聘会参会单位签到表", _FIRM, "7"]),
            "case-record": (_DESK, [self._ids["case"]],
                            ["就业援助个案记录", "SKILL_SUBSIDY", _TODAY]),
        }

    # An entry of cash has no number but that of its advance or payment, by which an auditor finds it.
    _BY_ID = ("statement",)

    def every_form(self) -> None:
        """Each says what it is, and has no UUID where a person reads."""
        forms = self._forms()
        source = (self._places.root / "tools/haven/client/forms.cpp").read_text("utf-8")
        self._test.assertEqual(set(forms), set(_FORM.findall(source)))
        for form, (login, given, said) in forms.items():
            paper = _joined(self._printed(login, form, *given))
            for words in said:
                self._test.assertIn(words, paper, form)
            self._test.assertEqual(bool(_UUID.search(paper)), form in self._BY_ID, (form, paper))


def _joined(paper: str) -> str:
    """A cell that is broken into lines reads as one word."""
    return re.sub(r"\s+", "", paper)
