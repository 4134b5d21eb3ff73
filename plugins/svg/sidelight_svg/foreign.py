# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""HTML inside a drawing, set as plain text: wrapped lines in the sizes and colours that it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sidelight_svg.element import Element
from sidelight_svg.size import length

NAMES = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "span",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "small",
        "big",
        "mark",
        "code",
        "pre",
        "kbd",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "table",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "center",
        "sup",
        "sub",
        "label",
        "button",
        "font",
        "blockquote",
    ]
)
"""Elements of HTML whose text is kept."""

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "center",
        "pre",
        "blockquote",
        "foreignObject",
    ]
)
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 0.83, "sup": 0.75, "sub": 0.75}
_MARGINS = {"p": 1.0, "h1": 0.67, "h2": 0.83, "h3": 1.0, "h4": 1.33, "ul": 1.0, "ol": 1.0}
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
_GROUND = frozenset(("background", "background-color", "display", "padding"))
_NARROW, _WIDE = frozenset("iIjl.,:;'|!()[]ftr "), frozenset("mwMW@%&")


@dataclass(frozen=True, slots=True)
class _Look:
    size: float = 16.0
    bold: bool = False
    slanted: bool = False
    colour: str = "#000"
    family: str = ""
    align: str = "start"
    leading: float = 1.2
    lined: str = ""


@dataclass(slots=True)
class _Line:
    runs: list[tuple[str, _Look]]
    before: float = 0.0

    @property
    def width(self) -> float:
        return sum(_wide(words, look) for words, look in self.runs)

    @property
    def height(self) -> float:
        return max((look.size * look.leading for _words, look in self.runs), default=0.0)


def settle(root: Element) -> int:
    """Put text in the place of each block of HTML; how many there were. Styles are settled by now."""
    count = 0
    for parent in [element for element in root.all() if element.children]:
        for place, child in enumerate(parent.children):
            if not isinstance(child, Element) or child.name != "foreignObject":
                continue
            if parent.name == "switch" and len(parent.elements) > 1:
                parent.children[place] = Element("desc", child.line)
                continue
            count += bool(child.words())
            parent.children[place] = _set(child)
    return count


def _set(block: Element) -> Element:
    x, y = length(block.given("x")) or 0.0, length(block.given("y")) or 0.0
    width, height = length(block.given("width")) or 0.0, length(block.given("height")) or 0.0
    around: dict[str, str] = {
        name: block.attributes[name] for name in ("transform", "opacity", "id") if name in block.attributes
    }
    group = Element("g", block.line, around)
    outer = block
    while len(outer.elements) == 1 and not outer.text.strip() and not _GROUND & outer.style.keys():
        outer = outer.elements[0]
    ground = outer.style.get("background-color") or outer.style.get("background", "")
    if ground and "(" not in ground.replace("rgb", "").replace("hsl", "")[4:]:
        radius = length(outer.style.get("border-radius", "").split(" ")[0]) or 0.0
        rect = {"x": x, "y": y, "width": width, "height": height, "rx": radius}
        group.children.append(
            Element("rect", block.line, {name: f"{v:g}" for name, v in rect.items()} | {"fill": ground})
        )
    pad = length(outer.style.get("padding", "").split(" ")[0]) or 0.0
    flow = _Flow(max(width - 2 * pad, 1.0))
    flow.take(block, _Look(size=length(block.given("font-size")) or 16.0))
    lines = flow.done()
    column = outer.style.get("flex-direction", "") == "column"
    flexed = "flex" in outer.style.get("display", "") or "grid" in outer.style.get("display", "")
    upright, across = outer.style.get("align-items", ""), outer.style.get("justify-content", "")
    if column:
        upright, across = across, upright
    if outer.style.get("place-items", "") == "center":
        upright = across = "center"
    tall = sum(line.height + line.before for line in lines)
    at = y + pad
    if flexed and upright == "center":
        at = y + max(height - tall, 0.0) / 2
    for line in lines:
        at += line.before
        look = line.runs[0][1]
        align = "center" if flexed and across == "center" else look.align
        share = {"center": 0.5, "right": 1.0, "end": 1.0}.get(align, 0.0)
        size = max(run.size for _words, run in line.runs)
        base = at + line.height / 2 + size * 0.35
        anchor = ("start", "middle", "end")[round(share * 2)]
        text = Element(
            "text", block.line, {"x": f"{x + pad + share * (width - 2 * pad):g}", "y": f"{base:g}"}
        )
        text.attributes |= {"text-anchor": anchor, "xml:space": "preserve"}
        text.children = [_run(words, run, block.line) for words, run in line.runs]
        group.children.append(text)
        at += line.height
    return group


