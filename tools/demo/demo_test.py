"""The parts of the demo that need no running suite."""
from __future__ import annotations

import base64
import re
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

import grpc

from demo import client, damage, ed25519, figures, search, stubs, texts
from demo.caseworkers import CaseWorkers
from demo.memory import Memory
from demo.processes import end_left_behind
from demo.reference import rule_set, uuid_of_code
from demo.screen import padded
from generator.__main__ import SEED
from generator.generator_test import DAYS
from generator.lines import rule_sets
from generator.world import build

ROOT = Path(__file__).resolve().parents[2]


class SignatureTest(unittest.TestCase):
    def test_first_vectors_of_rfc_8032(self) -> None:
        seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        self.assertEqual(ed25519.public_key(seed).hex(),
                         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
        self.assertEqual(ed25519.sign(seed, b"").hex(),
                         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                         "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")
        seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
        self.assertEqual(ed25519.sign(seed, b"\x72").hex(),
                         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                         "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")


class RememberTest(unittest.TestCase):
    def test_what_is_put_is_there_after_a_restart(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "memory.jsonl"
            memory = Memory(path)
            memory.put("household/N001", "one")
            memory.put("household/N001", "two")
            self.assertEqual(Memory(path).get("household/N001"), "two")

    def test_keys_are_made_once_and_for_the_owner_only(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "staff" / "a.key"
            seed = client.new_key(path)
            self.assertEqual(client.new_key(path), seed)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_the_same_act_has_the_same_command(self) -> None:
        one = client.command_id("2018-06-29", "review", "P001")
        self.assertEqual(one, client.command_id("2018-06-29", "review", "P001"))
        self.assertNotEqual(one, client.command_id("2018-06-29", "review", "P002"))
        self.assertEqual(uuid_of_code("staff", "x")[14], "8")


class SearchTest(unittest.TestCase):
    def test_every_form_of_a_name_and_a_number_is_found(self) -> None:
        for secret in ("史宏斌", "610399197608057990"):
            for encoding in ("utf-8", "gb18030"):
                raw = secret.encode(encoding)
                for before in (b"", b"a", b"ab", b"abc"):
                    whole = before + raw + b"zz"
                    for text in (whole, whole.hex().encode(), base64.b64encode(whole)):
                        self.assertTrue(any(form in text for form in search.forms(secret)),
                                        (secret, encoding, before))
        self.assertIn(b"610399760805799", search.forms("610399197608057990"))

    def test_other_words_are_not_found(self) -> None:
        forms = search.forms("史宏斌") | search.forms("610399197608057990")
        for word in ("郭芳", "61039919780817696X"):
            for text in (word.encode(), word.encode().hex().encode(),
                         base64.b64encode(word.encode())):
                self.assertFalse(any(form in text for form in forms))


class ScreenTest(unittest.TestCase):
    def test_both_languages_say_the_same_things(self) -> None:
        for key, (english, chinese) in texts.TEXTS.items():
            english_names = set(re.findall(r"{(\w+)", english))
            self.assertEqual(english_names, set(re.findall(r"{(\w+)", chinese)), key)
            self.assertTrue(english.replace("×", "").isascii(), key)
            self.assertFalse(chinese.isascii(), key)

    def test_every_sentence_is_known_and_used(self) -> None:
        code = "".join(path.read_text(encoding="utf-8")
                       for path in (ROOT / "tools" / "demo").glob("*.py")
                       if path.name not in ("texts.py", "demo_test.py"))
        for key in texts.TEXTS:
            word = key.removeprefix("refused.")
            self.assertTrue(f'"{key}"' in code or f'"{word}"' in code, key)
        self.assertTrue(all(words in texts.TEXTS for words, _, _ in figures.MUST))

    def test_the_language_is_what_was_asked_for_or_that_of_the_environment(self) -> None:
        self.assertEqual(texts.language_of("zh", {"LANG": "en_US.UTF-8"}), "zh")
        for lang, wanted in (("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en"),
                             ("POSIX", "en")):
            self.assertEqual(texts.language_of("", {"LANG": lang}), wanted)

    def test_columns_align_with_wide_characters(self) -> None:
        self.assertEqual(padded("户数", 6), "户数  ")
        self.assertEqual(padded("two", 6), "two   ")


class LeftBehindTest(unittest.TestCase):
    def test_processes_of_this_folder_are_ended_and_no_others(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run = Path(folder) / "跑 run"
            run.mkdir()
            started = {}
            for name, place in (("bank", run), ("haven", Path(folder) / "another")):
                started[name] = subprocess.Popen(["tail", "-f", "/dev/null", str(place / "log")],
                                                 stderr=subprocess.DEVNULL)
                self.addCleanup(started[name].kill)
                (run / f"{name}.pid").write_text(f"{started[name].pid}\n", encoding="ascii")
            ended = threading.Thread(target=started["bank"].wait)
            ended.start()
            end_left_behind(run)
            ended.join()
            self.assertEqual(started["bank"].returncode, -signal.SIGTERM)
            self.assertIsNone(started["haven"].poll(), "a pid that was given to somebody else")
            self.assertEqual(list(run.iterdir()), [])
            started["haven"].kill()
            started["haven"].wait()


class _Slow(grpc.GenericRpcHandler):
    """A service that answers its first calls later than anybody waits."""

    def __init__(self, late: int) -> None:
        self.late = late
        self.asked: list[bytes] = []

    def service(self, handler_call_details: Any) -> Any:
        return grpc.unary_unary_rpc_method_handler(self._answer)

    def _answer(self, request: bytes, _: Any) -> bytes:
        self.asked.append(request)
        if len(self.asked) <= self.late:
            time.sleep(2)
        return b"done"


class LateTest(unittest.TestCase):
    def _ask(self, late: int) -> tuple[_Slow, Any]:
        slow = _Slow(late)
        server = grpc.server(ThreadPoolExecutor(16), handlers=(slow,))
        address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        self.addCleanup(server.stop, None)
        channel = grpc.insecure_channel(address)
        self.addCleanup(channel.close)
        grpc.channel_ready_future(channel).result(60)
        suite = client.Suite(dict)
        with patch.object(suite, "wait_for", lambda *_: channel.unary_unary("/a/B")), \
                patch.object(client, "_DEADLINE_SECONDS", 1):
            try:
                return slow, suite.call("a", "a", "a", "B", b"command 1", "")
            except client.Refusal as refusal:
                return slow, refusal.reason

    def test_what_was_not_answered_in_time_is_asked_again_with_the_same_command(self) -> None:
        slow, answer = self._ask(late=2)
        self.assertEqual(answer, b"done")
        self.assertEqual(set(slow.asked), {b"command 1"})
        self.assertGreaterEqual(len(slow.asked), 3)

    def test_a_suite_that_hangs_is_told_in_the_end(self) -> None:
        _, answer = self._ask(late=1_000)
        self.assertEqual(answer, "DEADLINE_EXCEEDED")


class DamageTest(unittest.TestCase):
    def test_only_a_report_that_names_row_column_and_event_counts(self) -> None:
        row = ("changed instalment (federation 1): entitlement_id=e, number=2; columns {}; "
               "last written by offset 9 {}")
        whole = row.format("amount_fen", "ReviewExtended")
        self.assertEqual(damage.names_the_row(f"≠ x\n    {whole}\n", "e", 2), whole)
        for report in ("", row.format("state", "ReviewExtended"),
                       row.format("amount_fen", "(no such event)"),
                       whole.replace("changed", "missing"), whole.replace("number=2", "number=1")):
            self.assertEqual(damage.names_the_row(report, "e", 2), "")
        chinese = ("有改动 instalment(工会 1):entitlement_id=e, number=2;列 {};"
                   "最后由序号 9 的事件 {} 写入")
        whole = chinese.format("amount_fen", "ReviewExtended")
        self.assertEqual(damage.names_the_row(f"≠ x\n    {whole}\n", "e", 2), whole)
        for report in (chinese.format("state", "ReviewExtended"),
                       chinese.format("amount_fen", "(查无此事件)")):
            self.assertEqual(damage.names_the_row(report, "e", 2), "")


class FiguresTest(unittest.TestCase):
    def test_what_went_wrong_at_the_bank_is_looked_for_in_lines_and_ledger(self) -> None:
        def line(state: str, reason: str) -> figures.Line:
            return figures.Line(("e", 1), "2021-12-29", state, reason)

        lines = [line("FAILED", "NAME_MISMATCH"), line("FAILED", "CLOSED"), line("PAID", "")]
        def missing(lines: list[figures.Line], **other: object) -> list[str]:
            # Wednesday the 29th and three working days on: the 31st is a Friday, the 3rd a holiday.
            credit = {"ref": "a", "credited_on": "2022-01-04", "returned_on": "2023-01-06",
                      "unknown_from": "2021-12-29"}
            return figures.missing_kinds(lines, [credit | other], DAYS)

        self.assertEqual(missing(lines), [])
        self.assertEqual(missing(lines[1:]), ["NAME_MISMATCH"])
        for back in (None, "2022-12-31"):
            self.assertEqual(missing(lines, returned_on=back), ["RETURNED_NEXT_YEAR"])
        self.assertEqual(missing([line("RETURNED", "CLOSED"), lines[0]]), ["CLOSED"])
        for since in (None, "2021-12-30"):
            self.assertEqual(missing(lines, unknown_from=since), ["UNKNOWN_FOR_THREE_DAYS"])


    def test_the_way_out_of_hardship_narrows_at_each_step(self) -> None:
        def way(*steps: int) -> dict[str, int]:
            return dict(zip(figures.PATHWAY, steps))

        self.assertTrue(figures.narrows(way(300, 27, 16, 4)))
        for steps in ((300, 27, 16, 0), (300, 27, 27, 4), (27, 300, 16, 4), (300, 27, 16)):
            self.assertFalse(figures.narrows(way(*steps)), steps)

    def test_the_articles_fairs_are_asked_for(self) -> None:
        musts = {name: must for _, sign, group in figures.MUST for name, must in group.items()
                 if sign == "="}
        self.assertEqual([musts[f"employment.{word}"]
                          for word in ("fairs", "stalls", "posts", "intents")],
                         [11, 1_411, 26_551, 14_682])


class RequestTest(unittest.TestCase):
    """Everything that the plan says can be said in our protos."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        stubs.make(ROOT / "proto", Path(folder.name))

    def test_all_applications_and_rules(self) -> None:
        world = build(SEED, DAYS)
        with tempfile.TemporaryDirectory() as folder:
            files = CaseWorkers(lambda login: self.fail(login), Memory(Path(folder) / "m"),
                                Path(folder))
            for life in world.applied:
                request = files.application(life.package)
                self.assertEqual(len(request.members), len(life.family.members))
                self.assertTrue(all(request.causes) and request.tier and request.round)
        for row in rule_sets():
            made = rule_set(row)
            self.assertEqual(len(made.tests), 3)
            self.assertEqual(made.notice_working_days, 5)


if __name__ == "__main__":
    unittest.main()
