"""The short version of the Kafka part of ./dev faults, on one broker. Needs the binaries (HAVEN_BIN)
and brings its own PostgreSQL and Apache Kafka."""
from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import time
import unittest
from pathlib import Path

from faults import kafka_faults, payday
from faults.__main__ import aid_world
from faults.brokers import Brokers
from faults.proxy import FaultProxy
from faults.report import Report, Row
from faults.world import PREFIX, World, free_port


# The whole of it is `./dev faults --quick`; this here is run at every change.
_at_length = unittest.skipUnless(os.environ.get("HAVEN_LONG") == "1", "in ./dev test --long")


class ProxyTest(unittest.TestCase):
    """That it does what it says: a proxy that only forwards would prove nothing."""

    def setUp(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.server.close)
        threading.Thread(target=self._serve, daemon=True).start()
        port = free_port()
        self.proxy = FaultProxy({port: self.server.getsockname()[1]})
        self.addCleanup(self.proxy.end)
        self.heard: list[bytes] = []
        self.client = self._connect(port)
        self.port = port

    def _connect(self, port: int) -> socket.socket:
        client = socket.create_connection(("127.0.0.1", port), timeout=5)
        self.addCleanup(client.close)
        return client

    def _serve(self) -> None:
        """Answers each request by itself."""
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(1 << 16):
                    self.heard.append(data)
                    connection.sendall(data)
            except OSError:
                pass

    def _ask(self, text: bytes, seconds: float = 5) -> bytes:
        self.client.settimeout(seconds)
        self.client.sendall(text)
        return self.client.recv(1 << 16)

    def _heard(self, text: bytes) -> bool:
        until = time.monotonic() + 5
        while text not in self.heard and time.monotonic() < until:
            time.sleep(0.01)
        return text in self.heard

    def test_it_passes_delays_and_slows_down(self) -> None:
        self.assertEqual(self._ask(b"a"), b"a")
        self.proxy.set("delay", 100)
        began = time.monotonic()
        self.assertEqual(self._ask(b"b"), b"b")
        self.assertGreater(time.monotonic() - began, 0.2)
        self.proxy.set("slow", 1000)
        began, got = time.monotonic(), b""
        self.client.sendall(b"x" * 500)
        while len(got) < 500:
            got += self.client.recv(1 << 16)
        self.assertGreater(time.monotonic() - began, 0.4)

    def test_nothing_gets_through_a_black_hole_until_it_is_closed(self) -> None:
        self.assertEqual(self._ask(b"a"), b"a")
        self.proxy.set("black_hole")
        with self.assertRaises(TimeoutError):
            self._ask(b"b", 0.3)
        self.assertNotIn(b"b", self.heard)
        self.proxy.set("pass")
        self.client.settimeout(5)
        self.assertEqual(self.client.recv(10), b"b")

    def test_one_way_holds_answers_only(self) -> None:
        self.assertEqual(self._ask(b"a"), b"a")
        self.proxy.set("one_way")
        with self.assertRaises(TimeoutError):
            self._ask(b"b", 0.3)
        self.assertTrue(self._heard(b"b"))

    def test_reset_and_cut_end_connections(self) -> None:
        self.assertEqual(self._ask(b"a"), b"a")
        self.proxy.set("reset")
        with self.assertRaises(ConnectionError):
            self._ask(b"b")
            self._ask(b"b")
        self.proxy.set("pass")
        self.client = self._connect(self.port)
        self.assertEqual(self._ask(b"c"), b"c")
        self.proxy.set("cut")
        with self.assertRaises(ConnectionError):
            if not self._ask(b"d"):
                raise ConnectionError
        self.assertTrue(self._heard(b"d"), "it was cut after the request, not before")


class KafkaFaultsTest(unittest.TestCase):
    world: World
    brokers: Brokers

    @classmethod
    def setUpClass(cls) -> None:
        binaries = os.environ.get("HAVEN_BIN")
        if not binaries:
            raise AssertionError("HAVEN_BIN must be set: run this through ./dev test")
        folder = Path(tempfile.mkdtemp(prefix="hvk"))
        folder.chmod(0o755)
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.brokers = Brokers("faults-test", 1)
        cls.addClassCleanup(cls.brokers.end)
        cls.world = aid_world(folder, Path(binaries).resolve(), 4, 20, cls.brokers,
                              fsync="off", full_page_writes="off")
        cls.addClassCleanup(cls.world.end)

    def _holds(self, row: Row) -> None:
        Report().add(row)
        self.assertTrue(row.holds, f"{row.name}: {row.faults}")
        self.assertGreater(row.injected, 0)

    def test_0_the_oracle_of_topics_sees_what_is_missing(self) -> None:
        """While nobody relays, a topic is emptied and then gone: a harness that does not tell would
        find nothing ever."""
        def faults(seconds: float) -> list[str]:
            return self.world.topics.faults(self.world.cluster.conninfo, PREFIX, seconds)
        self.assertEqual(faults(30), [])
        self.world.processes.stop("registry")
        self.world.topics.do("forget", "registry", "1")
        self.assertRegex(faults(0)[0], r"registry/1: record 1 is not there")
        self.world.topics.do("remove", "registry")
        self.assertRegex(faults(0)[0], "UNKNOWN")
        self.world.processes.start("registry")
        self.world.suite.forget()
        self.assertEqual(faults(30), [])

    def test_a_the_broker_is_killed_and_away(self) -> None:
        self._holds(kafka_faults.broker_kills(self.world, 1))
        self._holds(kafka_faults.all_down(self.world, 1, 2))

    @_at_length
    def test_b_networks_are_cut(self) -> None:
        self._holds(kafka_faults.network_to_brokers(self.world, 1, 0.2))
        self._holds(kafka_faults.network_to_postgres(self.world, 1, 0.2))

    def test_c_a_relay_sleeps_past_its_lease(self) -> None:
        self._holds(kafka_faults.zombie_relay(self.world, 1))

    def test_d_one_process_becomes_four_and_one_again(self) -> None:
        self._holds(kafka_faults.rescale(self.world, 1))

    def test_d_what_is_granted_and_awarded_is_paid_once(self) -> None:
        self._holds(payday.payday(self.world, 1))

    @_at_length
    def test_e_all_are_restarted_and_switched_under_load(self) -> None:
        self._holds(kafka_faults.rolling(self.world, 1))
        self._holds(kafka_faults.switch(self.world, 1))

    @_at_length
    def test_f_topics_are_poisoned_shortened_and_deleted(self) -> None:
        self._holds(kafka_faults.poison(self.world, 1))
        self._holds(kafka_faults.out_of_range(self.world, 1))
        self._holds(kafka_faults.topic_deleted(self.world, 2))

    def test_g_an_event_of_a_later_version_is_parked(self) -> None:
        self._holds(kafka_faults.future_schema(self.world))


if __name__ == "__main__":
    unittest.main()
