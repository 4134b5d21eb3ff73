# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The text of a drawing: spaces as a browser keeps them, and emoji in the font that has them."""

from __future__ import annotations

import re
from collections.abc import Callable

from sidelight_svg import colours
from sidelight_svg.element import Element

# Such as are pictures by themselves; others are when U+FE0F follows.
_PART = (
    r"[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615"
    r"\u2648-\u2653\u267f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5"
    r"\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c"
    r"\u2b50\u2b55]"
)
_TURNED: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: re.sub(r"(?<!\w)\w", lambda found: found[0].upper(), text),
}
_EMOJI = re.compile(f"(?:(?:{_PART}\\ufe0f?|.\\ufe0f)(?:\\u200d(?:{_PART}|.)\\ufe0f?)*)+")


def pictured(root: Element, family: str) -> None:
    """Have emoji drawn in a font of them; the engine finds it by its name only."""
    for element in list(root.all()):
        if element.name not in ("text", "tspan", "textPath", "a"):
            continue
        children: list[Element | str] = []
        for child in element.children:
            children += [child] if isinstance(child, Element) else _parted(child, family, element.line)
        element.children = children


def has_emoji(root: Element) -> bool:
    """Whether a text of the drawing has one."""
    return any(_EMOJI.search(part.text) for part in root.all() if part.name in ("text", "tspan", "textPath"))


def _parted(text: str, family: str, line: int) -> list[Element | str]:
    parts: list[Element | str] = []
    at = 0
    for found in _EMOJI.finditer(text):
        parts += [text[at : found.start()], Element("tspan", line, {"font-family": family}, [found[0]])]
        at = found.end()
    return [part for part in (*parts, text[at:]) if part != ""]


def styled(element: Element) -> None:
    """Capitals and shadows of a text that its style asks for."""
    turned = _TURNED.get(element.style.pop("text-transform", ""))
    if turned is not None:
        for part in element.all():
            if part.name in ("text", "tspan", "textPath"):
                part.children = [
                    turned(child) if isinstance(child, str) else child for child in part.children
                ]
    shadow = element.style.pop("text-shadow", "none")
    if shadow != "none" and "filter" not in element.style and element.name in ("text", "g"):
        colour = colours.plain(re.split(r",(?![^()]*\))", shadow)[0].strip())
        lengths = [part for part in colour.split() if part[0].isdigit() or part[0] in "-.+"]
        shades = [part for part in colour.split() if part not in lengths]
        element.style["filter"] = f"drop-shadow({' '.join([*lengths[:3], *shades[:1]])})"


def settle(root: Element) -> None:
    """A space that begins a part of a text goes to the end of what stands before; there it is drawn."""
    for text in root.all():
        if text.name == "text" and not any("xml:space" in part.attributes for part in text.all()):
            _spaced(text)


def _spaced(text: Element) -> None:
    places: list[tuple[Element, int]] = []
    waiting: list[tuple[Element, int]] = [(text, 0)]
    while waiting:
        element, at = waiting.pop()
        for place in range(at, len(element.children)):
            child = element.children[place]
            if isinstance(child, Element):
                waiting += [(element, place + 1), (child, 0)]
                break
            places.append((element, place))
    before: tuple[Element, int] | None = None
    for element, place in places:
        words = re.sub(r"[ \t\r\n]+", " ", str(element.children[place]))
        if words.startswith(" ") and element is not text and before is not None:
            said = str(before[0].children[before[1]])
            words = words[1:]
            if not said.endswith(" "):
                before[0].children[before[1]] = f"{said} "
        element.children[place] = words
        if words:
            before = (element, place)
