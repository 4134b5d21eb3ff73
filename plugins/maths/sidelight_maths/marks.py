# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Marks: what the engine's reader of LaTeX loses on the way (lines of tables, gaps, grounds, frames).

A mark is a text in letters of private use, put into the formula where it counts and taken out of the tree.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

BEGINS, ENDS = "\ue010", "\ue011"
_MARK = re.compile(f"{BEGINS}([a-z]+):([^{ENDS}]*){ENDS}")
_LINES = ("line", "gap")


def mark(name: str, value: str) -> str:
    """A mark as LaTeX."""
    return rf"\text{{{BEGINS}{name}:{value}{ENDS}}}"


def settle(tree: ET.Element) -> None:
    """Take all marks out and say in attributes what they say.

    ``columns`` and ``align`` go to the table; ``line`` and ``gap`` to the row, as ``ruled`` (places of lines
    above it) and ``gap`` (points above it); ``fill`` and ``frame`` to the row of atoms around the mark.
    """
    above = {child: parent for parent in tree.iter() for child in parent}
    for element in list(tree.iter("mtext")):
        found = _MARK.fullmatch((element.text or "").strip())
        if found is None:
            continue
        name, value = found[1], found[2]
        around = above[element]
        around.remove(element)
        target = _ancestor(around, above, "mtr" if name in _LINES else "mtable")
        if name == "fill":
            around.set("mathbackground", value)
        elif name == "frame":
            around.tag = "menclose"
            around.set("notation", value)
        elif target is not None and name == "line":
            target.set("ruled", f"{target.get('ruled', '')} {value}".strip())
        elif target is not None:
            target.set(name, value)
    for table in tree.iter("mtable"):
        _drop_last(table)


def _ancestor(element: ET.Element, above: dict[ET.Element, ET.Element], tag: str) -> ET.Element | None:
    place: ET.Element | None = element
    while place is not None and place.tag != tag:
        place = above.get(place)
    return place


def _drop_last(table: ET.Element) -> None:
    """A last row with nothing but lines in it is the line below the table."""
    if len(table) < 2:
        return
    last = table[-1]
    if all(len(cell) == 0 and not (cell.text or "").strip() for cell in last):
        if last.get("ruled"):
            table.set("below", last.get("ruled", ""))
        table.remove(last)
