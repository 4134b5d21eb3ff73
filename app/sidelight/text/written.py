# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""How an answer is written, its length and its decoration: what style control takes out of a vote."""

from __future__ import annotations

import re

from sidelight.domain.battle import Style

_CODE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE)
_BOLD = re.compile(r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|(?<!\w)__(?=\S)[^_\n]+(?<=\S)__(?!\w)")


def style_of(text: str) -> Style:
    """Characters, headings, list items and bold passages of Markdown, without its code blocks."""
    prose = _CODE.sub("", text)
    return (
        len(prose),
        len(_HEADING.findall(prose)),
        len(_ITEM.findall(prose)),
        len(_BOLD.findall(prose)),
    )
