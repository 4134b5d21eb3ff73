# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
r"""Chemical formulas as ``\ce`` takes them (mhchem), written out as mathematics."""

from __future__ import annotations

import re

from sidelight_maths.source import argument

_ARROWS = {
    "<=>>": r"\rightleftharpoons",
    "<<=>": r"\rightleftharpoons",
    "<=>": r"\rightleftharpoons",
    "<-->": r"\longleftrightarrow",
    "<->": r"\longleftrightarrow",
    "-->": r"\longrightarrow",
    "->": r"\longrightarrow",
    "<-": r"\longleftarrow",
}
_LONG = {r"\longrightarrow": r"\xrightarrow", r"\longleftarrow": r"\xleftarrow"}
_ARROW = re.compile("|".join(map(re.escape, sorted(_ARROWS, key=len, reverse=True))) + "|[→⇌←↔]")
_SIGNS = {"→": "->", "⇌": "<=>", "←": "<-", "↔": "<->"}
_LABEL = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]")
_AMOUNT = re.compile(r"(\d+)/(\d+)(?=\s*[A-Za-z(\[])|\d+(?:[.,]\d+)?(?=\s*[A-Za-z(\[\\^$])|[a-z](?=\s[A-Z])")
_LETTERS = re.compile(r"[A-Za-z]+")
_SUBSCRIPT = re.compile(r"\d+(?:[.,]\d+)?|[xyznm](?![a-z])")
_RAISED = re.compile(r"\d*(?:\.\d+)?[+\-.•*]+|\d+|[A-Za-z.*•]")
_CHARGE = re.compile(r"[+-]+(?=$|[\s,;)\]}])")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_BONDS = {"-": "{-}", "=": "{=}", "#": r"{\equiv}", "~": r"{\equiv}"}


def written_out(text: str) -> str:
    r"""What is between the braces of ``\ce``, in LaTeX without packages."""
    return _Reader(text).run()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text.replace("\n", " ")
        self._at = 0
        self._made: list[str] = []

    def run(self) -> str:
        begins = True  # a new formula: a figure is an amount
        while self._at < len(self._text):
            rest = self._text[self._at :]
            if rest[0].isspace():
                self._at += 1
                begins = True
            elif arrow := _ARROW.match(rest):
                self._at += arrow.end()
                self._arrow(arrow[0])
                begins = True
            elif begins and (sign := re.match(r"([+^v−])(?=\s|$)|\((\^|v)\)", rest)):
                self._at += sign.end()
                self._made.append(
                    {"^": r"\,\uparrow ", "v": r"\,\downarrow "}.get(sign[1] or sign[2], f"{{}}{sign[1]}{{}}")
                )
            elif begins and (amount := _AMOUNT.match(rest)):
                self._at += amount.end()
                words = rf"\frac{{{amount[1]}}}{{{amount[2]}}}" if amount[1] else amount[0]
                self._made.append(rf"{words}\,")
            else:
                begins = self._part(rest, begins=begins)
        return "".join(self._made)

    def _part(self, rest: str, *, begins: bool) -> bool:
        """One sign or group; whether a new formula begins behind it."""
        first = rest[0]
        made = self._made
        if letters := _LETTERS.match(rest):
            self._at += letters.end()
            made.append(rf"\mathrm{{{letters[0]}}}")
        elif first in "^_":
            self._at += 1
            alone = begins and not (made and made[-1].startswith(("{}^", "{}_")))
            made.append(f"{'{}' if alone else ''}{first}{{{self._raised(first)}}}")
            return begins and rest[1:2] != "" and self._text[self._at : self._at + 1] in ("^", "_")
        elif first.isdigit():
            found = _SUBSCRIPT.match(rest)
            assert found is not None
            self._at += found.end()
            more = ""
            if self._text.startswith("_", self._at):
                self._at += 1
                more = self._raised("_")
            made.append(f"_{{{found[0]}{more}}}")
        elif made and (charge := _CHARGE.match(rest)):
            self._at += charge.end()
            made.append(f"^{{{charge[0]}}}")
        elif first in "*.·•":
            dots = rest.startswith("...")
            self._at += 3 if dots else 1
            made.append(r"\cdots " if dots else r"{\cdot}")
            return not dots
        elif first in _BONDS:
            self._at += 1
            made.append(_BONDS[first])
        elif first == "$" and "$" in rest[1:]:
            end = rest.index("$", 1)
            self._at += end + 1
            made.append(f"{{{rest[1:end]}}}")
        elif first == "{" and (group := argument(rest, 0)):
            self._at += group[2]
            made.append(f"{{{written_out(rest[group[0] : group[1]])}}}")
        elif command := _COMMAND.match(rest):
            self._command(command[0], rest)
        elif state := re.match(r"\((s|l|g|aq|cr|am)\)", rest):
            self._at += state.end()
            made.append(rf"\,(\mathrm{{{state[1]}}})")
        else:
            self._at += 1
            made.append(first)
        return False

    def _command(self, name: str, rest: str) -> None:
        self._at += len(name)
        given = argument(rest, len(name)) if rest[len(name) : len(name) + 1] == "{" else None
        if given:
            self._at += given[2] - len(name)
            inner = rest[given[0] : given[1]]
            bonds = {"...": r"\cdots ", "->": r"\rightarrow ", "<-": r"\leftarrow "} | _BONDS
            self._made.append(bonds.get(inner, "{-}") if name == r"\bond" else f"{name}{{{inner}}}")
        else:
            self._made.append(f"{name} ")

    def _raised(self, which: str) -> str:
        rest = self._text[self._at :]
        group = argument(rest, 0) if rest[:1] == "{" else None
        if group:
            self._at += group[2]
            inner = rest[group[0] : group[1]]
            return inner if "\\" in inner else re.sub(r"[A-Za-z]+", r"\\mathrm{\g<0>}", inner)
        found = (_RAISED if which == "^" else _SUBSCRIPT).match(rest) or re.match(r"\\[A-Za-z]+|.", rest)
        if found is None:
            return ""
        self._at += found.end()
        return found[0].replace("*", r"{*}").replace("•", r"\bullet ").replace(".", r"\bullet ")

    def _arrow(self, sign: str) -> None:
        labels: list[str] = []
        while len(labels) < 2 and (label := _LABEL.match(self._text, self._at)):
            self._at = label.end()
            labels.append(_label(label[1]))
        arrow = _ARROWS[_SIGNS.get(sign, sign)]
        above, below = [*labels, "", ""][:2]
        if not labels:
            self._made.append(f"{arrow} ")
        elif arrow in _LONG:
            self._made.append(
                f"{_LONG[arrow]}[{below}]{{{above}}}" if below else f"{_LONG[arrow]}{{{above}}}"
            )
        else:
            under = rf"\underset{{{below}}}{{{arrow}}}" if below else f"{{{arrow}}}"
            self._made.append(rf"\overset{{{above}}}{under}" if above else under)


def _label(text: str) -> str:
    """Words above an arrow, or a formula."""
    return written_out(text)
