# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One export inside a worker: records come in portions when they are asked for, pieces of the file go out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sidelight.api import AnswerRecord, BattleRecord, ComparisonRecord
from sidelight.stage import wire

_GATHERED = 1 << 16
"""Bytes that are gathered before they go out: a generator may yield a line at a time."""


def export(
    exporter: Any,
    records: Iterator[BattleRecord] | Iterator[ComparisonRecord],
    job: Any,
) -> Iterator[bytes]:
    """The frames of a file, but for the last.

    Raises:
        wire.Unfit: it gives something that is no piece of a file.
    """
    pieces: Iterable[object] = exporter.export(records, job)
    if isinstance(pieces, str | bytes) or not hasattr(pieces, "__iter__"):
        raise wire.Unfit(f"it gave {type(pieces).__name__}, not pieces of a file one after the other")
    waiting = bytearray()
    for piece in pieces:
        if isinstance(piece, str):
            waiting += piece.encode("utf-8", "replace")
        elif isinstance(piece, bytes | bytearray | memoryview):
            waiting += piece
        else:
            raise wire.Unfit(f"it gave {type(piece).__name__} as a piece of the file, not text or bytes")
        if len(waiting) >= _GATHERED:
            yield from wire.pieces(bytes(waiting))
            waiting.clear()
    yield from wire.pieces(bytes(waiting))


def records(
    which: str, say: Callable[[bytes], None], next_frame: Callable[[], tuple[bytes, bytes]]
) -> Iterator[BattleRecord] | Iterator[ComparisonRecord]:
    """The records, each portion of them asked for when the one before is used up.

    Args:
        which: ``battles`` or ``comparisons``.
        say: sends a frame.
        next_frame: waits for one.
    """
    read = battle_of if which == "battles" else comparison_of

    def all_of_them() -> Iterator[Any]:
        while True:
            say(wire.pack(wire.MORE))
            portion = bytearray()
            while (frame := next_frame())[0] != wire.GO:
                if frame[0] == wire.PIECE:
                    portion += frame[1]
            if not portion:
                return
            for line in portion.split(b"\n"):
                yield read(json.loads(line))

    return all_of_them()


def line_of(record: BattleRecord | ComparisonRecord) -> bytes:
    """A record as one line of JSON, without halves of characters, for ``records`` to read."""
    facts = _facts(record)
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _facts(record: Any) -> Any:
    if isinstance(record, BattleRecord | ComparisonRecord | AnswerRecord):
        return {name: _facts(getattr(record, name)) for name in record.__slots__}
    return [_facts(one) for one in record] if isinstance(record, tuple) else record


def battle_of(facts: Mapping[str, Any]) -> BattleRecord:
    """A battle as it came."""
    first, second = facts["models"]
    return BattleRecord(
        **{
            **facts,
            "models": (first, second),
            "turns": tuple(comparison_of(one) for one in facts["turns"]),
            "reasons": tuple(facts["reasons"]),
        }
    )


def comparison_of(facts: Mapping[str, Any]) -> ComparisonRecord:
    """A comparison as it came."""
    return ComparisonRecord(
        **{
            **facts,
            "answers": tuple(AnswerRecord(**one) for one in facts["answers"]),
            "attachments": tuple((name, text) for name, text in facts["attachments"]),
            "follows": tuple(facts["follows"]),
        }
    )
