# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a page can be laid out in a moment: what Qt's layout takes seconds or for ever for is told here."""

from __future__ import annotations

import re

MOST_TABLES = 6
"""Tables inside of each other. Every further one doubles the time for the layout."""
MOST_CELLS = 2_000
MOST_ENTRIES = 1_500
MOST_DEPTH = 500
MOST_LINES = 8_000
"""Paragraphs, rules, line breaks and lines of listings: each takes some microseconds at every new width."""
LONGEST_PARAGRAPH = 60_000
LONGEST_WORD = 10_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_VOID = frozenset(("br", "hr", "img", "wbr", "col", "input", "meta", "link"))
_CLOSED_BY_OTHERS = frozenset(("li", "p", "td", "tr", "th", "dd", "dt", "tbody", "thead", "option"))
_INLINE = {
    "a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
}  # fmt: skip

_LONG = re.compile(rf"(?<![^\s<>])([^\s<>]{{{LONGEST_WORD}}})[^\s<>]+")


def shortened(html: str) -> str:
    """A page whose longest words end in “…”: a line of a million letters is no reason to show nothing."""
    return _LONG.sub(r"\1…", html)


def too_much(html: str) -> str:
    """What a page holds that cannot be laid out in a moment, as “more than 2,000 cells”; empty if nothing."""
    tables = deepest = cells = entries = depth = 0
    paragraph: list[str] = []
    written = pre = lines = 0
    for tag in _TAG.finditer(html):
        paragraph.append(html[written : tag.start()])
        written = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        if name in _INLINE:
            continue
        words = "".join(paragraph)
        if problem := _of_paragraph(words, lines=pre > 0):
            return problem
        lines += (words.count("\n") if pre else 0) + (not closing)
        if lines > MOST_LINES:
            return f"more than {MOST_LINES:,} lines"
        paragraph.clear()
        if name not in _VOID and name not in _CLOSED_BY_OTHERS:
            depth = max(0, depth - 1) if closing else depth + 1
        if name == "pre":
            pre = max(0, pre - 1) if closing else pre + 1
        elif name == "table":
            tables = max(0, tables - 1) if closing else tables + 1
            deepest = max(deepest, tables)
        elif not closing:
            cells += name in ("td", "th")
            entries += name == "li"
        if deepest > MOST_TABLES:
            return f"more than {MOST_TABLES} tables inside of each other"
        if cells > MOST_CELLS:
            return f"more than {MOST_CELLS:,} cells in its tables"
        if entries > MOST_ENTRIES:
            return f"more than {MOST_ENTRIES:,} entries in its lists"
        if depth > MOST_DEPTH:
            return f"elements that are nested more than {MOST_DEPTH} deep"
    paragraph.append(html[written:])
    words = "".join(paragraph)
    if pre and lines + words.count("\n") > MOST_LINES:
        return f"more than {MOST_LINES:,} lines"
    return _of_paragraph(words, lines=pre > 0)


def _of_paragraph(text: str, *, lines: bool) -> str:
    if len(text) <= LONGEST_WORD:
        return ""
    if max(map(len, text.split()), default=0) > LONGEST_WORD + 1:
        return f"a word of more than {LONGEST_WORD:,} characters"
    if not lines and len(text) > LONGEST_PARAGRAPH:
        return f"a paragraph of more than {LONGEST_PARAGRAPH:,} characters"
    return ""
