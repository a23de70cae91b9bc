"""The same as separate_test, but what the processes tell each other goes over Kafka; without the
client's questions, which do not go there.

Needs a broker (HAVEN_TEST_KAFKA) beside what separate_test needs.
"""
from __future__ import annotations

import os
import unittest

from demo import separate_test


class SeparateOnKafkaTest(separate_test.SeparateTest):
    def setUp(self) -> None:
        self.kafka = os.environ.get("HAVEN_TEST_KAFKA", "")
        self.assertTrue(self.kafka, "HAVEN_TEST_KAFKA must be set")
        super().setUp()


def load_tests(loader: unittest.TestLoader, _tests: unittest.TestSuite,
               _pattern: str | None) -> unittest.TestSuite:
    """Without the inherited module's own."""
    return loader.loadTestsFromTestCase(SeparateOnKafkaTest)


if __name__ == "__main__":
    unittest.main()
