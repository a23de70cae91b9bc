#!/usr/bin/env python3
"""Who may include whom (ARCHITECTURE.md), read from the include lines. Prints each breach, exits 1 if any."""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')

# Headers of third parties that only these places may see.
ONLY_IN = {
    "libpq-fe.h": ("libs/postgres/", "tests/load/"),
    "pqxx": ("libs/postgres/",),
    "librdkafka": ("libs/kafka/", "tests/load/"),
    "grpcpp": ("libs/rpc/", "services/*/api", "services/*/service.cpp", "libs/host/", "libs/vault/", "tools/", "tests/"),
    "spdlog": ("libs/telemetry/",),
    "prometheus": ("libs/telemetry/",),
    "sodium.h": ("libs/crypto/",),
}
# The layers of libs: a library includes only those before it in its list.
LIBS = {
    "base": (), "crypto": ("base",), "decider": ("base",),
    "postgres": ("base",), "log": ("base", "crypto", "decider", "postgres"),
    "claims": ("base", "log", "postgres"),
    "move": ("base", "log", "postgres"),
    "kafka": (),
    "writer": ("base", "decider", "log"), "bus": ("base", "log", "postgres", "kafka"),
    "relay": ("base", "log", "postgres", "kafka", "bus"),
    "consumer": ("base", "crypto", "decider", "log", "writer", "bus"),
    "family": ("base", "codec", "consumer", "decider"),
    "timer": ("base", "crypto", "decider", "log", "writer"),
    "exchange": ("base", "crypto"), "telemetry": ("base",),
    "audit": ("base", "crypto", "decider", "log", "postgres", "writer"),
    "access": ("base", "crypto", "log", "postgres"), "rpc": ("base", "crypto", "access", "postgres", "telemetry"),
    "vault": ("base", "crypto", "postgres", "rpc", "access"),
}
PURE = ("libs/base/", "libs/decider/", "libs/crypto/hash.hpp", "libs/family/family_file.hpp")


def inside(path: str, place: str) -> bool:
    if "*" in place:
        return re.match(place.replace("*", "[^/]+"), path) is not None
    return path.startswith(place)


def breach(path: str, header: str) -> str | None:
    """Why `path` may not include `header`, or None."""
    test = path.endswith(("_test.cpp", "testing.cpp", "testing.hpp", "spec.hpp", "conformance.hpp"))
    test = test or "/testing/" in path
    for start, places in ONLY_IN.items():
        if header.startswith(start) and not test and not any(inside(path, p) for p in places):
            return f"only {', '.join(places)} may include {start}"
    parts = path.split("/")
    if parts[0] == "libs":
        if header.startswith(("services/", "tools/")):
            return "libs never include a service or a tool"
        allowed = LIBS.get(parts[1])
        target = header.split("/")[1] if header.startswith("libs/") else None
        if allowed is not None and target and target != parts[1] and target not in allowed:
            if not test and not header.endswith("sql_file.hpp"):
                return f"libs/{parts[1]} may include {', '.join(allowed) or 'std only'}"
    if parts[0] == "services":
        if header.startswith("services/") and header.split("/")[1] != parts[1] and not test:
            return "a service never includes another"
        if len(parts) > 3 and parts[2] == "domain" and not test:
            own = f"services/{parts[1]}/domain/"
            third = "/" in header and not header.startswith(("sys/", "bits/"))
            if third and not header.startswith(PURE + (own,)):
                return "a domain includes only base, decider, crypto/hash and family/family_file"
    return None


def main() -> int:
    files = subprocess.run(["git", "ls-files", "*.cpp", "*.hpp"], cwd=ROOT, check=True,
                           capture_output=True, text=True).stdout.split()
    faults = 0
    for path in files:
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            found = INCLUDE.match(line)
            why = breach(path, found.group(1)) if found else None
            if why:
                faults += 1
                print(f"{path}:{number}: {found.group(1)}: {why}")
    print(f"include rules: {len(files)} files, {faults} breaches")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
