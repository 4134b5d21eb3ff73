# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Printing: one JSON object or one a line on standard output with ``--json``; words for people without."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Callable
from typing import NoReturn

import typer

from sidelight.domain.errors import SandboxRefused, SidelightError, UsageError

FAILED = 1
WRONG_USE = 2
REFUSED = 3


def print_json(value: object) -> None:
    """One object on one line; if standard output cannot take all its characters, they are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(value)
    sys.stdout.write(text + "\n")
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
        # Here, not as Python ends: there nobody could keep it quiet.
        sys.stdout.flush()
    except UsageError as error:
        complain(error.sentence)
        code = WRONG_USE
    except SandboxRefused as error:
        complain(error.sentence)
        code = REFUSED
    except SidelightError as error:
        complain(error.sentence)
        code = FAILED
    except OSError as error:
        if isinstance(error, BrokenPipeError) and _nobody_reads():
            # “head” has what it wanted. What is still in the buffer goes nowhere as Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from None
        complain(f"{error.filename or 'Something'}: {error.strerror or error}.")
        code = FAILED
    raise typer.Exit(code)


def _nobody_reads() -> bool:
    """Whether standard output is a pipe whose reader has gone."""
    try:
        looked = select.poll()
        looked.register(sys.stdout.fileno(), 0)
        return any(event & select.POLLERR for _, event in looked.poll(0))
    except (OSError, ValueError):
        return False
