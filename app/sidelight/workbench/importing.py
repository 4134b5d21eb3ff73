# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Battles taken in from a file of another program, with a count of what was dropped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sidelight.domain.bundle import Bundle
from sidelight.domain.errors import ExchangeError
from sidelight.exchange.battles_in import battles_in
from sidelight.exchange.bundling import bundle_of
from sidelight.exchange.foreign import Reason
from sidelight.store.project import ProjectFile
from sidelight.workbench.own_names import masking_of

PORTION = 2000
"""Battles that are written in one transaction."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        read: records in the file.
        added: battles that are new in the project.
        leaked: of the added, those in whose answers a model says what it is; kept, and left out of boards
            unless one asks for them.
        known_names: of the added, those voted on with the names known; not on the blind board.
        dropped: how many records were not taken, by the reason.
    """

    name: str
    read: int
    added: int
    leaked: int
    known_names: int
    dropped: tuple[tuple[Reason, int], ...]


def import_battles(
    project: ProjectFile,
    path: Path,
    now_ms: int,
    *,
    name: str = "",
    format_name: str = "",
    answers: bool = True,
    progress: Callable[[int], None] = lambda _read: None,
) -> Imported:
    """Take the battles of a file into a project. The same file again adds nothing.

    Args:
        project: open for writing.
        path: the file.
        now_ms: stands for the time of what has none.
        name: of the import; the file's if empty.
        format_name: the file's form; found out if empty.
        answers: whether the answers are kept too, or the votes alone.
        progress: is told how many records were read, now and then.

    Raises:
        UsageError: there is no such file or form.
        ExchangeError: nothing in the file can be read.
        ProjectError: the project cannot be written; what was added before stays.
    """
    origin = name.strip() or path.stem
    gives_away = _leaks()
    dropped: Counter[Reason] = Counter()
    counted = Counter[str]()

    def bundles() -> Iterator[Bundle]:
        for found in battles_in(path, format_name):
            counted["read"] += 1
            if isinstance(found, Reason):
                dropped[found] += 1
            else:
                yield bundle_of(found, origin=origin, now_ms=now_ms, gives_away=gives_away, talks=answers)

    try:
        waiting = bundles()
        while portion := list(islice(waiting, PORTION)):
            new = project.add_bundles(portion)
            for bundle in new:
                counted["leaked"] += bundle.votes[-1].leaked
                counted["known"] += bundle.votes[-1].revealed
            counted["added"] += len(new)
            dropped[Reason.KNOWN] += len(portion) - len(new)
            progress(counted["read"])
    except OSError as error:
        raise ExchangeError(
            f"{path} cannot be read: {error.strerror or error}.", "Check the name and the disk."
        ) from error
    reasons = tuple((reason, dropped[reason]) for reason in Reason if dropped[reason])
    return Imported(origin, counted["read"], counted["added"], counted["leaked"], counted["known"], reasons)


def _leaks() -> Callable[[str], bool]:
    masking = masking_of()
    return lambda text: bool(masking.mask(text).hidden)
