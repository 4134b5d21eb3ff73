# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Printing: one JSON object or one a line on standard output with ``--json``; words for people without."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import NoReturn

import typer

from sidelight.domain.errors import SandboxRefused, SidelightError, UsageError

FAILED = 1
WRONG_USE = 2
REFUSED = 3


def print_json(value: object) -> None:
    """One object on one line; what cannot be encoded (a lone surrogate) is escaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=not _takes_unicode()) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A line for a person, on standard output."""
    typer.echo(text)


def complain(text: str) -> None:
    """A line for a person, on standard error."""
    typer.echo(text, err=True)


def guarded(work: Callable[[], int]) -> NoReturn:
    """Do a command's work and leave with its exit code; an expected error becomes its sentence."""
    try:
        code = work()
    except UsageError as error:
        complain(error.sentence)
        code = WRONG_USE
    except SandboxRefused as error:
        complain(error.sentence)
        code = REFUSED
    except SidelightError as error:
        complain(error.sentence)
        code = FAILED
    raise typer.Exit(code)


def _takes_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
