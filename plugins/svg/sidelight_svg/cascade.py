# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The cascade: what each element of a drawing looks like by all its sheets, written at the element itself.

The engine knows a few selectors only, one value for each custom property, and no media queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from sidelight.api import RenderError
from sidelight_svg import animations, css
from sidelight_svg.element import Element
from sidelight_svg.motion import Css
from sidelight_svg.selectors import Places, Selector, TooMuch, parsed
from sidelight_svg.sheets import Declarations, Sheet, declarations

MOST_MATCHES = 20_000_000
_BUDGET = 1_500_000
_FONT = re.compile(
    r"(?P<before>(?:(?:italic|oblique|normal|small-caps|bold|bolder|lighter|[1-9]00|condensed|expanded)\s+)*)"
    r"(?P<size>[\d.]+(?:px|pt|em|rem|ex|%|mm|cm|in)?|(?:xx?-)?(?:small|large)|medium)"
    r"(?:\s*/\s*[\d.]+\w*%?|\s*/\s*normal)?\s+(?P<family>.+)",
    re.IGNORECASE | re.DOTALL,
)


def settle(root: Element, sheets: list[Sheet], outside: Callable[[str], None]) -> list[Css]:
    """Give each element, in ``Element.style``, the declarations that win; custom properties are put in.

    Returns:
        The animations that the styles ask for.

    Raises:
        RenderError: there are too many rules for so many elements.
    """
    elements = list(root.all())
    rules = [
        (selector, number, declared)
        for number, (words, declared) in enumerate(rule for sheet in sheets for rule in sheet.rules)
        if declared
        for selector in parsed(words)
    ]
    count = sum(len(sheet.rules) for sheet in sheets)
    try:
        if count * len(elements) > MOST_MATCHES:
            raise TooMuch
        won = _won(elements, rules)
    except TooMuch:
        raise RenderError(
            f"The drawing has {count:,} style rules for {len(elements):,} elements; that is too much."
        ) from None
    frames = {name: frame for sheet in sheets for name, frame in sheet.frames.items()}
    moved: list[Css] = []
    waiting: list[tuple[Element, dict[str, str]]] = [(root, {})]
    while waiting:
        element, around = waiting.pop()
        given = element.attributes.pop("style", "")
        inline = declarations(css.unescaped(given), outside) if given else []
        style = _merged(won.get(element, []), inline) if inline or element in won else {}
        own = {name: value for name, value in style.items() if name.startswith("--")}
        here = {**around, **own} if own else around
        element.style = {
            name: _resolved(value, here) for name, value in style.items() if not name.startswith("--")
        }
        for name, value in element.attributes.items():
            if "var(" in value:
                element.attributes[name] = css.references(_resolved(value, here), outside)
        if element.style:
            moved += animations.of(element, frames, lambda value, here=here: _resolved(value, here))  # type: ignore[misc]
            _shorthand(element.style)
        waiting += [(child, here) for child in element.elements]
    return moved


def _won(
    elements: list[Element], rules: list[tuple[Selector, int, Declarations]]
) -> dict[Element, list[tuple[tuple[int, int, int], int, Declarations]]]:
    by_key: dict[str, list[tuple[Selector, int, Declarations]]] = {}
    for rule in rules:
        by_key.setdefault(rule[0].key, []).append(rule)
    won: dict[Element, list[tuple[tuple[int, int, int], int, Declarations]]] = {}
    if not rules:
        return won
    places = Places.of(elements, _BUDGET)
    for element in elements:
        keys = ["", element.name, *(f".{name}" for name in set(element.attributes.get("class", "").split()))]
        if "id" in element.attributes:
            keys.append(f"#{element.attributes['id']}")
        for key in keys:
            for selector, number, declared in by_key.get(key, ()):
                if selector.fits(element, places):
                    won.setdefault(element, []).append((selector.weight, number, declared))
    return won


def _merged(
    rules: list[tuple[tuple[int, int, int], int, Declarations]], inline: Declarations
) -> dict[str, str]:
    ordered = [
        one for _weight, _number, declared in sorted(rules, key=lambda rule: rule[:2]) for one in declared
    ]
    style: dict[str, str] = {}
    for wanted in (False, True):
        for source in (ordered, inline):
            for name, value, important in source:
                if important is wanted:
                    style.pop(name, None)
                    style[name] = value
    return style


def _resolved(value: str, known: dict[str, str]) -> str:
    return css.references(css.resolved(value, known), lambda address: None) if "var(" in value else value


def _shorthand(style: dict[str, str]) -> None:
    """``font`` in its parts, and families that end in one that is there."""
    words = style.pop("font", "")
    found = _FONT.fullmatch(words.strip()[:500])
    if found:
        before = found["before"].lower().split()
        parts = {"font-size": found["size"], "font-family": found["family"]}
        for word in before:
            if word in ("italic", "oblique"):
                parts["font-style"] = word
            elif word == "small-caps":
                parts["font-variant"] = word
            elif word != "normal" and word not in ("condensed", "expanded"):
                parts["font-weight"] = word
        later = list(style)
        style.update({name: value for name, value in parts.items() if name not in later})
    if "font-family" in style:
        style["font-family"] = css.families(style["font-family"])
