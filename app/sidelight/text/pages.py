# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which fenced blocks are pages that can be shown alive, and the blocks beside one that belong to it."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from sidelight.domain.artifact import Artifact

HTML = frozenset({"html", "htm", "xhtml"})
DRAWING = "svg"
LANGUAGES = HTML | {DRAWING}

# Whatever moves or answers in a drawing; without any of it there is nothing to be shown alive.
_MOVING = re.compile(
    r"<(?:animate|set\s|script)|@keyframes|\sanimation\s*:|\btransition\s*:|:hover", re.IGNORECASE
)


def is_page(language: str, text: str) -> bool:
    """Whether a block in this language is a page: HTML with anything in it, or an SVG that moves."""
    if language in HTML:
        return bool(text.strip())
    return language == DRAWING and _MOVING.search(text) is not None


# A file beside the page: no address of a server, no absolute path, nothing that is data itself. No part of it
# is of any length, and no tag reaches over the next one's beginning: a page of tags that never end would else
# be read from each of them to its end.
_BESIDE = r"""(?:\./)?(?P<name>[\w][\w./-]{0,100}?\.(?P<kind>css|js|mjs))(?:\?[^"'<>\s]{0,60}+)?"""
_LINK = re.compile(
    rf"""(?P<before><link\b[^<>]*?\bhref\s*=\s*)(?P<quote>["']?){_BESIDE}(?P=quote)(?=[\s>/])""",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    rf"""(?P<before><script\b[^<>]*?\bsrc\s*=\s*)(?P<quote>["']?){_BESIDE}(?P=quote)(?=[\s>/])""",
    re.IGNORECASE,
)
_KINDS = {
    "css": (frozenset({"css"}), "text/css"),
    "js": (frozenset({"javascript"}), "text/javascript"),
    "mjs": (frozenset({"javascript"}), "text/javascript"),
}
_FIRST_LINE = re.compile(r"\s*([^\n]{0,200})")
_MOST_NAMES = 100
_MOST_PUT = 4 << 20
"""Characters put into a page. One that names the same file ten thousand times would fill the memory."""


def assembled(page: str, beside: Sequence[Artifact]) -> str:
    """A page with the style sheets and scripts that it names and that stand in other blocks of its answer.

    A block belongs to a name if it says the name in its first line, as in ``/* style.css */``; the only block
    of its language belongs to the only name of its kind. Lines stay where they are, so that an error's line
    is still that of the answer. A page that names hundreds, or one over and over, gets the first of them.

    Args:
        page: HTML.
        beside: the answer's other artifacts.
    """
    named = {match["name"]: match["kind"] for pattern in (_LINK, _SCRIPT) for match in pattern.finditer(page)}
    of_kind = Counter(kind.lower() for kind in named.values())
    found: dict[str, Artifact | None] = {}
    room = _MOST_PUT

    def put(match: re.Match[str]) -> str:
        nonlocal room
        name, kind = match["name"], match["kind"].lower()
        languages, mime = _KINDS[kind]
        if name not in found and len(found) < _MOST_NAMES:
            blocks = [one for one in beside if one.language in languages and one.complete]
            found[name] = _belonging(name, blocks, alone=of_kind[kind] == 1)
        block = found.get(name)
        if block is None or len(block.text) > room:
            return match[0]
        room -= len(block.text)
        data = base64.b64encode(block.text.encode("utf-8", "replace")).decode()
        return f'{match["before"]}"data:{mime};charset=utf-8;name={quote(match["name"])};base64,{data}"'

    return _SCRIPT.sub(put, _LINK.sub(put, page))


def _belonging(name: str, blocks: Sequence[Artifact], *, alone: bool) -> Artifact | None:
    short = name.rpartition("/")[2].lower()
    for block in blocks:
        begin = _FIRST_LINE.match(block.text)
        if begin is not None and short in begin[0].lower():
            return block
    return blocks[0] if alone and len(blocks) == 1 else None
