"""Every reason that a refusal can carry has its Chinese words in docs/reasons.md."""
from __future__ import annotations

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORD = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*"
SNAKE = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)"')
ROW = re.compile(r"^\| `(\w+)` \| (.+) \|$", re.MULTILINE)
# What makes an error; its first or second word is the reason.
MAKERS = re.compile(
    r"\b(?:invalid|refused?|failure|wrong_state|unauthenticated|missing|secret_error|"
    rf'trouble|unpark)\(\s*(?:[\w:.]+,\s*)?"({WORD})"')
# Words in code that look like reasons and are none.
OTHERS = {
    "settings": r"HAVEN_\w+|UPDATE_GOLDEN|FIRST_START|UPPER_SNAKE",
    "states of gRPC": r"ALREADY_EXISTS|DATA_LOSS|FAILED_PRECONDITION|INVALID_ARGUMENT|NOT_FOUND|"
                      r"PERMISSION_DENIED|RESOURCE_EXHAUSTED",
    "tasks and purposes": r"AWAIT_CHECK|CORRECT_PAYEE|EXIT_MEETING|EXIT_NOTICE|FOLLOW_UP|"
                          r"MEANS_CHECK|NOTICE_POSTED|INCOME_CHANGED|PAYEE_CONFIRM|BANK_REPLY|CASE_WORK|"
                          r"CIVIL_AFFAIRS_FILE|PUBLIC_NOTICE|SETTLE_WINDOW_OVER|EXIT_REJECTED|"
                          r"PAYMENT_RETURNED|GIFT_RECEIVED|BANK_LEDGER|ALLOTMENT_REFUSED|GIVEN_BACK|SPONSOR_STATEMENT|"
                          r"CASH_(?:RESERVED|REFUSED|HANDED_OVER|PAID|TAKEN_BACK|BANKED|RELEASED)|"
                          r"TAKE_UP_REFERRAL|VISIT_REFERRED|REPLY_TICKET|CALL_BACK|AWARD_OBJECTION|"
                          r"APPROVE_RENEWAL|FUND_AWARD|ASK_RETENTION|FOLLOW_UP_CASE|DECIDE_SUBSIDY",
    "what people say": r"OBJECTION_UPHELD|JOB_ENDED|REVIEW_STOP|OWN_APPLICATION|CONTACT_OFFICER|"
                       r"NOT_LIVING_TOGETHER|SPONSOR_DISSOLVED|NOT_TAKEN|WRONG_PERSON",
    "words of peers": r"BAD_REQUEST|NOT_AUTHORISED|SYSTEM_UNAVAILABLE|NAME_MISMATCH|NO_ACCOUNT|"
                      r"PAYEE_BANK_REFUSED",
}
# The oracles of `haven audit check` name themselves.
ORACLES = ("*oracle*", "*check_log*", "tools/haven/check.cpp",
           "tools/haven/deliveries.cpp", "*plain_numbers*")


def tracked(*patterns: str) -> list[str]:
    run = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True,
                         text=True)
    return [path for path in run.stdout.splitlines() if (ROOT / path).is_file()]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def sources() -> list[str]:
    paths = tracked(*(f"{top}/*.{kind}" for top in ("libs", "services", "tools/haven")
                      for kind in ("cpp", "hpp")))
    oracles = set(tracked(*ORACLES))
    return [path for path in paths
            if not path.endswith("_test.cpp") and "testing" not in path and path not in oracles
            and "golden" not in path and "conformance" not in path]


def enum_values() -> set[str]:
    """Short names of every enum value: words of the glossary, not reasons."""
    values: set[str] = set()
    for path in tracked("proto/haven/*.proto"):
        for name, body in re.findall(r"^enum (\w+) \{(.*?)^\}", read(path), re.M | re.S):
            prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() + "_"
            values.update(value.removeprefix(prefix)
                          for value in re.findall(r"^\s+([A-Z0-9_]+) = \d+", body, re.M))
    return values


def of_code(text: str, others: re.Pattern[str], values: set[str]) -> set[str]:
    made = set(MAKERS.findall(text))
    said = {word for word in SNAKE.findall(text)
            if word not in values and not others.fullmatch(word)}
    return made | said


def of_readme(text: str) -> set[str]:
    part = re.split(r"^## (?:Refusal reasons|Reasons)$", text, flags=re.M)[1]
    return set(re.findall(rf"`({WORD})`", part.split("\n## ")[0]))


