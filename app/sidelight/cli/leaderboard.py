# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""``sidelight leaderboard``: the board over a project's votes, in words, as JSON, or into a file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal, cast

from sidelight.cli.output import complain, print_json, say
from sidelight.domain.errors import UsageError
from sidelight.workbench import board_asked, board_text
from sidelight.workbench.board import Asked, Board, Method, Ties
from sidelight.workbench.opened_votes import OpenedVotes
from sidelight.workbench.opening import open_to_read
from sidelight.workbench.ranking import Ranking
from sidelight.workbench.settings import Places

_NAME = 40


def leaderboard(project: Path | None, asked: Asked, *, out: Path | None, as_json: bool) -> int:
    """Print the board, and write it to a file if one is named, in the form that its suffix says.

    Raises:
        UsageError: the file's suffix is of no known form, or there is no such project.
        ProjectError: the project cannot be read.
    """
    suffix = "" if out is None else out.suffix.lower().lstrip(".")
    if out is not None and suffix not in board_text.FORMATS:
        raise UsageError(
            f"“{out.name}” does not say in which form the board is to be written.",
            "End its name in .csv, .md, .svg or .json.",
        )
    with open_to_read(project, Places.of(os.environ)) as opened:
        board = Ranking(OpenedVotes(opened)).board(asked)
    if out is not None:
        out.write_text(_written(board, suffix), "utf-8")
    if as_json:
        print_json(board_text.as_record(board))
    else:
        _show(board)
        if out is not None:
            complain(f"Written to {out}.")
    return 0


def asked_for(
    *,
    method: Method,
    ties: Ties,
    style: bool,
    models: Sequence[str] | None,
    categories: Sequence[str] | None,
    annotators: Sequence[str] | None,
    origins: Sequence[str] | None,
    leaked: bool,
    known: bool,
    early: bool,
    until: str | None,
    cluster: str,
) -> Asked:
    """The board that a command line asks for.

    Raises:
        UsageError: a date or the name of what votes are taken together by makes no sense.
    """
    if cluster not in ("", "annotator", "prompt"):
        raise UsageError(f"Votes cannot be taken together by “{cluster}”.", "Say annotator or prompt.")
    return Asked(
        method=method,
        ties=ties,
        style=style,
        models=tuple(models or ()),
        categories=tuple(categories or ()),
        annotators=tuple(annotators or ()),
        origins=tuple(origins or ()),
        leaked=leaked,
        early=early,
        blind_only=not known,
        until_ms=None if until is None else day(until),
        cluster=cast("Literal['', 'annotator', 'prompt']", cluster),
    )


def day(text: str) -> int:
    """The last millisecond of a day, or the moment itself if it has a time; UTC unless it says otherwise.

    Raises:
        UsageError: it is no date.
    """
    try:
        if len(text) <= 10:
            end = datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC) + timedelta(days=1)
            return int(end.timestamp() * 1000) - 1
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"“{text}” is not a date.", "Write it as 2026-11-21 or 2026-11-21T18:00.") from error
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _written(board: Board, suffix: str) -> str:
    if suffix == "csv":
        return board_text.as_csv(board)
    if suffix == "md":
        return board_text.as_markdown(board)
    if suffix == "svg":
        return board_text.as_svg(board)
    return json.dumps(board_text.as_record(board), ensure_ascii=False, indent=1) + "\n"


def _show(board: Board) -> None:
    for number in range(len(board.components)):
        rows = [row for row in board.rows if row.component == number]
        if len(board.components) > 1:
            say(f"Group {number + 1}")
        wide = min(_NAME, max(len(row.model) for row in rows))
        say(f"{'rank':>4}  {'model':{wide}}  score   95 % interval   best  battles")
        for row in rows:
            name = "".join(c if c.isprintable() else "�" for c in row.model)
            name = name if len(name) <= wide else name[: wide - 1] + "…"
            say(
                f"{row.rank:>4}  {name:{wide}}  {row.score:5.0f}   {row.low:5.0f} to {row.high:<5.0f}"
                f"  {row.p_best:>4.0%}  {row.battles:>7,}"
            )
        say("")
    for effect in board.style:
        say(f"style: {effect.name} {effect.value:+.2f} ({effect.low:+.2f} to {effect.high:+.2f})")
    for note in board.notes:
        say(note)
    if board.votes:
        say(f"{board_asked.counted(board)}.")
    say(board_asked.told(board))
