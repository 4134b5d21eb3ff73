# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Who won against whom, written down in the forms in which a leaderboard is."""

from __future__ import annotations

import csv
import io
from typing import Any

from sidelight.workbench import board_asked
from sidelight.workbench.board import Board, Pair
from sidelight.workbench.board_text import in_table, noted, pair_record, safe

_COLUMNS = ("wins", "losses", "ties", "both_bad", "battles")
_FIELD, _ROW, _LETTER, _MARGIN, _TOP, _SHOWN, _LEAST, _NOTE = 64, 44, 8, 20, 66, 40, 600, 15
_FONT = 'font-family="sans-serif" font-size="13"'
_INK, _FAINT, _ABOVE, _BELOW, _SELF = "#1f2430", "#8a90a0", "#2a6fdb", "#c2570c", "#eef0f4"
_STRONGEST = 0.5


def as_record(board: Board) -> dict[str, Any]:
    """The matrix as one object of JSON: the models in the board's order, and each pair once."""
    return {
        "asked": board_asked.as_record(board),
        "votes": board.votes,
        "judgements": board.judgements,
        "people": board.people,
        "models": [row.model for row in board.rows],
        "pairs": [pair_record(pair) for pair in board.pairs],
    }


def as_csv(board: Board) -> str:
    """One line for each field: the row's model against the column's; pairs that did not meet have none."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("model", "against", "share", "low", "high", *_COLUMNS, "asked"))
    asked = board_asked.as_line(board)
    for first, second, pair in _fields(board):
        if pair is not None:
            shares = (f"{share:.4f}" for share in (pair.rate, pair.low, pair.high))
            table.writerow((first, second, *shares, *(getattr(pair, name) for name in _COLUMNS), asked))
    return text.getvalue()


def as_markdown(board: Board) -> str:
    """A table of shares of wins, ties as half, with the number of judgements behind each."""
    names = [row.model for row in board.rows]
    lines = [
        f"| | {' | '.join(str(number + 1) for number in range(len(names)))} |",
        f"|---|{'---:|' * len(names)}",
    ]
    met = {(first, second): pair for first, second, pair in _fields(board)}
    for number, name in enumerate(names):
        cells = ["" if name == other else _share(met[name, other]) for other in names]
        lines.append(f"| {number + 1} {in_table(name)} | {' | '.join(cells)} |")
    said = "Share of wins of the row's model over the column's, ties as half, and how many judgements (n)."
    lines += ["", f"- {said}", f"- {board_asked.counted(board)}.", f"- {in_table(board_asked.told(board))}"]
    return "\n".join(lines) + "\n"


def as_svg(board: Board) -> str:
    """A drawing: blue grounds are above one half, orange ones below; the figures say it too."""
    names = [row.model for row in board.rows]
    left = _MARGIN + 26 + _LETTER * min(_SHOWN, max((len(name) for name in names), default=10))
    width = max(left + _FIELD * len(names), _LEAST) + _MARGIN
    told, counted = board_asked.wrapped(board, width - 2 * _MARGIN), board_asked.counted(board)
    top = _TOP + _NOTE * len(told)
    height = top + _ROW * len(names) + _MARGIN
    size = f'width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" {_FONT} role="img">',
        f"<title>Wins between {len(names)} models: {safe(counted)}</title>",
        f"<metadata>{safe(board_asked.as_line(board))}</metadata>",
        f'<rect {size} fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="24" fill="{_INK}">Wins of the row over the column; {counted}</text>',
        *noted(told),
    ]
    for number, name in enumerate(names):
        short = name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
        y, x = top + _ROW * number, left + _FIELD * number
        middle = f'x="{x + _FIELD / 2:g}" y="{top - 10}" text-anchor="middle"'
        parts += [
            f'<text x="{_MARGIN}" y="{y + 26}" fill="{_INK}">{number + 1} {safe(short)}</text>',
            f'<text {middle} fill="{_FAINT}">{number + 1}</text>',
            f'<rect {_place(x, y)} fill="{_SELF}"/>',
        ]
    at = {name: number for number, name in enumerate(names)}
    for first, second, pair in _fields(board):
        x, y = left + _FIELD * at[second], top + _ROW * at[first]
        middle = f'x="{x + _FIELD / 2:g}" text-anchor="middle"'
        if pair is None:
            parts.append(f'<text {middle} y="{y + 26}" fill="{_FAINT}">–</text>')
            continue
        ground = _ABOVE if pair.rate >= 0.5 else _BELOW
        strong = f"{_STRONGEST * abs(2 * pair.rate - 1):.3f}"
        parts += [
            f'<rect {_place(x, y)} fill="{ground}" fill-opacity="{strong}"/>',
            f'<text {middle} y="{y + 20}" fill="{_INK}">{100 * pair.rate:.0f} %</text>',
            f'<text {middle} y="{y + 36}" fill="{_INK}" font-size="11">n {pair.battles:,}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _fields(board: Board) -> list[tuple[str, str, Pair | None]]:
    """Each two models in either order, the rows of the board first."""
    met = {(pair.first, pair.second): pair for pair in board.pairs}
    met |= {(pair.second, pair.first): pair.turned() for pair in board.pairs}
    names = [row.model for row in board.rows]
    return [(one, other, met.get((one, other))) for one in names for other in names if one != other]


def _share(pair: Pair | None) -> str:
    return "–" if pair is None else f"{100 * pair.rate:.0f} % (n {pair.battles:,})"


def _place(x: float, y: float) -> str:
    return f'x="{x + 1:g}" y="{y + 1:g}" width="{_FIELD - 2}" height="{_ROW - 2}"'
