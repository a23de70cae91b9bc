"""One more process of a service that runs already: what a second replica is."""
from __future__ import annotations

import itertools
import json
import signal
import subprocess
import time
from typing import Any

from faults.world import SERVICES, World

_READY_SECONDS = 60.0
_END_SECONDS = 20.0
_numbers = itertools.count(1)


class Extra:
    """With a run folder of its own; its peers are where they were when it started."""

    def __init__(self, world: World, service: str) -> None:
        self.service = service
        self._run = world.places.run / f"extra-{service}-{next(_numbers)}"
        self._run.mkdir()
        others = world.processes.addresses()
        words = [str(world.places.binaries / "haven"), "serve", "--services", service,
                 *world.processes.suite_options(service), "--vault-address", others["vault"]]
        words[words.index("--run-dir") + 1] = str(self._run)
        for peer in SERVICES:
            if peer != service:
                words += ["--peer", f"{peer}={others[peer]}"]
        with (world.places.run / "logs" / f"{self._run.name}.log").open("ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log,
                                             stderr=log)
        until = time.monotonic() + _READY_SECONDS
        while service not in self.addresses():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{self._run.name} did not come up")
            time.sleep(0.02)

    def addresses(self) -> dict[str, str]:
        for path in self._run.glob("*.json"):
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if content["pid"] == self._process.pid:
                return dict(content["services"])
        return {}

    @property
    def owner(self) -> str:
        """What is in the name under which it holds leases, and in no other's."""
        return f"{self._run}:"

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """SIGTERM; how it ended."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(_END_SECONDS)
