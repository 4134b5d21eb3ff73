# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Where links lead: the part in parentheses behind a link's text, and what defines a label elsewhere."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
"""A label in brackets; brackets within it stand behind backslashes."""

_DEPTH = 32
_ESCAPED = re.compile(
    r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_IN_ANGLES = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_PLAIN = re.compile(r"(?:[^ ()\\\x00-\x1f\x7f]|\\[!-/:-@\[-`{-~]|\\)*")
_TITLE = re.compile(
    r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|\([^()\\]*(?:\\.[^()\\]*)*\)", re.DOTALL
)
_LABELLED = re.compile(r"\[(?!\^)((?:[^\[\]\\]|\\.){1,999})\]:", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:\n|\Z)")


class Target(NamedTuple):
    """Where a link leads, and the index behind the words that say so."""

    address: str
    end: int


class Definition(NamedTuple):
    """What a label stands for, and the index behind the definition's last line."""

    key: str
    address: str
    end: int


def key(label: str) -> str:
    """What makes two labels the same: neither case nor white space counts."""
    return " ".join(label.casefold().split())


def unescaped(address: str) -> str:
    """Without backslashes and entities. ``&region=1`` is no entity, for it has no semicolon."""
    return _ESCAPED.sub(lambda found: found[1] or html.unescape(found[2]), address)


def _address(text: str, at: int) -> Target | None:
    if text.startswith("<", at):
        found = _IN_ANGLES.match(text, at)
        return Target(unescaped(found[1]), found.end()) if found else None
    depth = 0
    end = at
    while True:
        match = _PLAIN.match(text, end)
        end = match.end() if match else end
        mark = text[end : end + 1]
        if mark == "(" and depth < _DEPTH:
            depth += 1
        elif mark == ")" and depth:
            depth -= 1
        else:
            return None if depth else Target(unescaped(text[at:end]), end)
        end += 1


def _behind_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def target(body: str, at: int) -> Target | None:
    """Read ``(address "title")`` at this index of a paragraph; ``None`` if it is something else."""
    if not body.startswith("(", at):
        return None
    address = _address(body, _behind_space(body, at + 1))
    if address is None:
        return None
    end = _behind_space(body, address.end)
    title = _TITLE.match(body, end) if end > address.end else None
    if title:
        end = _behind_space(body, title.end())
    return Target(address.address, end + 1) if body.startswith(")", end) else None


def definition(text: str, at: int = 0) -> Definition | None:
    """Read ``[label]: address "title"`` that begins a line of a paragraph and ends at the end of a line.

    Args:
        text: the paragraph's lines, parted by line feeds.
        at: where the definition would begin.
    """
    found = _LABELLED.match(text, at)
    if found is None or not found[1].strip():
        return None
    begin = _behind_space(text, found.end())
    address = _address(text, begin)
    if address is None or address.end == begin:
        return None
    behind = _behind_space(text, address.end)
    title = _TITLE.match(text, behind) if behind > address.end else None
    end = _LINE_END.match(text, title.end()) if title else None
    end = end or _LINE_END.match(text, address.end)
    return Definition(key(found[1]), address.address, end.end()) if end else None
