# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The exact record of an answer as text: what was sent, what came back, and when each piece arrived.

A project never holds a key. Should a server echo one in a header or an address, it is not shown here either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from sidelight.domain.delta import Exchange, WirePiece

SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-goog-api-key"}
)
STREAM_SHOWN = 2_000_000
"""Characters of a raw stream that a view is given; a longer one is cut, and says so."""

_SECRET_QUERY = re.compile(
    r"([?&](?:key|api[-_]?key|token|access_token|signature|sig)=)[^&#]+", re.IGNORECASE
)
_USERINFO = re.compile(r"(//)[^/@\s]+@")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Record", text)


def address_text(url: str) -> str:
    """The address, without a name, password or key that stands in it."""
    return _SECRET_QUERY.sub(r"\1…", _USERINFO.sub(r"\1", url))


def request_text(body: str) -> str:
    """The request's JSON with indents; anything else as it is."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def headers_text(headers: Sequence[tuple[str, str]]) -> str:
    """The answer's headers, a line each."""
    hidden = _tr("(not shown)")
    return "\n".join(
        f"{name}: {hidden if name.lower() in SECRET_HEADERS else value}" for name, value in headers
    )


def stream_text(pieces: Sequence[WirePiece]) -> str:
    """The raw stream; a piece's first line bears its arrival in seconds since the request was sent."""
    lines: list[str] = []
    length = 0
    for number, piece in enumerate(pieces):
        text = piece.data.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
        for at, line in enumerate(text.removesuffix("\n").split("\n")):
            stamp = f"{piece.at_ms / 1000:9.3f} s  " if at == 0 else " " * 13
            lines.append(stamp + line)
            length += len(line) + 14
        if length > STREAM_SHOWN:
            rest = len(pieces) - number - 1
            if rest:
                lines.append(_tr("… and {n} more pieces").format(n=rest))
            break
    return "\n".join(line.rstrip() for line in lines)


def summary_text(exchange: Exchange) -> str:
    """The record in a line: status, pieces, bytes."""
    size = sum(len(piece.data) for piece in exchange.pieces)
    words = []
    if exchange.status is not None:
        words.append(_tr("status {n}").format(n=exchange.status))
    words.append(
        _tr("1 piece") if len(exchange.pieces) == 1 else _tr("{n} pieces").format(n=len(exchange.pieces))
    )
    words.append(
        _tr("{n} bytes").format(n=size) if size < 10_000 else _tr("{n:.1f} kB").format(n=size / 1000)
    )
    return "  ·  ".join(words)
