# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where the formulas of a text are, without comments, delimiters and definitions."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from sidelight.api import RenderError

LONGEST = 10_000
LONGEST_FORMULA = 3_000
MOST_FORMULAS = 60

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_TEXT = re.compile(
    r"\\(?:text\w*|mbox|hbox|ce|(?:f?colorbox\s*\{[^{}]*\}(?:\s*\{[^{}]*\}(?=\s*\{))?))\s*\{[^{}]*\}"
)
_DELIMITED = re.compile(
    r"\$\$(?P<a>.+?)\$\$"
    r"|(?<!\\)\\\[(?P<b>.+?)(?<!\\)\\\]"
    r"|(?<!\\)\\\((?P<c>.+?)(?<!\\)\\\)"
    r"|(?<![\\$])\$(?P<d>[^$]+)(?<!\\)\$"
    r"|(?P<e>\\begin\s*\{(?P<name>equation|displaymath|math|align|gather|multline|eqnarray|alignat|flalign)(?P<star>\*?)\}"
    r".+?\\end\s*\{(?P=name)(?P=star)\})",
    re.DOTALL,
)
_ENDS = " \t\r\n.,;:"
_BLANK = re.compile(r"\n[ \t]*\n")
_DEFINED = re.compile(
    r"\\(?:re|provide)?newcommand\*?\s*\{?\s*\\(?P<a>[A-Za-z]+)\s*\}?\s*(?:\[(?P<count>[0-9])\])?\s*(?=\{)"
    r"|\\def\s*\\(?P<b>[A-Za-z]+)(?P<marks>(?:#[0-9])*)\s*(?=\{)"
    r"|\\DeclareMathOperator(?P<wide>\*?)\s*\{?\s*\\(?P<c>[A-Za-z]+)\s*\}?\s*(?=\{)"
)
_THIN = re.compile(r"\\[,;:! ]|~")
_COMMAND = re.compile(r"\\([A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula, and the line of the text on which it begins, from 1."""

    tex: str
    line: int


def formulas(text: str) -> list[Formula]:
    """The formulas of a text, in order.

    Raises:
        RenderError: there is none, there are words beside them, or they are too long.
    """
    if len(text) > LONGEST:
        raise RenderError(f"This is longer than {LONGEST:,} characters, which is too much for formulas.")
    text = _COMMENT.sub(r"\1", text)
    text = _expanded(text)
    hidden = _TEXT.sub(lambda found: re.sub(r"[^\n]", "x", found[0]), text)
    found: list[Formula] = []
    parts = list(_DELIMITED.finditer(hidden))
    between = [*(part.span() for part in parts), (len(hidden), len(hidden))]
    gaps = [(0, between[0][0]), *((end, begin) for (_, end), (begin, _) in itertools.pairwise(between))]
    if all(part["e"] for part in parts) and any(hidden[slice(*gap)].strip(_ENDS) for gap in gaps):
        # An environment inside a formula rather than a formula by itself.
        parts = []
    if parts:
        for gap in gaps:
            _no_words(hidden, *gap)
        for part in parts:
            group = next(name for name in "abcde" if part[name] is not None)
            found.append(_formula(text, *part.span(group)))
    else:
        begin = 0
        for blank in [*_BLANK.finditer(text), None]:
            end = blank.start() if blank else len(text)
            if text[begin:end].strip():
                found.append(_formula(text, begin, end))
            begin = blank.end() if blank else end
    found = [formula for formula in found if formula.tex]
    if not found:
        raise RenderError("There is no formula here.")
    if len(found) > MOST_FORMULAS:
        raise RenderError(f"There are {len(found)} formulas here; at most {MOST_FORMULAS} are set at once.")
    return found


def argument(text: str, at: int) -> tuple[int, int, int] | None:
    """Begin and end of what is in the next braces, and where they end; ``None`` if none come next."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return None
    depth, place = 0, at
    while place < len(text):
        letter = text[place]
        if letter == "\\":
            place += 2
            continue
        depth += (letter == "{") - (letter == "}")
        place += 1
        if depth == 0:
            return at + 1, place - 1, place
    return None


def _formula(text: str, begin: int, end: int) -> Formula:
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    line = 1 + text.count("\n", 0, begin)
    # Setting takes four times as long for twice the length.
    if len(piece) > LONGEST_FORMULA:
        raise RenderError(f"A formula of more than {LONGEST_FORMULA:,} characters is too much.", line)
    return Formula(piece.strip(), line)


def _no_words(text: str, begin: int, end: int) -> None:
    between = text[begin:end].strip(_ENDS)
    if between:
        line = 1 + text.count("\n", 0, text.index(between, begin))
        raise RenderError("There is text beside the formulas; only formulas are set.", line)


def _expanded(text: str) -> str:
    """The text without its definitions, with each use of them written out."""
    known: dict[str, tuple[int, str]] = {}
    while found := _DEFINED.search(text):
        body = argument(text, found.end())
        if body is None:
            raise RenderError("A definition has no end.", 1 + text.count("\n", 0, found.start()))
        name = found["a"] or found["b"] or found["c"]
        value = text[body[0] : body[1]]
        if found["c"]:
            value = f"\\operatorname{found['wide']}{{{_THIN.sub(' ', value)}}}"
        known[name] = (int(found["count"] or 0) or len(found["marks"] or "") // 2, value)
        removed = text[found.start() : body[2]]
        text = text[: found.start()] + "\n" * removed.count("\n") + text[body[2] :]
    for _ in range(20):
        if not known or not any(use[1] in known for use in _COMMAND.finditer(text)):
            break
        text = _once(text, known)
        if len(text) > LONGEST:
            raise RenderError(f"With its definitions written out this is longer than {LONGEST:,} characters.")
    return text


def _once(text: str, known: dict[str, tuple[int, str]]) -> str:
    pieces: list[str] = []
    at = 0
    for use in _COMMAND.finditer(text):
        if use.start() < at or use[1] not in known:
            continue
        count, value = known[use[1]]
        pieces.append(text[at : use.start()])
        at = use.end()
        for number in range(1, count + 1):
            given = argument(text, at)
            if given is None:
                line = 1 + text.count("\n", 0, use.start())
                raise RenderError(f"\\{use[1]} wants {count} arguments in braces.", line)
            value = value.replace(f"#{number}", text[given[0] : given[1]])
            at = given[2]
            if len(value) > LONGEST:
                raise RenderError(
                    f"With its definitions written out this is longer than {LONGEST:,} characters."
                )
        pieces.append(value if value.startswith("\\operatorname") else f"{{{value}}}")
    pieces.append(text[at:])
    return "".join(pieces)
