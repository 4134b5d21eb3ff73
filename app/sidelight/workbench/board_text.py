# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A leaderboard written down: JSON for programs, CSV for tables, Markdown and SVG for papers and pages."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.sax.saxutils import escape

from sidelight.workbench import board_asked
from sidelight.workbench.board import Board, Pair, Row

FORMATS = ("csv", "md", "svg", "json")

_COLUMNS = (
    "rank",
    "model",
    "score",
    "low",
    "high",
    "p_best",
    "battles",
    "wins",
    "losses",
    "ties",
    "both_bad",
    "group",
    "asked",
)
_LINE, _GAP, _LETTER, _PLOT, _MARGIN, _TOP, _NOTE = 26, 18, 8, 420, 20, 66, 15
_SHOWN = 40
_FONT = 'font-family="sans-serif" font-size="13"'
_INK, _FAINT, _DOT = "#1f2430", "#8a90a0", "#2a6fdb"


def as_record(board: Board) -> dict[str, Any]:
    """The board as one object of JSON."""
    return {
        "method": board.method.value,
        "ties": board.asked.ties.value,
        "style_control": board.asked.style,
        "asked": board_asked.as_record(board),
        "votes": board.votes,
        "rankings": board.rankings,
        "judgements": board.judgements,
        "people": board.people,
        "connected": len(board.components) <= 1,
        "models": [
            {
                "model": row.model,
                "rank": row.rank,
                **{name: round(getattr(row, name), 2) for name in ("score", "low", "high")},
                "p_best": round(row.p_best, 4),
                **{name: getattr(row, name) for name in ("battles", "wins", "losses", "ties", "both_bad")},
                "group": row.component,
            }
            for row in board.rows
        ],
        "groups": [list(names) for names in board.components],
        "not_separable": [list(names) for names in board.groups],
        "pairs": [pair_record(pair) for pair in board.pairs],
        "tie_rate": round(board.tie_rate, 4),
        "both_bad_rate": round(board.both_bad_rate, 4),
        "position": {
            "left": board.left,
            "right": board.right,
            **dict(zip(("share", "low", "high"), (round(x, 4) for x in board.position), strict=True)),
        },
        "style": [
            {"name": e.name, "value": round(e.value, 4), "low": round(e.low, 4), "high": round(e.high, 4)}
            for e in board.style
        ],
        "first_place": [
            {name: getattr(f, name) for name in ("first", "challenger", "fewer", "more", "shared")}
            for f in board.flips
        ],
        "left_out": [{"why": why, "votes": many} for why, many in board.left_out],
        "notes": list(board.notes),
    }


def as_csv(board: Board) -> str:
    """One line for each model, with the names of the columns in the first.

    The last column says, alike in every line and as JSON, what was counted.
    """
    text, asked = io.StringIO(), board_asked.as_line(board)
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for row in board.rows:
        scores = (f"{row.score:.2f}", f"{row.low:.2f}", f"{row.high:.2f}", f"{row.p_best:.4f}")
        met = (row.battles, row.wins, row.losses, row.ties, row.both_bad)
        table.writerow((row.rank, row.model, *scores, *met, row.component, asked))
    return text.getvalue()


def as_markdown(board: Board) -> str:
    """A table for each group of models that met, and the notes below."""
    lines: list[str] = []
    for number in range(len(board.components)):
        if len(board.components) > 1:
            lines += [f"Group {number + 1}", ""]
        lines += [
            "| Rank | Model | Score | 95 % interval | Best? | Battles |",
            "|---:|---|---:|---|---:|---:|",
        ]
        for row in _of(board, number):
            name = in_table(row.model)
            interval = f"{row.low:.0f} to {row.high:.0f}"
            lines.append(
                f"| {row.rank} | {name} | {row.score:.0f} | {interval} | {_chance(row)} | {row.battles:,} |"
            )
        lines.append("")
    lines += [f"- {note}" for note in board.notes]
    lines += [f"- {board_asked.counted(board)}.", f"- {in_table(board_asked.told(board))}"]
    return "\n".join(lines).rstrip("\n") + "\n"