def _run(words: str, look: _Look, line: int) -> Element:
    given = {"font-size": f"{look.size:g}", "fill": look.colour}
    if look.bold:
        given["font-weight"] = "bold"
    if look.slanted:
        given["font-style"] = "italic"
    if look.family:
        given["font-family"] = look.family
    if look.lined:
        given["text-decoration"] = look.lined
    return Element("tspan", line, given, [words])


class _Flow:
    """Words come in with how they look; lines come out."""

    def __init__(self, width: float) -> None:
        self._width = width
        self._lines: list[_Line] = []
        self._line = _Line([])
        self._gap = 0.0

    def take(self, element: Element, look: _Look) -> None:
        """All text in an element."""
        look = _looks(element, look)
        if element.name == "br":
            if not self._line.runs:
                self._gap += look.size * look.leading
            self._end()
            return
        block = element.name in _BLOCKS
        if block:
            self._end()
            margin = element.style.get("margin", "")
            usual = look.size * _MARGINS.get(element.name, 0.0)
            wanted = length(margin.split(" ")[0]) if margin else None
            self._gap = max(self._gap, usual if wanted is None else wanted) if self._lines else self._gap
        if element.name == "li":
            self._words("• ", look)
        for child in element.children:
            if isinstance(child, Element):
                self.take(child, look)
            else:
                self._words(child, look)
        if block:
            self._end()

    def done(self) -> list[_Line]:
        """All lines."""
        self._end()
        return self._lines

    def _words(self, text: str, look: _Look) -> None:
        for word in re.findall(r"\s+|[^\s]+", text):
            words = " " if word.isspace() else word
            if words == " " and (not self._line.runs or self._line.runs[-1][0].endswith(" ")):
                continue
            if (
                words != " "
                and self._line.runs
                and self._line.width + _wide(words, look) > self._width * 1.02
            ):
                self._end()
            if self._line.runs and self._line.runs[-1][1] == look:
                self._line.runs[-1] = (self._line.runs[-1][0] + words, look)
            else:
                self._line.runs.append((words, look))

    def _end(self) -> None:
        runs = self._line.runs
        if runs:
            runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
            runs = [run for run in runs if run[0]]
        if runs:
            self._lines.append(_Line(runs, self._gap))
            self._gap = 0.0
        self._line = _Line([])


def _looks(element: Element, look: _Look) -> _Look:
    style, name = element.style, element.name
    size = _sized(style.get("font-size", ""), look.size) or look.size * _SIZES.get(name, 1.0)
    weight = style.get("font-weight", "")
    bold = name in _BOLD or look.bold
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600)
    leading = style.get("line-height", "")
    factor = look.leading
    if re.fullmatch(r"\d*\.?\d+", leading):
        factor = min(float(leading), 4.0)
    elif (given := length(leading)) is not None:
        factor = min(given / size, 4.0) if size else factor
    lined = style.get("text-decoration", look.lined)
    return replace(
        look,
        size=min(max(size, 1.0), 400.0),
        bold=bold,
        slanted=name in ("i", "em") or look.slanted or style.get("font-style", "") in ("italic", "oblique"),
        colour=style.get("color") or element.attributes.get("color") or look.colour,
        family=style.get("font-family")
        or ("monospace" if name in ("code", "pre", "kbd") else look.family)
        or "serif",
        align="center" if name in ("center", "th", "button") else style.get("text-align") or look.align,
        leading=factor,
        lined="underline" if name == "u" else lined if lined in ("underline", "line-through") else "",
    )


def _sized(text: str, around: float) -> float:
    if text.endswith("%") and text[:-1].replace(".", "", 1).isdigit():
        return float(text[:-1]) * around / 100
    if text.endswith("em") and not text.endswith("rem") and text[:-2].replace(".", "", 1).isdigit():
        return float(text[:-2]) * around
    return length(text) or 0.0 if text else 0.0


def _wide(words: str, look: _Look) -> float:
    """About how wide words are, in pixels."""
    if "mono" in look.family or "ourier" in look.family:
        return len(words) * look.size * 0.6
    em = sum(
        0.29
        if letter in _NARROW
        else 0.85
        if letter in _WIDE
        else 1.0
        if letter >= "\u2e80"
        else 0.66
        if letter.isupper()
        else 0.5
        for letter in words
    )
    return em * look.size * (1.07 if look.bold else 1.0)
