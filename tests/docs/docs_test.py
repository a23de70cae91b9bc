"""What the code says and what the documents say about it fit together."""
from __future__ import annotations

import re
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = "docs/glossary.md"
RULES = "docs/rules.md"
PRINCIPLES = "docs/principles.md"
MESSAGE = re.compile(r"^message (\w+)", re.MULTILINE)
ENUM = re.compile(r"^enum (\w+) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
VALUE = re.compile(r"^\s+([A-Z0-9_]+) = \d+", re.MULTILINE)
RULE = re.compile(r"^\*\*R(\d+)\*\*", re.MULTILINE)
# "docs/rules.md R28 to R32, R39", also over a line break within a comment.
CITATION = re.compile(r"docs/rules\.md((?:[\s/#]*(?:,| to| and)?[\s/#]*R\d+)+)")
# "design §4, protocols §3, §5": sections of docs/principles.md, the name said once.
PRINCIPLE = re.compile(r"\b(design|protocols) (§\d+(?:[,–](?:[\s/#-]*)§?\d+)*)")
TRUST = re.compile(r"\*[^*]*\b(A|B|C|G|H|PIPL)\b")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tracked(*patterns: str) -> list[str]:
    run = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True,
                         text=True)
    return run.stdout.splitlines()


def protos() -> list[str]:
    return [read(path) for path in tracked("proto/haven/*.proto")]


def words(glossary: str) -> set[str]:
    """Every word in backticks."""
    return set(re.findall(r"`(\w+)`", glossary))


def missing_messages(sources: list[str], glossary: str) -> list[str]:
    """Resource messages and events that the glossary lacks; requests and answers need no entry."""
    named = [name for source in sources for name in MESSAGE.findall(source)]
    known = words(glossary)
    return sorted(name for name in named
                  if not name.endswith(("Request", "Response")) and name not in known)


def missing_values(sources: list[str], glossary: str) -> list[str]:
    """Enum values that are not in the row of their enum."""
    faults = []
    for source in sources:
        for name, body in ENUM.findall(source):
            prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() + "_"
            row = re.search(rf"^\| `{name}` \|(.*)$", glossary, re.MULTILINE)
            known = words(row.group(1)) if row else set()
            for value in VALUE.findall(body):
                short = value.removeprefix(prefix)
                if short != "UNSPECIFIED" and short not in known:
                    faults.append(f"{name}.{short}")
    return faults


def cited(text: str) -> set[int]:
    found: set[int] = set()
    for citation in CITATION.findall(text):
        found.update(int(number) for number in re.findall(r"R(\d+)", citation))
    return found


def principles(text: str) -> set[str]:
    return {f"{page} §{number}" for page, numbers in PRINCIPLE.findall(text)
            for number in re.findall(r"\d+", numbers)}


class Glossary(unittest.TestCase):
    def test_has_every_resource_message_and_event(self) -> None:
        self.assertGreater(len(protos()), 10)
        self.assertEqual(missing_messages(protos(), read(GLOSSARY)), [])

    def test_has_every_enum_value(self) -> None:
        self.assertEqual(missing_values(protos(), read(GLOSSARY)), [])

    def test_lists_no_event_that_is_gone(self) -> None:
        existing = {name for source in protos() for name in MESSAGE.findall(source)}
        events = read(GLOSSARY).split("## Events of the registry")[1].split("## Words")[0]
        listed = re.findall(r"^\| `(\w+)` \|", events, re.MULTILINE)
        self.assertGreater(len(listed), 80)
        self.assertEqual([name for name in listed if name not in existing], [])

    def test_the_search_finds_what_is_missing(self) -> None:
        proto = ("message Fund {\n}\nmessage FundRequest {\n}\nenum AidKind {\n"
                 "  AID_KIND_UNSPECIFIED = 0;\n  AID_KIND_CASH = 1;\n  AID_KIND_GOODS = 2;\n}\n")
        page = "| `AidKind` | `CASH` 现金 |\n`GOODS` elsewhere\n"
        self.assertEqual(missing_messages([proto], page), ["Fund"])
        self.assertEqual(missing_values([proto], page), ["AidKind.GOODS"])


