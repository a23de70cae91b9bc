"""The demo's world for tests, which need it many times: drawn once, beside the binaries, and copied."""
from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from demo.processes import Places
from demo.run import make_world


def copy_world(places: Places) -> None:
    """As make_world does; nothing where there is one already."""
    if not places.world.exists():
        shutil.copytree(_drawn(places), places.world)


def _drawn(places: Places) -> Path:
    sources = [places.working_days, *sorted((places.root / "tools" / "generator").glob("*.py"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    drawn = places.binaries / f"world-{digest}"
    if not drawn.exists():
        with tempfile.TemporaryDirectory(dir=places.binaries) as folder:
            made = replace(places, run=Path(folder))
            make_world(made)
            try:
                os.rename(made.world, drawn)
            except OSError:  # another test was faster
                if not drawn.exists():
                    raise
    return drawn
