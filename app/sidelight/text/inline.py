# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""What stands within a paragraph: emphasis, code, links, maths, and where each shown character comes from.

Qt's own Markdown import loses the way back to the source and eats the backslashes of maths. This parser
keeps, for each character it shows, the index of its source, so that a selection is a span of the raw text by
construction. HTML is text; an image is its description and a link, never loaded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag

from sidelight.text import links, markup
from sidelight.text.emphasis import Delimiter, flanking, resolve

BREAK = "\u2028"
"""A forced line end within a paragraph."""


class Style(IntFlag):
    """How a run of text looks; styles add up."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    STRUCK = 4
    CODE = 8
    MATHS = 16
    LINK = 32
    IMAGE = 64


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` of the shown text look like this; ``address`` is a link's."""

    start: int
    end: int
    style: Style
    address: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A paragraph as it is shown.

    ``places[i]`` is the index in the body where shown character ``i`` comes from; one more ends the body.
    ``ends`` has the index past the source of those characters that come from more than one (an entity).
    """

    text: str
    places: list[int]
    runs: tuple[Run, ...]
    ends: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Piece:
    text: str
    place: int
    style: int = 0  # of ``Style``, which is ten times as slow to add up
    address: str = ""
    end: int = -1  # past its source, if its characters are not those of the source


@dataclass(slots=True)
class _Bracket:
    piece: int
    image: bool
    delimiters: int
    body: int
    active: bool = True


_SPECIAL = re.compile(r"[\\`*_~\[\]!<&$\n]|https?://")
_STYLES = tuple(Style(value) for value in range(2 * Style.IMAGE))
_OPTIMISTIC = 3
"""Open pairs of stars, the last ones, that are taken for closed while more may come."""
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_MAIL = re.compile(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*)>")
_BREAK_TAG = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_BARE = re.compile(r"https?://[^\s<>]+")
_MATHS = re.compile(r"\$\$[^$]+?\$\$|\$(?![\s$])(?:[^$\\\n]|\\.)*?(?<![\s\\])\$(?![0-9$])", re.DOTALL)


class _Reader:
    def __init__(self, body: str, definitions: Mapping[str, str], *, streaming: bool) -> None:
        self.body = body
        self.definitions = definitions
        self.streaming = streaming
        self.pieces: list[_Piece] = []
        self.delimiters: list[Delimiter] = []
        self.brackets: list[_Bracket] = []
        self.no_ticks: set[int] = set()

    def read(self) -> Inline:
        body = self.body
        at = 0
        while at < len(body):
            match = _SPECIAL.search(body, at)
            stop = match.start() if match else len(body)
            if stop > at:
                self._text(at, stop)
            if match is None:
                break
            at = self._special(match.group(), stop)
        resolve(self.delimiters, 0, self.pieces, self._mark)
        if self.pieces and not self.pieces[-1].style and self.pieces[-1].end < 0:
            self.pieces[-1].text = self.pieces[-1].text.rstrip(" \t")
        if self.streaming:
            self._optimistic()
        return self._build()

    # what begins at a special character; each gives the index behind what it took

    def _special(self, character: str, at: int) -> int:
        body = self.body
        if character == "\n":
            return self._line_end(at)
        if character == "\\":
            return self._backslash(at)
        if character == "`":
            return self._ticks(at)
        if character in "*_~":
            return self._delimiter(character, at)
        if character == "!":
            if body.startswith("![", at):
                self.brackets.append(_Bracket(len(self.pieces), True, len(self.delimiters), at + 2))
                self.pieces.append(_Piece("![", at))
                return at + 2
            return self._text(at, at + 1)
        if character == "[":
            self.brackets.append(_Bracket(len(self.pieces), False, len(self.delimiters), at + 1))
            return self._text(at, at + 1)
        if character == "]":
            return self._bracket(at)
        if character == "<":
            return self._angle(at)
        if character == "&":
            match = _ENTITY.match(body, at)
            text = html.unescape(match.group()) if match else ""
            if match and text != match.group():
                self.pieces.append(_Piece(text.replace("\0", "\ufffd"), at, end=match.end()))
                return match.end()
            return self._text(at, at + 1)
        if character == "$":
            match = _MATHS.match(body, at)
            if match:
                self.pieces.append(_Piece(match.group().replace("\n", " "), at, int(Style.MATHS)))
                return match.end()
            return self._text(at, at + 1)
        return self._bare(at)

    def _text(self, at: int, stop: int) -> int:
        self.pieces.append(_Piece(self.body[at:stop], at))
        return stop

    def _line_end(self, at: int) -> int:
        hard = False
        if self.pieces and not self.pieces[-1].style:
            last = self.pieces[-1]
            bare = last.text.rstrip(" \t")
            hard = last.text.endswith("  ")
            if last.end < 0 and len(bare) < len(last.text):
                last.text = bare
        self.pieces.append(_Piece(BREAK if hard else " ", at))
        at += 1
        while at < len(self.body) and self.body[at] in " \t":
            at += 1
        return at

    def _backslash(self, at: int) -> int:
        body = self.body
        behind = body[at + 1 : at + 2]
        if behind in ("(", "[") and behind:
            end = body.find("\\)" if behind == "(" else "\\]", at + 2)
            if end >= 0:
                self.pieces.append(_Piece(body[at : end + 2].replace("\n", " "), at, int(Style.MATHS)))
                return end + 2
        if behind == "\n":
            self.pieces.append(_Piece(BREAK, at))
            return at + 2
        if behind and behind in _PUNCTUATION:
            self.pieces.append(_Piece(behind, at + 1))
            return at + 2
        return self._text(at, at + 1)

    def _ticks(self, at: int) -> int:
        body = self.body
        stop = at
        while stop < len(body) and body[stop] == "`":
            stop += 1
        length = stop - at
        end = -1
        if length not in self.no_ticks:
            match = re.compile(rf"(?<!`)`{{{length}}}(?!`)").search(body, stop)
            end = match.start() if match else -1
        if end < 0:
            if self.streaming and length == 1 and stop < len(body) and "\n" not in body[stop:]:
                self._code(stop, len(body))
                return len(body)
            self.no_ticks.add(length)
            return self._text(at, stop)
        self._code(stop, end)
        return end + length

    def _code(self, start: int, end: int) -> None:
        text = self.body[start:end].replace("\n", " ")
        if len(text) > 2 and text[0] == text[-1] == " " and text.strip():
            text, start = text[1:-1], start + 1
        self.pieces.append(_Piece(text, start, int(Style.CODE)))

    def _delimiter(self, character: str, at: int) -> int:
        body = self.body
        stop = at
        while stop < len(body) and body[stop] == character:
            stop += 1
        before = body[at - 1] if at else "\n"
        behind = body[stop] if stop < len(body) else "\n"
        opens, closes = flanking(character, before, behind)
        if character == "~" and stop - at != 2:
            opens = closes = False
        if opens or closes:
            self.delimiters.append(Delimiter(len(self.pieces), character, stop - at, opens, closes))
        return self._text(at, stop)

    def _bracket(self, at: int) -> int:
        if not self.brackets:
            return self._text(at, at + 1)
        bracket = self.brackets.pop()
        if not bracket.active:
            return self._text(at, at + 1)
        address, stop = self._address(bracket, at)
        if stop < 0:
            return self._text(at, at + 1)
        opener = self.pieces[bracket.piece]
        inner = self.delimiters[bracket.delimiters :]
        resolve(inner, 0, self.pieces, self._mark)
        del self.delimiters[bracket.delimiters :]
        style = int(Style.LINK)
        if bracket.image:
            style |= int(Style.IMAGE)
            opener.text = "Image: " if len(self.pieces) > bracket.piece + 1 else "Image"
            opener.end = opener.place + 2
        else:
            opener.text = ""
            # No link within a link.
            for other in self.brackets:
                other.active = other.active and other.image
        for piece in self.pieces[bracket.piece :]:
            piece.style |= style
            piece.address = piece.address or address
        return stop

    def _address(self, bracket: _Bracket, at: int) -> tuple[str, int]:
        body = self.body
        target = links.target(body, at + 1)
        if target:
            return target
        label = links.LABEL.match(body, at + 1)
        key = label[1] if label and label[1].strip() else body[bracket.body : at]
        known = self.definitions.get(links.key(key))
        if known is not None:
            return known, label.end() if label else at + 1
        if self.streaming and body.startswith("(", at + 1) and ")" not in body[at:] and " " not in body[at:]:
            return body[at + 2 :], len(body)
        return "", -1

    def _angle(self, at: int) -> int:
        body = self.body
        match = _AUTOLINK.match(body, at) or _MAIL.match(body, at)
        if match:
            address = match[1] if ":" in match[1] else f"mailto:{match[1]}"
            self.pieces.append(_Piece(match[1], at + 1, int(Style.LINK), address))
            return match.end()
        match = _BREAK_TAG.match(body, at)
        if match:
            self.pieces.append(_Piece(BREAK, at, end=match.end()))
            return match.end()
        end = markup.tag_end(body, at)
        if end >= 0:
            self.pieces.append(_Piece(body[at:end].replace("\n", " "), at))
            return end
        return self._text(at, at + 1)

    def _bare(self, at: int) -> int:
        match = _BARE.match(self.body, at)
        if match is None or (at and self.body[at - 1].isalnum()):
            return self._text(at, at + 4)
        address = match.group()
        for stop in ("**", "`", "](", "|"):
            address = address.partition(stop)[0]
        while address and (
            address[-1] in "?!.,:;*_~'\"]" or (address[-1] == ")" and address.count(")") > address.count("("))
        ):
            address = address[:-1]
        if address.endswith("//"):
            return self._text(at, at + 4)
        self.pieces.append(_Piece(address, at, int(Style.LINK), address))
        return at + len(address)

    # the end

    def _mark(self, first: int, last: int, character: str, count: int) -> None:
        style = int(Style.STRUCK if character == "~" else Style.STRONG if count == 2 else Style.EMPHASIS)
        for piece in self.pieces[first:last]:
            piece.style |= style

    def _optimistic(self) -> None:
        """Text that is still being written: take an open ``**`` as closed, so that nothing flickers."""
        pairs = [d for d in self.delimiters if d.opens and d.count == 2 and d.character in "*_"]
        for delimiter in pairs[-_OPTIMISTIC:]:
            if any(piece.text.strip() for piece in self.pieces[delimiter.piece + 1 :]):
                self.pieces[delimiter.piece].text = ""
                self._mark(delimiter.piece + 1, len(self.pieces), delimiter.character, 2)

    def _build(self) -> Inline:
        text: list[str] = []
        places: list[int] = []
        runs: list[Run] = []
        ends: dict[int, int] = {}
        length = 0
        for piece in self.pieces:
            if not piece.text:
                continue
            size = len(piece.text)
            text.append(piece.text)
            if piece.end < 0:
                places.extend(range(piece.place, piece.place + size))
            else:
                places.extend([piece.place] * size)
                ends.update((length + offset, piece.end) for offset in range(size))
            if piece.style:
                last = runs[-1] if runs else None
                if (
                    last
                    and last.end == length
                    and last.style == piece.style
                    and last.address == piece.address
                ):
                    runs[-1] = Run(last.start, length + size, last.style, last.address)
                else:
                    runs.append(Run(length, length + size, _STYLES[piece.style], piece.address))
            length += size
        places.append(len(self.body))
        return Inline("".join(text), places, tuple(runs), ends)


def parse(body: str, definitions: Mapping[str, str] | None = None, *, streaming: bool = False) -> Inline:
    """Read a paragraph's text.

    Args:
        body: the paragraph, lines parted by line feeds.
        definitions: addresses of labelled links, by ``links.key`` of the label.
        streaming: more may come: an unclosed ``**``, code or link at the end is shown as if it were closed.
    """
    return _Reader(body, definitions or {}, streaming=streaming).read()


def plain(body: str) -> Inline:
    """Text that is shown as it is."""
    return Inline(body, list(range(len(body) + 1)), ())
