# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Reads one answer's stream: bytes in, cut anywhere; deltas out. Each maker adds what its events mean."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Protocol

from sidelight.domain.delta import Delta
from sidelight.domain.failure import Failure
from sidelight.providers.errors import BODY_KEPT, Asked, complaint_in
from sidelight.providers.said import Said
from sidelight.providers.sse import Event, EventSplitter, EventTooLong

_LONGEST_BLANK = 4096
_LONGEST_WHOLE = 16 * 1024 * 1024

# Some servers keep a connection open with data, not with comments.
_KEEP_ALIVES = frozenset({"ping", "keepalive", "keep-alive", "heartbeat"})


class Splitter(Protocol):
    """Cuts bytes into events; ``EventTooLong`` if one has no end."""

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete."""
        ...

    def close(self) -> list[Event]:
        """The event that the stream ended in, if any."""
        ...


class Reader(ABC):
    """One answer's stream; ``ended`` once nothing more is to be read.

    A subclass gives ``take`` and may give ``take_whole``, for servers that do not stream though they were
    asked to. It says what it finds through ``said``.
    """

    splitter: ClassVar[type[Splitter]] = EventSplitter
    end_mark: ClassVar[str] = "[DONE]"
    whole_begins: ClassVar[tuple[bytes, ...]] = (b"{", b"<", b"[")
    """First bytes that no stream of this kind has: the answer is one document then."""

    def __init__(self, asked: Asked) -> None:
        self.said = Said(asked)
        self._asked = asked
        self._splitter = self.splitter()
        self._whole: bytearray | None = None
        self._start: bytes | None = b""

    @property
    def ended(self) -> bool:
        """Whether the answer is over."""
        return self.said.ended

    @property
    def reason_known(self) -> bool:
        """Whether the server has said why the answer ends."""
        return self.said.stop is not None

    @abstractmethod
    def take(self, value: Mapping[str, object], kind: str) -> None:
        """Read one event; ``kind`` is its name, ``message`` if it has none."""

    def take_whole(self, value: Mapping[str, object]) -> None:
        """Read an answer that came in one piece."""
        self.take(value, "message")

    def feed(self, data: bytes) -> list[Delta]:
        """The deltas that these bytes complete."""
        if not self.ended:
            self._feed(data)
        return self.said.take()

    def close(self) -> list[Delta]:
        """What remains when no more bytes come: at least a stop, unless the answer has ended before."""
        if not self.ended:
            if self._whole is not None:
                self._take_document(bytes(self._whole))
            else:
                for event in self._splitter.close():
                    # Half an event at the end is a cut, not nonsense.
                    if event.data.strip() == self.end_mark or json_in(event.data) is not None:
                        self._take(event)
            self.said.end()
        return self.said.take()

    def _feed(self, data: bytes) -> None:
        if self._start is not None:
            # A server may answer 200 with a page or one JSON object, whatever its content type says.
            data = self._start + data
            start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
            if not start and len(data) < _LONGEST_BLANK:
                self._start = data
                return
            self._start = None
            if start.startswith(self.whole_begins):
                self._whole = bytearray()
        if self._whole is not None:
            self._whole += data
            if len(self._whole) > _LONGEST_WHOLE:
                self.said.broken("an answer without end")
            return
        try:
            events = self._splitter.feed(data)
        except EventTooLong:
            self.said.broken("an event without end")
            return
        for event in events:
            self._take(event)
            if self.ended:
                return

    def _take(self, event: Event) -> None:
        data = event.data.strip()
        if data == self.end_mark:
            self.said.end()
            return
        if not data or data.startswith(":") or event.kind in _KEEP_ALIVES:
            return
        value = json_in(data)
        if value is None:
            self.said.broken("something that is not JSON", data)
        elif not isinstance(value, Mapping):
            self.said.broken("something that is not an object", json.dumps(value)[:BODY_KEPT])
        elif event.kind == "error" and "error" not in value:
            self._take_object({"error": value}, event.kind)
        else:
            self._take_object(value, event.kind)

    def _take_object(self, value: Mapping[str, object], kind: str, *, whole: bool = False) -> None:
        complaint = complaint_in(value)
        if complaint is not None:
            self.said.complained(complaint)
        elif whole:
            self.take_whole(value)
        else:
            self.take(value, kind)

    def _take_document(self, body: bytes) -> None:
        text = body.decode("utf-8-sig", "replace").strip()
        if text.startswith("<"):
            self.said.fail(
                Failure(
                    "not_found",
                    f"{self._asked.host} answered with a web page, not as a model service.",
                    f"Check the connection's address: it usually ends in {self._asked.address_end}.",
                    200,
                    text[:BODY_KEPT],
                )
            )
            return
        document = json_in(text)
        if document is None:
            self.said.broken("half an answer, or one that is not JSON", text)
            return
        parts = document if isinstance(document, list) and document else [document]
        for part in parts:
            if not isinstance(part, Mapping):
                self.said.broken("something that is not an object", json.dumps(document)[:BODY_KEPT])
            elif not self.ended:
                self._take_object(part, "message", whole=True)
        if not self.ended and not self.said.anything and not self.reason_known:
            self.said.broken("an answer of an unknown form", text)


def json_in(text: str) -> object | None:
    """The value, or ``None`` if there is none to be had (a bare ``null`` is none either)."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def mapping(value: object) -> Mapping[str, object]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> list[Mapping[str, object]]:
    """The objects in the value if it is a list."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []
