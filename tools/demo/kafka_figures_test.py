"""The demo on Kafka, one process a service, comes to the figures of the demo in one process: with its
processes killed on the way and, in ./dev test --long, left alone.

Needs what killed_test needs, and a broker (HAVEN_TEST_KAFKA).
"""
from __future__ import annotations

import os
import unittest
from pathlib import Path

from demo import killed_test

_LONG = os.environ.get("HAVEN_LONG") == "1"
# Past the first payday with its refusals and returns, and in full length as killed_test.
_UNTIL = killed_test.UNTIL if _LONG else "2018-10-31"
_KILLS = 4


class KafkaFiguresTest(unittest.TestCase):
    def _walk(self, word: str, kafka: str) -> killed_test.Walk:
        walk = killed_test.Walk(os.environ["HAVEN_TEST_POSTGRES"],
                                str(Path(os.environ["HAVEN_BIN"]).resolve()), word, kafka, _UNTIL)
        self.addCleanup(walk.remove)
        return walk

    def test_I8_the_same_figures_come_out_on_kafka(self) -> None:
        kafka = os.environ.get("HAVEN_TEST_KAFKA", "")
        self.assertTrue(kafka, "HAVEN_TEST_KAFKA must be set")
        one = self._walk("one", "").finished(0, 0)
        self.assertGreaterEqual(one["figures"]["pilot.households"], 8)
        self.assertGreaterEqual(one["figures"]["payments.refused"], 3)
        self.assertGreater(one["figures"]["payments.returned"], 0)
        walks = [("killed", _KILLS)]
        if _LONG:
            walks.append(("apart", 0))
        for word, kills in walks:
            apart = self._walk(word, kafka).finished(11, kills)
            self.assertEqual(apart["figures"], one["figures"], word)
            self.assertEqual(apart["faults"], 0, word)
            self.assertEqual(apart["kills"], kills)


if __name__ == "__main__":
    unittest.main()
