# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Text files that go with a prompt: read, bounded, and kept in the conversation as they were then."""

from __future__ import annotations

import codecs
import stat
from collections.abc import Sequence
from pathlib import Path

from sidelight.domain.errors import UsageError
from sidelight.domain.message import Part

MOST_BYTES = 1 << 20
"""Of one file."""
MOST_BYTES_TOGETHER = 4 << 20
MOST_FILES = 20

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# They begin like UTF-16 and are not that.
_OTHER_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_attachment(path: Path) -> Part:
    """A text file as a part of a message, under its own name without a folder.

    Raises:
        UsageError: it cannot be read, is no text, or is too large; the sentence says which.
    """
    name = path.name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"“{name}” is a folder.", "Attach the files in it that matter.")
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(mode):
            raise UsageError(f"“{name}” is no file that could be attached.", "Choose a text file.")
        with path.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"“{name}” cannot be read: {error.strerror}.", "Check its name.") from None
    if len(data) > MOST_BYTES:
        raise UsageError(f"“{name}” is larger than {MOST_BYTES >> 20} MB.", "Attach the part that matters.")
    return Part(_text_of(data, name), "attachment", name)


def attached(paths: Sequence[Path], before: Sequence[Part] = ()) -> tuple[Part, ...]:
    """These files as parts of a message, behind those that are attached already.

    Raises:
        UsageError: one of them cannot be attached, or there are too many.
    """
    parts = [*before]
    for path in paths:
        part = read_attachment(path)
        if part not in parts:
            parts.append(part)
    check(parts)
    return tuple(parts)


def check(parts: Sequence[Part]) -> None:
    """Refuse more than may go with one prompt.

    Raises:
        UsageError: there are too many, or they are too large together.
    """
    if len(parts) > MOST_FILES:
        raise UsageError(f"{len(parts)} files are too many.", f"Attach at most {MOST_FILES}.")
    if sum(len(part.text.encode("utf-8", "replace")) for part in parts) > MOST_BYTES_TOGETHER:
        raise UsageError(
            f"The attached files are larger than {MOST_BYTES_TOGETHER >> 20} MB together.", "Attach fewer."
        )


def _text_of(data: bytes, name: str) -> str:
    if not data.startswith(_OTHER_MARKS):
        for mark, encoding in _MARKS:
            if data.startswith(mark):
                return _decoded(data[len(mark) :], encoding, name)
    return _decoded(data, "utf-8", name)


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(
            f"“{name}” is no text in UTF-8, nor in UTF-16 with a mark at its beginning.",
            "Convert it, or attach a text file.",
        )
    if not text.strip():
        raise UsageError(f"“{name}” is empty.", "Choose another file.")
    return text
