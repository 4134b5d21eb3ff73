# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0
"""One export by a plugin's worker: it gets records as it asks for them, and what it gives is measured.

The caller waits meanwhile. Whatever the worker says, no more comes of it than bytes for ``write``.
"""

from __future__ import annotations

import json
import select
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sidelight.registry.bounds import whole
from sidelight.registry.manifest import PluginInfo
from sidelight.registry.worker import START_S, Process
from sidelight.stage import wire

PORTION = 1 << 18
"""Bytes of records that are given at once, about; one record may be longer."""
FREE_MB = 64
GROWTH = 8
"""A file may have ``FREE_MB``, and so many times what was given besides: an endless one ends."""

_LAST_WORDS_S = 3.0
_GLANCE_S = 0.2
_READ = 1 << 17
_AFTER_IT_S = 5.0
_FRAME = 64
_LONGEST_TRACE = 16 << 10


class ExportFault(Exception):
    """Nothing came of it, and why, as a sentence that names the plugin.

    ``crashed``: its worker ended by it, or was ended. ``trace`` is the plugin's own traceback, if there is
    one; ``refused``: the plugin itself says that these records cannot be written so.
    """

    def __init__(
        self, sentence: str, *, crashed: bool = False, trace: str = "", refused: bool = False
    ) -> None:
        super().__init__(sentence)
        self.crashed = crashed
        self.trace = trace
        self.refused = refused


