# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One formula in the words that the engine has; what does not fit together is found on the way."""

from __future__ import annotations

import re

from sidelight.api import RenderError
from sidelight_maths import tables
from sidelight_maths.marks import mark
from sidelight_maths.packages import COMMANDS, Arguments, Missing
from sidelight_maths.source import Formula, argument
from sidelight_maths.words import (
    ALIASES,
    ARGUMENT_ALONE,
    ENVIRONMENTS,
    LINES,
    NEGATED,
    NOTHING,
    NOTHING_WITH_ARGUMENT,
    TEXT,
    WITH_COLUMNS,
    WITH_OPTION,
)

DEEPEST = 40

# The engine writes these letters into XML as they are; they are put back once that is read.
STAND_INS = {"<": "\ue000", "&": "\ue001", ">": "\ue002", "{": "\ue003", "}": "\ue004"}
# Of the name of an operator it takes nothing but letters.
THIN = "qTHINq"

_NAME = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
_BINOMIALS = ("binom", "dbinom", "tbinom")
_PRIVATE = dict.fromkeys(range(0xE000, 0xE020))
_GAP = re.compile(r"\*?\s*\[\s*(-?\d*\.?\d+)\s*(pt|em|ex|mm|cm|in|mu|\\baselineskip)\s*\]")
_POINTS = {"pt": 1.0, "em": 10.0, "ex": 4.3, "mm": 2.85, "cm": 28.5, "in": 72.3, "mu": 0.56}
_OPTION = re.compile(r"\s*\[([a-zA-Z]{0,2})\]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[A-Za-z]{1,30}")
_PART_OF_LINE = re.compile(r"\s*(?:\([lr]*\))?\s*\{(\d{1,2}-\d{1,2})\}")
_WRAPPED = re.compile(r"\\(?:math(?:rm|bf|it|sf|tt|up|normal)|text\w*|mbox|rm|bf|it)(?![A-Za-z])\s*")
_NARROW = re.compile(r"\\[,;:! ]|~|\\(?:thin|med|thick)?space(?![A-Za-z])|\s+")
_ESCAPED_IN_TEXT = re.compile(r"\\([%_#&${} ])|\\[A-Za-z]+\s*|([<>&])|([{}])")


def rewritten(formula: Formula) -> str:
    """The formula for the engine.

    Raises:
        RenderError: braces or environments that do not fit, an environment that is not known, a stray ``&``.
    """
    return _rewritten(Formula(formula.tex.translate(_PRIVATE), formula.line), 0)


def _rewritten(formula: Formula, depth: int) -> str:
    return _Rewriting(formula, depth).run(0, len(formula.tex))


