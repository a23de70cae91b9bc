"""What the chart would start, started here: for each pod of a rendered installation the image's own
entry point, with the pod's arguments, environment, mounted secrets and probes, against PostgreSQL
with TLS and passwords. Only paths, ports and names of hosts differ.

Leaves what the processes' metrics endpoints answered in HAVEN_SCRAPED, for monitoring_test.py."""
from __future__ import annotations

import base64
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path
from typing import Any

from tools import ROOT, haven, of_kind, pods, render, run

DEPLOY = ROOT / "deploy"
POSTGRES = Path("/usr/lib/postgresql/15/bin")
PATIENT_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def soon(what: str, condition: Any) -> None:
    until = time.monotonic() + PATIENT_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not within {PATIENT_SECONDS:.0f} s: {what}")
        time.sleep(0.05)


class Server:
    """PostgreSQL as deploy/postgres.sh sets it up: TLS only, roles with passwords."""

    def __init__(self, folder: Path, secrets: Path, roles: list[str]) -> None:
        self.port = free_port()
        self.data = folder / "data"
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        folder.mkdir()
        for name in ("postgres.crt", "postgres.key"):
            shutil.copy(secrets / "tls" / name, folder / name)
            (folder / name).chmod(0o600)
        (folder / "password").write_text((secrets / "passwords/haven").read_text())
        if self.user:
            for path in (folder, *folder.iterdir()):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)
        self.call("initdb", "-D", str(self.data), "-U", "haven", "--pwfile",
                  str(folder / "password"), "-A", "scram-sha-256", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")
        (self.data / "pg_hba.conf").write_text("local all all trust\n"
                                               "hostssl all all all scram-sha-256\n")
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(f"listen_addresses = '127.0.0.1'\nport = {self.port}\nfsync = off\n"
                       "max_connections = 300\n"
                       f"unix_socket_directories = '{folder}'\nssl = on\n"
                       f"ssl_cert_file = '{folder}/postgres.crt'\n"
                       f"ssl_key_file = '{folder}/postgres.key'\n")
        self.call("pg_ctl", "-D", str(self.data), "-l", str(folder / "log"), "-w", "start")
        for role in roles:
            password = (secrets / "passwords" / role).read_text()
            self.call("psql", "-h", str(folder), "-p", str(self.port), "-U", "haven", "-d",
                      "postgres", "-qc", f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")

    def call(self, name: str, *words: str) -> None:
        as_user = {"user": self.user.pw_uid, "group": self.user.pw_gid,
                   "extra_groups": []} if self.user else {}
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run((str(POSTGRES / name), *words), cwd="/", stdout=said,
                                  stderr=said, check=False, **as_user)
            said.seek(0)
            assert done.returncode == 0, said.read()

    def ask(self, database: str, query: str) -> str:
        """As its superuser, by the socket."""
        return run("psql", "-XAtq", "-h", str(self.data.parent), "-p", str(self.port), "-U", "haven",
                   "-d", database, "-c", query).stdout.strip()

    def stop(self) -> None:
        self.call("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")


class Pod:
    """One container of a pod: the folders that it would mount, its environment, its process."""

    def __init__(self, folder: Path, spec: dict[str, Any], container: dict[str, Any],
                 secrets: dict[str, Any]) -> None:
        self.folder = folder
        self.container = container
        self.grpc, self.metrics = free_port(), free_port()
        self.names: dict[str, str] = {}  # of other pods, as they are called here
        for mount in container["volumeMounts"]:
            volume = next(v for v in spec["volumes"] if v["name"] == mount["name"])
            at = self.inside(mount["mountPath"])
            at.mkdir(parents=True)
            for source in volume.get("projected", {}).get("sources", []):
                self.mount(at, source["secret"], secrets)
        (folder / "bin").mkdir()
        (folder / "bin/haven").symlink_to(haven())
        self.process: subprocess.Popen[bytes] | None = None

    def inside(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    def here(self, text: str) -> str:
        """A value of the pod, for this machine: its paths, its ports, the others' names."""
        text = re.sub(r"/(run|var/lib|etc)/haven", lambda m: str(self.folder) + m[0], text)
        text = text.replace("0.0.0.0:50051", f"0.0.0.0:{self.grpc}")
        text = text.replace("0.0.0.0:9464", f"127.0.0.1:{self.metrics}")
        for name, address in self.names.items():
            text = text.replace(name, address)
        return text

    def environment(self) -> dict[str, str]:
        image = {"PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
                 "HAVEN_GIVEN": str(self.inside("/etc/haven/given")),
                 "HAVEN_PRIVATE": str(self.inside("/run/haven"))}
        return image | {one["name"]: self.here(one["value"]) for one in self.container["env"]}

    @staticmethod
    def mount(at: Path, secret: dict[str, Any], secrets: dict[str, Any]) -> None:
        """As the kubelet does: files that a group may read, behind a link that it swaps."""
        swapped = at / "..data"
        for item in secret["items"]:
            file = swapped / item["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(base64.b64decode(secrets[secret["name"]]["data"][item["key"]]))
            file.chmod(0o440)
            top = at / item["path"].split("/")[0]
            if not top.exists():
                top.symlink_to(Path("..data") / top.name)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                (str(DEPLOY / "entrypoint.sh"), *map(self.here, self.container["args"])),
                env=self.environment(), stdout=log, stderr=log, cwd=self.folder)

    def ended(self) -> int:
        assert self.process is not None
        return self.process.wait(PATIENT_SECONDS)

    def execute(self, *words: str) -> subprocess.CompletedProcess[str]:
        """As `kubectl exec` and the kubelet's probes do."""
        return subprocess.run(words, env=self.environment(), capture_output=True, text=True,
                              check=False)

    def probe(self, kind: str) -> bool:
        return self.execute(*self.container[kind]["exec"]["command"]).returncode == 0

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")


class Rehearsal(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="haven-rehearsal-"))
        cls.folder.chmod(0o755)
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        given = cls.folder / "secrets"
        assert run(str(DEPLOY / "secrets.sh"), "make", str(given)).returncode == 0
        cls.secrets = of_kind(run(str(DEPLOY / "secrets.sh"), "kubernetes", str(given)).stdout,
                              "Secret")
        cls.server = Server(cls.folder / "postgres", given,
                            ["haven_owner", "haven_writer", "haven_reader", "haven_vault"])
        cls.addClassCleanup(cls.server.stop)
        # The tests' broker is one, which production refuses. It has an authority of its own, and
        # lets those in who know its password.
        said = Path(os.environ["HAVEN_TEST_KAFKA_SETTINGS"]).read_text(encoding="utf-8")
        authority = re.search("^ssl.ca.location=(.*)$", said, re.M)
        assert authority
        for secret, key, content in (
                ("haven-kafka-ca", "ca.crt", Path(authority[1]).read_bytes()),
                ("haven-kafka", "client.properties",
                 "".join(re.findall("^sasl.*\n", said, re.M)).encode())):
            cls.secrets[secret]["data"][key] = base64.b64encode(content).decode()
        cls.chart = render("-f", "-", given=f"""
profile: demo
postgres: {{ host: localhost, port: {cls.server.port} }}
kafka: {{ transport: kafka, brokers: '{os.environ["HAVEN_TEST_KAFKA_SECURE"]}', sasl: true }}
options: {{ kafka-topic-prefix: 'rehearsal-{os.getpid()}.' }}""")
        cls.started: list[Pod] = []
        cls.addClassCleanup(cls.end_all)

    @classmethod
    def end_all(cls) -> None:
        for pod in cls.started:
            if pod.process and pod.process.poll() is None:
                pod.process.kill()
                pod.process.wait()

    def pods_of(self, kind: str) -> dict[str, Pod]:
        made = {}
        for owner, template in pods(self.chart).items():
            if owner not in of_kind(self.chart, kind):
                continue
            for container in template["spec"]["containers"]:
                name = f"{owner}-{container['name']}"
                folder = Path(tempfile.mkdtemp(prefix=name, dir=self.folder))
                made[owner if kind == "Deployment" else name] = Pod(
                    folder, template["spec"], container, self.secrets)
        self.started += made.values()
        return made

    def test_what_the_chart_starts_serves(self) -> None:
        deployments = self.pods_of("Deployment")
        vault = deployments["haven-vault"]
        for pod in deployments.values():
            pod.names["haven-vault:50051"] = f"localhost:{vault.grpc}"

        # Before the migration everybody refuses, and says why.
        early = deployments["haven-registry"]
        early.start()
        self.assertEqual(early.ended(), 1, early.log())

        for pod in self.pods_of("Job").values():
            pod.start()
            self.assertEqual(pod.ended(), 0, pod.log())

        for name in ("haven-vault", "haven-registry", "haven-disbursement",
                     "haven-scholarship", "haven-outreach", "haven-employment"):
            deployments[name].start()
        for name, pod in deployments.items():
            with self.subTest(name):
                soon(f"{name} is ready\n{pod.log()}", lambda pod=pod: pod.probe("readinessProbe"))
                # More than once, as Kubernetes asks: one answer may come late on a busy machine.
                soon(f"{name} is alive", lambda pod=pod: pod.probe("livenessProbe"))
                keys = list(pod.inside("/run/haven/keys").glob("*.ke[yk]"))
                self.assertTrue(keys)
                for file in keys:
                    self.assertEqual(file.stat().st_mode & 0o077, 0)
        # Kafka has it only if TLS and password were right.
        soon("registry's log is relayed", lambda: self.server.ask(
            "haven_registry", "SELECT bool_and(log_offset = next_offset - 1) FROM relay_cursor "
            "JOIN log_head USING (federation) WHERE next_offset > 1") == "t")
        called = deployments["haven-registry"].execute("haven", "token", "list")
        self.assertEqual(called.returncode, 0, called.stderr)
        self.scrape(deployments)

        for name, pod in deployments.items():
            assert pod.process is not None
            pod.process.send_signal(signal.SIGTERM)
            self.assertEqual(pod.ended(), 0, f"{name} did not drain: {pod.log()}")
            self.assertFalse(pod.probe("livenessProbe"))

    def scrape(self, deployments: dict[str, Pod]) -> None:
        to = Path(os.environ["HAVEN_SCRAPED"])
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)

        def text(pod: Pod) -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{pod.metrics}/metrics") as answer:
                return str(answer.read().decode())
        for name, pod in deployments.items():
            # Of a service with a log, whose gauges come a moment later.
            if name != "haven-vault":
                soon("gauges", lambda pod=pod: "haven_log_events" in text(pod)
                     and "haven_relay_lag_events" in text(pod))
            (to / f"{name}.txt").write_text(text(pod), encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