def of_proto(text: str) -> set[str]:
    """Behind "Reasons:" or "Refusal:" in a comment, to the end of its sentence."""
    joined = re.sub(r"\n\s*// ?", " ", text)
    found: set[str] = set()
    for sentence in re.findall(r"(?:Reasons?|Refusals?): (.*?)(?:\.\s|\n)", joined):
        found.update(re.findall(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b", sentence))
    return found


# "| at most # bytes | 至多 # 字节 |" of docs/expected.md.
PHRASE = re.compile(r"^\| (.+?) \| (.+) \|$", re.MULTILINE)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A word of English; "yyyymmdd", "[a-z0-9-]{1,40}" and the layout of a line are none.
ENGLISH = re.compile(r"(?:^|(?<= ))(?!yyyymmdd)[a-z]{2,}[,;]?(?= |$)")


def arguments(text: str, start: int) -> list[str]:
    """Of a call whose bracket has just been opened."""
    found, depth, at = [""], 0, start
    while at < len(text):
        string = STRING.match(text, at)
        if string:
            found[-1] += string.group()
            at = string.end()
            continue
        char = text[at]
        if char == ")" and depth == 0:
            return found
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            found.append("")
        else:
            found[-1] += char
        at += 1
    return found


def expectations(text: str) -> set[str]:
    """What fields must be, by the third argument of invalid(), or the second of its local kin; what
    is put together from a number has "#" for it."""
    found: set[str] = set()
    for call in re.finditer(r"\b(invalid|bad|bad_option|malformed)\(", text):
        given = arguments(text, call.end())
        place = 2 if call.group(1) == "invalid" else 1
        expected = given[place].strip() if len(given) > place else ""
        parts = re.split(r"\s*\+\s*", expected)
        if parts and STRING.fullmatch(parts[0]):
            phrase = "".join(STRING.fullmatch(part).group(1) if STRING.fullmatch(part) else "#"
                             for part in (re.sub(r'"\s+"', "", part) for part in parts))
            found.add(phrase)
    return found


class Expected(unittest.TestCase):
    def test_every_phrase_of_the_code_has_its_words(self) -> None:
        known = {phrase for phrase, _ in PHRASE.findall(read("docs/expected.md"))}
        begins = tuple(phrase.removesuffix("…") for phrase in known if phrase.endswith("…"))
        found: dict[str, str] = {}
        for path in sources():
            for phrase in expectations(read(path)):
                found[phrase] = path
        self.assertGreater(len(found), 130)
        self.assertEqual({phrase: path for phrase, path in found.items()
                          if ENGLISH.search(phrase) and "|" not in phrase and phrase not in known
                          and not phrase.startswith(begins)}, {})

    def test_each_stands_once_in_order_and_in_chinese(self) -> None:
        rows = PHRASE.findall(read("docs/expected.md"))[1:]
        phrases = [phrase for phrase, _ in rows]
        self.assertEqual(phrases, sorted(set(phrases)))
        for phrase, words in rows:
            self.assertRegex(words, "[\u4e00-\u9fff\u3001]", phrase)
            self.assertEqual(phrase.count("#"), words.count("#"), phrase)

    def test_the_search_finds_what_is_missing(self) -> None:
        text = ('return invalid("A_B", std::string(x, 1), "a day");\n'
                'return invalid("A_B", "f",\n "at most " + std::to_string(n) + " bytes");'
                'return bad("C_D", "a (very) small, thing"); return invalid("E_F", "f", expected);')
        self.assertEqual(expectations(text), {"a day", "at most # bytes", "a (very) small, thing"})
        for phrase, english in (("YYYY-MM-DD", False), ("[a-z0-9-]{1,40}", False), ("MM-DD", False),
                                ("CARD or ACCOUNT", True), ("a day", True), ("0 … 10^11 fen", True),
                                ("batchNo|state|code|yyyymmdd|count", False)):
            self.assertEqual(bool(ENGLISH.search(phrase)), english, phrase)


class Reasons(unittest.TestCase):
    def setUp(self) -> None:
        self.rows = ROW.findall(read("docs/reasons.md"))
        self.known = {reason for reason, _ in self.rows}

        others = re.compile("|".join(OTHERS.values()))
        values = enum_values()
        self.found: dict[str, str] = {}
        for path in sources():
            for reason in of_code(read(path), others, values):
                self.found[reason] = path

    def test_of_the_code_have_their_words(self) -> None:
        found = self.found
        self.assertGreater(len(found), 280)
        self.assertEqual({r: p for r, p in found.items() if r not in self.known}, {})

    def test_of_readmes_and_protos_have_their_words(self) -> None:
        named = set().union(
            *(of_readme(read(f"services/{service}/README.md"))
              for service in ("registry", "disbursement", "scholarship", "employment", "outreach")),
            *(of_proto(read(path)) for path in tracked("proto/haven/*.proto")))
        self.assertGreater(len(named), 190)
        self.assertEqual(sorted(named - self.known), [])
        self.assertEqual(sorted(self.known - named - set(self.found)), [], "nobody gives these")

    def test_each_stands_once_in_order_and_in_chinese(self) -> None:
        reasons = [reason for reason, _ in self.rows]
        self.assertEqual(reasons, sorted(set(reasons)))
        for reason, words in self.rows:
            self.assertRegex(words, "[\u4e00-\u9fff]", reason)

    def test_the_search_finds_what_is_missing(self) -> None:
        others = re.compile("NOT_FOUND")
        text = ('return refused("OVER", "x"); return wrong_state(state, "GONE", "y");'
                ' struck = "TOO_LATE"; status = "NOT_FOUND"; kind = "OWN_FUNDS";')
        self.assertEqual(of_code(text, others, {"OWN_FUNDS"}), {"OVER", "GONE", "TOO_LATE"})
        self.assertEqual(of_proto("  // Does. Reasons: NO_SUCH,\n  // TWO_LATE (at night).\n"),
                         {"NO_SUCH", "TWO_LATE"})
        self.assertEqual(of_readme("# a\n## Reasons\n| `ONE_ROW` |\n## Tests\n`NOT_THIS`\n"),
                         {"ONE_ROW"})


if __name__ == "__main__":
    unittest.main()
