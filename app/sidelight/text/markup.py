# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""HTML within Markdown: where it begins and ends. It is shown as it was written and never acted on.

See https://spec.commonmark.org/0.31.2/#html-blocks and https://spec.commonmark.org/0.31.2/#raw-html.
"""

from __future__ import annotations

import re

_ATTRIBUTE = r"\s+[A-Za-z_:][A-Za-z0-9_.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?"
_TAG = re.compile(rf"<[A-Za-z][A-Za-z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][A-Za-z0-9-]*\s*>")
_RAW = re.compile(r"<(?:pre|script|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    r"dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|"
    r"legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|"
    r"td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|/>|$)",
    re.IGNORECASE,
)
_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
RAW = "</"
"""Stands for the end of ``<pre>`` and its like."""
LONGEST_END = len("</textarea>")


def block(line: str, *, interrupting: bool) -> str | None:
    """Whether HTML begins here that stands on lines of its own.

    Args:
        line: from its first mark on.
        interrupting: a paragraph stands right above.

    Returns:
        What its last line holds, to be asked of ``ends``; nothing if it ends before a blank line; ``None``
        if the line is something else.
    """
    if not line.startswith("<"):
        return None
    if _RAW.match(line):
        return RAW
    for begin, end in _ENDS:
        if line.startswith(begin):
            return end
    if line[1:2] == "!" and line[2:3].isascii() and line[2:3].isalpha():
        return ">"
    if _BLOCK.match(line):
        return ""
    if not interrupting:
        tag = _TAG.match(line)
        if tag and not line[tag.end() :].strip():
            return ""
    return None


def ends(line: str, end: str) -> bool:
    """Whether a line holds the end that ``block`` gave."""
    return bool(_RAW_END.search(line)) if end == RAW else end in line


def tag_end(body: str, at: int) -> int:
    """The index behind the tag, comment or declaration that begins at this ``<`` of a paragraph, or -1."""
    if body.startswith("<!--", at):
        for short in ("<!-->", "<!--->"):
            if body.startswith(short, at):
                return at + len(short)
    for begin, end in _ENDS:
        if body.startswith(begin, at):
            stop = body.find(end, at + len(begin))
            return stop + len(end) if stop >= 0 else -1
    if body.startswith("<!", at):
        return body.find(">", at) + 1 or -1 if body[at + 2 : at + 3].isalpha() else -1
    tag = _TAG.match(body, at)
    return tag.end() if tag else -1