def as_svg(board: Board) -> str:
    """A drawing: scores as dots on their 95 % intervals; brackets hold what cannot be told apart."""
    rows = board.rows
    low, high = min((r.low for r in rows), default=900.0), max((r.high for r in rows), default=1100.0)
    step = next(s for s in (10, 20, 50, 100, 200, 500, 1000, 10_000) if (high - low) / s <= 8 or s == 10_000)
    low, high = step * (low // step), step * -(-high // step)
    scale = _PLOT / max(high - low, 1.0)
    left = _MARGIN + 46 + _LETTER * min(_SHOWN, max((len(row.model) for row in rows), default=10))
    width = left + _PLOT + 30 + 10 * len(board.groups) + _MARGIN
    told, counted = board_asked.wrapped(board, width - 2 * _MARGIN), board_asked.counted(board)
    top = _TOP + _NOTE * len(told)
    # Models that never met stand further apart: nothing is to be read across the gap.
    place = {row.model: top + _LINE * number + _GAP * row.component for number, row in enumerate(rows)}
    height = top + _LINE * len(rows) + _GAP * max(0, len(board.components) - 1) + 20 + _MARGIN
    size = f'width="{width}" height="{height}"'
    bottom = height - _MARGIN - 14

    def across(score: float) -> float:
        return left + (score - low) * scale

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" {_FONT} role="img">',
        f"<title>Leaderboard of {len(rows)} models: {counted}</title>",
        f"<metadata>{safe(board_asked.as_line(board))}</metadata>",
        f'<rect {size} fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="24" fill="{_INK}">{counted}; intervals of 95 %</text>',
        *noted(told),
    ]
    tick = low
    while tick <= high:
        x = across(tick)
        parts.append(f'<path d="M{x:.1f} {top - 18}V{bottom - 8}" stroke="#e3e6ec" fill="none"/>')
        where = f'x="{x:.1f}" y="{bottom + 8}" font-size="11" text-anchor="middle"'
        parts.append(f'<text {where} fill="{_FAINT}">{tick:.0f}</text>')
        tick += step
    for row in rows:
        y = place[row.model]
        said = f"<title>{safe(row.model)}: {row.score:.0f} ({row.low:.0f} to {row.high:.0f})</title>"
        name = row.model if len(row.model) <= _SHOWN else row.model[: _SHOWN - 1] + "…"
        parts += [
            f'<text x="{_MARGIN}" y="{y + 4}" fill="{_FAINT}">{row.rank}</text>',
            f'<text x="{_MARGIN + 26}" y="{y + 4}" fill="{_INK}">{safe(name)}</text>',
            f'<path d="M{across(row.low):.1f} {y}H{across(row.high):.1f}" stroke="{_DOT}" stroke-width="2"/>',
            f'<circle cx="{across(row.score):.1f}" cy="{y}" r="4.5" fill="{_DOT}">{said}</circle>',
        ]
    for number, names in enumerate(board.groups):
        x, ys = left + _PLOT + 20 + 10 * number, [place[name] for name in names]
        parts.append(
            f'<path d="M{x - 4} {min(ys) - 6}H{x}V{max(ys) + 6}H{x - 4}" stroke="{_FAINT}" fill="none">'
            f"<title>Cannot be told apart: {safe(', '.join(names))}</title></path>"
        )
    return "\n".join([*parts, "</svg>", ""])


def noted(lines: list[str]) -> list[str]:
    """Small lines below a drawing's heading, in SVG."""
    where = f'x="{_MARGIN}" fill="{_FAINT}" font-size="11"'
    return [f'<text {where} y="{44 + _NOTE * at}">{safe(line)}</text>' for at, line in enumerate(lines)]


def in_table(text: str) -> str:
    """A text that can stand in a cell of a table in Markdown."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


def _of(board: Board, component: int) -> list[Row]:
    return [row for row in board.rows if row.component == component]


def _chance(row: Row) -> str:
    return (
        "over 99 %"
        if row.p_best > 0.99
        else "under 1 %"
        if row.p_best < 0.01
        else f"{100 * row.p_best:.0f} %"
    )


def safe(text: str) -> str:
    """A text that can stand in XML."""
    # XML has no place for most control characters, not even written as entities.
    return escape("".join(c if c.isprintable() else "�" for c in text))


def pair_record(pair: Pair) -> dict[str, Any]:
    """A pair as an object of JSON."""
    return {
        "first": pair.first,
        "second": pair.second,
        **{name: getattr(pair, name) for name in ("battles", "wins", "losses", "ties", "both_bad")},
        **{name: round(getattr(pair, name), 4) for name in ("rate", "low", "high")},
        # JSON has no infinity.
        "e_value": float(f"{min(pair.e_value, 1e300):.4g}"),
        "always": [round(end, 4) for end in pair.always],
        "settled": pair.settled,
        "more_votes": pair.more_votes,
    }
