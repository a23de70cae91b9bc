"""Python code of our protos, made by protoc into a folder when it is older than the protos."""
from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

_NAMES = ("haven.registry.v1.registry_service", "haven.registry.v1.household",
          "haven.registry.v1.directory", "haven.registry.v1.directory_requests",
          "haven.registry.v1.file_requests", "haven.registry.v1.query_requests",
          "haven.registry.v1.registry_events", "haven.registry.v1.referral",
          "haven.outreach.v1.outreach_events", "haven.employment.v1.employment_events",
          "haven.disbursement.v1.disbursement_service", "haven.disbursement.v1.payment",
          "haven.scholarship.v1.scholarship_service", "haven.scholarship.v1.scholarship",
          "haven.outreach.v1.outreach_service", "haven.outreach.v1.outreach",
          "haven.outreach.v1.publicity", "haven.outreach.v1.hotline",
          "haven.employment.v1.employment_service", "haven.employment.v1.employment",
          "haven.employment.v1.assistance", "haven.employment.v1.course",
          "haven.ops.v1.ops_service", "haven.options.v1.options", "google.rpc.status",
          "google.rpc.error_details")


def make(protos: Path, out: Path) -> None:
    """Generates into `out` and puts it on the path; a second call costs a few file stats."""
    files = sorted(protos.rglob("*.proto"))
    newest = max(file.stat().st_mtime for file in files)
    stamp = out / ".made"
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        plugin = shutil.which("grpc_python_plugin")
        if plugin is None:
            raise RuntimeError("grpc_python_plugin is missing (protobuf-compiler-grpc)")
        out.mkdir(parents=True, exist_ok=True)
        subprocess.run(["protoc", f"-I{protos}", f"--python_out={out}", f"--grpc_python_out={out}",
                        f"--plugin=protoc-gen-grpc_python={plugin}", *map(str, files)], check=True)
        stamp.touch()
    sys.path.insert(0, str(out))


def load(name: str, grpc: bool = False) -> ModuleType:
    """The module of a proto file; `grpc` for its stubs."""
    if name not in _NAMES:
        raise ValueError(f"no such proto: {name}")
    return importlib.import_module(name + ("_pb2_grpc" if grpc else "_pb2"))
