"""The chart against a real kube-apiserver with strict validation (./dev test --long only)."""
from __future__ import annotations

import json
import os
import shutil
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from rehearsal_test import free_port
from tools import CUSTOM, EXAMPLES, documents, program, render, run

TOKEN = "only-of-this-test"
PATIENT_SECONDS = 120.0
FOLDERS = {"Deployment": "apis/apps/v1", "Job": "apis/batch/v1",
           "PodDisruptionBudget": "apis/policy/v1", "NetworkPolicy": "apis/networking.k8s.io/v1"}
PLURALS = {"PodDisruptionBudget": "poddisruptionbudgets", "NetworkPolicy": "networkpolicies"}


class Apiserver:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        etcd, peer, self.port = free_port(), free_port(), free_port()
        (folder / "tokens.csv").write_text(f'{TOKEN},test,test,"system:masters"\n')
        run("openssl", "genrsa", "-out", str(folder / "accounts.key"), "2048")
        self.processes = [
            self.spawn("etcd", "--data-dir", str(folder / "etcd"), "--unsafe-no-fsync",
                       f"--listen-client-urls=http://127.0.0.1:{etcd}",
                       f"--advertise-client-urls=http://127.0.0.1:{etcd}",
                       f"--listen-peer-urls=http://127.0.0.1:{peer}"),
            self.spawn("kube-apiserver", f"--etcd-servers=http://127.0.0.1:{etcd}",
                       f"--secure-port={self.port}", "--bind-address=127.0.0.1",
                       f"--cert-dir={folder / 'certificates'}",
                       f"--token-auth-file={folder / 'tokens.csv'}",
                       f"--service-account-key-file={folder / 'accounts.key'}",
                       f"--service-account-signing-key-file={folder / 'accounts.key'}",
                       "--service-account-issuer=https://haven.invalid",
                       "--service-cluster-ip-range=10.0.0.0/24",
                       "--disable-admission-plugins=ServiceAccount")]

    def spawn(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            return subprocess.Popen((program(name), *words), stdout=log, stderr=log)

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"https://127.0.0.1:{self.port}/{path}",
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
        context = ssl._create_unverified_context()  # its own certificate, made a moment ago
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)
        except OSError:
            return 0, {}

    def wait(self) -> None:
        until = time.monotonic() + PATIENT_SECONDS
        while self.ask("api/v1/namespaces/default")[0] != 200:
            if time.monotonic() > until:
                raise AssertionError((self.folder / "kube-apiserver.log").read_text()[-2000:])
            time.sleep(0.2)
        self.ask("api/v1/namespaces", {"metadata": {"name": "haven"}})

    def judge(self, document: dict[str, Any]) -> tuple[int, str]:
        """Would it be created? The server's own validation, with nothing let pass."""
        kind = document["kind"]
        plural = PLURALS.get(kind, kind.lower() + "s")
        status, answer = self.ask(
            f"{FOLDERS.get(kind, 'api/v1')}/namespaces/haven/{plural}"
            "?dryRun=All&fieldValidation=Strict", document)
        return status, str(answer.get("message", ""))


@unittest.skipUnless(os.environ.get("HAVEN_LONG") == "1", "of ./dev test --long")
class RealServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = Path(tempfile.mkdtemp(prefix="haven-apiserver-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.server = Apiserver(folder)
        cls.addClassCleanup(cls.server.stop)
        cls.server.wait()

    def test_it_would_create_every_document(self) -> None:
        judged = 0
        for values in EXAMPLES:
            for document in documents(render(values=values)):
                if document["kind"] in CUSTOM:
                    continue
                with self.subTest(values.stem, kind=document["kind"]):
                    status, message = self.server.judge(document)
                    self.assertEqual(status, 201, message)
                    judged += 1
        self.assertGreater(judged, 40)

    def test_it_refuses_a_misspelt_field_and_an_impossible_port(self) -> None:
        for kind, path, value in (("Deployment", ("spec", "replica"), 1),
                                  ("Service", ("spec", "ports", 0, "port"), 99999)):
            document = next(d for d in documents(render(values=EXAMPLES[0])) if d["kind"] == kind)
            at: Any = document
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = value
            self.assertIn(self.server.judge(document)[0], (400, 422))


if __name__ == "__main__":
    unittest.main()
