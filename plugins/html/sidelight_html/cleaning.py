# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What is left of a page: elements and attributes from a short list, and nothing that loads."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

TAGS = {
    "a", "abbr", "address", "article", "aside", "b", "big", "blockquote", "br", "caption", "center",
    "cite", "code", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins", "kbd", "li", "main",
    "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub",
    "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var",
}  # fmt: skip
WITHOUT_TRACE = {
    "script", "style", "title", "template", "noscript", "iframe", "object", "select", "textarea", "svg",
    "math", "canvas", "video", "audio",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"align", "dir", "style", "title"},
    "a": {"href"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "bgcolor"},
    "th": {"colspan", "rowspan", "bgcolor"},
    "tr": {"bgcolor"},
    "table": {"border", "cellpadding", "cellspacing", "bgcolor"},
}
STYLES = {"color", "background-color", "font-style", "font-weight", "text-align", "text-decoration"}
_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is left, and the words in it."""

    html: str
    words: str


def clean(html: str) -> Cleaned:
    """Take out whatever could run, load or look like a part of the program."""
    kept = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITHOUT_TRACE,
        attributes=ATTRIBUTES,
        attribute_filter=_small,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        filter_style_properties=STYLES,
        link_rel=None,
    )
    return Cleaned(kept, " ".join(_TAG.sub(" ", kept).split()))


def _small(tag: str, name: str, value: str) -> str | None:
    """No cell that spans ten thousand others, no list that begins at a billion."""
    if name in ("colspan", "rowspan", "border", "cellpadding", "cellspacing"):
        return value if _SPAN.fullmatch(value) else None
    if name == "start":
        return value if re.fullmatch(r"-?\d{1,6}", value) else None
    return value[:2000]
