# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads what a person writes for a setting; each raises ``ValueError`` with a sentence on what fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from sidelight.domain.model import MOST_ALTERNATIVES

MOST_STOPS = 16
MOST_TOKENS = 10_000_000
MOST_SEED = 2**31 - 1

NumberT = TypeVar("NumberT", int, float)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Readers", text)


def read_temperature(text: str) -> float | None:
    """0 to 2; empty leaves it to the model."""
    unread, unfit = _tr("Write a number from 0 to 2, or leave it empty."), _tr("Temperatures go from 0 to 2.")
    return _read(text, _fraction, unread, lambda value: 0 <= value <= 2, unfit)


def read_top_p(text: str) -> float | None:
    """Above 0 to 1; empty leaves it to the model."""
    wrong = _tr("Write a number above 0 and up to 1, or leave it empty.")
    return _read(text, _fraction, wrong, lambda value: 0 < value <= 1, wrong)


def read_tokens(text: str) -> int | None:
    """A whole number from 1; empty sets no limit."""
    unfit = _tr("An answer has at least 1 token; ten million are the most that can be asked for.")
    return _read(text, _whole, _no_whole_number(), lambda value: 1 <= value <= MOST_TOKENS, unfit)


def read_seed(text: str) -> int | None:
    """A whole number from 0; empty lets chance decide."""
    unfit = _tr("Seeds go from 0 to 2 147 483 647.")
    return _read(text, _whole, _no_whole_number(), lambda value: 0 <= value <= MOST_SEED, unfit)


def read_logprobs(text: str) -> int | None:
    """1 to ``MOST_ALTERNATIVES``; empty asks for none."""
    wrong = _tr("Write a whole number from 1 to {0}, or leave it empty.").format(MOST_ALTERNATIVES)
    return _read(text, _whole, wrong, lambda value: 1 <= value <= MOST_ALTERNATIVES, wrong)


def read_stops(text: str) -> tuple[str, ...]:
    r"""One a line; ``\n``, ``\t`` and ``\\`` stand for what cannot be written in one."""
    stops = tuple(_unescaped(line) for line in text.split("\n") if line)
    if len(stops) > MOST_STOPS:
        raise ValueError(_tr("At most {0} texts can end an answer.").format(MOST_STOPS))
    return stops


def written_stops(stops: Sequence[str]) -> str:
    """What ``read_stops`` reads."""
    return "\n".join(stop.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for stop in stops)


def _read(
    text: str,
    parse: Callable[[str], NumberT],
    unread: str,
    fits: Callable[[NumberT], bool],
    unfit: str,
) -> NumberT | None:
    """A number, or ``None`` for an empty text; ``unread`` and ``unfit`` say what is wrong with another."""
    if not text.strip():
        return None
    try:
        value = parse(text.strip())
    except ValueError:
        raise ValueError(unread) from None
    if not fits(value):
        raise ValueError(unfit)
    return value


def _fraction(text: str) -> float:
    return float(text.replace(",", "."))


def _whole(text: str) -> int:
    return int(text.replace(" ", "").replace("\u202f", ""))


def _no_whole_number() -> str:
    return _tr("Write a whole number, or leave it empty.")


def _unescaped(line: str) -> str:
    parts = line.split("\\\\")
    return "\\".join(part.replace("\\n", "\n").replace("\\t", "\t") for part in parts)
