"""Before the first day: union tree, staff with their keys, enterprises, lines and rules."""
from __future__ import annotations

import csv
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable

from demo import ed25519
from demo.client import Person, Suite, command_id, new_key
from demo.memory import Memory
from demo.stubs import load

_THREADS = 16


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def uuid_of_code(kind: str, code: str) -> str:
    """Id that is derived from a code, as libs/crypto does it: the start of a SHA-256, version 8."""
    raw = bytearray(hashlib.sha256(kind.encode() + b"\0" + code.encode()).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    text = raw.hex()
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


def first_administrator(suite: Suite, data: Path) -> Person:
    """Who the suite made at its first start; its key lies where only the operator reads."""
    key_file = data / "first-administrator.key"
    public = ed25519.public_key(bytes.fromhex(key_file.read_text(encoding="ascii").strip()))
    return Person(suite, uuid_of_code("staff", public.hex()), key_file)


class Reference:
    """Registers everything; done again it changes nothing."""

    def __init__(self, admin: Person, world: Path, keys: Path, memory: Memory) -> None:
        self._admin = admin
        self._world = world
        self._keys = keys
        self._memory = memory

    def load_all(self) -> dict[str, int]:
        """Counts what was registered."""
        nodes = _rows(self._world / "union_nodes.csv")
        for row in nodes:  # parents first
            self._node(row)
        staff = _rows(self._world / "staff.csv")
        self._all(self._staff, staff)
        enterprises = _rows(self._world / "enterprises.csv")
        self._all(self._enterprise, enterprises)
        lines = _rows(self._world / "dibao_lines.csv")
        self._all(self._line, lines)
        rules = json.loads((self._world / "rule_sets.json").read_text(encoding="utf-8"))
        self._all(self._rule_set, rules)
        return {"nodes": len(nodes), "staff": len(staff), "enterprises": len(enterprises),
                "lines": len(lines), "rules": len(rules)}

    def _all(self, work: Callable[[dict[str, Any]], None], rows: list[dict[str, Any]]) -> None:
        with ThreadPoolExecutor(_THREADS) as pool:
            for _ in pool.map(work, rows):
                pass

    def _call(self, name: str, key: str, **fields: Any) -> Any:
        requests = load("haven.registry.v1.directory_requests")
        request = getattr(requests, f"{name}Request")(command_id=command_id(name, key), **fields)
        return self._admin.call("DirectoryService", name, request)

    def _node(self, row: dict[str, str]) -> None:
        directory = load("haven.registry.v1.directory")
        kind = directory.UnionNodeKind.Value(f"UNION_NODE_KIND_{row['kind']}")
        self._call("RegisterUnionNode", row["code"], node=directory.UnionNode(
            code=row["code"], name=row["name"], parent_code=row["parent_code"],
            federation=int(row["federation"]), kind=kind))

    def _staff(self, row: dict[str, str]) -> None:
        directory, options = load("haven.registry.v1.directory"), load("haven.options.v1.options")
        seed = new_key(self._keys / f"{row['login']}.key")
        answer = self._call("RegisterStaff", row["login"], member=directory.StaffMember(
            login=row["login"], display_name=row["name"], federation=int(row["federation"]),
            union_node=row["union_node"], public_key=ed25519.public_key(seed),
            roles=[options.Role.Value(f"ROLE_{role}") for role in row["roles"].split()]))
        self._memory.put(f"staff/{row['login']}", answer.staff_id)

    def _enterprise(self, row: dict[str, str]) -> None:
        directory = load("haven.registry.v1.directory")
        self._call("RegisterEnterprise", row["uscc"], enterprise=directory.Enterprise(
            uscc=row["uscc"], name=row["name"], federation=int(row["federation"]),
            union_node=row["union_node"], division=row["division"],
            city_owned=row["city_owned"] == "true", distressed_from=row["distressed_from"],
            programmes=row["programmes"].split()))

    def _line(self, row: dict[str, str]) -> None:
        directory = load("haven.registry.v1.directory")
        household = load("haven.registry.v1.household")
        key = f"{row['division']}-{row['kind']}-{row['effective_from']}"
        self._call("SetDibaoLine", key, line=directory.DibaoLine(
            division=row["division"], residence=household.Residence.Value(
                f"RESIDENCE_{row['kind']}"), monthly_fen=int(row["monthly_fen"]),
            effective_from=row["effective_from"], source=row["source"],
            placeholder=row["placeholder"] == "true"))

    def _rule_set(self, row: dict[str, Any]) -> None:
        self._call("AddRuleSet", row["rule_set_id"], rule_set=rule_set(row))


def rule_set(row: dict[str, Any]) -> Any:
    """RuleSet of rule_sets.json, whose enum words have no prefix."""
    directory, household = load("haven.registry.v1.directory"), load("haven.registry.v1.household")

    def words(enum: str, prefix: str, names: list[str]) -> list[int]:
        return [getattr(household, enum).Value(f"{prefix}_{name}") for name in names]

    def klass(part: dict[str, Any]) -> dict[str, Any]:
        fields = dict(part)
        fields["hardship_class"] = words("HardshipClass", "HARDSHIP_CLASS",
                                         [part["hardship_class"]])[0]
        if "causes" in part:
            fields["causes"] = words("HardshipCause", "HARDSHIP_CAUSE", part["causes"])
        return fields

    fields = dict(row)
    fields["tier"] = words("FileTier", "FILE_TIER", [row["tier"]])[0]
    fields["exclusions"] = words("PropertySign", "PROPERTY_SIGN", row["exclusions"])
    fields["tests"] = [directory.ClassTest(**klass(part)) for part in row["tests"]]
    fields["caps"] = [directory.PlanCap(**klass(part)) for part in row["caps"]]
    fields["programmes"] = [directory.ProgrammeRule(**{
        **part, "causes": words("HardshipCause", "HARDSHIP_CAUSE", part["causes"])})
        for part in row.get("programmes", [])]
    fields["rounds"] = [directory.RoundRule(**{
        **part, "round": words("FileRound", "FILE_ROUND", [part["round"]])[0]})
        for part in row["rounds"]]
    fields["approvals"] = [directory.ApprovalRule(
        above_fen=part["above_fen"], item=words("AidItem", "AID_ITEM", [part["item"]])[0],
        level=words("FileTier", "FILE_TIER", [part["level"]])[0])
        for part in row.get("approvals", [])]
    return directory.RuleSet(**fields)
