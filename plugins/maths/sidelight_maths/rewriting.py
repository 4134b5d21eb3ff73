# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One formula in the words that the engine has; what does not fit together is found on the way."""

from __future__ import annotations

import re

from sidelight.api import RenderError
from sidelight_maths.source import Formula, argument
from sidelight_maths.words import (
    ALIASES,
    ARGUMENT_ALONE,
    ENVIRONMENTS,
    NOTHING,
    NOTHING_WITH_ARGUMENT,
    TEXT,
    WITH_COLUMNS,
)

DEEPEST = 40

# The engine writes these letters into XML as they are; they are put back once that is read.
STAND_INS = {"<": "\ue000", "&": "\ue001", ">": "\ue002", "{": "\ue003", "}": "\ue004"}

_NAME = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_BINOMIALS = ("binom", "dbinom", "tbinom")
_ESCAPED_IN_TEXT = re.compile(r"\\([%_#&${} ])|\\[A-Za-z]+\s*|([<>&])|([{}])")


def rewritten(formula: Formula) -> str:
    """The formula for the engine.

    Raises:
        RenderError: braces or environments that do not fit, an environment that is not known, a stray ``&``.
    """
    return _Rewriting(formula).run(0, len(formula.tex))


class _Rewriting:
    def __init__(self, formula: Formula) -> None:
        self._text = formula.tex
        self._line = formula.line
        self._depth = 0
        self._open: list[str] = []

    def run(self, at: int, end: int) -> str:
        """What stands from ``at`` to ``end``, rewritten."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"Braces are nested more than {DEEPEST} deep here.", at)
        outside = len(self._open)
        pieces: list[str] = []
        while at < end:
            letter = self._text[at]
            if letter == "\\":
                piece, at = self._command(at, end)
                pieces.append(piece)
                continue
            if letter == "{":
                inner = argument(self._text[:end], at)
                if inner is None:
                    raise self._error("A brace { is not closed.", at)
                pieces.append("{" + self.run(inner[0], inner[1]) + "}")
                at = inner[2]
                continue
            if letter == "}":
                raise self._error("A closing brace } has no opening one.", at)
            if letter == "&" and not self._open:
                raise self._error("An & stands outside of a table or an alignment.", at)
            if letter in "$":
                raise self._error("A $ stands inside the formula.", at)
            pieces.append({"<": r"\lt ", ">": r"\gt ", "~": r"\ "}.get(letter, letter))
            at += 1
        if len(self._open) != outside:
            raise self._error(f"\\begin{{{self._open[-1]}}} has no \\end.", max(at - 1, 0))
        self._depth -= 1
        return "".join(pieces)

    def _command(self, at: int, end: int) -> tuple[str, int]:
        found = _NAME.match(self._text, at, end)
        if found is None:
            raise self._error("A backslash stands at the end.", at)
        name, after = found[1], found.end()
        if name.endswith("*") and name not in (*NOTHING_WITH_ARGUMENT, "operatorname*", "tag*"):
            name, after = name[:-1], after - 1
        if name in ("begin", "end"):
            return self._environment(name, at, after)
        if name in NOTHING:
            return " ", after
        given = argument(self._text[:end], after)
        if given is not None:
            inner, rest = (given[0], given[1]), given[2]
            if name in TEXT:
                return self._words(name, *inner), rest
            if name in NOTHING_WITH_ARGUMENT:
                return " ", rest
            if name in ARGUMENT_ALONE:
                return "{" + self.run(*inner) + "}", rest
            if name in ("tag", "tag*"):
                label = self._text[slice(*inner)]
                return rf"\qquad \text{{{_plain(label if name == 'tag*' else f'({label})')}}}", rest
            if name in ("ref", "eqref"):
                label = self._text[slice(*inner)]
                return rf"\text{{{_plain(f'({label})' if name == 'eqref' else label)}}}", rest
            second = (
                argument(self._text[:end], rest) if name in (*_BINOMIALS, "href", "style", "class") else None
            )
            if name in _BINOMIALS and second is not None:
                upper, lower = self.run(*inner), self.run(second[0], second[1])
                return rf"{{\left({{{upper} \atop {lower}}}\right)}}", second[2]
            if name in ("href", "style", "class") and second is not None:
                return "{" + self.run(second[0], second[1]) + "}", second[2]
        if name in ALIASES:
            return ALIASES[name], after
        return found[0][: after - at], after

    def _environment(self, which: str, at: int, after: int) -> tuple[str, int]:
        given = argument(self._text, after)
        name = self._text[given[0] : given[1]].strip() if given else ""
        if given is None or name not in ENVIRONMENTS:
            raise self._error(f"The environment {name[:40] or '(without a name)'} is not known.", at)
        begins, ends = ENVIRONMENTS[name]
        after = given[2]
        if which == "begin":
            self._open.append(name)
            if len(self._open) > DEEPEST // 4:
                raise self._error(f"Environments are nested more than {DEEPEST // 4} deep here.", at)
            columns = argument(self._text, after) if name in WITH_COLUMNS else None
            return begins, columns[2] if columns else after
        if not self._open or self._open[-1] != name:
            wanted = f"\\end{{{self._open[-1]}}} is wanted" if self._open else "nothing was begun"
            raise self._error(f"\\end{{{name}}} stands where {wanted}.", at)
        self._open.pop()
        return ends, after

    def _words(self, name: str, begin: int, end: int) -> str:
        """Text inside a formula; what stands between dollars in it is mathematics again."""
        command = ALIASES.get(name, f"\\{name}")
        pieces = []
        parts = re.split(r"(?<!\\)\$", self._text[begin:end])
        for number, part in enumerate(parts):
            if number % 2 and number < len(parts) - 1:
                inner = Formula(part, self._line + self._text.count("\n", 0, begin))
                pieces.append("{" + rewritten(inner) + "}")
            elif part:
                pieces.append(f"{command}{{{_plain(part)}}}")
        return "".join(pieces) or "{}"

    def _error(self, message: str, at: int) -> RenderError:
        return RenderError(message, self._line + self._text.count("\n", 0, at))


def _plain(text: str) -> str:
    """Words that the engine takes as they are."""

    def stood_in(found: re.Match[str]) -> str:
        letter = found[1] or found[2]
        return STAND_INS.get(letter, letter) if letter else ""

    return " ".join(_ESCAPED_IN_TEXT.sub(stood_in, text).split("\n"))
