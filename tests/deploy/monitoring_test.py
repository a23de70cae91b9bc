"""Alert rules and dashboards: do they parse, do the alerts fire when they should, and does every
query name a metric, with labels, that a running suite exports?"""
from __future__ import annotations

import json
import os
import re
import tempfile
import unittest
from pathlib import Path

from tools import ROOT, program, run

import yaml

MONITORING = ROOT / "deploy/monitoring"
DASHBOARDS = sorted((MONITORING / "dashboards").glob("*.json"))
# What Prometheus adds itself.
OF_PROMETHEUS = {"up": {"job", "instance"}}
TARGET_LABELS = {"job", "instance"}
NO_METRICS = {"and", "or", "unless", "by", "without", "on", "ignoring", "bool", "offset",
              "group_left", "group_right"}


def rules() -> list[dict[str, str]]:
    text = (MONITORING / "alerts.yaml").read_text(encoding="utf-8")
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def queries() -> dict[str, str]:
    """Every expression, by where it stands."""
    found = {f"alert {rule['alert']}": rule["expr"] for rule in rules()}
    for path in DASHBOARDS:
        board = json.loads(path.read_text(encoding="utf-8"))
        for panel in board["panels"]:
            for target in panel["targets"]:
                found[f"{path.stem}/{panel['title']}/{target['refId']}"] = target["expr"]
    return found


def names_of(query: str) -> dict[str, set[str]]:
    """Metrics of a query with the labels that it uses; grouping labels count for each of them."""
    query = re.sub(r'"[^"]*"', '""', query)
    grouped = set()
    for labels in re.findall(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)", query):
        grouped |= {label.strip() for label in labels.split(",")}
    query = re.sub(r"\b(by|without|on|ignoring)\s*\([^)]*\)", "", query)
    query = re.sub(r"\[[^\]]*\]", "", query)
    names: dict[str, set[str]] = {}
    for match in re.finditer(r"\b([a-zA-Z_:][\w:]*)\s*(\{([^}]*)\})?(\s*\()?", query):
        if match[4] or match[1] in NO_METRICS:
            continue
        labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", match[3] or ""))
        names[match[1]] = names.get(match[1], set()) | labels | grouped
    return names


def exported() -> dict[str, set[str]]:
    """What Rehearsal scraped from the processes of a suite: metrics with their labels."""
    found: dict[str, set[str]] = {name: set(labels) for name, labels in OF_PROMETHEUS.items()}
    files = sorted(Path(os.environ["HAVEN_SCRAPED"]).glob("*.txt"))
    for line in "\n".join(file.read_text(encoding="utf-8") for file in files).splitlines():
        match = re.match(r"(\w+)(?:\{(.*)\})? \S+$", line)
        if match:
            labels = re.findall(r'(\w+)="', match[2] or "")
            found.setdefault(match[1], set()).update(labels)
    return found


def not_exported(queries_: dict[str, str]) -> list[str]:
    known = exported()
    wrong = []
    for where, query in queries_.items():
        for name, labels in names_of(query).items():
            if name not in known:
                wrong.append(f"{where}: {name} is exported by nobody")
            elif labels - known[name] - TARGET_LABELS:
                wrong.append(f"{where}: {name} has no {labels - known[name] - TARGET_LABELS}")
    return wrong


class Metrics(unittest.TestCase):
    def test_every_query_names_what_the_suite_exports(self) -> None:
        self.assertGreater(len(queries()), 20)
        self.assertEqual(not_exported(queries()), [])

    def test_the_check_sees_a_metric_and_a_label_that_are_not_there(self) -> None:
        self.assertEqual(len(not_exported({
            "a": "sum by (service) (rate(haven_rpc_call_total[5m]))",
            "b": 'haven_ready{servise="registry"} == 0',
            "c": "sum by (colour) (haven_ready)",
            "d": "haven_ready + other_metric"})), 4)
        self.assertEqual(names_of('sum by (method, le) (rate(a_bucket{code=~"x|y"}[5m])) / 2 > b'),
                         {"a_bucket": {"code", "method", "le"}, "b": {"method", "le"}})

    def test_no_metric_of_the_suite_is_left_unwatched(self) -> None:
        watched = {name for query in queries().values() for name in names_of(query)}
        ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in exported()
                if name.startswith("haven_")}
        watched = {re.sub(r"_(bucket|sum|count)$", "", name) for name in watched}
        self.assertEqual(ours - watched, set())


class Rules(unittest.TestCase):
    def test_promtool_takes_the_rules_and_every_query_of_the_dashboards(self) -> None:
        checked = run(program("promtool"), "check", "rules", str(MONITORING / "alerts.yaml"))
        self.assertEqual(checked.returncode, 0, checked.stderr)
        recorded = [{"record": f"q{n}", "expr": query} for n, query in enumerate(queries().values())]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump({"groups": [{"name": "dashboards", "rules": recorded}]}, file)
            file.flush()
            checked = run(program("promtool"), "check", "rules", file.name)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_each_alert_fires_when_it_should_and_not_before(self) -> None:
        file = MONITORING / "alerts_test.yaml"
        tested = run(program("promtool"), "test", "rules", str(file))
        self.assertEqual(tested.returncode, 0, tested.stdout + tested.stderr)
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))["tests"]
        fired: dict[str, set[bool]] = {}
        for case in cases:
            for alert in case["alert_rule_test"]:
                fired.setdefault(alert["alertname"], set()).add(bool(alert.get("exp_alerts")))
        for rule in rules():
            self.assertEqual(fired.get(rule["alert"]), {True, False},
                             f"{rule['alert']} is not tested both ways")

    def test_each_alert_says_what_to_do_in_the_manual(self) -> None:
        page = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
        told = set(re.findall(r"^\| `(Haven\w+)` \|", page, re.MULTILINE))
        self.assertEqual(told, {rule["alert"] for rule in rules()})


class Dashboards(unittest.TestCase):
    def test_panels_have_titles_of_their_own_and_do_not_overlap(self) -> None:
        self.assertGreaterEqual(len(DASHBOARDS), 2)
        for path in DASHBOARDS:
            board = json.loads(path.read_text(encoding="utf-8"))
            taken: set[tuple[int, int]] = set()
            with self.subTest(path.stem):
                titles = [panel["title"] for panel in board["panels"]]
                self.assertEqual(len(titles), len(set(titles)))
                for panel in board["panels"]:
                    at = panel["gridPos"]
                    cells = {(x, y) for x in range(at["x"], at["x"] + at["w"])
                             for y in range(at["y"], at["y"] + at["h"])}
                    self.assertFalse(cells & taken, panel["title"])
                    self.assertLessEqual(at["x"] + at["w"], 24)
                    taken |= cells


if __name__ == "__main__":
    unittest.main()
