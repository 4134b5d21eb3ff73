# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""A drawing that is no XML, read as a browser reads it within a page, and written out as XML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<\?[^>]*>|<![^>]*>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)(?P<inside>(?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?", re.DOTALL)
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot|apos);)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?")
_RAW = ("style", "script")
_EMPTY = ("br", "hr", "img", "input", "meta", "link")
_DEEPEST = 600


def mended(text: str) -> str:
    """Well-formed XML with the same lines: what is open is closed, signs with a meaning are written out."""
    pieces: list[str] = []
    opened: list[str] = []
    at = 0
    while at < len(text):
        found = _TOKEN.search(text, at)
        if found is None:
            pieces.append(_words(text[at:]))
            break
        if found.start() > at:
            pieces.append(_words(text[at : found.start()]))
        at = found.end()
        token = found[0]
        if found["data"] is not None:
            pieces.append(_words(found["data"], bare=False))
        elif not found["name"]:
            pieces.append("\n" * token.count("\n"))
        elif found["close"]:
            if found["name"] not in opened:
                continue
            while opened:
                last = opened.pop()
                pieces.append(f"</{last}>")
                if last == found["name"]:
                    break
            if not opened:
                break
        else:
            at = _begun(found, text, at, pieces, opened)
            if not opened:
                break
    return "".join([*pieces, *(f"</{name}>" for name in reversed(opened))])


def _begun(found: re.Match[str], text: str, at: int, pieces: list[str], opened: list[str]) -> int:
    name, inside = found["name"], found["inside"]
    if not _NAME.fullmatch(name):
        return at
    closed = inside.rstrip().endswith("/") or name.lower() in _EMPTY or len(opened) >= _DEEPEST
    given: dict[str, str] = {}
    for attribute, *values in _ATTRIBUTE.findall(inside):
        if _NAME.fullmatch(attribute):
            given.setdefault(attribute, next((value for value in values if value), ""))
    words = "".join(f" {key}={quoteattr(_entities(value))}" for key, value in given.items()).replace(
        "&amp;#", "&#"
    )
    pieces.append(
        f"<{name}{words}{'/' if closed else ''}>" + "\n" * (found[0].count("\n") - words.count("\n"))
    )
    if closed:
        return at
    if name.lower() in _RAW:
        end = re.compile(rf"</{name}\s*>|\Z", re.IGNORECASE).search(text, at)
        assert end is not None
        raw = re.sub(r"<!\[CDATA\[|\]\]>", "", text[at : end.start()])
        pieces.append(f"{escape(_FORBIDDEN.sub('', raw))}</{name}>")
        return end.end()
    opened.append(name)
    return at


def _words(text: str, *, bare: bool = True) -> str:
    text = _FORBIDDEN.sub("", text)
    return _BARE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;") if bare else escape(text)


def _entities(value: str) -> str:
    """An attribute's value with what is written as an entity; the rest is written out when it is quoted."""
    value = _FORBIDDEN.sub("", value)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        value = value.replace(entity, letter)
    return value
