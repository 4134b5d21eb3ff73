# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What the engine shapes otherwise than LaTeX: accents, alphabets, arrows with words, sums in fractions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

# Accents of one letter; those of the engine grow with what is below them.
_SINGLE = {"\u0302": "\u02c6", "\u0303": "\u02dc"}
# Where the capital and the small letters and the figures of an alphabet begin.
_ALPHABETS = {
    "monospace": (0x1D670, 0x1D68A, 0x1D7F6),
    "sans-serif": (0x1D5A0, 0x1D5BA, 0x1D7E2),
    "double-struck": (0x1D538, 0x1D552, 0x1D7D8),
}
_BOLD = (0x1D400, 0x1D41A, 0x1D7CE)
_ELSEWHERE = {
    0x1D53A: "ℂ",
    0x1D53F: "ℍ",
    0x1D545: "ℕ",
    0x1D547: "ℙ",
    0x1D548: "ℚ",
    0x1D549: "ℝ",
    0x1D551: "ℤ",
}
_LIMITED = frozenset("∑∏∐⋃⋂⨁⨂⨀⨄⨆⋁⋀") | frozenset(("lim", "max", "min", "sup", "inf"))
_ARROWS = frozenset("→←↔⇒⇐⇔↦⟶⟵⟷⟹⟸⟺⇌⇋↪↩⇀⇁")
_TO_THE_SIDE = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}


def settle(tree: ET.Element, *, limits: bool) -> None:
    r"""Mend the shapes of a formula in MathML. ``limits``: ``\limits`` is in it, so that limits stay."""
    waiting = [(tree, tree.get("display") != "inline")]
    while waiting:
        element, display = waiting.pop()
        _letters(element)
        if element.tag in ("munder", "mover", "munderover"):
            _accent(element)
            _lengthen(element)
            if not display and not limits and _base(element) in _LIMITED:
                element.tag = _TO_THE_SIDE[element.tag]
        if style := element.get("displaystyle"):
            display = style == "true"
        below = display and element.tag not in ("mfrac", "msub", "msup", "msubsup")
        if element.tag == "mtable":
            below = element.get("displaystyle") == "true"
        if element.tag == "mfrac" and not limits:
            for child in element:
                if child.tag != "mstyle" and "displaystyle" not in child.attrib:
                    child.set("displaystyle", "false")
        waiting += [(child, below) for child in element]


def lengthen(operator: Any) -> None:
    """Have the engine's operator be as wide as its attribute ``long`` says, in em."""
    begun = operator.__init__

    def begin(self: Any, element: ET.Element, parent: Any, **kwargs: Any) -> None:
        if "long" in element.attrib:
            kwargs["width"] = float(element.attrib["long"]) * parent.glyphsize
        begun(self, element, parent, **kwargs)

    operator.__init__ = begin


def measure(node: Any) -> None:
    """Have an em be as wide as the letters are high: the engine takes a point for four thirds of it."""
    told = node.size_px

    def size_px(self: Any, size: str, fontsize: float | None = None) -> float:
        found: float = told(self, size, fontsize)
        return found * 0.75 if size.endswith(("em", "ex", "mu", "space")) else found

    node.size_px = size_px


def _base(element: ET.Element) -> str:
    base = element[0]
    return (base.text or "").strip() if base.tag in ("mo", "mi") else ""


def _accent(element: ET.Element) -> None:
    sign = element[-1]
    if element.get("accent") == "true" and sign.tag == "mo":
        sign.text = _SINGLE.get((sign.text or "").strip(), sign.text)


def _lengthen(element: ET.Element) -> None:
    """An arrow that words stand on is as long as they are."""
    base = element[0]
    while base.tag in ("mstyle", "mrow") and len(base) == 1:
        base = base[0]
    labels = [child for child in element[1:] if child.tag == "mpadded"]
    if base.tag != "mo" or (base.text or "").strip() not in _ARROWS or not labels:
        return
    widest = max(sum(_width(part) for part in label.iter()) for label in labels)
    base.set("long", f"{max(1.6, 0.72 * widest + 0.9):.3f}")
    for label in labels:
        label.set("width", "+0.4em")
        label.set("lspace", "0.2em")


def _width(element: ET.Element) -> float:
    """About how wide a part is, in em of its own size."""
    text = (element.text or "").strip()
    if element.tag == "mo":
        return 0.45 if text in ("(", ")", "[", "]", ",", "|") else 1.1 if text else 0.0
    return 0.52 * len(text) if element.tag in ("mi", "mn", "mtext") else 0.0


def _letters(element: ET.Element) -> None:
    """Alphabets that the engine takes for italics."""
    begins = _ALPHABETS.get(element.get("mathvariant", ""))
    if element.tag == "mn" and element.get("mathvariant") == "bold":
        begins = _BOLD
    if begins is None or not element.text:
        return
    element.text = "".join(_letter(letter, begins) for letter in element.text)
    element.set("mathvariant", "normal")


def _letter(letter: str, begins: tuple[int, int, int]) -> str:
    for first, last, begin in zip("Aa0", "Zz9", begins, strict=True):
        if first <= letter <= last:
            code = begin + ord(letter) - ord(first)
            return _ELSEWHERE.get(code, chr(code))
    return letter
