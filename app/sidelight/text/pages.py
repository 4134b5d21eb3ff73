# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Which fenced blocks are pages that can be shown alive, and the blocks beside one that belong to it."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

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


# A file beside the page: no address of a server, no absolute path, nothing that is data itself.
_BESIDE = r"""(?:\./)?(?P<name>[\w][\w./-]*?\.(?P<kind>css|js|mjs))(?:\?[^"'>\s]*)?"""
_LINK = re.compile(
    rf"""(?P<before><link\b[^>]*?\bhref\s*=\s*)(?P<quote>["']?){_BESIDE}(?P=quote)(?=[\s>/])""", re.IGNORECASE
)
_SCRIPT = re.compile(
    rf"""(?P<before><script\b[^>]*?\bsrc\s*=\s*)(?P<quote>["']?){_BESIDE}(?P=quote)(?=[\s>/])""",
    re.IGNORECASE,
)
_KINDS = {
    "css": (frozenset({"css"}), "text/css"),
    "js": (frozenset({"javascript"}), "text/javascript"),
    "mjs": (frozenset({"javascript"}), "text/javascript"),
}
_NAMED_IN_FIRST_LINE = 200


def assembled(page: str, beside: Sequence[Artifact]) -> str:
    """A page with the style sheets and scripts that it names and that stand in other blocks of its answer.

    A block belongs to a name if it says the name in its first line, as in ``/* style.css */``; the only block
    of its language belongs to the only name of its kind. Lines stay where they are, so that an error's line
    is still that of the answer.

    Args:
        page: HTML.
        beside: the answer's other artifacts.
    """
    named = {match["name"] for pattern in (_LINK, _SCRIPT) for match in pattern.finditer(page)}

    def put(match: re.Match[str]) -> str:
        languages, mime = _KINDS[match["kind"].lower()]
        blocks = [one for one in beside if one.language in languages and one.complete]
        text = _belonging(match["name"], blocks, alone=_count(named, match["kind"]) == 1)
        if text is None:
            return match[0]
        data = base64.b64encode(text.encode("utf-8", "replace")).decode()
        return f'{match["before"]}"data:{mime};charset=utf-8;base64,{data}"'

    return _SCRIPT.sub(put, _LINK.sub(put, page))


def _count(named: set[str], kind: str) -> int:
    return sum(name.lower().endswith(f".{kind.lower()}") for name in named)


def _belonging(name: str, blocks: Sequence[Artifact], *, alone: bool) -> str | None:
    short = name.rpartition("/")[2].lower()
    for block in blocks:
        if short in block.text.lstrip().partition("\n")[0][:_NAMED_IN_FIRST_LINE].lower():
            return block.text
    return blocks[0].text if alone and len(blocks) == 1 else None
