# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What a page holds that a picture of it at rest does not show."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

_NAMED = {
    "script": ("script", "scripts"),
    "style": ("style sheet", "style sheets"),
    "link": ("style sheet", "style sheets"),
    "img": ("picture", "pictures"),
    "picture": ("picture", "pictures"),
    "svg": ("drawing", "drawings"),
    "canvas": ("canvas", "canvases"),
    "iframe": ("frame", "frames"),
    "frame": ("frame", "frames"),
    "object": ("embedded object", "embedded objects"),
    "embed": ("embedded object", "embedded objects"),
    "video": ("video", "videos"),
    "audio": ("sound", "sounds"),
    "form": ("form", "forms"),
    "input": ("field", "fields"),
    "textarea": ("field", "fields"),
    "select": ("field", "fields"),
    "button": ("button", "buttons"),
}
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_CLOSED_BY_OTHERS = frozenset(("li", "p", "td", "tr", "th", "dd", "dt", "option"))
MOST_LINKS = 200


class Inventory(HTMLParser):
    """Counts elements; reads the title and the links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.found: list[str] = []
        self.depth = 0
        self.title = ""
        self._at = 0
        self._in_title = False

    @classmethod
    def of(cls, html: str) -> Inventory:
        """Of a page."""
        made = cls()
        made.feed(html)
        made.close()
        return made

    @property
    def words(self) -> str:
        """What is not shown: “2 scripts, 1 picture”."""
        return ", ".join(
            f"{count} {many if count > 1 else one}" for (one, many), count in self.counts.items()
        )

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses that it links to, each once."""
        return tuple(dict.fromkeys(self.found))[:MOST_LINKS]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element, and what it does by itself."""
        if tag in _NAMED and (tag != "link" or ("rel", "stylesheet") in attrs):
            self.counts[_NAMED[tag]] += 1
        handlers = sum(1 for name, _ in attrs if name.startswith("on"))
        if handlers:
            self.counts[("event handler", "event handlers")] += handlers
        for name, value in attrs:
            if (
                tag == "a"
                and name == "href"
                and value
                and value.startswith(("http://", "https://", "mailto:"))
            ):
                self.found.append(value)
        self._in_title = tag == "title"
        if tag not in _VOID and tag not in _CLOSED_BY_OTHERS:
            self._at += 1
            self.depth = max(self.depth, self._at)

    def handle_endtag(self, tag: str) -> None:
        """One level up."""
        self._in_title = False
        if tag not in _VOID and tag not in _CLOSED_BY_OTHERS:
            self._at = max(0, self._at - 1)

    def handle_data(self, data: str) -> None:
        """The title's words."""
        if self._in_title:
            self.title = " ".join((self.title + data).split())[:120]
