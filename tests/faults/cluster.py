"""A private PostgreSQL that may be killed: the whole tree at once, as a power cut ends it."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

_PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
_START_SECONDS = 60


class Cluster:
    """fsync stays on: what is acknowledged must be on the disk. `folder` must be short, since the
    socket lies in it. With a `port` it listens on 127.0.0.1 too."""

    def __init__(self, folder: Path, port: int = 0, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.settings = {"max_connections": "400", "log_min_messages": "warning",
                         # Its other way of making sure flushes file after file for seconds.
                         "recovery_init_sync_method": "syncfs", **settings}
        if port:
            self.settings |= {"listen_addresses": "127.0.0.1", "port": str(port)}
        self.environment: dict[str, str] = {}
        self.data.mkdir(parents=True)
        if os.geteuid() == 0:  # PostgreSQL refuses root
            os.chmod(folder, 0o755)
            for path in (folder, self.data):
                shutil.chown(path, "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "haven", "-A", "trust", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync", "--no-instructions")

    @property
    def conninfo(self) -> str:
        return f"host={self.folder} port={self.settings.get('port', '5432')} user=haven"

    def _run(self, program: str, *words: str) -> None:
        before = _AS_POSTGRES if os.geteuid() == 0 else []
        subprocess.run([*before, str(_PROGRAMS / program), *words], check=True, cwd="/",
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       env=os.environ | self.environment)

    def start(self) -> float:
        """Returns when it takes connections; seconds that its own recovery took."""
        began = time.monotonic()
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-o",
                  f"-k {self.folder} -c listen_addresses= {options}", "-t", str(_START_SECONDS),
                  "-w", "-s", "start")
        return time.monotonic() - began

    def move_wal(self, to: Path) -> None:
        """While nothing has happened yet: the WAL lies elsewhere from now on."""
        self.stop()
        shutil.move(str(self.data / "pg_wal"), to)
        (self.data / "pg_wal").symlink_to(to)
        if os.geteuid() == 0:
            for path in (to, *to.rglob("*")):
                shutil.chown(path, "postgres", "postgres")
        self.start()

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "-s", "stop")

    def processes(self) -> list[int]:
        """The whole tree: each of its processes works in the data folder."""
        found = []
        for entry in os.scandir("/proc"):
            try:
                if entry.name.isdigit() and os.readlink(f"{entry.path}/cwd") == str(self.data):
                    found.append(int(entry.name))
            except OSError:
                continue  # it has ended meanwhile, or is not ours to look at
        return found

    def backends(self, database: str) -> list[int]:
        """Of client sessions in the database, those that wait for us last."""
        return [int(pid) for pid in self.psql(
            "postgres", f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND "
            "backend_type = 'client backend' ORDER BY state = 'active' DESC, query_start DESC"
        ).split()]

    def kill_tree(self) -> None:
        """kill -9 of everything, the postmaster first so that it starts nothing more."""
        pid_file = self.data / "postmaster.pid"
        if pid_file.exists():  # it may have ended by itself
            self._kill(int(pid_file.read_text().split()[0]))
        while left := self.processes():
            for pid in left:
                self._kill(pid)
            time.sleep(0.002)
        # Where nobody collects orphans the dead postmaster still has its number, and the next one
        # would take it for alive.
        pid_file.unlink(missing_ok=True)
        for lock in self.folder.glob(".s.PGSQL.*.lock"):
            lock.unlink()

    @staticmethod
    def _kill(pid: int) -> None:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def psql(self, database: str, query: str) -> str:
        return subprocess.run(["psql", "-XAtq", f"{self.conninfo} dbname={database}", "-F", "|",
                               "-c", query], check=True, capture_output=True,
                              text=True).stdout.strip()
