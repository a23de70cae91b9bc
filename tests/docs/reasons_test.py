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
                          r"MEANS_CHECK|NOTICE_POSTED|PAYEE_CONFIRM|BANK_REPLY|CASE_WORK|"
                          r"CIVIL_AFFAIRS_FILE|PUBLIC_NOTICE|SETTLE_WINDOW_OVER|EXIT_REJECTED|"
                          r"PAYMENT_RETURNED",
    "what people say": r"OBJECTION_UPHELD|REVIEW_STOP|OWN_APPLICATION|CONTACT_OFFICER|"
                       r"NOT_LIVING_TOGETHER",
    "words of peers": r"BAD_REQUEST|NOT_AUTHORISED|SYSTEM_UNAVAILABLE|NAME_MISMATCH|NO_ACCOUNT|"
                      r"PAYEE_BANK_REFUSED",
}
# The oracles of `haven audit check` name themselves.
ORACLES = ("*oracle*", "*check_log*", "tools/haven/check.cpp", "*plain_numbers*")


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
              for service in ("registry", "disbursement")),
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
