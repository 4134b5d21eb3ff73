# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
r"""Commands of packages that models use as if they were always there: mhchem, siunitx, braket, physics.

Each is given its arguments and gives back plain LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sidelight_maths import units
from sidelight_maths.chemistry import written_out
from sidelight_maths.source import argument

_OPTION = re.compile(r"\s*\[([^\[\]]*)\]")
_CLOSES = {"(": ")", "[": "]", "|": "|", "\\{": "\\}"}


class Missing(Exception):
    """An argument in braces is not there."""


class Arguments:
    """What follows a command: ``at`` is behind what was taken."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def braced(self) -> str:
        """The next argument.

        Raises:
            Missing: there is none.
        """
        found = self.maybe()
        if found is None:
            raise Missing
        return found

    def maybe(self) -> str | None:
        """The next argument, if one comes next without a line between."""
        given = argument(self.text, self.at)
        if given is None:
            return None
        self.at = given[2]
        return self.text[given[0] : given[1]]

    def option(self) -> str:
        """What stands in square brackets next; empty if nothing does."""
        found = _OPTION.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[1]

    def star(self) -> bool:
        """Whether a star comes next; it is taken."""
        if self.text[self.at : self.at + 1] != "*":
            return False
        self.at += 1
        return True

    def starred(self) -> str:
        """The next argument, with or without a star before it that changes nothing here."""
        self.star()
        return self.braced()


def _derivative(sign: str) -> Callable[[Arguments], str]:
    def made(given: Arguments) -> str:
        given.star()
        order, first = given.option(), given.braced()
        by: list[str] = []
        while len(by) < 3 and (more := given.maybe()) is not None:
            by.append(more)
        power = f"^{{{order}}}" if order else ""
        if not by:
            return rf"\frac{{{sign}{power}}}{{{sign} {first}{power}}}"
        if len(by) > 1:
            power = f"^{{{len(by)}}}"
            return rf"\frac{{{sign}{power} {first}}}{{{' '.join(f'{sign} {name}' for name in by)}}}"
        return rf"\frac{{{sign}{power} {first}}}{{{sign} {by[0]}{power}}}"

    return made


def _quantity(given: Arguments) -> str:
    r"""``\qty``: a number with its unit, or brackets that grow."""
    for opens, closes in _CLOSES.items():
        if given.text.startswith(opens, given.at):
            end = _partner(given.text, given.at + len(opens), opens, closes)
            inner = given.text[given.at + len(opens) : end]
            given.at = end + len(closes)
            return rf"\left{opens}{inner}\right{closes}"
    given.option()
    first, second = given.braced(), given.maybe()
    return rf"\left\{{{first}\right\}}" if second is None else units.quantity(first, second)


def _partner(text: str, at: int, opens: str, closes: str) -> int:
    depth = 1
    while at < len(text):
        if text.startswith(closes, at):
            depth -= 1
            if not depth:
                return at
        elif text.startswith(opens, at):
            depth += 1
        at += 1
    raise Missing


def _fence(left: str, right: str, *, grows: bool = False) -> Callable[[Arguments], str]:
    def made(given: Arguments) -> str:
        wide = given.star() or grows
        inner = given.braced()
        return rf"\left{left} {inner}\right{right} " if wide else f"{left} {inner}{right} "

    return made


def _braket(given: Arguments) -> str:
    first, second = given.braced(), given.maybe()
    inner = first if second is None else f"{first}|{second}"
    return rf"\langle {inner}\rangle "


def _set(given: Arguments) -> str:
    return rf"\left\{{\,{given.braced()}\,\right\}}"


def _element(given: Arguments) -> str:
    first, second, third = given.braced(), given.braced(), given.braced()
    return rf"\langle {first}|{second}|{third}\rangle "


def _expectation(given: Arguments) -> str:
    first, second = given.braced(), given.maybe()
    return rf"\langle {first}\rangle " if second is None else rf"\langle {second}|{first}|{second}\rangle "


def _outer(given: Arguments) -> str:
    first = given.braced()
    second = given.maybe()
    return rf"|{first}\rangle\langle {first if second is None else second}|"


