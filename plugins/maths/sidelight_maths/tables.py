# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Matrices, arrays and alignments as LaTeX sets them: room between rows and columns, and lines."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

_COLUMN = re.compile(
    r"\*\s*\{(\d{1,2})\}\s*\{([^{}]*)\}|[pmbX]\s*\{[^{}]*\}|[@!><]\s*\{(?:[^{}]|\{[^{}]*\})*\}|[lcrX|:]"
)
# A line of text reaches so far above and below its baseline, whatever stands in it.
_STRUT = {"height": "0.8em", "depth": "0.34em", "width": "0"}


def columns(text: str) -> tuple[str, str]:
    """The columns of an array as ``l``, ``c`` and ``r``, and the places of its lines, from the left."""
    letters = ""
    lines: list[str] = []
    for found in _COLUMN.finditer(text[:400]):
        if found[1]:
            inner, ruled = columns(found[2])
            for _ in range(min(int(found[1]), 40)):
                lines += [str(len(letters) + int(place)) for place in ruled.split()]
                letters += inner
        elif found[0] in "|:":
            lines.append(str(len(letters)))
        elif found[0][0] in "lcrpmbX":
            letters += found[0] if found[0] in "lcr" else "l"
    return letters or "c", " ".join(dict.fromkeys(lines))


def settle(tree: ET.Element) -> None:
    """Give each table its room: attributes for the engine, and an invisible line of text in each row.

    What is no alignment is set in the style of text, as within a line.
    """
    for parent in list(tree.iter()):
        for table in parent:
            if table.tag == "mtable" and parent.tag != "mstyle":
                before = parent[0]
                cases = before is not table and before.tag == "mo" and before.text == "{"
                _settle(table, cases=cases)
                if table.get("displaystyle") != "true" and "displayed" not in table.attrib:
                    _in_text_style(table)


def _in_text_style(table: ET.Element) -> None:
    for cell in (cell for row in table for cell in row):
        inside = list(cell)
        for part in inside:
            cell.remove(part)
        style = ET.SubElement(cell, "mstyle", displaystyle="false")
        style.extend(inside)


def _settle(table: ET.Element, *, cases: bool) -> None:
    aligned = table.get("displaystyle") == "true"
    wide = max((len(row) for row in table), default=0)
    if aligned:
        gaps = "0em 0em" if table.get("align") == "at" else "0em 2em"
        table.set("columnspacing", gaps if wide > 2 else "0em 0em")
        table.set("rowspacing", "0.3em")
    else:
        table.set("columnspacing", "1em")
        # Between the cases of a definition, too, there is more room than between the rows of a matrix.
        apart = "0.3em" if "displayed" in table.attrib else "0.18em" if cases else "0em"
        table.set("rowspacing", apart)
    for row in table:
        if not len(row):
            continue
        strut = dict(_STRUT)
        if gap := row.get("gap"):
            strut["height"] = f"{0.8 + float(gap) / 10:.3f}em"
        row[0].insert(0, ET.Element("mspace", strut))
        align = table.get("align", "")
        if align in ("l", "c", "r"):
            for cell in row:
                cell.set("columnalign", align)


def ruled(base: Any, horizontal: Any, vertical: Any, box: Any) -> type:
    """The engine's table with lines. ``base``: its own; the others: how it draws lines, and its boxes."""

    class Ruled(base, tag="mtable"):  # type: ignore[misc, call-arg]
        """A table with the lines that ``vertical``, ``ruled`` and ``below`` name."""

        bbox: Any

        def _setup(self, **kwargs: Any) -> None:
            super()._setup(**kwargs)
            sides = self.element.get("columns")
            rows = [row.get("ruled", "") for row in self.element] + [self.element.get("below", "")]
            if sides is not None or any(rows):
                self._rule([int(place) for place in (sides or "").split()], rows)

        def _rule(self, sides: list[int], rows: list[str]) -> None:
            em = self.size_px("1em")
            thick, pad = em * 0.045, em * 0.4
            counts = [len(row) for row in self.element]
            places = iter(zip(self.nodes, self.nodexy, strict=True))
            cells = [[next(places) for _ in range(count)] for count in counts]
            tops = [min(y - node.bbox.ymax for node, (_x, y) in row) for row in cells]
            bottoms = [max(y - node.bbox.ymin for node, (_x, y) in row) for row in cells]
            wide = max(counts)
            lefts = [min(row[c][1][0] for row in cells if c < len(row)) for c in range(wide)]
            rights = [
                max(row[c][1][0] + row[c][0].bbox.xmax for row in cells if c < len(row)) for c in range(wide)
            ]
            middles = [(rights[c] + lefts[c + 1]) / 2 for c in range(wide - 1)]
            uprights = [lefts[0] - pad, *middles, rights[-1] + pad]
            levels = [
                tops[0] - em * 0.04,
                *((bottoms[r] + tops[r + 1]) / 2 for r in range(len(tops) - 1)),
                bottoms[-1] + em * 0.04,
            ]
            for place in sides:
                if place < len(uprights):
                    self.nodes.append(vertical(levels[-1] - levels[0], thick, style=self.style))
                    self.nodexy.append((uprights[place], levels[0]))
            for level, given in zip(levels, rows, strict=False):
                for part in given.split():
                    first, _, last = part.partition("-")
                    begin = uprights[min(int(first) - 1, wide - 1)] if first.isdigit() else uprights[0]
                    end = uprights[min(int(last), wide)] if last.isdigit() else uprights[-1]
                    self.nodes.append(horizontal(end - begin, thick, style=self.style))
                    self.nodexy.append((begin, level))
            for nodes in (self.nodexy,):
                nodes[:] = [(x + pad, y) for x, y in nodes]
            self.bbox = box(
                0,
                self.bbox.xmax + 2 * pad,
                min(self.bbox.ymin, -levels[-1] - thick),
                max(self.bbox.ymax, -levels[0] + thick),
            )

    return Ruled