class Words(unittest.TestCase):
    """Codes that are no enum and that the client shows in Chinese."""

    def row(self, vocabulary: str) -> set[str]:
        row = re.search(rf"^\| `{vocabulary}` \|(.*)$", read(GLOSSARY), re.MULTILINE)
        assert row is not None, vocabulary
        return set(re.findall(r"`([A-Z_]+)`", row.group(1)))

    def part(self, path: str, start: str, end: str) -> str:
        return read(path).split(start)[1].split(end)[0]

    def test_of_every_task(self) -> None:
        of_files = self.part("services/registry/projection/projection.cpp", "Task open_file_task",
                             "void project_household")
        of_money = self.part("services/disbursement/queries/work.cpp", "kWork{", "kReserved")
        shown = self.part("services/disbursement/api/work.cpp", "void write(", "access::ScopedRead")
        by_client = self.part("tools/haven/client/todo.cpp", "Result<void> read_referrals",
                              "show(session")
        tasks = {"CIVIL_AFFAIRS_FILE", *re.findall(r'"([A-Z_]+)"', of_files + shown + by_client),
                 *re.findall(r"(?:SELECT|THEN|ELSE) '([A-Z_]+)'", of_money)} - {"HELD"}
        self.assertGreater(len(tasks), 28)
        self.assertEqual(tasks, self.row("task"))

    def test_of_every_movement_of_a_fund_line(self) -> None:
        moves = self.part("services/disbursement/projection/projection.cpp", "Entry entry_of",
                          "\n}\n")
        self.assertEqual(set(re.findall(r'"([A-Z_]+)"', moves)), self.row("entry"))


class Rules(unittest.TestCase):
    def test_are_numbered_without_gaps(self) -> None:
        numbers = [int(number) for number in RULE.findall(read(RULES))]
        self.assertGreater(len(numbers), 40)
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_every_rule_says_how_far_to_trust_it(self) -> None:
        for rule in read(RULES).split("\n**R")[1:]:
            self.assertRegex(rule.split("\n## ")[0], TRUST)

    def test_citations_exist(self) -> None:
        existing = {int(number) for number in RULE.findall(read(RULES))}
        total = 0
        for path in tracked("*.hpp", "*.cpp", "*.proto", "*.sql", "*.py"):
            if path.endswith("docs_test.py"):
                continue
            text = read(path)
            total += len(cited(text))
            self.assertEqual(cited(text) - existing, set(), path)
            self.assertNotRegex(text, r"docs/rules\.md,? \d", f"{path} cites a section")
        self.assertGreater(total, 5)

    def test_the_search_reads_lists_and_line_breaks(self) -> None:
        self.assertEqual(cited("// (docs/rules.md R28 to R32, R39)"), {28, 32, 39})
        self.assertEqual(cited("// docs/rules.md\n// R9)."), {9})


class Principles(unittest.TestCase):
    def test_citations_exist(self) -> None:
        existing = set(re.findall(r"^\*\*((?:design|protocols) §\d+)", read(PRINCIPLES), re.MULTILINE))
        total: set[str] = set()
        for path in tracked("*.hpp", "*.cpp", "*.proto", "*.sql", "*.sh"):
            found = principles(read(path))
            total |= found
            self.assertEqual(found - existing, set(), path)
        self.assertGreater(len(total), 15)

    def test_the_search_reads_lists(self) -> None:
        self.assertEqual(principles("// (design §4, protocols §3,\n// §5)."),
                         {"design §4", "protocols §3", "protocols §5"})


class Pages(unittest.TestCase):
    def test_cite_only_pages_that_exist(self) -> None:
        for path in tracked("*.md", "*.hpp", "*.cpp", "*.proto"):
            for page in re.findall(r"[\w./-]+\.md\b", read(path)):
                near = (ROOT / path).parent / page
                self.assertTrue((ROOT / page).exists() or near.exists(), f"{path} cites {page}")


class EdgeCases(unittest.TestCase):
    """Each that docs/edge-cases.md lists is shown by a test."""

    def test_each_names_a_test_that_exists(self) -> None:
        rows = re.findall(r"^\| (?!Case |---)([^|]+)\|[^|]+\| `(\w+)\.(\w+)` \|$",
                          read("docs/edge-cases.md"), re.MULTILINE)
        self.assertGreater(len(rows), 40)
        known = set().union(*(re.findall(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", read(path),
                                         re.MULTILINE)
                              for path in tracked("services/*_test.cpp", "tests/*_test.cpp")))
        self.assertEqual([row for row in rows if (row[1], row[2]) not in known], [])


if __name__ == "__main__":
    unittest.main()
