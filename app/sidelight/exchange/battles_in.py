# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles from a file, of whichever form it is, each with the reason if it is not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sidelight.domain.canonical import digest
from sidelight.domain.errors import ExchangeError, UsageError
from sidelight.exchange.arena import Unfit, arena_battle, looks_like_arena
from sidelight.exchange.fastchat import FastChatLog, looks_like_fastchat
from sidelight.exchange.foreign import ForeignBattle, Reason
from sidelight.exchange.parquet import is_parquet, parquet_records
from sidelight.exchange.records import Record, json_records

FORMATS = ("arena", "fastchat")
_Read = Callable[[Mapping[str, Any]], ForeignBattle]


def battles_in(path: Path, format_name: str = "") -> Iterator[ForeignBattle | Reason]:
    """The battles of a file.

    Args:
        path: JSON, JSON lines or Parquet; what it is called does not matter.
        format_name: one of ``FORMATS``; if empty, the first record tells.

    Raises:
        UsageError: the form is unknown, there is no such file, or Parquet cannot be read here.
        ExchangeError: the file is something else, or damaged from the start.
        OSError: it cannot be read.
    """
    if format_name and format_name not in FORMATS:
        raise UsageError(f"“{format_name}” is no known form of battles.", f"There are: {', '.join(FORMATS)}.")
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", "Check the name.")
    records = parquet_records(path) if is_parquet(path) else json_records(path)
    ways: dict[str, _Read] = {"arena": arena_battle, "fastchat": FastChatLog().battle}
    read = ways.get(format_name)
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    waiting = 0
    for record in records:
        if read is None and record.value is not None:
            read = _fitting(path, record)
        if read is None or record.value is None:
            waiting += 1
            yield record.reason or Reason.UNREADABLE
            continue
        try:
            battle = read(record.value)
        except Unfit as unfit:
            yield unfit.reason
            continue
        except RecursionError:
            yield Reason.UNREADABLE
            continue
        if not battle.known_by:
            # Votes that nothing tells apart are each a vote: the first, the second … of their kind.
            alike[battle.key] += 1
            battle = replace(battle, key=digest(f"{battle.key} {alike[battle.key]}"))
        if battle.key in seen:
            yield Reason.TWICE
            continue
        seen.add(battle.key)
        yield battle
    if read is None and waiting:
        raise ExchangeError(
            f"Nothing in “{path.name}” can be read as JSON in UTF-8.",
            "Check in which encoding it was saved, and whether it was fetched completely.",
        )


def _fitting(path: Path, record: Record) -> _Read:
    value = record.value or {}
    if looks_like_arena(value):
        return arena_battle
    if looks_like_fastchat(value):
        return FastChatLog().battle
    known = ", ".join(sorted(value)[:8])[:200]
    raise ExchangeError(
        f"“{path.name}” holds no battles as they are known here; its first record has {known or 'nothing'}.",
        f"There are: {', '.join(FORMATS)}.",
    )
