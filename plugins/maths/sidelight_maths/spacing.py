# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The room between the parts of a formula, by the kinds of atoms that TeX knows.

The engine's own table of operators lacks many signs of LaTeX and gives others room that they have in no book.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

_SUMS = "∑∏∐∫∬∭⨌∮∯∰⋃⋂⨁⨂⨀⨄⨆⋁⋀"
_SIGNS = {
    "op": _SUMS,
    "bin": "+-−±∓×÷⋅·*∗∘∙•∪∩⊎⊓⊔∧∨⊕⊖⊗⊘⊙∖⧵≀⋆★⋄†‡⨿⋉⋊⊻⊼⋏⋎∔⊞⊟⊠⊡⋒⋓∸⊛⊚⊝",
    "rel": "=<>≤≥≠≈≡≅∼≃∝≪≫≺≻⩽⩾⪯⪰≼≽⊂⊃⊆⊇⊊⊋⊄⊅⊈⊉∈∉∋∌⊢⊣⊨⊩⊥⟂∣∤∥∦≍⋈≐≑≜≝≟≔≕⩴≢≁≉≇≭≮≯≰≱⩵∴∵:∶∷⊏⊐⊑⊒⌣⌢≏≎≲≳⋘⋙≾≿⪅⪆",
    "open": "([{⟨⌈⌊⟦⌜⟪",
    "close": ")]}⟩⌉⌋⟧⌝⟫!?",
    "punct": ",;",
    "inner": "…⋯⋱",
}
_KINDS = {sign: kind for kind, signs in _SIGNS.items() for sign in signs} | {"mod": "bin"}
# In eighteenths of an em; in scripts only what stands in _ALWAYS.
_ROOM = {
    "ord": {"op": 3, "bin": 4, "rel": 5, "inner": 3},
    "op": {"ord": 3, "op": 3, "rel": 5, "inner": 3},
    "bin": {"ord": 4, "op": 4, "open": 4, "inner": 4},
    "rel": {"ord": 5, "op": 5, "open": 5, "inner": 5},
    "open": {},
    "close": {"op": 3, "bin": 4, "rel": 5, "inner": 3},
    "punct": dict.fromkeys(("ord", "op", "rel", "open", "close", "punct", "inner"), 3),
    "inner": {"ord": 3, "op": 3, "bin": 4, "rel": 5, "open": 3, "punct": 3, "inner": 3},
}
_ALWAYS = (("op", "ord"), ("op", "op"), ("ord", "op"), ("close", "op"))
_ROWS = frozenset(("math", "mrow", "mstyle", "mtd", "mpadded", "mphantom", "menclose", "msqrt", "merror"))
_SCRIPTED = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"))
# The engine keeps so much free beside a fraction by itself.
_BESIDE_FRACTION = 2


def spaced(tree: ET.Element) -> None:
    """Put room between the atoms of a formula in MathML, and take away what the engine would put there."""
    waiting = [(tree, False)]
    while waiting:
        element, small = waiting.pop()
        children = list(element)
        for child in (element, *children):
            _plain(child)
        if element.tag in _SCRIPTED:
            waiting += [(child, small or place > 0) for place, child in enumerate(children)]
        else:
            waiting += [(child, small) for child in children]
        if element.tag in _ROWS and len(children) > 1:
            _space(element, children, small=small)


def _plain(element: ET.Element) -> None:
    """Names and signs without the room that the engine has for them."""
    words = (element.text or "").strip()
    if element.tag == "mi" and len(words) > 1:
        element.tag = "mtext"  # the engine pads names on both sides, even at the ends
        element.set("name", "true")
        element.text = words
    if element.tag == "mi" and words in _KINDS:
        element.tag = "mo"
    if element.tag == "mo":
        element.set("lspace", "0")
        element.set("rspace", "0")


def _space(row: ET.Element, children: list[ET.Element], *, small: bool) -> None:
    atoms = [(place, *ends) for place, child in enumerate(children) if (ends := _ends(child))]
    kinds = [[left, right] for _place, left, right in atoms]
    before = "open"
    for number, kind in enumerate(kinds):
        after = kinds[number + 1][0] if number + 1 < len(kinds) else "close"
        if kind[0] == "bin" and (
            before in ("bin", "op", "rel", "open", "punct") or after in ("rel", "close", "punct")
        ):
            kind[0] = "ord"
        if kind[1] == "bin" and kind[0] != "bin":
            kind[1] = "ord"
        before = kind[1]
    rooms: list[tuple[int, float]] = []
    for number in range(1, len(atoms)):
        pair = (kinds[number - 1][1], kinds[number][0])
        room = float(_ROOM[pair[0]].get(pair[1], 0))
        if small and pair not in _ALWAYS:
            room = 0.0
        beside = sum(children[atoms[place][0]].tag == "mfrac" for place in (number - 1, number))
        room = max(0.0, room - beside * _BESIDE_FRACTION) if room else 0.0
        if room:
            rooms.append((atoms[number][0], room))
    for place, room in reversed(rooms):
        row.insert(place, ET.Element("mspace", width=f"{room / 18:.3f}em"))


def _ends(element: ET.Element) -> tuple[str, str] | None:
    """How an element behaves to its left and to its right; ``None`` if it is only room."""
    tag = element.tag
    if tag == "mspace" or (tag == "mo" and not (element.text or "").strip() and not len(element)):
        return None
    if tag in ("mo", "mi"):
        kind = "op" if len(element) else _kind((element.text or "").strip())
        return kind, kind
    if tag == "mtext" and element.get("name") == "true":
        return "op", "op"
    if tag in _SCRIPTED and len(element):
        below = _ends(element[0])
        if below is None:
            return "ord", "ord"
        accented = tag == "mover" and element.get("accent") == "true"
        base = element[0]
        single = base.tag in ("mo", "mi", "mtext") or (
            base.tag in ("mrow", "mstyle") and len(base) == 1 and tag in ("munder", "mover", "munderover")
        )
        if base.tag == "mrow" and len(base) == 1 and single:
            below = _ends(base[0]) or below
        return ("ord", "ord") if accented or not single else below
    if tag == "mstyle" or (tag == "mrow" and element.get("mathcolor")):
        found = [ends for child in element if (ends := _ends(child))]
        return (found[0][0], found[-1][1]) if found else None
    if tag == "mrow" and len(element) > 1 and element[0].tag == "mo" and element[0].get("fence") == "true":
        return "open", "close"
    return "ord", "ord"


def _kind(text: str) -> str:
    if text in _KINDS:
        return _KINDS[text]
    if len(text) == 1:
        return "rel" if "\u2190" <= text <= "\u21ff" or "\u27f0" <= text <= "\u27ff" else "ord"
    return "op" if text[:1].isalpha() else "ord"
