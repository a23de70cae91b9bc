"""Every rpc of scholarship, outreach and employment is called over gRPC by a test."""
from __future__ import annotations

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("scholarship", "outreach", "employment")
# Where tests call the running suite by the method of a stub. The table of access, which walks every
# rpc with requests that nobody would send, does not count.
FOLDERS = ("api", "stories", "shards", "suite")
SERVICE = re.compile(r"^service \w+ \{(.*?)^\}", re.MULTILINE | re.DOTALL)
RPC = re.compile(r"^  rpc (\w+)\(", re.MULTILINE)
# "&Schemes::ListSchemes", "&out::CampaignService::Stub::GetOutreachFigures".
CALL = re.compile(r"&(?:\w+::)+(\w+)")


def rpcs(proto: str) -> list[str]:
    return [name for service in SERVICE.findall(proto) for name in RPC.findall(service)]


def uncalled(proto: str, tests: str) -> list[str]:
    called = set(CALL.findall(tests))
    return [name for name in rpcs(proto) if name not in called]


class Calls(unittest.TestCase):
    def test_no_rpc_is_left_out(self) -> None:
        tests = "\n".join(path.read_text("utf-8") for folder in FOLDERS
                          for path in sorted((ROOT / "tests" / folder).glob("*.[ch]pp")))
        for service in SERVICES:
            folder = ROOT / "proto/haven" / service / "v1"
            proto = (folder / f"{service}_service.proto").read_text("utf-8")
            with self.subTest(service):
                self.assertGreater(len(rpcs(proto)), 40)
                self.assertEqual(uncalled(proto, tests), [])

    def test_the_search_finds_what_is_missing(self) -> None:
        proto = "service S {\n  // Says rpc Word(\n  rpc Ask(A) returns (B) {\n  }\n" \
                "  rpc AskAll(A) returns (B) {\n  }\n  rpc Tell(A) returns (B) {\n  }\n}\n"
        tests = "ask(&Stub::AskAll, q); tell(&a::b::Tell, q); // Ask, &Ask, Stub::Ask"
        self.assertEqual(uncalled(proto, tests), ["Ask"])


if __name__ == "__main__":
    unittest.main()
