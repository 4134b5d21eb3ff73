# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The address of a picture in a text, and the bytes that it holds."""

from __future__ import annotations

import base64
import binascii
import re
import urllib.parse
from dataclasses import dataclass

from sidelight.api import RenderError

MOST_BYTES = 16_000_000

_HEAD = re.compile(r"data:(image/[\w.+-]{1,40})?((?:;[\w.+-]{1,40}(?:=[^;,\s]{0,80})?){0,8}),", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"(?:https?|ftp|file|blob):[^\s)\"'<>]{1,200}|^\s*[./~][^\s]{0,200}\.\w{3,4}\s*$", re.IGNORECASE
)
_WORDS = re.compile(
    r"!\[([^\]\n]{1,300})\]\($|<img\b[^>]*\balt=[\"']([^\"']{1,300})[\"'][^>]*$", re.IGNORECASE
)
_BARE = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")
# What a model writes in the place of what it leaves out.
_LEFT_OUT = re.compile(r"(?:\.{2,}|…|\[[^\]]*\]|<[^>]*>).*\Z", re.DOTALL)
_KNOWN = ("iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR", "Qk")


@dataclass(frozen=True, slots=True)
class Carried:
    """What an address holds: its declared type, its bytes, words for it, and its line, from 1.

    ``others`` is how many more pictures the text carries; ``cut``: the address leaves out a part of itself.
    """

    kind: str
    content: bytes
    words: str
    line: int
    others: int = 0
    cut: bool = False


def carries(text: str) -> bool:
    """Whether there is a ``data:`` address of a picture in it, or nothing but a picture in base64."""
    return any(_of_picture(text, head) for head in _HEAD.finditer(text)) or _is_bare(text)


def only_elsewhere(text: str) -> bool:
    """Whether it names a picture that lies on a server or in a file."""
    return _ELSEWHERE.search(text[:2000]) is not None


def carried(text: str) -> Carried:
    """The first picture in a text.

    Raises:
        RenderError: there is none, it lies elsewhere, it is too long, or it is no base64.
    """
    if _is_bare(text):
        return Carried("", _unpacked("".join(text.split()), 1), "", 1)
    heads = [head for head in _HEAD.finditer(text) if _of_picture(text, head)]
    found = heads[0] if heads else None
    if found is None:
        elsewhere = _ELSEWHERE.search(text[:2000])
        if elsewhere:
            line = 1 + text.count("\n", 0, elsewhere.start())
            raise RenderError(
                f"The picture lies elsewhere ({elsewhere[0].strip()[:80]}); nothing is fetched.",
                line,
            )
        raise RenderError("There is no picture here: a data: address with image/… is wanted.")
    line = 1 + text.count("\n", 0, found.start())
    body = _body(text, found.start(), found.end())
    cut = False
    if ";base64" in found[2].lower():
        body = "".join((urllib.parse.unquote(body) if "%" in body else body).split())
        whole = _LEFT_OUT.sub("", body)
        cut = whole != body
        content = _unpacked(whole, line)
    else:
        content = urllib.parse.unquote_to_bytes(body)
    if len(content) > MOST_BYTES:
        raise RenderError(f"The picture is larger than {MOST_BYTES // 1_000_000} MB.", line)
    before = _WORDS.search(
        text[max(0, found.start() - 600) : found.start()].rstrip("\"' ").removesuffix("src=")
    )
    words = (before[1] or before[2]) if before else ""
    return Carried((found[1] or "").lower(), content, words, line, len(heads) - 1, cut)


def _of_picture(text: str, head: re.Match[str]) -> bool:
    """Whether an address says that it holds a picture, or says nothing and begins like one."""
    if head[1]:
        return True
    return ";base64" in head[2].lower() and text.startswith(_KNOWN, head.end())


def _body(text: str, begin: int, at: int) -> str:
    """What follows the head, up to the sign that closes what the address stands in."""
    before = text[:begin].rstrip()[-1:]
    closing = {"(": ")", '"': '"', "'": "'", "<": ">"}.get(before)
    if closing is None:
        return text[at:].strip()
    end = text.find(closing, at)
    body = text[at : end if end >= 0 else len(text)].strip()
    # In Markdown a title may follow.
    return re.sub(r"\s+\"[^\"]*\"\Z|\s+'[^']*'\Z", "", body) if closing == ")" else body


def _unpacked(body: str, line: int) -> bytes:
    if len(body) > MOST_BYTES * 4 // 3:
        raise RenderError(f"The picture is larger than {MOST_BYTES // 1_000_000} MB.", line)
    body = body.replace("-", "+").replace("_", "/").rstrip("=")
    if len(body) % 4 == 1:
        # One letter holds six bits of a byte only: the text was cut there.
        body = body[:-1]
    try:
        return base64.b64decode(body + "=" * (-len(body) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise RenderError("The picture's address is not written in base64.", line) from None


def _is_bare(text: str) -> bool:
    begins = text.lstrip()
    return begins.startswith(_KNOWN) and _BARE.fullmatch(begins) is not None