class _Rewriting:
    def __init__(self, formula: Formula, depth: int) -> None:
        self._text = formula.tex
        self._line = formula.line
        self._depth = depth
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
            pieces.append({"<": r"\lt ", ">": r"\gt ", "~": r"\ ", "|": "| "}.get(letter, letter))
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
        if name == "\\":
            return self._new_row(after)
        if name in LINES and self._open:
            part = _PART_OF_LINE.match(self._text, after, end) if name in ("cline", "cmidrule") else None
            return mark("line", part[1] if part else "all"), part.end() if part else after
        if name == "dots" and re.match(r"\s*[-+=<>*]", self._text[after:end]):
            return r"\cdots ", after
        if name == "not":
            return self._negated(after, end)
        if name in COMMANDS:
            return self._of_a_package(name, at, after, end)
        given = argument(self._text[:end], after)
        if given is not None:
            inner, rest = (given[0], given[1]), given[2]
            if name in TEXT:
                return self._words(name, *inner), rest
            if name in NOTHING_WITH_ARGUMENT:
                return " ", rest
            if name in ("operatorname", "operatorname*"):
                return rf"\{name}{{{_plain_name(self._text[slice(*inner)])}}}", rest
            if name == "mathop":
                return self._operator(*inner, rest)
            if name in ("colorbox", "fcolorbox", "enclose"):
                return self._framed(name, given, end)
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
            option = _OPTION.match(self._text, after) if name in WITH_OPTION else None
            after = option.end() if option else after
            columns = argument(self._text, after) if name in WITH_COLUMNS else None
            after = columns[2] if columns else after
            if name == "array" and columns:
                letters, lines = tables.columns(self._text[columns[0] : columns[1]])
                begins = f"{begins}{{{letters}}}{mark('columns', lines)}"
            elif option and option[1] in ("l", "r") and name.endswith("matrix*"):
                begins += mark("align", option[1])
            elif name.startswith("alignat") or name == "alignedat":
                begins += mark("align", "at")
            return begins, after
        if not self._open or self._open[-1] != name:
            wanted = f"\\end{{{self._open[-1]}}} is wanted" if self._open else "nothing was begun"
            raise self._error(f"\\end{{{name}}} stands where {wanted}.", at)
        self._open.pop()
        return ends, after

    def _new_row(self, after: int) -> tuple[str, int]:
        gap = _GAP.match(self._text, after)
        if gap is None:
            return r"\\", after
        points = max(-20.0, min(float(gap[1]) * _POINTS.get(gap[2], 12.0), 200.0))
        return rf"\\{mark('gap', f'{points:.2f}') if self._open else ''}", gap.end()

    def _negated(self, after: int, end: int) -> tuple[str, int]:
        found = re.compile(r"\s*(\\[A-Za-z]+|[^\s\\{}])").match(self._text, after, end)
        sign = NEGATED.get(found[1]) if found else None
        return (f"{sign} ", found.end()) if found and sign else (r"\not", after)

    def _of_a_package(self, name: str, at: int, after: int, end: int) -> tuple[str, int]:
        given = Arguments(self._text[:end], after)
        try:
            text = COMMANDS[name](given)
        except Missing:
            raise self._error(f"Something is missing behind \\{name}.", at) from None
        line = self._line + self._text.count("\n", 0, at)
        return _rewritten(Formula(text, line), self._depth), given.at

    def _operator(self, begin: int, stop: int, rest: int) -> tuple[str, int]:
        r"""``\mathop``: words with limits below them, or whatever else with its limits put there."""
        found = re.compile(r"\s*\\limits(?![A-Za-z])").match(self._text, rest)
        words = self._text[begin:stop]
        if re.fullmatch(r"(?:[A-Za-z{}\s]|\\[,;:! ]|\\(?:math|text)(?:rm|bf|it|sf|up)?(?=\s*\{))+", words):
            return rf"\operatorname*{{{_plain_name(words)}}}", found.end() if found else rest
        made = "{" + self.run(begin, stop) + "}"
        if found is None:
            return made, rest
        at = found.end()
        for _ in range(2):
            script = re.compile(r"\s*([_^])\s*").match(self._text, at)
            given = argument(self._text, script.end()) if script else None
            if script is None or given is None:
                break
            command = r"\underset" if script[1] == "_" else r"\overset"
            made, at = f"{command}{{{self.run(given[0], given[1])}}}{{{made}}}", given[2]
        return made, at

    def _framed(self, name: str, given: tuple[int, int, int], end: int) -> tuple[str, int]:
        """A ground in a colour, or a frame."""
        value = self._text[given[0] : given[1]].strip()
        second = argument(self._text[:end], given[2])
        third = argument(self._text[:end], second[2]) if second and name == "fcolorbox" else None
        last = third or second
        if second is None or last is None:
            raise self._error(f"Something is missing behind \\{name}.", given[0])
        if name == "enclose":
            words = " ".join(re.findall("[a-z]+", value))
            return f"{{{mark('frame', words)}{{{self.run(last[0], last[1])}}}}}", last[2]
        inner = self._words("text", last[0], last[1])
        colour = self._text[second[0] : second[1]].strip() if third else value
        ground = mark("fill", colour) if _COLOUR.fullmatch(colour) else ""
        made = f"{{{ground}\\,{inner}\\,}}"
        return (rf"\boxed{{{made}}}" if third else made), last[2]

    def _words(self, name: str, begin: int, end: int) -> str:
        """Text inside a formula; what stands between dollars in it is mathematics again."""
        command = ALIASES.get(name, f"\\{name}")
        pieces = []
        parts = re.split(r"(?<!\\)\$", self._text[begin:end])
        for number, part in enumerate(parts):
            if number % 2 and number < len(parts) - 1:
                inner = Formula(part, self._line + self._text.count("\n", 0, begin))
                pieces.append("{" + _rewritten(inner, self._depth) + "}")
            elif part:
                pieces.append(f"{command}{{{_plain(part)}}}")
        return "".join(pieces) or "{}"

    def _error(self, message: str, at: int) -> RenderError:
        return RenderError(message, self._line + self._text.count("\n", 0, at))


def _plain_name(text: str) -> str:
    """The name of an operator: letters with room between them."""
    text = _NARROW.sub(THIN, _WRAPPED.sub("", text).strip())
    return re.sub(r"[{}\\$&<>#_^]", "", text)


def _plain(text: str) -> str:
    """Words that the engine takes as they are."""

    def stood_in(found: re.Match[str]) -> str:
        letter = found[1] or found[2]
        return STAND_INS.get(letter, letter) if letter else ""

    return " ".join(_ESCAPED_IN_TEXT.sub(stood_in, text).split("\n"))