def _differential(given: Arguments) -> str:
    order, inner = given.option(), given.maybe()
    power = f"^{{{order}}}" if order else ""
    return rf"\mathrm{{d}}{power}" if inner is None else rf"\,\mathrm{{d}}{power}{{{inner}}}"


def _plain_unit(given: Arguments) -> str:
    given.option()
    return units.unit(given.braced())


def _number(given: Arguments) -> str:
    given.option()
    return units.number(given.braced())


def _number_with_unit(given: Arguments) -> str:
    given.option()
    first = given.braced()
    given.option()
    return units.quantity(first, given.braced())


def _range(given: Arguments) -> str:
    given.option()
    first, last = units.number(given.braced()), units.number(given.braced())
    return rf"{first}\text{{ to }}{last}\,{units.unit(given.braced())}"


def _angle(given: Arguments) -> str:
    given.option()
    signs = (r"^\circ ", r"'", r"''")
    parts = given.braced().split(";")
    return "".join(f"{units.number(part)}{sign}" for part, sign in zip(parts, signs, strict=False) if part)


def _slanted(given: Arguments) -> str:
    return rf"{{}}^{{{given.braced()}}}\!/\!_{{{given.braced()}}}"


def _general_fraction(given: Arguments) -> str:
    left, right, line, style = (given.braced().strip() for _ in range(4))
    above, below = given.braced(), given.braced()
    thin = line.strip("0. ptemx") == "" and line != ""
    inner = rf"{{{above} \atop {below}}}" if thin else rf"\frac{{{above}}}{{{below}}}"
    if style in ("0", "1"):
        inner = rf"{{{(chr(92) + ('displaystyle', 'textstyle')[int(style)])} {inner}}}"
    return rf"\left{left or '.'} {inner} \right{right or '.'}" if left or right else inner


COMMANDS: dict[str, Callable[[Arguments], str]] = {
    "ce": lambda given: f"{{{written_out(given.braced())}}}",
    "cee": lambda given: f"{{{written_out(given.braced())}}}",
    "pu": lambda given: units.free(given.braced()),
    "SI": _number_with_unit,
    "si": _plain_unit,
    "unit": _plain_unit,
    "num": _number,
    "SIrange": _range,
    "qtyrange": _range,
    "ang": _angle,
    "qty": _quantity,
    "ket": _fence("|", r"\rangle"),
    "bra": _fence(r"\langle", "|"),
    "Ket": _fence("|", r"\rangle", grows=True),
    "Bra": _fence(r"\langle", "|", grows=True),
    "braket": _braket,
    "Braket": _braket,
    "ip": _braket,
    "ketbra": _outer,
    "dyad": _outer,
    "op": _outer,
    "expval": _expectation,
    "ev": _expectation,
    "mel": _element,
    "matrixel": _element,
    "abs": _fence("|", "|", grows=True),
    "norm": _fence(r"\|", r"\|", grows=True),
    "Set": _set,
    "comm": lambda given: rf"\left[{given.braced()},{given.braced()}\right]",
    "commutator": lambda given: rf"\left[{given.braced()},{given.braced()}\right]",
    "dd": _differential,
    "dv": _derivative(r"\mathrm{d}"),
    "odv": _derivative(r"\mathrm{d}"),
    "pdv": _derivative(r"\partial"),
    "vb": lambda given: rf"\mathbf{{{given.starred()}}}",
    "va": lambda given: rf"\vec{{{given.starred()}}}",
    "vu": lambda given: rf"\hat{{\mathbf{{{given.starred()}}}}}",
    "grad": lambda given: r"\nabla ",
    "curl": lambda given: r"\nabla\times ",
    "laplacian": lambda given: r"\nabla^2 ",
    "order": lambda given: rf"\mathcal{{O}}\left({given.braced()}\right)",
    "sfrac": _slanted,
    "nicefrac": _slanted,
    "genfrac": _general_fraction,
    "cancelto": lambda given: (lambda value: rf"\cancel{{{given.braced()}}}^{{{value}}}")(given.braced()),
}
"""By name without its backslash. A definition of the same name in the text comes first."""
