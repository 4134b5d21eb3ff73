# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Checks every file of the tree for what no file may carry, and every source file for its licence header.

A package index is the user's own setting, and a path of somebody's machine means nothing on another one.
Standard library only. Prints one line a finding and exits with status 1 if there is any.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

HEADER = ("SPDX-FileCopyrightText: The Sidelight authors", "SPDX-License-Identifier: Apache-2.0")

# Written with a class of one character each, so that this file does not find itself.
FORBIDDEN = (
    (
        re.compile(
            r"py[p]i\.org|python[h]osted|npm[j]s\.|de[b]ian\.org/debian|de[b]\.debian\.org|ub[u]ntu\.com/ubuntu"
        ),
        "names the host of a package registry",
    ),
    (re.compile(r"/[r]oot/\.|/[w]ork/|/[U]sers/[a-z]|/tmp/[b]ash_jobs"), "names a path of one machine"),
    (re.compile(r"/[h]ome/(?!user\b|someone\b|you\b|\$|\{|<)[a-z0-9_-]+/"), "names somebody's home folder"),
)

# Their text is shown to people as an answer; a licence header would be part of it.
SAMPLES = "resources/samples/"
SOURCES = frozenset({".py", ".sh"})


def tracked_files(root: Path) -> list[Path]:
    """The files that git knows or would add, relative to the root."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout
    names = sorted(set(listing.decode("utf-8").split("\0")) - {""})
    return [Path(name) for name in names if (root / name).is_file()]


def findings_in(name: str, text: str) -> Iterator[str]:
    """What is wrong with one file, as lines of ``name:line: sentence``."""
    for number, line in enumerate(text.splitlines(), start=1):
        for pattern, sentence in FORBIDDEN:
            if found := pattern.search(line):
                yield f"{name}:{number}: {sentence} ({found.group()})"
    if needs_header(name, text):
        head = text.splitlines()[:4]
        if not all(any(line.strip("# ") == wanted for line in head) for wanted in HEADER):
            yield f"{name}:1: has no licence header ({HEADER[1]})"


def needs_header(name: str, text: str) -> bool:
    """Whether a file is source code of ours."""
    if name.startswith(SAMPLES):
        return False
    return Path(name).suffix in SOURCES or name == "Makefile" or text.startswith("#!")


def findings(root: Path) -> Iterator[str]:
    """What is wrong anywhere in the tree. Files that are not UTF-8 text are left out."""
    for path in tracked_files(root):
        try:
            text = (root / path).read_text("utf-8")
        except UnicodeDecodeError:
            continue
        yield from findings_in(path.as_posix(), text)


def main() -> int:
    """Print the findings."""
    found = list(findings(ROOT))
    for line in found:
        print(line)
    print(f"{len(found)} findings" if found else "No file names a registry host or a machine's path.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
