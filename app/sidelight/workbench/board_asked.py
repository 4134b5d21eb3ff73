# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which votes a board counts, and how, written down with it: as a sentence, and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sidelight.workbench.board import USUAL, Board, Method, Ties

_TIES = {
    Ties.HALF: "half a win each",
    Ties.DAVIDSON: "after Davidson",
    Ties.RAO_KUPPER: "after Rao and Kupper",
}


def as_record(board: Board) -> dict[str, Any]:
    """One object of JSON. Empty lists let everything pass; ``""`` in them is the owner, or none, or here."""
    asked = board.asked
    return {
        "usual": asked == USUAL,
        "method": board.method.value,
        "method_asked": asked.method.value,
        "ties": asked.ties.value,
        "style_control": asked.style,
        "models": list(asked.models),
        "categories": list(asked.categories),
        "annotators": list(asked.annotators),
        "origins": list(asked.origins),
        "names_known": not asked.blind_only,
        "leaked": asked.leaked,
        "early": asked.early,
        "until_ms": asked.until_ms,
        "until": None if asked.until_ms is None else moment(asked.until_ms),
        "cluster": asked.cluster,
    }


def as_line(board: Board) -> str:
    """The same with how much was counted, on one line."""
    counted = {"votes": board.votes, "judgements": board.judgements, "people": board.people}
    # In ASCII: a drawing has no place for some characters of names.
    return json.dumps({**counted, "asked": as_record(board)}, separators=(",", ":"))


def counted(board: Board) -> str:
    """How many votes are behind a board, and whose: ``25 votes of 3 people, on 125 pairs of answers``."""
    votes = _many(board.votes, "vote", "votes")
    told = f"{votes} of {_many(board.people, 'person', 'people')}" if board.votes else votes
    return f"{told}, on {board.judgements:,} pairs of answers" if board.rankings else told


def told(board: Board) -> str:
    """What was counted, and how, in plain words; always said, so that a saved board speaks for itself."""
    asked = board.asked
    parts = [
        "blind votes" if asked.blind_only else "votes given without and with names",
        "answers that gave their model away too" if asked.leaked else "no answers that gave their model away",
    ]
    if not asked.early:
        parts.append("none given before the answers had ended")
    parts += [
        f"{what} {_listed(names, nothing)}"
        for what, names, nothing in (
            ("only between", asked.models, ""),
            ("only in", asked.categories, "no category"),
            ("only by", asked.annotators, "the owner"),
            ("only from", asked.origins, "this project"),
        )
        if names
    ]
    if asked.until_ms is not None:
        parts.append(f"only up to {moment(asked.until_ms)}")
    how = "for few votes" if board.method is Method.BAYES else "the arena's"
    parts.append(f"method {how}, ties {_TIES[asked.ties]}")
    if asked.style:
        parts.append("style taken out")
    if asked.cluster:
        parts.append(f"taken together by {'person' if asked.cluster == 'annotator' else 'prompt'}")
    return f"Counted: {'; '.join(parts)}."


def wrapped(board: Board, pixels: float) -> list[str]:
    """The sentence in lines of a width, in letters of 11 pixels."""
    return textwrap.wrap(told(board), max(40, int(pixels / 6)), break_on_hyphens=False)


def moment(ms: int) -> str:
    """Milliseconds since 1970 as ISO 8601, UTC."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return str(ms)


def _listed(names: Sequence[str], nothing: str) -> str:
    return ", ".join(name or nothing for name in names)


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
