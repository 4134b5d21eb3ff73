# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""The exchange behind an answer: what was sent and every byte that came back, compressed, without any key."""

from __future__ import annotations

import sqlite3
import struct
import zlib
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from sidelight.domain.delta import Exchange, WirePiece
from sidelight.domain.identity import GenerationId
from sidelight.store import records

SECRET_HEADERS = frozenset(
    {
        "api-key",
        "authorization",
        "cookie",
        "ocp-apim-subscription-key",
        "proxy-authorization",
        "set-cookie",
        "x-api-key",
        "x-auth-token",
        "x-goog-api-key",
    }
)
_SECRET_PARAMETERS = frozenset({"access_token", "api-key", "api_key", "apikey", "key", "sig", "token"})

REPACK_BYTES = 1 << 20
"""Streams up to this size are compressed as a whole when they end, which takes them to a fraction. Longer
ones stay as they were journaled: compressing them would keep the writer from other streams for too long."""

_COUNT = struct.Struct("<I")
_PIECE = struct.Struct("<dI")


def pack(pieces: Sequence[WirePiece]) -> bytes:
    """Compress pieces with their arrival times."""
    heads = b"".join(_PIECE.pack(piece.at_ms, len(piece.data)) for piece in pieces)
    body = b"".join(piece.data for piece in pieces)
    return zlib.compress(_COUNT.pack(len(pieces)) + heads + body)


def unpack(packed: bytes) -> tuple[WirePiece, ...]:
    """The pieces that were packed.

    Raises:
        ValueError: these bytes did not come from ``pack``.
    """
    try:
        raw = zlib.decompress(packed)
        (count,) = _COUNT.unpack_from(raw)
        pieces = []
        start = _COUNT.size + count * _PIECE.size
        for index in range(count):
            at_ms, length = _PIECE.unpack_from(raw, _COUNT.size + index * _PIECE.size)
            pieces.append(WirePiece(at_ms, raw[start : start + length]))
            start += length
    except (zlib.error, struct.error, TypeError) as error:
        raise ValueError("the raw stream cannot be read") from error
    if start != len(raw):
        raise ValueError("the raw stream is not as long as it says")
    return tuple(pieces)


def without_secrets(exchange: Exchange) -> Exchange:
    """The exchange without anything that looks like a key. None should be there; this is the second lock."""
    headers = tuple((name, value) for name, value in exchange.headers if name.lower() not in SECRET_HEADERS)
    return Exchange(_public(exchange.url), exchange.request, exchange.status, headers, exchange.pieces)


def _public(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        # Whatever it is, a password in it could not be told from the rest.
        return url if "@" not in url and "?" not in url else ""
    query = "&".join(
        field for field in parts.query.split("&") if field.partition("=")[0].lower() not in _SECRET_PARAMETERS
    )
    host = parts.netloc.rpartition("@")[2]
    if (host, query) == (parts.netloc, parts.query):
        return url
    return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment))


def keep(connection: sqlite3.Connection, generation_id: GenerationId, exchange: Exchange | None) -> None:
    """Move the raw stream from the journal into the record, and add what was sent."""
    query = "SELECT pieces FROM journal WHERE generation_id = ? AND length(pieces) > 0 ORDER BY seq"
    packed: list[bytes] = [row[0] for row in connection.execute(query, (generation_id,))]
    if exchange is not None:
        exchange = without_secrets(exchange)
        headers = records.to_json(exchange.headers)
        values = (
            generation_id,
            records.kept(exchange.url),
            records.kept(exchange.request),
            exchange.status,
            headers,
        )
        records.insert(connection, "exchange", "generation_id, url, request, status, headers", values)
        if exchange.pieces:
            packed.append(pack(exchange.pieces))
    for seq, pieces in enumerate(_repacked(packed)):
        records.insert(connection, "wire", "generation_id, seq, pieces", (generation_id, seq, pieces))


def _repacked(packed: list[bytes]) -> list[bytes]:
    # The compressed size bounds the work before any of it is done.
    if len(packed) < 2 or sum(map(len, packed)) > REPACK_BYTES:
        return packed
    pieces = [piece for chunk in packed for piece in unpack(chunk)]
    return [pack(pieces)] if sum(len(piece.data) for piece in pieces) <= REPACK_BYTES else packed


def is_kept(connection: sqlite3.Connection, generation_id: GenerationId) -> bool:
    """Whether anything is kept of an exchange; nothing of it is read."""
    query = """SELECT EXISTS (SELECT 1 FROM exchange WHERE generation_id = :answer)
        OR EXISTS (SELECT 1 FROM wire WHERE generation_id = :answer)
        OR EXISTS (SELECT 1 FROM journal WHERE generation_id = :answer AND length(pieces) > 0)"""
    return bool(connection.execute(query, {"answer": generation_id}).fetchone()[0])


def exchange_of(connection: sqlite3.Connection, generation_id: GenerationId) -> Exchange | None:
    """What is kept of an exchange: of a running or an interrupted answer only the stream."""
    pieces: list[WirePiece] = []
    for table in ("wire", "journal"):
        query = f"SELECT pieces FROM {table} WHERE generation_id = ? AND length(pieces) > 0 ORDER BY seq"
        for (packed,) in connection.execute(query, (generation_id,)):
            pieces += unpack(packed)
    row = connection.execute(
        "SELECT url, request, status, headers FROM exchange WHERE generation_id = ?", (generation_id,)
    ).fetchone()
    if row is None:
        return Exchange("", "", None, (), tuple(pieces)) if pieces else None
    url, request, status, headers = row
    pairs = tuple((name, value) for name, value in records.from_json(headers))
    return Exchange(records.text(url), records.text(request), status, pairs, tuple(pieces))