class ExportRun:
    """A worker that exports once; whoever started it ends it with ``end``."""

    def __init__(
        self,
        info: PluginInfo,
        process: Process,
        write: Callable[[bytes], object],
        *,
        used: bool = False,
    ) -> None:
        """Begin nothing yet.

        Args:
            info: the plugin's.
            process: its worker.
            write: takes each piece of the file.
            used: whether the worker has exported before, and came to its end; else it was just started.
        """
        self._info = info
        self._process = process
        self._write = write
        self._frames = wire.Frames()
        self._outgoing = bytearray()
        self._deadline = time.monotonic() + (info.seconds if used else START_S)
        self._given = self._taken = 0
        self._ready = used
        self.import_ms = 0.0
        self.seen: tuple[str, ...] = ()

    def run(
        self,
        told: Mapping[str, Any],
        lines: Iterator[bytes],
        given_up: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Export; returns whether it came to its end, or was given up.

        Args:
            told: ``records``, ``suffix`` and ``settings``.
            lines: the records, each as one line.
            given_up: whether to stop; asked now and then.

        Raises:
            ExportFault: no file came of it.
        """
        self._outgoing += wire.told(wire.REQUEST, {"job": 1, **told}) + wire.pack(wire.GO)
        poll = select.poll()
        line = self._process.line
        while True:
            poll.register(line, select.POLLIN | (select.POLLOUT if self._outgoing else 0))
            poll.register(self._process.fileno(), select.POLLIN)
            poll.poll(_GLANCE_S * 1000)
            if given_up():
                return False
            self._process.pump()
            self._send()
            arrived = self._receive()
            for letter, body in self._frames_in(arrived or b""):
                if self._hear(letter, body, lines):
                    return True
            if arrived is None:
                raise self._fallen()
            if time.monotonic() > self._deadline:
                raise self._late()

    # what it says

    def _hear(self, letter: bytes, body: bytes, lines: Iterator[bytes]) -> bool:
        """Take in a frame; whether it was the last."""
        try:
            facts = _facts(letter, body)
        except Exception as error:
            # What a stranger says fails in more ways than can be listed.
            raise self._nonsense() from error
        if letter == wire.READY and not self._ready:
            self._ready = True
            self.import_ms = facts["ms"]
            self._deadline = time.monotonic() + self._info.seconds
        elif letter == wire.FAULT:
            raise self._fault(facts)
        elif letter == wire.MORE and self._ready and not self._outgoing:
            self._give(lines)
        elif letter == wire.PIECE and self._ready:
            self._take(body)
        elif letter == wire.DONE and self._ready:
            self.seen = facts["seen"]
            return True
        else:
            raise self._nonsense()
        return False

    def _give(self, lines: Iterator[bytes]) -> None:
        """The next portion; an empty one says that there are no more."""
        portion = bytearray()
        for one in lines:
            portion += b"\n" + one if portion else one
            if len(portion) >= PORTION:
                break
        self._given += len(portion)
        for frame in wire.pieces(bytes(portion)):
            self._outgoing += frame
        self._outgoing += wire.pack(wire.GO)
        # What it takes to read the project is not its time.
        self._deadline = time.monotonic() + self._info.seconds
        self._send()

    def _take(self, piece: bytes) -> None:
        self._taken += len(piece) + _FRAME
        if self._taken > (FREE_MB << 20) + GROWTH * self._given:
            raise ExportFault(
                f"{self._named} was ended: it wrote more than {FREE_MB} MB and {GROWTH} times what it was "
                "given.",
                crashed=True,
            )
        self._write(piece)

    def _fault(self, facts: Mapping[str, Any]) -> ExportFault:
        message, trace = facts["message"], facts["trace"]
        if not self._ready:
            return ExportFault(f"{self._named} cannot be started: {message}", crashed=True, trace=trace)
        if facts["ours"]:
            return ExportFault(message or "It cannot be written in this form.", refused=True)
        return ExportFault(f"{self._named} failed: {message}", trace=trace)

    # the line

    def _frames_in(self, arrived: bytes) -> list[tuple[bytes, bytes]]:
        try:
            return list(self._frames.feed(arrived))
        except ValueError as error:
            raise self._nonsense() from error

    def _receive(self) -> bytes | None:
        """What came; ``None`` when nothing more will."""
        try:
            return self._process.line.recv(_READ) or None
        except BlockingIOError:
            return b""
        except OSError:
            return None

    def _send(self) -> None:
        try:
            while self._outgoing:
                del self._outgoing[: self._process.line.send(self._outgoing)]
        except BlockingIOError:
            return
        except OSError:
            # It is gone; what it said last is still to be read.
            self._outgoing.clear()

    # how it ended

    def _nonsense(self) -> ExportFault:
        return ExportFault(f"{self._named} was ended: it said something that makes no sense.", crashed=True)

    def _late(self) -> ExportFault:
        if not self._ready:
            return ExportFault(
                f"{self._named} was ended: it took longer than {START_S:g} s to start.", crashed=True
            )
        return ExportFault(
            f"{self._named} was ended: it took longer than {self._info.seconds:g} s for a portion of records."
        )

    def _fallen(self) -> ExportFault:
        _await_end(self._process, _LAST_WORDS_S)
        how = self._process.ended or "it ended"
        return ExportFault(f"{self._named} crashed: {how}.", crashed=True, trace=self._process.said)

    @property
    def _named(self) -> str:
        return f"The plugin “{self._info.name}”"


def end(process: Process) -> None:
    """End a worker and give everything back."""
    process.stop()
    _await_end(process, _AFTER_IT_S)
    process.close()


def _await_end(process: Process, seconds: float) -> None:
    poll = select.poll()
    poll.register(process.fileno(), select.POLLIN)
    until = time.monotonic() + seconds
    while not process.ended and time.monotonic() < until:
        poll.poll(_GLANCE_S * 1000)
        process.pump()


def _facts(letter: bytes, body: bytes) -> dict[str, Any]:
    """What a frame says, all of it of the right kind; nothing for one that only counts as bytes.

    Raises:
        Exception: of many kinds: it makes no sense.
    """
    if letter not in (wire.READY, wire.FAULT, wire.DONE):
        return {}
    if len(body) > wire.LONGEST_JSON:
        raise ValueError("too many words")
    said = json.loads(body)
    if letter == wire.READY:
        return {"ms": float(said["ms"])}
    if letter == wire.DONE:
        return {"seen": tuple(whole(str(one)[:60]) for one in said["seen"][:20])}
    return {
        "ours": said["ours"] is True,
        "message": whole(str(said["message"])[: wire.LONGEST_WORDS]),
        "trace": whole(str(said.get("trace", ""))[:_LONGEST_TRACE]),
    }
