"""The demo on Kafka, one process a service, comes to the figures of the demo in one process: with its
processes killed on the way and, in ./dev test --long, left alone.

Needs what killed_test needs, and a broker (HAVEN_TEST_KAFKA).
"""
from __future__ import annotations

import os
import unittest
from pathlib import Path

from demo.killed_test import Walk

_KILLS = 4


class KafkaFiguresTest(unittest.TestCase):
    def _walk(self, word: str, kafka: str) -> Walk:
        walk = Walk(os.environ["HAVEN_TEST_POSTGRES"], str(Path(os.environ["HAVEN_BIN"]).resolve()),
                    word, kafka)
        self.addCleanup(walk.remove)
        return walk

    def test_I8_the_same_figures_come_out_on_kafka(self) -> None:
        kafka = os.environ.get("HAVEN_TEST_KAFKA", "")
        self.assertTrue(kafka, "HAVEN_TEST_KAFKA must be set")
        one = self._walk("one", "").finished(0, 0)
        self.assertGreaterEqual(one["figures"]["pilot.households"], 8)
        self.assertGreater(one["figures"]["payments.refused"], 3)
        walks = [("killed", _KILLS)]
        if os.environ.get("HAVEN_LONG") == "1":
            walks.append(("apart", 0))
        for word, kills in walks:
            apart = self._walk(word, kafka).finished(11, kills)
            self.assertEqual(apart["figures"], one["figures"], word)
            self.assertEqual(apart["faults"], 0, word)
            self.assertEqual(apart["kills"], kills)


if __name__ == "__main__":
    unittest.main()
