# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the characters of TeX's fonts are called in Unicode, to say what words a drawing holds."""

from __future__ import annotations

from sidelight_tikz.dvi import Character

_CAPITALS = "ΓΔΘΛΞΠΣΥΦΨΩ"
_TEXT = dict(enumerate([*_CAPITALS, "ff", "fi", "fl", "ffi", "ffl", "ı"]))
_TEXT |= {25: "ß", 26: "æ", 27: "œ", 28: "ø", 29: "Æ", 30: "Œ", 31: "Ø", 34: "”", 39: "’", 60: "¡", 62: "¿"}
_TEXT |= {92: "“", 96: "‘", 123: "–", 124: "—"}
_LETTERS = dict(enumerate([*_CAPITALS, *"αβγδϵζηθικλμνξπρστυϕχψωεϑϖϱςφ"]))
_LETTERS |= {58: ".", 59: ",", 60: "<", 61: "/", 62: ">", 64: "∂", 96: "ℓ"}
_SIGN_CODES = (0, 1, 2, 3, 4, 6, 14, 15, 17, 20, 21, 24, 25, *range(32, 37), 39, 40, 41, 44, *range(47, 51))
_MORE_CODES = (54, 56, 57, 58, 59, 91, 92, 94, 95, 102, 103, 106, 112, 114)
_SIGNS = dict(zip(_SIGN_CODES, "−·×∗÷±∘•≡≤≥∼≈←→↑↓↔≃⇐⇒⇔∝′∞∈", strict=True))
_SIGNS |= dict(zip(_MORE_CODES, "/∀∃¬∅∪∩∧∨{}|√∇", strict=True))
_LARGE = {80: "∑", 81: "∏", 82: "∫", 88: "∑", 89: "∏", 90: "∫"}
_ASCII = {code: chr(code) for code in range(33, 127)}
_PLAIN_LETTERS = {code: chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123))}

_NAMED: tuple[tuple[tuple[str, ...], dict[int, str]], ...] = (
    (("cmmi", "cmmib"), _PLAIN_LETTERS | _LETTERS),
    (("cmsy", "cmbsy"), {code: chr(code) for code in range(65, 91)} | _SIGNS),
    (("cmex",), _LARGE),
    (("cmtt", "cmsltt", "cmitt", "cmvtt"), _ASCII),
    (("msbm", "euf", "eus", "eur"), _PLAIN_LETTERS),
    (("msam", "tc"), {}),
    (("",), _ASCII | _TEXT),
)
_GAP = 0.16
"""The least distance between words, in units of the font's size: a space is a third of it."""


def reading(character: Character) -> str:
    """The character in Unicode; nothing if it has no name here."""
    for beginnings, names in _NAMED:
        if character.font.name.startswith(beginnings):
            return names.get(character.code, "")
    return ""


class Words:
    """Gathers the words of a page, in the order in which they were set."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._end = (0.0, 0.0)

    def part(self) -> None:
        """What comes next stands elsewhere, whatever its place on the page says."""
        self._end = (float("inf"), 0.0)

    def add(self, character: Character) -> None:
        """The next character."""
        self.say(reading(character), character.x, character.y, character.width, character.font.size)

    def say(self, sign: str, x: float, y: float, width: float, size: float) -> None:
        """The next letter, in a font of ``size``, at ``x`` on the line ``y``."""
        near = -size < x - self._end[0] < _GAP * size and abs(y - self._end[1]) < size
        if self._said and not near:
            self._said.append(" ")
        self._said.append(sign)
        self._end = x + width, y

    def text(self, most: int) -> str:
        """All of them, cut after ``most`` characters."""
        said = " ".join("".join(self._said).split())
        return said if len(said) <= most else said[: most - 1].rstrip() + "…"
