# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""Server-sent events: bytes in, cut anywhere; events out.

Follows https://html.spec.whatwg.org/multipage/server-sent-events.html with one leniency: an event that the
stream ends in, without its blank line, is given out by ``close``, because many servers leave that line out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile(rb"\r\n|\n|\r")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its type (``message`` unless the server names one) and its data lines, joined."""

    kind: str
    data: str


class EventTooLong(Exception):
    """An event is longer than a sane server would send."""


class EventSplitter:
    """Splits bytes into events.

    Args:
        longest: bytes that one event may hold.
    """

    def __init__(self, longest: int = 16 * 1024 * 1024) -> None:
        self._longest = longest
        self._line = bytearray()
        self._skip_newline = False
        self._at_start = True
        self._kind = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete.

        Raises:
            EventTooLong: the limit is passed.
        """
        events: list[Event] = []
        if self._skip_newline and data:
            self._skip_newline = False
            if data.startswith(b"\n"):
                data = data[1:]
        start = 0
        for end in _LINE_END.finditer(data):
            if self._line:
                self._line += data[start : end.start()]
                line = bytes(self._line)
                self._line.clear()
            else:
                line = data[start : end.start()]
            start = end.end()
            if line:
                self._take_line(line)
            elif (event := self._dispatch()) is not None:
                events.append(event)
        # The newline of a CRLF may come with the next bytes.
        self._skip_newline = self._skip_newline or data.endswith(b"\r")
        self._line += data[start:]
        self._check(len(self._line))
        return events

    def close(self) -> list[Event]:
        """The event that the stream ended in, if any."""
        if self._line:
            line = bytes(self._line)
            self._line.clear()
            self._take_line(line)
        event = self._dispatch()
        return [] if event is None else [event]

    def _take_line(self, line: bytes) -> None:
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._size += len(value)
            self._check(0)
            self._data.append(value)
        elif name == b"event":
            self._kind = value[:200].decode("utf-8", "replace")

    def _dispatch(self) -> Event | None:
        if not self._data:
            self._kind = ""
            return None
        event = Event(self._kind or "message", b"\n".join(self._data).decode("utf-8", "replace"))
        self._kind, self._data, self._size = "", [], 0
        return event

    def _check(self, more: int) -> None:
        if self._size + more > self._longest:
            raise EventTooLong


class LineSplitter:
    """Splits bytes into lines, each an event of its own (JSON lines). Empty lines are passed over.

    Args:
        longest: bytes that one line may hold.
    """

    def __init__(self, longest: int = 16 * 1024 * 1024) -> None:
        self._longest = longest
        self._line = bytearray()

    def feed(self, data: bytes) -> list[Event]:
        """The lines that these bytes complete.

        Raises:
            EventTooLong: the limit is passed.
        """
        *complete, rest = data.split(b"\n")
        lines: list[bytes] = []
        for line in complete:
            lines.append(bytes(self._line) + line)
            self._line.clear()
        self._line += rest
        if len(self._line) > self._longest or any(len(line) > self._longest for line in lines):
            raise EventTooLong
        return [event for line in lines for event in _line_event(line)]

    def close(self) -> list[Event]:
        """The line that the stream ended in, if any."""
        line = bytes(self._line)
        self._line.clear()
        return _line_event(line)


def _line_event(line: bytes) -> list[Event]:
    text = line.decode("utf-8-sig", "replace").strip()
    return [Event("message", text)] if text else []
