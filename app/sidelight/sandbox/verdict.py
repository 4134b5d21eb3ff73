# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which limit ended a program to which the system refused something: it dies of an exception of its own."""

from __future__ import annotations

from sidelight.domain.running import LimitName

_TAIL = 2000
_NO_MORE_THREADS = "RuntimeError: can't start new thread"
_NO_MORE_PROCESSES = "BlockingIOError: [Errno 11]"
_FILE_TOO_LARGE = ("OSError: [Errno 27]", "OSError: [Errno 28]")


def limit_met(stderr: str) -> LimitName | None:
    """The limit that a traceback ends with; ``None`` when it ends with anything else, or there is none.

    These are the program's own words. It can only lie about its own failure.
    """
    # Of several processes that give up at once, another may have begun to say so behind the last word of one.
    whole = (line for line in reversed(stderr[-_TAIL:].split("\n")) if line.strip() and not _within(line))
    last = next(whole, "")
    if last.partition(":")[0].rpartition(".")[2] in ("MemoryError", "_ArrayMemoryError"):
        return "memory"
    if last.startswith(_NO_MORE_THREADS) or (
        last.startswith(_NO_MORE_PROCESSES) and "fork" in stderr[-_TAIL:]
    ):
        return "processes"
    return "disk" if last.startswith(_FILE_TOO_LARGE) else None


def _within(line: str) -> bool:
    """Whether a traceback goes on after this line."""
    return line[0].isspace() or line.startswith("Traceback (most recent call last):")
