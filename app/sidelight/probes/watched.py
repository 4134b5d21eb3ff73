# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a verifier is given: the pictures of a run, for how long it was watched, and how it ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.probes.series import Picture


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended. ``limit`` is the limit that it reached; ``stopped``: somebody stopped it."""

    exit_code: int | None
    limit: str | None = None
    stopped: bool = False
    stdout: str = ""
    stderr: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A run as it was seen.

    Attributes:
        pictures: in order of time, all of one size.
        seconds: from the first picture to the last look; a picture stands until the next one comes.
        ending: how it ended; ``None`` while it runs.
        error: one that nobody caught, though it went on; empty if there was none.
    """

    pictures: Sequence[Picture]
    seconds: float
    ending: Ending | None = None
    error: str = ""


MACHINES = re.compile(
    r"ModuleNotFoundError|ImportError|PermissionError|gaierror|URLError|ConnectionError|FileNotFoundError"
    r"|TclError|GLSL|not supported|NullFunctionError|MemoryError|No space left|open display"
)
"""Errors for which this machine may be to blame and not the script: a package, a file, a display, a driver or
the network is not there."""
MADE_A_FILE = re.compile(
    r"\b(saved|saving|wrote|written|writing)\b|\.(gif|png|mp4|html|svg|obj|jpe?g)\b", re.I
)

ERROR = re.compile(r"[\w.]*(Error|Exception|Interrupt|Exit)\b")


def last_error(stderr: str) -> str:
    """The line that says what went wrong, at most 160 characters; empty if there is none.

    An error that goes on over several lines, as those of PyOpenGL do, is put into one.
    """
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    named = [at for at, line in enumerate(lines) if ERROR.match(line)]
    if not named:
        return lines[-1][:160] if lines else ""
    said = lines[named[-1]]
    return (" ".join([said, *lines[named[-1] + 1 :]]) if said.endswith("(") else said)[:160]


def judge_ending(watched: Watched) -> tuple[str, str] | None:
    """What the end alone says: ``fail`` or ``unsure`` and why, or ``None`` if the pictures must tell.

    A script that ends with an error of its own has failed, whatever it showed before. Where a limit of the
    sandbox ended it, or something is not there that another machine may have, nobody can tell.
    """
    ending = watched.ending
    if ending is None or ending.stopped:
        return None
    if ending.limit is not None:
        return "unsure", f"It was ended at the sandbox's limit of {ending.limit}."
    if ending.exit_code is not None and ending.exit_code < 0:
        return "unsure", f"The system ended it with signal {-ending.exit_code}."
    if ending.exit_code:
        error = last_error(ending.stderr)
        said = f"It ended with an error: {error or f'exit code {ending.exit_code}'}"
        if MACHINES.search(error):
            return "unsure", f"{said} This machine may lack something that the script needs."
        # A status alone may mean that the script asked for an argument or a file.
        return ("fail" if "Traceback" in ending.stderr or "Error" in error else "unsure"), said
    if not watched.pictures:
        printed = ending.stdout.strip()
        if printed and "\x1b" not in printed and not MADE_A_FILE.search(printed):
            return "fail", "It ended without opening a window; it only printed text."
        return "unsure", "It ended without opening a window; it may have written a file."
    return None
