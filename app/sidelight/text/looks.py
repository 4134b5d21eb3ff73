# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How an answer is written, whatever it says: its looks counted, or taken from it."""

from __future__ import annotations

import re

from sidelight.domain.battle import Style
from sidelight.text import inline
from sidelight.text.blocks import Block, Kind
from sidelight.text.splitter import split

_WORDS = (Kind.PARAGRAPH, Kind.HEADING, Kind.TABLE)
_MARK = re.compile(r"[\\`*_<>&~$|^=#+\-.:@)]")
_FENCE = re.compile(r"`{3,}")


def looks(text: str) -> Style:
    """Characters, headings, list items and bold passages of an answer; code blocks do not count."""
    characters = headings = items = bold = 0
    for block in split(text):
        items += sum(not one.quote for one in block.containers[len(block.containers) - block.opened :])
        if block.kind is Kind.CODE:
            continue
        body = block.body
        characters += len(body)
        headings += block.kind is Kind.HEADING
        if block.kind in _WORDS and ("**" in body or "__" in body):
            runs = inline.parse(body).runs
            bold += sum(
                bool(run.style & inline.Style.STRONG)
                and not any(one.end == run.start and one.style & inline.Style.STRONG for one in runs)
                for run in runs
            )
    return characters, headings, items, bold


def undressed(text: str) -> str:
    """The same words as plain paragraphs: no headings, lists, tables, emphasis. Fenced code stays code.

    The result is Markdown, with every mark in it escaped, so it can be shown like any answer.
    """
    parts = []
    for block in split(text):
        if block.kind is Kind.CODE and block.fenced:
            longest = max((len(run[0]) for run in _FENCE.finditer(block.body)), default=2)
            fence = "`" * (longest + 1)
            parts.append(f"{fence}{_info(block)}\n{block.body}\n{fence}")
            continue
        words = "\n".join(line.strip() for line in _shown(block).splitlines() if line.strip())
        if words:
            parts.append("  \n".join(_escaped(line) for line in words.split("\n")))
    return "\n\n".join(parts) + ("\n" if parts else "")


def _escaped(line: str) -> str:
    # Behind a backslash a bracket would begin a formula.
    return _MARK.sub(r"\\\g<0>", line).replace("[", "&#91;")


def _info(block: Block) -> str:
    info = block.info.strip()
    return "" if "`" in info else info


def _shown(block: Block) -> str:
    """The words of a block as a reader sees them."""
    if block.kind in (Kind.RULE, Kind.DEFINITION):
        return ""
    body = block.body
    if block.kind is Kind.TABLE:
        rows = (row.strip().strip("|").split("|") for row in body.split("\n"))
        body = "\n".join(", ".join(cell.strip() for cell in row if cell.strip()) for row in rows)
    if block.kind not in _WORDS:
        return body
    return inline.parse(body).text.replace(inline.BREAK, "\n")
