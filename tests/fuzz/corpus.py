#!/usr/bin/env python3
"""A fuzz corpus as one text file (an input a line, in hex) and as the folder that libFuzzer wants.

    corpus.py unpack NAME.hex FOLDER
    corpus.py pack FOLDER NAME.hex       the smallest inputs, up to _MOST_BYTES in all
"""
from __future__ import annotations

import hashlib
import sys
from pathlib import Path

_MOST_BYTES = 10_000


def unpack(packed: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for line in packed.read_text(encoding="ascii").split():
        content = bytes.fromhex(line)
        (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)


def pack(folder: Path, packed: Path) -> None:
    kept, size = [], 0
    for content in sorted((file.read_bytes() for file in folder.iterdir()), key=len):
        size += len(content)
        if size > _MOST_BYTES:
            break
        if content:
            kept.append(content.hex())
    packed.write_text("".join(line + "\n" for line in kept), encoding="ascii")


def main() -> int:
    match sys.argv[1:]:
        case ["unpack", packed, folder]:
            unpack(Path(packed), Path(folder))
        case ["pack", folder, packed]:
            pack(Path(folder), Path(packed))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
