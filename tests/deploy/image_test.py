"""Dockerfile, compose.yaml and the scripts beside them. Where no engine can run, hadolint and compose's
own parser judge them; what the image runs, rehearsal_test.py runs."""
from __future__ import annotations

import base64
import re
import shutil
import stat
import tempfile
import unittest
from pathlib import Path

from tools import EXAMPLES, ROOT, documents, of_kind, pods, program, render, run

import kubernetes_validate
import yaml

DEPLOY = ROOT / "deploy"


def made(folder: str, *words: str) -> Path:
    done = run(str(DEPLOY / "secrets.sh"), "make", folder, *words)
    assert done.returncode == 0, done.stderr
    return Path(folder)


class Dockerfile(unittest.TestCase):
    def test_hadolint_has_nothing_to_say(self) -> None:
        judged = run(program("hadolint"), str(DEPLOY / "Dockerfile"))
        self.assertEqual(judged.returncode, 0, judged.stdout)
        self.assertEqual(judged.stdout, "")

    def test_hadolint_would_say_something(self) -> None:
        text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".Dockerfile") as file:
            file.write(text.replace("FROM debian:12-slim\n", "FROM debian:latest\n"))
            file.flush()
            self.assertNotEqual(run(program("hadolint"), file.name).returncode, 0)

    def test_the_last_stage_is_slim_and_not_root_and_its_user_is_the_charts(self) -> None:
        last = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").rsplit("\nFROM ", 1)[1]
        self.assertRegex(last, r"^debian:12-slim\n")
        user = re.search(r"^USER (\d+):\d+$", last, re.MULTILINE)
        self.assertIsNotNone(user)
        for pod in pods(render(values=EXAMPLES[0])).values():
            self.assertEqual(str(pod["spec"]["securityContext"]["runAsUser"]), user[1])

    def test_what_it_copies_is_there(self) -> None:
        text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
        for source in re.findall(r"^COPY (?!--from)(?:--\S+ )?(\S+) ", text, re.MULTILINE):
            self.assertTrue((ROOT / source).exists(), source)


    def test_its_context_has_all_that_the_build_needs(self) -> None:
        ignored = tuple((DEPLOY / "Dockerfile.dockerignore").read_text().split("\n")[1:-1])
        tracked = run("git", "ls-files").stdout.splitlines()
        with tempfile.TemporaryDirectory() as folder:
            for path in tracked:
                if not path.startswith(tuple(f"{one}/" for one in ignored)):
                    (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(ROOT / path, Path(folder) / path, follow_symlinks=False)
            # The image gets no packages of tests.
            configured = run("cmake", "--preset", "release", "-S", folder,
                             *(f"-DCMAKE_DISABLE_FIND_PACKAGE_{name}=ON"
                               for name in ("GTest", "rapidcheck", "Git")))
            self.assertEqual(configured.returncode, 0, configured.stderr)
            inputs = run("ninja", "-C", f"{folder}/build/release", "-t", "inputs", "haven")
            sources = [line for line in inputs.stdout.splitlines()
                       if line.startswith(folder) and not line.startswith(f"{folder}/build")]
            self.assertGreater(len(sources), 200)
            self.assertEqual([path for path in sources if not Path(path).exists()], [])


class Compose(unittest.TestCase):
    def config(self, file: Path) -> dict:
        done = run(program("docker-compose"), "-f", str(file), "config")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return yaml.safe_load(done.stdout)

    def test_compose_takes_it_and_every_part_is_there(self) -> None:
        services = self.config(DEPLOY / "compose.yaml")["services"]
        self.assertLessEqual({"postgres", "vault-postgres", "kafka1", "migrate", "registry",
                              "disbursement", "scholarship", "outreach", "employment", "vault", "prometheus",
                              "grafana"}, set(services))
        for name in ("migrate", "registry", "disbursement", "scholarship", "outreach", "employment", "vault"):
            self.assertIs(services[name]["read_only"], True)
            self.assertEqual(services[name]["cap_drop"], ["ALL"])

    def test_compose_refuses_a_misspelt_key(self) -> None:
        text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "compose.yaml"
            file.write_text(text.replace("read_only:", "readonly:"), encoding="utf-8")
            with self.assertRaisesRegex(RuntimeError, "readonly"):
                self.config(file)

    def test_what_it_mounts_is_there(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made(folder)
            config = self.config(DEPLOY / "compose.yaml")
            paths = [mount["source"] for service in config["services"].values()
                     for mount in service.get("volumes", []) if mount["type"] == "bind"]
            paths += [secret["file"] for secret in config["secrets"].values()]
            self.assertGreater(len(paths), 20)
            for path in paths:
                path = path.replace(str(DEPLOY / "secrets"), folder)
                self.assertTrue(Path(path).exists(), path)


class Secrets(unittest.TestCase):
    def test_the_chart_finds_every_secret_and_key_that_it_names(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made(folder)
            text = run(str(DEPLOY / "secrets.sh"), "kubernetes", folder).stdout
        there = of_kind(text, "Secret")
        for document in documents(text):
            kubernetes_validate.validate(document, "1.37", strict=True)
        named = 0
        for values in EXAMPLES:
            rendered = render(values=values)
            # An operator's authority is in a Secret of the operator's.
            operators = {name + "-ca" for name in of_kind(rendered, "Cluster")}
            operators |= {name + "-cluster-ca-cert" for name in of_kind(rendered, "Kafka")}
            operators |= set(of_kind(rendered, "KafkaUser"))
            for pod in pods(rendered).values():
                for volume in pod["spec"]["volumes"]:
                    for source in volume.get("projected", {}).get("sources", []):
                        secret = source["secret"]
                        if secret["name"] in operators:
                            continue
                        named += 1
                        self.assertIn(secret["name"], there)
                        self.assertLessEqual({item["key"] for item in secret["items"]},
                                             set(there[secret["name"]]["data"]))
            for cluster in of_kind(rendered, "Cluster").values():
                for role in cluster["spec"]["managed"]["roles"]:
                    login = there[role["passwordSecret"]["name"]]["data"]
                    self.assertEqual(base64.b64decode(login["username"]).decode(), role["name"])
        self.assertGreater(named, 40)

    def test_nothing_is_replaced_and_nobody_else_may_enter(self) -> None:
        with tempfile.TemporaryDirectory() as outside:
            folder = made(outside + "/secrets")
            self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)

            def content() -> dict[str, bytes]:
                return {str(path.relative_to(folder)): path.read_bytes()
                        for path in folder.rglob("*") if path.is_file() and path.suffix != ".srl"}
            before = content()
            made(str(folder), "registry", "disbursement", "scholarship", "outreach", "employment", "vault",
                 "pairing")
            after = content()
            self.assertEqual({path: after[path] for path in before}, before)
            self.assertIn("keys/pairing.key", after)
            kinds = {path: len(after[path]) for path in after if path.startswith("keys/")}
            self.assertEqual(set(kinds.values()), {64})


if __name__ == "__main__":
    unittest.main()
