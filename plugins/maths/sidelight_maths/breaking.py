# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A formula that is too wide, cut before its relations, or else before its sums."""

from __future__ import annotations

import re

from sidelight_maths.source import Formula

_RELATIONS = frozenset(
    (
        "=",
        "<",
        ">",
        r"\le",
        r"\leq",
        r"\ge",
        r"\geq",
        r"\neq",
        r"\ne",
        r"\approx",
        r"\equiv",
        r"\sim",
        r"\simeq",
    )
) | frozenset(
    (r"\to", r"\rightarrow", r"\Rightarrow", r"\implies", r"\iff", r"\subset", r"\subseteq", r"\propto")
)
_SUMS = frozenset(("+", "-", r"\pm", r"\mp", r"\cup", r"\cap", r"\wedge", r"\vee", r"\oplus"))
_PIECE = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_WHOLE = re.compile(r"\\\\|&|\\(?:over|atop|choose|displaystyle|color)\b")


def broken(formula: Formula, share: float) -> list[Formula]:
    """The formula in rows of about ``share`` of its length; all of it in one if it cannot be cut."""
    text = formula.tex
    if _WHOLE.search(text):
        return [formula]
    cuts = _cuts(text)
    longest = max(8.0, len(text) * share * 0.92)
    rows: list[str] = []
    begin = 0
    while begin < len(text):
        within = [cut for cut in cuts if begin + longest * 0.3 < cut <= begin + longest]
        if len(text) - begin <= longest or not within:
            later = [cut for cut in cuts if cut > begin + longest]
            cut = later[0] if len(text) - begin > longest and later else len(text)
        else:
            relations = [cut for cut in within if cuts[cut]]
            cut = (relations or within)[-1]
        rows.append(text[begin:cut])
        begin = cut
    indented = [rows[0], *(rf"\quad {row}" for row in rows[1:])]
    return [Formula(row, formula.line) for row in indented]


def _cuts(text: str) -> dict[int, bool]:
    """Places outside of all braces, brackets and environments; true where a relation stands."""
    found: dict[int, bool] = {}
    depth = 0
    for piece in _PIECE.finditer(text):
        word = piece[0]
        if word in ("{", r"\left", r"\begin", "(", "["):
            depth += 1
        elif word in ("}", r"\right", r"\end", ")", "]"):
            depth = max(0, depth - 1)
        elif depth == 0 and piece.start() > 0 and (word in _RELATIONS or word in _SUMS):
            found[piece.start()] = word in _RELATIONS
    return found
