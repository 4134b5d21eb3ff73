# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""TeX's memory with what takes long to load (libraries, plots, circuits), kept on the disk beside the engine.

A file holds the pages that differ from those of the memory that it was made from. It counts only for the
engine and the files of this package that it was made with, and only if it is whole; else all is loaded anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from sidelight_tikz.document import ASSUMED, CIRCUITS, PLOTS
from sidelight_tikz.image import Image

LOADS = {
    "common": ASSUMED,
    "plots": ASSUMED + PLOTS,
    "circuits": ASSUMED + CIRCUITS,
    "pgfplots": r"\usepackage{pgfplots}\relax ",
    "circuitikz": r"\usepackage{circuitikz}\relax ",
}
"""What is read to make a memory, by its name."""

BEGIN = "begin"
NAMES = tuple(f"{name}.kept" for name in (BEGIN, *LOADS))
_WHOLE = ("plots", "circuits", "common")
_NAMED = {
    name: re.compile(rf"\\usepackage\s*(?:\[\s*\])?\s*\{{[^{{}}]*\b{name}\b[^{{}}]*\}}")
    for name in ("pgfplots", "circuitikz")
}
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_DIGEST = 32


def key(folder: Path, own: Mapping[str, bytes]) -> bytes:
    """What memories depend on: TeX, its packages, what is loaded, and ``own``, the files of this package."""
    made = hashlib.sha256(repr(LOADS).encode())
    for path in (folder / "tex.wasm", folder / "core.pages"):
        made.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted((folder / "tex").iterdir()):
        made.update(f"{path.name} {path.stat().st_size}\n".encode())
    for name, content in sorted(own.items()):
        made.update(name.encode() + hashlib.sha256(content).digest())
    return made.digest()


def begun(preamble: str) -> tuple[str, str]:
    """The name of the memory that a preamble can begin with, and what is then left to read of it."""
    for name in _WHOLE:
        if preamble.startswith(LOADS[name]):
            return name, preamble[len(LOADS[name]) :]
    bare = _COMMENT.sub(lambda found: found[1], preamble)
    return next((name for name, pattern in _NAMED.items() if pattern.search(bare)), BEGIN), preamble


def read(folder: Path, name: str, made_with: bytes, base: Image) -> Image | None:
    """The memory ``name`` in ``folder``, on top of ``base``; ``None`` if there is none that counts."""
    try:
        content = (folder / f"{name}.kept").read_bytes()
    except OSError:
        return None
    head, sum_, pages = content[:_DIGEST], content[_DIGEST : 2 * _DIGEST], content[2 * _DIGEST :]
    if head != made_with or hashlib.sha256(pages).digest() != sum_:
        return None
    try:
        return Image({**base.pages, **Image.of_bytes(zlib.decompress(pages), name).pages})
    except (ValueError, zlib.error):
        return None


def write(folder: Path, name: str, made_with: bytes, base: Image, image: Image) -> None:
    """Keep a memory. It appears whole or not at all.

    Raises:
        OSError: it could not be written.
    """
    pages = zlib.compress(image.since(base).to_bytes())
    content = made_with + hashlib.sha256(pages).digest() + pages
    descriptor, part = tempfile.mkstemp(dir=folder)
    made = Path(part)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        made.chmod(0o644)
        made.replace(folder / f"{name}.kept")
    except OSError:
        made.unlink()
        raise
