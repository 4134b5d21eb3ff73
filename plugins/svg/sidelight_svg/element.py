# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A drawing as a tree, and how it is written out again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_SPECIAL = re.compile('[&<>"\\s]')

HEAD = {"xmlns": "http://www.w3.org/2000/svg", "xmlns:xlink": "http://www.w3.org/1999/xlink"}


@dataclass(slots=True, eq=False)
class Element:
    """One element: its name without prefix, its attributes, and what is in it. ``line`` counts from 1.

    ``style`` holds what its style sheets and its ``style`` attribute come to, once they are settled.
    """

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    style: dict[str, str] = field(default_factory=dict)

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def given(self, name: str) -> str:
        """A property, from its style or else from its attribute; empty if it has none itself."""
        return self.style.get(name) or self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """The text directly in it."""
        return "".join(child for child in self.children if isinstance(child, str))

    def all(self) -> Iterator[Element]:
        """This element and all below it, in the order of the text."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.elements))

    def words(self) -> str:
        """All text in it and below."""
        return " ".join(" ".join(element.text for element in self.all()).split())

    def written(self) -> str:
        """The element as a document."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
                continue
            given = (HEAD | node.attributes) if node is self else node.attributes
            if node.style:
                given = {**given, "style": ";".join(f"{name}:{value}" for name, value in node.style.items())}
            pieces.append(f"<{node.name}")
            pieces += [f" {name}={_quoted(value)}" for name, value in given.items()]
            if not node.children:
                pieces.append("/>")
                continue
            pieces.append(">")
            waiting.append(f"</{node.name}>")
            waiting += [
                escape(child) if isinstance(child, str) else child for child in reversed(node.children)
            ]
        return "".join(pieces)


def _quoted(value: str) -> str:
    return quoteattr(value) if _SPECIAL.search(value) else f'"{value}"'
